package rest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// A webhook's message with files goes as every other, and asks for components
// where it has some.
func TestWebhookMessages(t *testing.T) {
	t.Parallel()
	var query, body string
	var form parts
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		b, _ := io.ReadAll(r.Body)
		body, form = string(b), nil
		r.Body = io.NopCloser(bytes.NewReader(b))
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			form, _ = readForm(r)
		}
		if r.Header.Get("Authorization") != "" {
			t.Error("a credential was sent")
		}
		reply(w, 200, message(7, "hi"))
	})
	cfg.AllowedMentions = &discord.AllowedMentions{}
	c := rest.New(rest.None, cfg)
	t.Cleanup(c.Close)
	link := discord.Components{discord.ActionRow{Components: discord.RowComponents{discord.Button{Style: discord.ButtonStyleLink, URL: "https://example.com", Label: "go"}}}}
	m, err := c.Webhooks.Execute(t.Context(), 1, "t", discord.ExecuteWebhook{Content: "hi", ThreadID: 5, Components: link})
	if err != nil || m.ID != 7 || query != "thread_id=5&with_components=true&wait=true" {
		t.Errorf("%+v, %v, query %s", m, err, query)
	}
	var sent map[string]any
	if err := json.Unmarshal([]byte(body), &sent); err != nil || sent["content"] != "hi" || sent["allowed_mentions"] == nil || sent["components"] == nil || len(sent) != 3 {
		t.Errorf("sent %s: %v", body, err)
	}
	err = c.Webhooks.ExecuteNoWait(t.Context(), 1, "t", discord.ExecuteWebhook{Files: []discord.File{{Name: "a.txt", Reader: strings.NewReader("x")}}})
	if err != nil || query != "" || form["files[0]"].content != "x" || !strings.Contains(form["payload_json"].content, `"attachments":[{"id":"0","filename":"a.txt"}]`) {
		t.Errorf("%v, query %q, parts %q", err, query, form)
	}
	_, err = c.Webhooks.UpdateMessage(t.Context(), 1, "t", 2, 5, discord.UpdateMessage{Components: discord.Set(link)})
	if err != nil || query != "thread_id=5&with_components=true" {
		t.Errorf("%v, query %q", err, query)
	}
	if err := c.Webhooks.DeleteMessage(t.Context(), 1, "t", 2, 0); err != nil || query != "" {
		t.Errorf("%v, query %q", err, query)
	}
}

// GitHub's event has its name in a header; a message in Slack's form may be
// answered with a text.
func TestCompatibleWebhooks(t *testing.T) {
	t.Parallel()
	var header http.Header
	var query string
	c := bot(t, func(w http.ResponseWriter, r *http.Request) {
		header, query = r.Header, r.URL.RawQuery
		_, _ = io.WriteString(w, "ok")
	})
	var event discord.GithubWebhook
	if err := json.Unmarshal([]byte(`{"ref":"refs/heads/main","sender":{"id":1,"login":"octocat","html_url":"h","avatar_url":"a","type":"User"},"pusher":{}}`), &event); err != nil {
		t.Fatal(err)
	}
	event.Event, event.ThreadID = "push", 5
	if err := c.Webhooks.ExecuteGitHub(t.Context(), 1, "t", event); err != nil || header.Get("X-GitHub-Event") != "push" || query != "thread_id=5" {
		t.Errorf("%v, event %q, query %q", err, header.Get("X-GitHub-Event"), query)
	}
	if err := c.Webhooks.ExecuteSlack(t.Context(), 1, "t", discord.SlackWebhook{Text: "hi", NoWait: true}); err != nil || query != "wait=false" || header.Get("X-GitHub-Event") != "" {
		t.Errorf("%v, query %q", err, query)
	}
}

// A webhook's message is not posted twice: not even when nobody knows whether
// it was posted once.
func TestWebhookMessagesAreNotRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &sequence{handlers: []http.HandlerFunc{hangUp, answer(200, message(2, ""))}}
		c := bot(t, s.ServeHTTP)
		if _, err := c.Webhooks.Execute(t.Context(), 1, "t", discord.ExecuteWebhook{Content: "hi"}); err == nil || s.count() != 1 {
			t.Errorf("sent %d times, %v", s.count(), err)
		}
	})
}

// A webhook that is gone, or whose token is wrong, is not asked again: Discord
// bans addresses that go on asking. Another webhook is.
func TestWebhooksThatAreGone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		body   string
		code   rest.Code
	}{
		{"gone", 404, `{"message":"Unknown Webhook","code":10015}`, rest.ErrUnknownWebhook},
		{"wrong token", 401, `{"message":"Invalid Webhook Token","code":50027}`, rest.ErrInvalidWebhookToken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &sequence{handlers: []http.HandlerFunc{answer(tt.status, tt.body), answer(200, message(7, "hi"))}}
			c := bot(t, s.ServeHTTP)
			for range 3 {
				_, err := c.Webhooks.Execute(t.Context(), 1, "token", discord.ExecuteWebhook{Content: "hi"})
				if !errors.Is(err, tt.code) {
					t.Errorf("error = %v", err)
				}
				if err != nil && strings.Contains(err.Error(), "token/") {
					t.Errorf("the error tells the token: %v", err)
				}
			}
			if s.count() != 1 {
				t.Errorf("asked %d times", s.count())
			}
			if _, err := c.Webhooks.Execute(t.Context(), 2, "token", discord.ExecuteWebhook{Content: "hi"}); err != nil {
				t.Errorf("another webhook: %v", err)
			}
		})
	}
}
