package rest_test

import (
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/rest"
)

// TestLimiterState reads what the limiter knows between requests, and what it
// thinks that more of them would take.
func TestLimiterState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newScenario(t)
		limiter := rest.NewLimiter(rest.LimiterConfig{})
		c := rest.New(rest.Bot(s.d.Token), rest.Config{API: s.d.API, Dial: s.d.Dial, Limiter: limiter})
		defer c.Close()
		s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(5, 10*time.Second)}})
		create := func() {
			if _, err := c.Messages.Create(t.Context(), s.d.ChannelID, discord.CreateMessage{Content: "hi"}); err != nil {
				t.Error(err)
			}
		}
		create()
		create()
		time.Sleep(1001 * time.Millisecond)
		state := limiter.State()
		if len(state.Buckets) != 1 || len(state.Gates) != 1 {
			t.Fatalf("state = %+v", state)
		}
		got := state.Buckets[0]
		if got.Hash == "" || got.Credential == "" || strings.Contains(s.d.Token, got.Credential) {
			t.Errorf("hash %q, credential %q", got.Hash, got.Credential)
		}
		got.Hash, got.Credential = "", ""
		want := rest.BucketState{
			Major: s.d.ChannelID.String(), Routes: []string{"POST /channels/{channel_id}/messages"},
			Known: true, Limit: 5, Remaining: 3, Window: 10 * time.Second, ResetAfter: 9 * time.Second,
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("bucket = %+v, want %+v", got, want)
		}
		if g := state.Gates[0]; g.Remaining != 50 || g.InFlight != 0 || g.Queued != 0 {
			t.Errorf("gate = %+v", g)
		}
		checkPlan(t, c, s.d.ChannelID)

		s.d.FailNext(emulator.Failure{Status: 429, RetryAfter: 5, Scope: "shared"})
		go create()
		synctest.Wait()
		state = limiter.State()
		if b := state.Buckets[0]; b.Queued != 1 || b.Limited.Shared != 1 || state.Limited.Shared != 1 || state.Invalid != 0 || b.Held < 4*time.Second {
			t.Errorf("after a 429: %+v", state)
		}
		time.Sleep(20 * time.Second)
		if b := limiter.State().Buckets[0]; b.Queued != 0 || b.Held != 0 {
			t.Errorf("after the wait: %+v", b)
		}
	})
}

// checkPlan plans with a bucket that has 3 of 5 left for 9 s.
func checkPlan(t *testing.T, c *rest.Client, channel discord.ChannelID) {
	t.Helper()
	plan, err := c.Plan(
		rest.Call{Method: "POST", Path: "/channels/" + channel.String() + "/messages", Count: 14},
		rest.Call{Method: "POST", Path: "/channels/2/messages", Count: 6},
		rest.Call{Method: "GET", Path: "/users/@me", Count: 100},
	)
	if err != nil || len(plan.Buckets) != 3 {
		t.Fatalf("plan = %+v, %v", plan, err)
	}
	// 3 now, 5 when the window ends, 5 after the next, and the last one then.
	for i, want := range []rest.PlanBucket{
		{Calls: 14, Known: true, ETA: 29 * time.Second},
		{Calls: 6, Known: true, ETA: 10 * time.Second},
		{Calls: 100, Known: false, ETA: 0},
	} {
		got := plan.Buckets[i]
		got.Hash, got.Major, got.Routes = "", "", nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("bucket %d = %+v, want %+v", i, got, want)
		}
	}
	if plan.Total != plan.Buckets[0].ETA || plan.Global != 2*time.Second {
		t.Errorf("total %v, global %v", plan.Total, plan.Global)
	}
	if _, err := c.Plan(rest.Call{Method: "GET", Path: "no slash"}); err == nil {
		t.Error("a path that is none was planned")
	}
	if _, err := rest.New(rest.None, rest.Config{Limiter: rest.NoLimit}).Plan(); err == nil {
		t.Error("a limiter that can't plan did")
	}
}
