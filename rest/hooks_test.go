package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/rest"
)

type hookKey string

// noting returns hooks that write down what they are told, and mark the context.
func noting(who string, told *[]string) rest.Hooks {
	tell := func(ctx context.Context, format string, args ...any) {
		marks := fmt.Sprint(ctx.Value(hookKey("a")), " ", ctx.Value(hookKey("b")))
		*told = append(*told, fmt.Sprintf("%s in %s: ", who, marks)+fmt.Sprintf(format, args...))
	}
	return rest.Hooks{
		Request: func(ctx context.Context, r rest.Begun) (context.Context, func(error)) {
			tell(ctx, "%s %s", r.Method, r.Route)
			return context.WithValue(ctx, hookKey(who), who), func(err error) { tell(ctx, "done: %t", err == nil) }
		},
		Response:    func(ctx context.Context, r rest.Response) { tell(ctx, "%d from bucket %q", r.Status, r.Bucket) },
		RateLimited: func(ctx context.Context, r rest.RateLimited) { tell(ctx, "limited: %s", r.Scope) },
	}
}

// TestJoinedHooks follows a request that is limited once through two sets of
// hooks, and wants their context to reach the transport.
func TestJoinedHooks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &sequence{handlers: []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Scope", "shared")
			answer(429, limitedBody)(w, r)
		}, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Bucket", "abcd")
			answer(200, message(2, ""))(w, r)
		}}}
		cfg := serve(t, s.ServeHTTP)
		var told []string
		cfg.Hooks = rest.Hooks{}.Join(noting("a", &told)).Join(noting("b", &told)).Join(rest.Hooks{})
		transport := &http.Transport{DialContext: cfg.Dial}
		defer transport.CloseIdleConnections()
		cfg.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			told = append(told, fmt.Sprint("sent in ", r.Context().Value(hookKey("a")), " ", r.Context().Value(hookKey("b"))))
			return transport.RoundTrip(r)
		})
		if _, err := newClient(t, cfg).Messages.Get(t.Context(), 1, 2); err != nil {
			t.Fatal(err)
		}
		const route = "GET /channels/{channel_id}/messages/{message_id}"
		want := []string{
			"a in <nil> <nil>: " + route, "b in a <nil>: " + route,
			"sent in a b", "a in a b: limited: shared", "b in a b: limited: shared", `a in a b: 429 from bucket ""`, `b in a b: 429 from bucket ""`,
			"sent in a b", `a in a b: 200 from bucket "abcd"`, `b in a b: 200 from bucket "abcd"`,
			"b in a <nil>: done: true", "a in <nil> <nil>: done: true",
		}
		if !slices.Equal(told, want) {
			t.Errorf("told %q\nwant %q", told, want)
		}
	})
}

// TestRequestHookTellsFailure wants the hook to get the error that the caller
// gets, and the API's host.
func TestRequestHookTellsFailure(t *testing.T) {
	t.Parallel()
	var begun rest.Begun
	var failed error
	c := rest.New(rest.Bot(botToken), rest.Config{API: "http://127.0.0.1:1/api", Hooks: rest.Hooks{
		Request: func(ctx context.Context, r rest.Begun) (context.Context, func(error)) {
			begun = r
			return ctx, func(err error) { failed = err }
		},
	}, Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("no network") })})
	_, err := c.Users.Me(t.Context(), rest.NoRetry())
	if err == nil || !errors.Is(failed, err) {
		t.Errorf("the hook was told %v, the caller %v", failed, err)
	}
	if want := (rest.Begun{Method: "GET", Route: "/users/@me", Host: "127.0.0.1:1"}); begun != want {
		t.Errorf("begun = %+v, want %+v", begun, want)
	}
}

// roundTrip is a transport that is a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
