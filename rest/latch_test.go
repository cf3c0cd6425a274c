package rest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// paths counts requests by path.
type paths map[string]int

func refuse(status int, body string) func(w http.ResponseWriter) {
	return func(w http.ResponseWriter) { reply(w, status, body) }
}

const unauthorized = `{"message":"401: Unauthorized","code":0}`

// R10: a token is given up after Discord refused it twice: on the request, and
// on a read of the current user.
func TestRefusedTokenIsLatched(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := make(paths)
		c := bot(t, func(w http.ResponseWriter, r *http.Request) {
			seen[r.URL.Path]++
			reply(w, 401, unauthorized)
		})
		_, err := c.Channels.Get(t.Context(), 1)
		if e, ok := errors.AsType[*rest.Error](err); !ok || e.Status != 401 {
			t.Fatalf("the first error = %v, want the 401", err)
		}
		for range 3 {
			_, err = c.Channels.Get(t.Context(), 1)
			refused, ok := errors.AsType[*rest.RefusedError](err)
			if !ok || refused.Webhook || refused.Cause.Status != 401 {
				t.Fatalf("the next error = %v, want a RefusedError", err)
			}
		}
		if seen["/channels/1"] != 1 || seen["/users/@me"] != 1 {
			t.Errorf("sent %v, want each once", seen)
		}
		// Another token, and what needs none, go on.
		for name, err := range map[string]error{
			"other token": errorOf(c.As(rest.Bot("other")).Channels.Get(t.Context(), 1)),
			"interaction": c.Interactions.Respond(t.Context(), 1, "t", discord.InteractionResponse{Type: discord.InteractionCallbackTypePong}),
		} {
			if _, ok := errors.AsType[*rest.RefusedError](err); ok {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func errorOf[T any](_ T, err error) error { return err }

// R10: a 401 that the current user does not confirm is an error of that call
// and no more.
func TestUnconfirmedRefusalIsNotLatched(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		call func(*testing.T, *rest.Client) error
		body string
	}{
		{"one route", func(t *testing.T, c *rest.Client) error { return errorOf(c.Channels.Get(t.Context(), 1)) }, unauthorized},
		{"interaction", func(t *testing.T, c *rest.Client) error {
			return errorOf(c.Interactions.GetOriginal(t.Context(), 1, "t"))
		}, `{"message":"Invalid Webhook Token","code":50027}`},
		{"50027 with a token", func(t *testing.T, c *rest.Client) error { return errorOf(c.Channels.Get(t.Context(), 1)) }, `{"message":"Invalid Webhook Token","code":50027}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := bot(t, func(w http.ResponseWriter, r *http.Request) {
					switch r.URL.Path {
					case "/users/@me", "/channels/2":
						reply(w, 200, `{"id":"5"}`)
					default:
						reply(w, 401, tt.body)
					}
				})
				for range 2 {
					err := tt.call(t, c)
					if e, ok := errors.AsType[*rest.Error](err); !ok || e.Status != 401 {
						t.Errorf("error = %v, want the 401", err)
					}
					if _, ok := errors.AsType[*rest.RefusedError](err); ok {
						t.Errorf("latched: %v", err)
					}
				}
				if _, err := c.Channels.Get(t.Context(), 2); err != nil {
					t.Errorf("another route: %v", err)
				}
			})
		})
	}
}

// R11: a webhook that is gone is given up, a message that is gone is not.
func TestWebhookLatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path string
		answer     func(w http.ResponseWriter)
		sent       int // of three requests
	}{
		{"gone", "/webhooks/1/t", refuse(404, `{"code":10015,"message":"Unknown Webhook"}`), 1},
		{"token", "/webhooks/1/t", refuse(401, `{"code":50027,"message":"Invalid Webhook Token"}`), 1},
		{"message gone", "/webhooks/1/t/messages/5", refuse(404, `{"code":10008,"message":"Unknown Message"}`), 3},
		{"no permission", "/webhooks/1/t", refuse(403, `{"code":50013,"message":"Missing Permissions"}`), 3},
		{"interaction", "/interactions/1/t/callback", refuse(404, `{"code":10015,"message":"Unknown Webhook"}`), 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				seen := make(paths)
				c := bot(t, func(w http.ResponseWriter, r *http.Request) {
					seen[r.URL.Path]++
					if r.Header.Get("Authorization") != "" {
						t.Error("the bot's token was sent to a route that has its own")
					}
					tt.answer(w)
				})
				for i := range 3 {
					err := c.Do(t.Context(), "POST", tt.path, nil, nil)
					if refused, ok := errors.AsType[*rest.RefusedError](err); ok != (i >= tt.sent) || ok && !refused.Webhook {
						t.Errorf("request %d: %v", i, err)
					}
				}
				if seen[tt.path] != tt.sent {
					t.Errorf("sent %d times, want %d", seen[tt.path], tt.sent)
				}
				err := c.Do(t.Context(), "POST", strings.Replace(tt.path, "/t", "/u", 1), nil, nil)
				if _, ok := errors.AsType[*rest.RefusedError](err); ok {
					t.Errorf("another token: %v", err)
				}
			})
		})
	}
}

// R12: refused requests are slowed down, then stopped, before Discord bans the
// address; and go on when enough of them are forgotten.
func TestInvalidRequestsStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := rest.NewLimiter(rest.LimiterConfig{Global: 1000})
		refused := 0
		send := func(status int, scope string) error {
			p, err := l.Acquire(t.Context(), rest.Request{Credential: "bot", Method: "GET", Route: "/x"})
			if err != nil {
				return err
			}
			l.Release(p, rest.Result{Status: status, Header: http.Header{"X-Ratelimit-Scope": {scope}, "Content-Type": {"application/json"}}})
			return nil
		}
		for range 20_000 { // none of these counts
			if err := errors.Join(send(404, ""), send(429, "shared")); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		var err error
		for refused < 12_000 {
			if err = send(403, ""); err != nil {
				break
			}
			refused++
		}
		stop, ok := errors.AsType[*rest.InvalidRequestsError](err)
		if !ok || refused < 9000 || refused >= 9990 || stop.Count != refused {
			t.Fatalf("after %d refusals: %v", refused, err)
		}
		if took := time.Since(start); took < time.Minute {
			t.Errorf("%d refusals within %v: it was not slowed down", refused, took)
		}
		time.Sleep(stop.Wait - time.Second)
		if err := send(200, ""); err == nil {
			t.Errorf("a second before the wait of %v ends, requests are sent", stop.Wait)
		}
		time.Sleep(time.Second)
		if err := send(200, ""); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}
