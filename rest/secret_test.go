package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

const webhookToken = "aW50ZXJhY3Rpb24-hunter2-of-the-webhook"

// leaks reports whether a text contains part of a secret.
func leaks(text string) bool {
	return strings.Contains(text, "hunter2") || strings.Contains(text, "MTIzNDU2Nzg5MDEyMzQ1Njc4")
}

// TestSecretsDontShow prints whatever there is in every way there is.
func TestSecretsDontShow(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
	echo := func(w http.ResponseWriter, r *http.Request) { // a server that tells everything back
		body, _ := io.ReadAll(r.Body)
		text := fmt.Sprintf("%s %s %v %s", r.Method, r.URL, r.Header, body)
		switch {
		case strings.Contains(r.URL.RawQuery, "json"):
			reply(w, 400, map[string]any{"message": text, "code": 1, "errors": map[string]any{"a": map[string]any{"_errors": []any{map[string]any{"message": text}}}}})
		case r.Method == http.MethodGet && strings.Contains(r.URL.Path, "users"):
			reply(w, 401, text)
		default:
			http.Error(w, text, http.StatusBadRequest)
		}
	}
	cfg := serve(t, echo)
	cfg.Logger = logger
	c := newClient(t, cfg)
	down := cfg
	down.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no network") }
	ctx := t.Context()
	respond := discord.InteractionResponse{Type: discord.InteractionCallbackTypePong}
	values := map[string]any{
		"credential":           rest.Bot(botToken),
		"bad token":            rest.New(rest.Bot("hunter2 token"), cfg).Do(ctx, "GET", "/users/@me", nil, nil),
		"client":               c,
		"client by value":      *c,
		"service":              c.Messages,
		"error":                errorOf(c.Channels.Get(ctx, 1)),
		"error with tree":      c.Do(ctx, "POST", "/channels/1/messages?json", nil, nil),
		"401":                  errorOf(c.Users.Me(ctx)),
		"latched":              errorOf(c.Users.Me(ctx)),
		"interaction":          c.As(rest.None).Interactions.Respond(ctx, 1, webhookToken, respond),
		"webhook":              c.As(rest.None).Do(ctx, "POST", "/webhooks/1/"+webhookToken+"?json", nil, nil),
		"wrong path":           c.Do(ctx, "POST", "/webhooks/1/"+webhookToken+"//", nil, nil),
		"network":              rest.New(rest.Bot(botToken), down).Interactions.Respond(ctx, 1, webhookToken, respond, rest.NoRetry()),
		"bearer":               rest.Bearer(func(context.Context) (string, error) { return "hunter2", nil }),
		"bearer without token": c.As(rest.Bearer(func(context.Context) (string, error) { return "", nil })).Do(ctx, "GET", "/users/@me", nil, nil),
	}
	for name, v := range values {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			if text := fmt.Sprintf(format, v); leaks(text) || text == "" {
				t.Errorf("%s with %s: %s", name, format, text)
			}
		}
		if e, ok := v.(error); ok {
			for ; e != nil; e = errors.Unwrap(e) {
				if leaks(fmt.Sprintf("%+v %#v", e, e)) {
					t.Errorf("%s, unwrapped: %#v", name, e)
				}
			}
		}
		if text, err := json.Marshal(v); err == nil && leaks(string(text)) {
			t.Errorf("%s as JSON: %s", name, text)
		}
		logger.Info("printed", "value", v)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("printed", "value", v)
	}
	if text := log.String(); leaks(text) || text == "" {
		t.Errorf("log: %s", text)
	}
}
