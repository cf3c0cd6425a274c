// Package limitertest holds the tests that every implementation of
// [rest.Limiter] must pass. They run in virtual time, against a Discord that
// counts strictly.
package limitertest

import (
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/rest"
)

// Run tests limiters. newLimiter returns one that knows nothing and that keeps
// 50 requests a second globally. It is called within a synctest bubble.
func Run(t *testing.T, newLimiter func() rest.Limiter) {
	tests := []struct {
		name string
		test func(t *testing.T, l rest.Limiter)
	}{
		{"UnknownRouteProbes", unknownRouteProbes},
		{"SeveralInFlight", severalInFlight},
		{"FractionsOfSeconds", fractionsOfSeconds},
		{"RetryAfterWithoutHeaders", retryAfterWithoutHeaders},
		{"GlobalHoldsAll", globalHoldsAll},
		{"CloudflareHoldsEverybody", cloudflareHoldsEverybody},
		{"CloudflareBlocksEverybody", cloudflareBlocks},
		{"SharedScope", sharedScope},
		{"SubLimit", subLimit},
		{"HashChangesInFlight", hashChangesInFlight},
		{"TwoLimitsOneHash", twoLimitsOneHash},
		{"RoutesShareBucket", routesShareBucket},
		{"MajorsAreApart", majorsAreApart},
		{"Global500", func(t *testing.T, l rest.Limiter) { global(t, l, 500, 1.05) }},
		{"Global5000", func(t *testing.T, l rest.Limiter) { global(t, l, 5000, 1.02) }},
		{"InteractionsPassTheGlobalLimit", interactionsPass},
		{"CredentialsAreApart", credentialsAreApart},
		{"DeadlineBeforeTurn", deadlineBeforeTurn},
		{"DeadlineBeforeTurnLearnedLater", deadlineLearnedLater},
		{"CancelledWhileQueued", cancelledWhileQueued},
		{"CancelledAtTheGate", cancelledAtTheGate},
		{"RefusedWhileAtTheGate", refusedWhileAtTheGate},
		{"UnknownOutcome", unknownOutcome},
		{"Unsent", unsent},
		{"ServerClockJumps", serverClockJumps},
		{"FirstComeFirstServed", firstComeFirstServed},
		{"UrgentFirst", urgentFirst},
		{"RefusedGoesFirst", refusedGoesFirst},
		{"OneGoesFirst", oneGoesFirst},
		{"NoHeaders", noHeaders},
		{"HeadersMissingSometimes", headersMissingSometimes},
		{"Stragglers", stragglers},
		{"SlidingWindow", slidingWindow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { tt.test(t, newLimiter()) })
		})
	}
	for seed := range uint64(20) {
		t.Run("Plan"+strconv.Itoa(int(seed)), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { randomPlan(t, newLimiter(), seed) })
		})
		t.Run("Chaos"+strconv.Itoa(int(seed)), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { chaos(t, newLimiter(), seed) })
		})
	}
}

const (
	postMessage = "/channels/{channel_id}/messages"
	reaction    = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
)

func post(major int) rest.Request {
	return rest.Request{Credential: "bot", Method: "POST", Route: postMessage, Major: strconv.Itoa(major)}
}

// oneRule is a Discord with one bucket for messages.
func oneRule(limit int, window, latency time.Duration) *discord {
	return &discord{
		routes:  map[string]bucketRule{"POST " + postMessage: {hash: "m", limit: limit, window: window}},
		global:  50,
		latency: latency,
	}
}

// all makes n calls at once and returns how long they took together.
func (d *discord) all(t *testing.T, l rest.Limiter, n int, request func(i int) rest.Request) time.Duration {
	t.Helper()
	start := time.Now()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := d.call(t.Context(), l, request(i)); err != nil {
				t.Errorf("request %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

// want checks how many 429s there were, and that the time is right within a
// hundredth.
func (d *discord) want(t *testing.T, limited int, took, atLeast, atMost time.Duration) {
	t.Helper()
	if d.limited != limited {
		t.Errorf("429s = %d, want %d", d.limited, limited)
	}
	if took < atLeast || took > atMost {
		t.Errorf("took %v, want %v to %v", took, atLeast, atMost)
	}
}
