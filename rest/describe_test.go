package rest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/accord-go/accord/rest"
)

// TestDescribe wants requests that share a limit to be told alike, however their
// paths are written.
func TestDescribe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		method, path, authorization string
		want                        rest.Request
	}{
		{"POST", "/channels/1/messages?a=b", "", rest.Request{Method: "POST", Route: "/channels/{channel_id}/messages", Major: "1"}},
		{"PATCH", "/webhooks/1/token/messages/%40original", "", rest.Request{Method: "PATCH", Route: "/webhooks/{webhook_id}/{webhook_token}/messages/@original", Major: "1/token"}},
		{"POST", "/interactions/1/token/callback", "", rest.Request{Method: "POST", Route: "/interactions/{interaction_id}/{interaction_token}/callback", Major: "1/token", Interaction: true, Urgency: rest.Urgent}},
		{"POST", "/webhooks/1/aW50ZXJhY3Rpb246MTIz", "", rest.Request{Method: "POST", Route: "/webhooks/{webhook_id}/{webhook_token}", Major: "1/aW50ZXJhY3Rpb246MTIz", Interaction: true, Urgency: rest.Urgent}},
	} {
		if got, err := rest.Describe(tt.method, tt.path, tt.authorization); err != nil || got != tt.want {
			t.Errorf("%s %s: %+v, %v, want %+v", tt.method, tt.path, got, err, tt.want)
		}
	}
	one, _ := rest.Describe("GET", "/users/@me", "Bot one")
	two, _ := rest.Describe("GET", "/users/@me", "Bot two")
	if one.Credential == two.Credential || one.Credential == "" || one.Credential == "Bot one" {
		t.Errorf("credentials %q and %q", one.Credential, two.Credential)
	}
	for _, path := range []string{"channels/1", "/channels/../users", "/channels/%2e%2e/users", "/channels/a%2Fb", "/channels/1?\n", "/users/%zz"} {
		if got, err := rest.Describe("GET", path, ""); err == nil {
			t.Errorf("%q was taken: %+v", path, got)
		}
	}
	h := http.Header{"Content-Type": {"application/json"}, "Retry-After": {"2"}}
	got := rest.Describe429(h, []byte(`{"message":"You are being rate limited.","retry_after":1.25,"global":true}`))
	if got.Status != 429 || got.RetryAfter != 1250*time.Millisecond || !got.Global {
		t.Errorf("429: %+v", got)
	}
}
