package emulator

import (
	"errors"
	"net/http"
	"testing"
	"time"
)

func limitedRequest(r *route, now time.Time, vars map[string]string) *request {
	return &request{route: r, now: now, vars: vars}
}

func TestLimiterBucket(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(), time.UnixMilli(1_700_000_000_000)
	r := &route{method: "POST", pattern: "/channels/{channel_id}/messages", limit: limit{n: 2, per: 5 * time.Second}}
	one := map[string]string{"channel_id": "1"}

	h, err := l.take(limitedRequest(r, now, one), caller{name: "bot"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"X-Ratelimit-Limit": "2", "X-Ratelimit-Remaining": "1",
		"X-Ratelimit-Reset": "1700000005.000", "X-Ratelimit-Reset-After": "5.000",
	}
	for name, value := range want {
		if got := h.Get(name); got != value {
			t.Errorf("%s = %s, want %s", name, got, value)
		}
	}
	now = now.Add(1500 * time.Millisecond)
	if h, err = l.take(limitedRequest(r, now, one), caller{name: "bot"}); err != nil || h.Get("X-Ratelimit-Remaining") != "0" || h.Get("X-Ratelimit-Reset-After") != "3.500" {
		t.Errorf("second request: %v, %v", h, err)
	}
	_, err = l.take(limitedRequest(r, now, one), caller{name: "bot"})
	refused, ok := errors.AsType[*tooMany](err)
	if !ok || refused.after != 3500*time.Millisecond || refused.header.Get("Retry-After") != "4" || refused.header.Get("X-RateLimit-Scope") != "user" {
		t.Errorf("third request: %+v, want 429 for 3.5 s", err)
	}
	if got, want := string(refused.reply().raw), `{"message":"You are being rate limited.","retry_after":3.5,"global":false}`; got != want {
		t.Errorf("body = %s, want %s", got, want)
	}
	other, err := l.take(limitedRequest(r, now, map[string]string{"channel_id": "2"}), caller{name: "bot"})
	if err != nil || other.Get("X-RateLimit-Bucket") != h.Get("X-RateLimit-Bucket") {
		t.Errorf("another channel: %v, want its own window under the same hash", err)
	}
	if _, err := l.take(limitedRequest(r, now.Add(refused.after), one), caller{name: "bot"}); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

func TestLimiterShared(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(), time.Now()
	shared := limit{name: "reaction", n: 1, per: time.Second}
	put := &route{method: "PUT", pattern: "/a/{channel_id}", limit: shared}
	del := &route{method: "DELETE", pattern: "/a/{channel_id}", limit: shared}
	vars := map[string]string{"channel_id": "1"}
	if _, err := l.take(limitedRequest(put, now, vars), caller{name: "bot"}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.take(limitedRequest(del, now, vars), caller{name: "bot"}); err == nil {
		t.Error("two routes of one name don't share their bucket")
	}
}

func TestLimiterGlobal(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(), time.Now()
	r := &route{method: "GET", pattern: "/x", limit: limit{n: 1000, per: time.Second}}
	free := &route{method: "POST", pattern: "/y", limit: limit{n: 1000, per: time.Second}}
	for i := range 50 {
		if _, err := l.take(limitedRequest(r, now, nil), caller{name: "bot"}); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	_, err := l.take(limitedRequest(r, now, nil), caller{name: "bot"})
	refused, ok := errors.AsType[*tooMany](err)
	if !ok || !refused.global || refused.header.Get("X-RateLimit-Global") != "true" || refused.header.Get("X-RateLimit-Bucket") != "" {
		t.Errorf("error = %+v, want a global 429 without a bucket", err)
	}
	if _, err := l.take(limitedRequest(free, now, nil), caller{name: "bot", uncounted: true}); err != nil {
		t.Errorf("an answer to an interaction: %v", err)
	}
	if _, err := l.take(limitedRequest(r, now, nil), caller{name: "address", address: true}); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	if _, err := l.take(limitedRequest(r, now.Add(time.Second), nil), caller{name: "bot"}); err != nil {
		t.Errorf("a second later: %v", err)
	}
}

func TestMergeLeavesArguments(t *testing.T) {
	t.Parallel()
	a, b := http.Header{"A": {"1"}}, http.Header{"B": {"2"}}
	if both := merge(a, b); len(both) != 2 || len(a) != 1 || len(b) != 1 {
		t.Errorf("merge = %v, arguments %v and %v", both, a, b)
	}
	if got := merge(nil, nil); len(got) != 0 {
		t.Errorf("merge of nothing = %v", got)
	}
}
