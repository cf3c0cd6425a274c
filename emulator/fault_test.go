package emulator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/accord-go/accord/emulator"
)

// TestLimitedByOrder wants a 429 that was ordered to look like one of
// Discord's: other libraries wait by its headers.
func TestLimitedByOrder(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		failure emulator.Failure
		want    map[string]string // "" is a header that must be absent
	}{
		{"user", emulator.Failure{Status: 429, RetryAfter: 0.5}, map[string]string{
			"Retry-After": "1", "X-RateLimit-Scope": "user", "X-RateLimit-Global": "",
			"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "0.500",
		}},
		{"shared", emulator.Failure{Status: 429, RetryAfter: 2, Scope: "shared"}, map[string]string{
			"Retry-After": "2", "X-RateLimit-Scope": "shared", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "2.000",
		}},
		{"global", emulator.Failure{Status: 429, RetryAfter: 1, Global: true}, map[string]string{
			"Retry-After": "1", "X-RateLimit-Scope": "global", "X-RateLimit-Global": "true",
			"X-RateLimit-Limit": "", "X-RateLimit-Bucket": "",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := emulator.New(emulator.Config{})
			if err != nil {
				t.Fatal(err)
			}
			if err := e.FailNext(tt.failure); err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodPost, "/api/v10/channels/1/messages", strings.NewReader(`{"content":"hi"}`))
			w := httptest.NewRecorder()
			e.Handler().ServeHTTP(w, r)
			if w.Code != http.StatusTooManyRequests {
				t.Fatalf("status %d, want 429", w.Code)
			}
			for name, want := range tt.want {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
		})
	}
}

// TestPagesOfCloudflare wants answers that are none of Discord's: HTML without
// what Discord's load balancer and limiter add.
func TestPagesOfCloudflare(t *testing.T) {
	t.Parallel()
	for _, status := range []int{403, 429, 502, 503, 504, 520, 521, 522, 523, 524} {
		e, err := emulator.New(emulator.Config{})
		if err != nil {
			t.Fatal(err)
		}
		if err := e.FailNext(emulator.Failure{Status: status, Cloudflare: true, RetryAfter: 1.5}); err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v10/channels/1", nil))
		h := w.Header()
		if w.Code != status || h.Get("Content-Type") != "text/html; charset=UTF-8" || h.Get("Server") != "cloudflare" || h.Get("Cf-Ray") == "" || h.Get("Retry-After") != "2" {
			t.Errorf("%d: %d %v", status, w.Code, h)
		}
		for name := range h {
			if name == "Via" || strings.HasPrefix(name, "X-Ratelimit") {
				t.Errorf("%d: %s is Discord's", status, name)
			}
		}
		if !strings.Contains(w.Body.String(), "<title>") {
			t.Errorf("%d: %s is no page", status, w.Body)
		}
	}
}
