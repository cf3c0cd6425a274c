package rest_test

import (
	"context"
	"slices"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// seenUrgencies is a limiter that holds nothing back and notes how urgent
// requests are.
type seenUrgencies struct {
	rest.Limiter
	seen []rest.Urgency
}

func (l *seenUrgencies) Acquire(ctx context.Context, r rest.Request) (rest.Permit, error) {
	l.seen = append(l.seen, r.Urgency)
	return l.Limiter.Acquire(ctx, r)
}

// Answers to interactions are urgent by themselves; an option has the last word.
// That limiters keep the order is up to limitertest.
func TestPriority(t *testing.T) {
	t.Parallel()
	var got sent
	cfg := serve(t, record(&got, message(2, "")))
	limiter := &seenUrgencies{Limiter: rest.NoLimit}
	cfg.Limiter = limiter
	c := newClient(t, cfg)
	ctx, hi := t.Context(), discord.CreateMessage{Content: "hi"}
	for _, err := range []error{
		errorOf(c.Messages.Create(ctx, 1, hi)),
		errorOf(c.Messages.Create(ctx, 1, hi, rest.Priority(rest.Bulk))),
		errorOf(c.Messages.Create(ctx, 1, hi, rest.Priority(rest.Urgent))),
		errorOf(c.Interactions.CreateFollowup(ctx, 1, "t", discord.InteractionMessage{Content: "hi"})),
		errorOf(c.Interactions.CreateFollowup(ctx, 1, "t", discord.InteractionMessage{Content: "hi"}, rest.Priority(rest.Normal))),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []rest.Urgency{rest.Normal, rest.Bulk, rest.Urgent, rest.Urgent, rest.Normal}
	if !slices.Equal(limiter.seen, want) {
		t.Errorf("urgencies = %v, want %v", limiter.seen, want)
	}
}
