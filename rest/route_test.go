package rest

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

// R14: a value can't leave its segment of the path.
func TestRouteValuesStayInTheirSegment(t *testing.T) {
	t.Parallel()
	const pattern = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me"
	const before, after = "/channels/1/messages/2/reactions/", "/@me"
	tests := []struct {
		emoji string
		want  string // the segment
		err   string
	}{
		{emoji: "🔥", want: "%F0%9F%94%A5"},
		{emoji: "name:123", want: "name%3A123"},
		{emoji: "../../../../users/@me", want: "..%2F..%2F..%2F..%2Fusers%2F%40me"},
		{emoji: "%2F..%2F", want: "%252F..%252F"},
		{emoji: "a?limit=1", want: "a%3Flimit%3D1"},
		{emoji: "a#b", want: "a%23b"},
		{emoji: "a;b", want: "a%3Bb"},
		{emoji: "a\r\nX: y", want: "a%0D%0AX%3A%20y"},
		{emoji: "\x00", want: "%00"},
		{emoji: `a\..\b`, want: "a%5C..%5Cb"},
		{emoji: "...", want: "..."},
		{emoji: "..", err: "emoji_name can't be .."},
		{emoji: ".", err: "emoji_name can't be ."},
		{emoji: "", err: "emoji_name is empty"},
	}
	for _, tt := range tests {
		t.Run(strconv.Quote(tt.emoji), func(t *testing.T) {
			t.Parallel()
			r := put(pattern, discord.ChannelID(1), discord.MessageID(2), text(tt.emoji))
			if tt.err != "" {
				if r.err == nil || r.err.Error() != tt.err {
					t.Errorf("error = %v, want %s", r.err, tt.err)
				}
				return
			}
			if want := before + tt.want + after; r.err != nil || r.path != want {
				t.Errorf("path = %s, %v, want %s", r.path, r.err, want)
			}
		})
	}
	if r := get("/channels/{channel_id}", discord.ChannelID(0)); r.err == nil || r.err.Error() != "channel_id is zero, which is no ID" {
		t.Errorf("an ID of zero: %v", r.err)
	}
}

func TestMajorParameters(t *testing.T) {
	t.Parallel()
	tests := []struct {
		route route
		major string
	}{
		{get("/channels/{channel_id}/messages/{message_id}", discord.ChannelID(1), discord.MessageID(2)), "1"},
		{get("/guilds/{guild_id}", discord.GuildID(3)), "3"},
		{get("/guilds/{guild_id}/members/{user_id}", discord.GuildID(3), discord.UserID(4)), "3"},
		{get("/webhooks/{webhook_id}", discord.WebhookID(5)), "5"},
		{post("/webhooks/{webhook_id}/{webhook_token}", discord.WebhookID(5), text("tok en")), "5/tok%20en"},
		{get("/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", discord.WebhookID(5), text("t"), discord.MessageID(6)), "5/t"},
		{post("/interactions/{interaction_id}/{interaction_token}/callback", discord.InteractionID(7), text("t")), "7/t"},
		{get("/users/{user_id}", discord.UserID(8)), ""},
		{get("/users/@me"), ""},
		{get("/applications/{application_id}/guilds/{guild_id}/commands", discord.ApplicationID(9), discord.GuildID(3)), ""},
	}
	for _, tt := range tests {
		if tt.route.err != nil || tt.route.major != tt.major {
			t.Errorf("%s: major = %q, %v, want %q", tt.route.name(), tt.route.major, tt.route.err, tt.major)
		}
	}
}

// TestRawRoutes wants the placeholders of every operation found in a path with
// values.
func TestRawRoutes(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("testdata/operations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{"emoji_name": "%F0%9F%94%A5", "code": "hello", "instance_id": "i-1-gc-2", "webhook_token": "abc", "interaction_token": "abc"}
	for line := range strings.Lines(string(table)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) < 3 || fields[1] == "method" {
			continue
		}
		method, pattern := fields[1], fields[2]
		segments := strings.Split(pattern, "/")
		for i, s := range segments {
			if name, ok := strings.CutPrefix(s, "{"); ok {
				segments[i] = strconv.Itoa(1000 + i)
				if v, ok := values[strings.TrimSuffix(name, "}")]; ok {
					segments[i] = v
				}
			}
		}
		path := strings.Join(segments, "/")
		r, err := rawRoute(method, path+"?limit=5")
		if err != nil || r.pattern != pattern || r.path != path || r.query != "limit=5" {
			t.Errorf("%s %s: route %s, path %s, query %s, %v; want route %s", method, path, r.pattern, r.path, r.query, err, pattern)
		}
	}
}

