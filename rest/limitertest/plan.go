package limitertest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/accord-go/accord/rest"
)

// randomPlan sends requests on random routes with random limits. With true
// headers there is never a 429 once each route's bucket is known.
func randomPlan(t *testing.T, l rest.Limiter, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 1))
	d := &discord{routes: make(map[string]bucketRule), global: 50, latency: time.Duration(random.IntN(100)) * time.Millisecond}
	jitter := 1 + random.IntN(50)
	d.jitter = func() time.Duration { return time.Duration(random.IntN(jitter)) * time.Millisecond }
	rules := make([]bucketRule, 4)
	for i := range rules {
		rules[i] = bucketRule{
			hash:   strconv.Itoa(i),
			limit:  1 + random.IntN(10),
			window: time.Duration(1+random.IntN(50)) * 100 * time.Millisecond,
		}
	}
	var routes []string
	for i := range 2 + random.IntN(6) {
		route := fmt.Sprintf("/channels/{channel_id}/%d", i)
		routes = append(routes, route)
		d.routes["POST "+route] = rules[random.IntN(len(rules))]
		d.all(t, l, 1, func(int) rest.Request {
			return rest.Request{Credential: "bot", Method: "POST", Route: route, Major: "first"}
		})
	}
	// In half of the plans the global limit counts too.
	plan := make([]rest.Request, 100+random.IntN(200))
	for i := range plan {
		plan[i] = rest.Request{
			Credential: "bot", Method: "POST", Route: routes[random.IntN(len(routes))],
			Major: strconv.Itoa(random.IntN(5)), Urgency: rest.Urgency(random.IntN(3) - 1),
			Interaction: seed%2 == 1,
		}
	}
	d.limited, d.served = 0, 0
	took := d.all(t, l, len(plan), func(i int) rest.Request { return plan[i] })
	if d.limited != 0 || d.served != len(plan) {
		t.Errorf("429s = %d, served %d of %d", d.limited, d.served, len(plan))
	}
	// The answer that tells when a window ends, and the request that begins the
	// next, take a round trip.
	trip := d.latency + time.Duration(jitter)*time.Millisecond
	if most := d.needed(plan, trip) + 2*trip; took > most+most/50 {
		t.Errorf("%d requests over %d routes took %v, want at most %v", len(plan), len(routes), took, most)
	}
}

// needed returns how long requests take where a window follows the one before
// after a pause, and where the bucket that takes longest may be the last that
// the global limit lets begin.
func (d *discord) needed(plan []rest.Request, pause time.Duration) time.Duration {
	counts := make(map[string]int)
	var longest time.Duration
	for _, r := range plan {
		rule := d.routes[r.Method+" "+r.Route]
		key := rule.hash + "/" + r.Major
		counts[key]++
		longest = max(longest, time.Duration((counts[key]-1)/rule.limit)*(rule.window+pause))
	}
	if !plan[0].Interaction {
		longest += time.Duration((len(plan)-1)/d.global) * time.Second
	}
	return longest + d.latency
}
