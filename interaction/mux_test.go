package interaction_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/interaction"
	"github.com/accord-go/accord/rest"
)

// api answers requests in place of Discord and keeps what it was sent.
type api struct {
	mu     sync.Mutex // guards sent
	sent   []string
	delay  time.Duration
	refuse int // how many requests to refuse with status 400
}

func (a *api) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body.Close()
	}
	if a.delay > 0 {
		select {
		case <-time.After(a.delay):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	a.sent = append(a.sent, r.Method+" "+path+" "+string(body))
	status, answer := http.StatusOK, `{"id":"77","content":"x"}`
	switch {
	case a.refuse > 0:
		a.refuse--
		status, answer = http.StatusBadRequest, `{"code":50035,"message":"Invalid Form Body"}`
	case strings.HasSuffix(path, "/callback"), r.Method == http.MethodDelete:
		status, answer = http.StatusNoContent, ""
	}
	return &http.Response{
		StatusCode: status, Request: r, ContentLength: int64(len(answer)), Body: io.NopCloser(strings.NewReader(answer)),
		Header: http.Header{"Content-Type": {"application/json"}},
	}, nil
}

func (a *api) requests() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.sent
}

func newMux(a *api) *interaction.Mux {
	return interaction.NewMux(rest.New(rest.Bot("token"), rest.Config{Transport: a, Limiter: rest.NoLimit, Logger: slog.New(slog.DiscardHandler)}))
}

