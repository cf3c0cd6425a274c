package emulator

import (
	"errors"
	"maps"
	"net/http"
	"testing"
)

func TestRouteTree(t *testing.T) {
	t.Parallel()
	tree := newRouteTree([]route{
		{method: "GET", pattern: "/users/@me"},
		{method: "GET", pattern: "/users/{user_id}"},
		{method: "GET", pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/@original"},
		{method: "GET", pattern: "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"},
		{method: "PUT", pattern: "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"},
		{method: "POST", pattern: "/channels/{channel_id}/messages"},
		{method: "GET", pattern: "/channels/{channel_id}/messages"},
	})
	tests := []struct {
		name, method, path string
		pattern            string
		vars               map[string]string
		err                error
	}{
		{"literal wins", "GET", "/users/@me", "/users/@me", nil, nil},
		{"escaped literal", "GET", "/users/%40me", "/users/@me", nil, nil},
		{"variable", "GET", "/users/12", "/users/{user_id}", map[string]string{"user_id": "12"}, nil},
		{"original", "GET", "/webhooks/1/t/messages/%40original", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", map[string]string{"webhook_id": "1", "webhook_token": "t"}, nil},
		{"escaped variable", "PUT", "/channels/1/messages/2/reactions/%F0%9F%91%8D/@me", "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me", map[string]string{"channel_id": "1", "message_id": "2", "emoji": "👍"}, nil},
		{"escaped slash stays in its segment", "GET", "/users/1%2F..%2F2", "/users/{user_id}", map[string]string{"user_id": "1/../2"}, nil},
		{"head is get", "HEAD", "/users/@me", "/users/@me", nil, nil},
		{"unknown", "GET", "/nothing", "", nil, errNotFound},
		{"too long", "GET", "/users/@me/x", "", nil, errNotFound},
		{"too short", "GET", "/users", "", nil, errNotFound},
		{"root", "GET", "/", "", nil, errNotFound},
		{"empty segment", "GET", "/users/", "", nil, errNotFound},
		{"double slash", "GET", "//users/@me", "", nil, errNotFound},
		{"bad escape", "GET", "/users/%zz", "", nil, errNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, vars, err := tree.find(tt.method, tt.path)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error = %v, want %v", err, tt.err)
			}
			if err != nil {
				return
			}
			if r.pattern != tt.pattern || !maps.Equal(vars, tt.vars) {
				t.Errorf("found %s with %v, want %s with %v", r.pattern, vars, tt.pattern, tt.vars)
			}
		})
	}
}

func TestRouteTreeWrongMethod(t *testing.T) {
	t.Parallel()
	tree := newRouteTree([]route{{method: "POST", pattern: "/a"}, {method: "GET", pattern: "/a"}})
	_, _, err := tree.find("DELETE", "/a")
	refused, ok := errors.AsType[*apiError](err)
	if !ok || refused.status != http.StatusMethodNotAllowed || refused.header.Get("Allow") != "GET, POST" {
		t.Errorf("error = %+v, want 405 with Allow: GET, POST", err)
	}
}

// TestRoutes wants the table complete in itself: no route twice, each with the
// handler that fits who may ask.
func TestRoutes(t *testing.T) {
	t.Parallel()
	table := routes()
	newRouteTree(table) // panics on doubles
	for _, r := range table {
		if (r.open != nil) != (r.auth == authNone) || (r.handle != nil) == (r.open != nil) || r.pattern == "" || r.method == "" {
			t.Errorf("route %+v lacks something", r)
		}
	}
}