func TestRawRoutesRefuse(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, method, path string }{
		{"method", "TRACE", "/users/@me"},
		{"no slash", "GET", "users/@me"},
		{"absolute", "GET", "https://example.com/users/@me"},
		{"other host", "GET", "//example.com/users/@me"},
		{"dots", "GET", "/channels/../users/@me"},
		{"dots at the end", "GET", "/channels/.."},
		{"escaped dots", "GET", "/channels/%2e%2e/users"},
		{"escaped dots as a value", "GET", "/invites/%2e%2e"},
		{"empty segment", "GET", "/channels//messages"},
		{"escape", "GET", "/invites/%zz"},
		{"fragment", "GET", "/users/@me#x"},
		{"space", "GET", "/users/@me x"},
		{"line break", "GET", "/users/@me\r\nX-Y: z"},
		{"query with a space", "GET", "/users/@me?a=b c"},
		{"query with a line break", "GET", "/users/@me?a=b\r\nX-Y: z"},
		{"query with a wrong escape", "GET", "/users/@me?a=%z"},
		{"fragment after the query", "GET", "/users/@me?a=b#c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if r, err := rawRoute(tt.method, tt.path); err == nil {
				t.Errorf("no error; path %q, query %q", r.path, r.query)
			}
		})
	}
}

func FuzzRawRoute(f *testing.F) {
	f.Add("/channels/1/messages/2/reactions/%F0%9F%94%A5/@me?type=1")
	f.Add("/webhooks/1/abc/messages/@original")
	f.Add("/invites/..%2F..")
	f.Fuzz(func(t *testing.T, path string) {
		r, err := rawRoute(http.MethodGet, path)
		if err != nil {
			return
		}
		if strings.ContainsAny(r.path, " ?#\\\r\n") || strings.Contains(r.path, "//") || strings.Contains(r.path+"/", "/../") || strings.Contains(r.path+"/", "/./") {
			t.Errorf("%q became %q", path, r.path)
		}
		if strings.Count(r.path, "/") != strings.Count(r.pattern, "/") {
			t.Errorf("%q has other segments than its pattern %q", r.path, r.pattern)
		}
	})
}

func TestQuery(t *testing.T) {
	t.Parallel()
	q := query("").id("before", 5).id("after", 0).int("limit", 10).int("offset", 0).bool("with_counts", true).bool("b", false).
		add("name", "a b&c=d").time("at", time.Date(2026, 1, 2, 3, 4, 5, 678000, time.UTC)).time("never", time.Time{})
	want := query("before=5&limit=10&with_counts=true&name=a%20b%26c%3Dd&at=2026-01-02T03%3A04%3A05.000678Z")
	if q != want {
		t.Errorf("query = %s\nwant    %s", q, want)
	}
}

func TestParseAPI(t *testing.T) {
	t.Parallel()
	tests := []struct {
		api, want string
		plain     bool
		err       string
	}{
		{api: "", want: "https://discord.com/api/v10"},
		{api: "https://discord.com", want: "https://discord.com/api/v10"},
		{api: "https://discord.com/", want: "https://discord.com/api/v10"},
		{api: "https://discord.com/api", want: "https://discord.com/api/v10"},
		{api: "https://discord.com/api/v10/", want: "https://discord.com/api/v10"},
		{api: "https://discord.com/api/v9", want: "https://discord.com/api/v9"},
		{api: "https://proxy.example/discord", want: "https://proxy.example/discord/v10"},
		{api: "http://127.0.0.1:8080", want: "http://127.0.0.1:8080/api/v10"},
		{api: "http://[::1]:8080/api/v10", want: "http://[::1]:8080/api/v10"},
		{api: "http://localhost:1/api", want: "http://localhost:1/api/v10"},
		{api: "http://192.168.1.5:8080", err: "plain http"},
		{api: "http://localhost.example.com", err: "plain http"},
		{api: "http://192.168.1.5:8080", plain: true, want: "http://192.168.1.5:8080/api/v10"},
		{api: "ftp://discord.com", err: "must begin with https://"},
		{api: "discord.com", err: "must begin with https://"},
		{api: "https://", err: "names no host"},
		{api: "https://user:hunter2@discord.com", err: "must not contain a user"},
		{api: "https://discord.com/api?x=y", err: "query or fragment"},
		{api: "https://discord.com:port", err: "can't be read"},
	}
	for _, tt := range tests {
		t.Run(tt.api, func(t *testing.T) {
			t.Parallel()
			got, err := ParseAPI(tt.api, tt.plain)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "hunter2") {
					t.Errorf("error = %v, want one with %q", err, tt.err)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}