// received decodes an interaction as the gateway sends it.
func received(t *testing.T, kind int, data string) *event.InteractionCreate {
	t.Helper()
	e := new(event.InteractionCreate)
	text := `{"id":"5","application_id":"9","token":"tok","version":1,"type":` + string(rune('0'+kind)) + `,"data":` + data + `}`
	if err := json.Unmarshal([]byte(text), e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestRoutesByKindAndName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		kind int
		data string
		want string
	}{
		{"command", 2, `{"id":"1","name":"echo","type":1,"options":[{"name":"text","type":3,"value":"hi"}]}`, "command hi"},
		{"subcommand", 2, `{"id":"1","name":"role","type":1,"options":[{"name":"add","type":1,"options":[{"name":"n","type":4,"value":3}]}]}`, "role/add 3"},
		{"subcommand in a group", 2, `{"id":"1","name":"role","type":1,"options":[{"name":"color","type":2,"options":[{"name":"set","type":1}]}]}`, "role/color/set"},
		{"user command", 2, `{"id":"1","name":"Who/is {this}?","type":2,"target_id":"4","resolved":{"users":{"4":{"id":"4","username":"ada"}}}}`, "user ada"},
		{"message command", 2, `{"id":"1","name":"echo","type":3,"target_id":"4","resolved":{"messages":{"4":{"id":"4","content":"hm"}}}}`, "message hm"},
		{"component", 3, `{"custom_id":"poll/7/vote/yes","component_type":2}`, "component 7 yes"},
		{"autocomplete", 4, `{"id":"1","name":"echo","type":1,"options":[{"name":"text","type":3,"value":"h","focused":true}]}`, "autocomplete h"},
		{"modal", 5, `{"custom_id":"report/3","components":[{"type":18,"component":{"type":4,"custom_id":"why","value":"spam"}}]}`, "modal 3 spam"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			mux := newMux(&api{})
			var got string
			mux.Command("echo", func(_ context.Context, c *interaction.Command) error { got = "command " + c.Text("text"); return nil })
			mux.Command("role/add", func(_ context.Context, c *interaction.Command) error {
				got = "role/add " + string(rune('0'+c.Int("n")))
				return nil
			})
			mux.Command("role/color/set", func(context.Context, *interaction.Command) error { got = "role/color/set"; return nil })
			mux.UserCommand("Who/is {this}?", func(_ context.Context, c *interaction.UserCommand) error {
				u, _, _ := c.Target()
				got = "user " + u.Username
				return nil
			})
			mux.MessageCommand("echo", func(_ context.Context, c *interaction.MessageCommand) error {
				m, _ := c.TargetMessage()
				got = "message " + m.Content
				return nil
			})
			mux.Component("poll/{id}/vote/{choice}", func(_ context.Context, c *interaction.Component) error {
				got = "component " + c.PathValue("id") + " " + c.PathValue("choice")
				return nil
			})
			mux.Autocomplete("echo", func(_ context.Context, a *interaction.Autocomplete) error {
				o, _ := a.Focused()
				got = "autocomplete " + o.Value.String()
				return nil
			})
			mux.Modal("report/{n}", func(_ context.Context, m *interaction.Modal) error {
				got = "modal " + m.PathValue("n") + " " + m.Text("why")
				return nil
			})
			if err := mux.Handle(t.Context(), received(t, tt.kind, tt.data)); err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestNobodyHandles(t *testing.T) {
	t.Parallel()
	mux := newMux(&api{})
	tests := []struct {
		kind int
		data string
		want interaction.NoHandlerError
	}{
		{2, `{"id":"1","name":"nope","type":1,"options":[{"name":"sub","type":1}]}`, interaction.NoHandlerError{Kind: "command", Name: "nope/sub"}},
		{3, `{"custom_id":"old","component_type":2}`, interaction.NoHandlerError{Kind: "component", Name: "old"}},
		{5, `{"custom_id":"old","components":[]}`, interaction.NoHandlerError{Kind: "modal", Name: "old"}},
	}
	for _, tt := range tests {
		var missing *interaction.NoHandlerError
		if err := mux.Handle(t.Context(), received(t, tt.kind, tt.data)); !errors.As(err, &missing) || *missing != tt.want {
			t.Errorf("error %v, want %v", err, &tt.want)
		}
	}
	for _, kind := range []int{1, 6} { // a ping, and one that this version does not know
		if err := mux.Handle(t.Context(), received(t, kind, `{"x":1}`)); err != nil {
			t.Errorf("kind %d: %v", kind, err)
		}
	}
}

func TestRegisteringTwicePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if r := recover(); r != `interaction: pattern "a" is registered twice` {
			t.Errorf("recovered %v", r)
		}
	}()
	mux := newMux(&api{})
	for range 2 {
		mux.Component("a", func(context.Context, *interaction.Component) error { return nil })
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	a := new(api)
	mux := newMux(a)
	mux.Command("echo", func(ctx context.Context, c *interaction.Command) error {
		_, early := c.Edit(ctx, discord.UpdateMessage{})
		_, earlier := c.Followup(ctx, discord.InteractionMessage{Content: "x"})
		if !errors.Is(early, interaction.ErrNotAnswered) || !errors.Is(earlier, interaction.ErrNotAnswered) {
			t.Errorf("before the answer: %v, %v", early, earlier)
		}
		if err := c.Defer(ctx, discord.MessageFlagEphemeral); err != nil {
			return err
		}
		if err := c.Reply(ctx, discord.InteractionMessage{Content: "second"}); !errors.Is(err, interaction.ErrAnswered) {
			t.Errorf("the second answer: %v", err)
		}
		if m, err := c.Edit(ctx, discord.UpdateMessage{Content: discord.Set("done")}); err != nil || m.ID != 77 {
			t.Errorf("Edit = %v, %v", m, err)
		}
		m, err := c.Followup(ctx, discord.InteractionMessage{Content: "more"})
		if err != nil {
			return err
		}
		if _, err = c.EditFollowup(ctx, m.ID, discord.UpdateMessage{Content: discord.Set("less")}); err != nil {
			return err
		}
		return errors.Join(c.DeleteFollowup(ctx, m.ID), c.Delete(ctx))
	})
	if err := mux.Handle(t.Context(), received(t, 2, `{"id":"1","name":"echo","type":1}`)); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`POST /interactions/5/tok/callback {"type":5,"data":{"flags":64}}`,
		`PATCH /webhooks/9/tok/messages/@original {"content":"done"}`,
		`POST /webhooks/9/tok {"content":"more"}`,
		`PATCH /webhooks/9/tok/messages/77 {"content":"less"}`,
		`DELETE /webhooks/9/tok/messages/77 `,
		`DELETE /webhooks/9/tok/messages/@original `,
	}
	got := a.requests()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || strings.ReplaceAll(got[i], "%40", "@") != want[i] {
			t.Fatalf("requests:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestRefusedAnswerMayBeTriedAgain(t *testing.T) {
	t.Parallel()
	a := &api{refuse: 1}
	mux := newMux(a)
	mux.Component("b", func(ctx context.Context, c *interaction.Component) error {
		if err := c.Update(ctx, discord.UpdateMessage{Content: discord.Set("x")}); err == nil || c.Answered() {
			t.Errorf("the refused answer: %v, answered %v", err, c.Answered())
		}
		return c.DeferUpdate(ctx)
	})
	if err := mux.Handle(t.Context(), received(t, 3, `{"custom_id":"b","component_type":2}`)); err != nil {
		t.Error(err)
	}
}

func TestOnlyOneOfManyAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &api{delay: time.Second}
		mux := newMux(a)
		mux.Command("echo", func(ctx context.Context, c *interaction.Command) error {
			var wg sync.WaitGroup
			var mu sync.Mutex
			refused := 0
			for range 5 {
				wg.Go(func() {
					if err := c.Reply(ctx, discord.InteractionMessage{Content: "x"}); errors.Is(err, interaction.ErrAnswered) {
						mu.Lock()
						refused++
						mu.Unlock()
					}
				})
			}
			wg.Wait()
			if refused != 4 {
				t.Errorf("%d of 5 answers were refused, want 4", refused)
			}
			return nil
		})
		if err := mux.Handle(t.Context(), received(t, 2, `{"id":"1","name":"echo","type":1}`)); err != nil {
			t.Error(err)
		}
		if n := len(a.requests()); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	})
}

