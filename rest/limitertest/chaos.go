package limitertest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/rest"
)

// chaos lets everything go wrong at once: refusals of all kinds, lost answers,
// missing headers, requests that give up. Every request ends; a limiter that
// forgets to let one pass deadlocks the test. Then all is as before: no place
// is lost.
func chaos(t *testing.T, l rest.Limiter, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 2))
	d := &discord{routes: make(map[string]bucketRule), global: 50, latency: time.Duration(random.IntN(100)) * time.Millisecond}
	d.jitter = func() time.Duration { return time.Duration(random.IntN(50)) * time.Millisecond }
	d.bare = func() bool { return random.IntN(10) == 0 }
	d.answer = func(rest.Request) *rest.Result { return misfortune(random) }
	for i := range 4 {
		d.routes[fmt.Sprintf("POST /channels/{channel_id}/%d", i)] = bucketRule{
			hash: strconv.Itoa(random.IntN(3)), limit: 1 + random.IntN(5), window: time.Duration(1+random.IntN(30)) * 100 * time.Millisecond,
		}
	}
	request := func(i int) rest.Request {
		return rest.Request{
			Credential: []string{"bot", "bot", "user", ""}[i%4], Method: "POST", Route: fmt.Sprintf("/channels/{channel_id}/%d", i%5),
			Major: strconv.Itoa(i % 3), Urgency: rest.Urgency(i%3 - 1), Interaction: i%7 == 0,
		}
	}
	type attempt struct {
		request         int
		start, patience time.Duration
	}
	plan := make([]attempt, 200) // whole before it begins: random is Discord's from then on
	for i := range plan {
		plan[i] = attempt{random.IntN(1000), time.Duration(random.IntN(5)) * time.Second, time.Duration(random.IntN(20)) * time.Second}
	}
	var wg sync.WaitGroup
	for _, a := range plan {
		wg.Go(func() {
			time.Sleep(a.start)
			impatient(t, a.patience, a.request, func(ctx context.Context) error { return d.call(ctx, l, request(a.request)) })
		})
	}
	wg.Wait()
	time.Sleep(time.Hour)
	d.answer, d.bare = nil, nil
	took := d.all(t, l, 20, func(i int) rest.Request { return request(i * 60) }) // all in one bucket
	if took > 2*time.Minute {
		t.Errorf("after it all, 20 requests took %v", took)
	}
}

// impatient makes a call that ends after a while: never, at a deadline or when
// it is cancelled.
func impatient(t *testing.T, patience time.Duration, kind int, call func(context.Context) error) {
	ctx := t.Context()
	switch kind % 3 {
	case 1:
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	case 2:
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer time.AfterFunc(patience, cancel).Stop()
	}
	err := call(ctx)
	if err != nil && (kind%3 == 0 || !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled)) {
		t.Error(err)
	}
}

// misfortune is what may become of a request instead of an answer; mostly nil.
func misfortune(random *rand.Rand) *rest.Result {
	wait := time.Duration(random.IntN(3000)) * time.Millisecond
	result := rest.Result{Status: 429, Header: jsonHeader(), RetryAfter: wait}
	switch random.IntN(60) {
	case 0:
		result = globalLimit(wait)
	case 1:
		result.Header.Set("X-RateLimit-Scope", "shared")
	case 2:
		result.RetryAfter = 0
	case 3:
		result.Header = nil // Cloudflare
	case 4:
		result.Status = 502
	case 5:
		result = rest.Result{Err: errors.New("connection reset")}
	case 6:
		result = rest.Result{Err: errors.New("no route to host"), Unsent: true}
	case 7:
		result.Header.Set("X-RateLimit-Bucket", "another")
		result.Header.Set("X-RateLimit-Limit", "3")
		result.Header.Set("X-RateLimit-Remaining", "0")
		result.Header.Set("X-RateLimit-Reset-After", "1.5")
	default:
		return nil
	}
	return &result
}