func TestContextEndsWithTheInteraction(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer bool
		want   time.Duration
	}{{"no answer", false, 3 * time.Second}, {"answered after a second", true, 15 * time.Minute}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &api{delay: time.Second}
				mux := newMux(a)
				mux.Command("echo", func(ctx context.Context, c *interaction.Command) error {
					start := time.Now()
					if tt.answer {
						if err := c.Defer(ctx, 0); err != nil {
							return err
						}
					}
					<-ctx.Done()
					if took := time.Since(start); took != tt.want || !errors.Is(context.Cause(ctx), interaction.ErrExpired) {
						t.Errorf("the context ended after %v because of %v, want %v", took, context.Cause(ctx), tt.want)
					}
					return nil
				})
				if err := mux.Handle(t.Context(), received(t, 2, `{"id":"1","name":"echo","type":1}`)); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestTooLateAnswers fail because of the interaction, whatever the request says.
func TestTooLateAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		mux := newMux(new(api))
		mux.Command("echo", func(ctx context.Context, c *interaction.Command) error {
			time.Sleep(4 * time.Second)
			return c.Reply(ctx, discord.InteractionMessage{Content: "late"})
		})
		err := mux.Handle(t.Context(), received(t, 2, `{"id":"1","name":"echo","type":1}`))
		if !errors.Is(err, interaction.ErrExpired) || !errors.Is(err, context.Canceled) {
			t.Errorf("Handle = %v, want ErrExpired", err)
		}
	})
}

func TestReplayedInteractions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		mux := newMux(&api{})
		var handled, expired int
		mux.Command("echo", func(context.Context, *interaction.Command) error { handled++; return nil })
		replay := func(age time.Duration) {
			e := received(t, 2, `{"id":"1","name":"echo","type":1}`)
			e.Replayed = true
			e.Interaction.ID = discord.IDAt[discord.Interaction](time.Now().Add(-age))
			if err := mux.Handle(t.Context(), e); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(20 * 365 * 24 * time.Hour) // synctest's clock begins before Discord's
		replay(time.Minute)
		if handled+expired != 0 {
			t.Error("an old interaction was not dropped")
		}
		mux.Expired(func(context.Context, *event.InteractionCreate) error { expired++; return nil })
		replay(time.Minute)
		replay(time.Second)
		if handled != 1 || expired != 1 {
			t.Errorf("handled %d, expired %d, want one each", handled, expired)
		}
	})
}
