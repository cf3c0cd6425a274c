package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

func TestREST(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	own := "Bot " + d.Token
	messages := fmt.Sprintf("/channels/%d/messages", d.ChannelID)
	tests := []struct {
		name, method, path, token, body string
		status                          int
		want                            string // in the body
	}{
		{"version 10", "GET", "/api/v10/gateway", "", "", 200, `{"url":"ws://127.0.0.1:1"}`},
		{"version 9", "GET", "/api/v9/gateway", "", "", 200, `{"url":"ws://127.0.0.1:1"}`},
		{"no version", "GET", "/api/gateway", "", "", 200, `{"url":"ws://127.0.0.1:1"}`},
		{"old version", "GET", "/api/v5/gateway", "", "", 400, `{"message":"Invalid API version provided","code":50041}`},
		{"head", "HEAD", "/api/v10/gateway", "", "", 200, ``},
		{"gateway of a bot", "GET", "/api/v10/gateway/bot", own, "", 200, `"session_start_limit":{"total":1000,"remaining":1000,"reset_after":0,"max_concurrency":1}`},
		{"no token", "GET", "/api/v10/gateway/bot", "", "", 401, `{"message":"401: Unauthorized","code":0}`},
		{"wrong token", "GET", "/api/v10/gateway/bot", own + "x", "", 401, `{"message":"401: Unauthorized","code":0}`},
		{"token without Bot", "GET", "/api/v10/gateway/bot", d.Token, "", 401, `{"message":"401: Unauthorized","code":0}`},
		{"unknown route", "GET", "/api/v10/nothing/here", own, "", 404, `{"message":"404: Not Found","code":0}`},
		{"unknown root", "GET", "/api", "", "", 404, `{"message":"404: Not Found","code":0}`},
		{"wrong method", "PUT", "/api/v10/gateway", "", "", 405, `{"message":"405: Method Not Allowed","code":0}`},
		{"not an ID", "GET", "/api/v10/channels/abc", own, "", 400, `"channel_id":{"_errors":[{"code":"NUMBER_TYPE_COERCE","message":"Value \"abc\" is not snowflake."}]}`},
		{"path that would escape", "GET", "/api/v10/channels/1%2F..%2F2", own, "", 400, "NUMBER_TYPE_COERCE"},
		{"unknown channel", "GET", "/api/v10/channels/1", own, "", 404, `{"message":"Unknown Channel","code":10003}`},
		{"not JSON", "POST", "/api/v10" + messages, own, `{"content":`, 400, `{"message":"The request body contains invalid JSON.","code":50109}`},
		{"too large", "POST", "/api/v10" + messages, own, `{"content":"` + strings.Repeat("x", 27<<20) + `"}`, 413, `{"message":"Request entity too large","code":40005}`},
		{"wrong type", "POST", "/api/v10" + messages, own, `{"content":5,"tts":"no"}`, 400, `"tts":{"_errors":[{"code":"BOOLEAN_TYPE_CONVERT"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := rest(t, d, tt.method, tt.path, tt.token, tt.body)
			if got.status != tt.status || !strings.Contains(got.body, tt.want) {
				t.Errorf("%d %s, want %d with %s", got.status, got.body, tt.status, tt.want)
			}
			if kind := got.header.Get("Content-Type"); kind != "application/json" {
				t.Errorf("Content-Type = %q", kind)
			}
		})
	}
}

// TestRateLimit wants a bucket to empty and to fill again exactly when it says.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		path := fmt.Sprintf("/api/v10/channels/%d/messages", d.ChannelID)
		post := func() answer { return rest(t, d, "POST", path, "Bot "+d.Token, `{"content":"x"}`) }
		for i := range 5 {
			got := post()
			if got.status != 200 || got.header.Get("X-RateLimit-Remaining") != fmt.Sprint(4-i) {
				t.Fatalf("message %d: %d %v", i, got.status, got.header)
			}
		}
		time.Sleep(1250 * time.Millisecond)
		got := post()
		if got.status != 429 || got.body != `{"message":"You are being rate limited.","retry_after":3.75,"global":false}` {
			t.Errorf("%d %s", got.status, got.body)
		}
		for name, want := range map[string]string{"Retry-After": "4", "X-RateLimit-Scope": "user", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "3.750", "X-RateLimit-Limit": "5"} {
			if got := got.header.Get(name); got != want {
				t.Errorf("%s = %q, want %q", name, got, want)
			}
		}
		time.Sleep(3749 * time.Millisecond)
		if got := post(); got.status != 429 {
			t.Errorf("a millisecond too soon: %d", got.status)
		}
		time.Sleep(time.Millisecond)
		if got := post(); got.status != 200 {
			t.Errorf("after the wait: %d %s", got.status, got.body)
		}
		if got := d.Stats(); got.Responses429 != 2 || got.Requests != 8 {
			t.Errorf("stats = %+v, want 8 requests and two of them refused", got)
		}
	})
}

// TestInvalidRequests wants an address kept out that makes too many of them, by
// an answer that is not Discord's.
func TestInvalidRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := emulator.DefaultWorld()
		w.Rules.InvalidRequests = 3
		d := emutest.StartWith(t, emulator.Config{World: w})
		d.FailNext(emulator.Failure{Status: 429, RetryAfter: 1, Scope: "shared"})
		for _, want := range []int{429, 401, 401, 401} {
			if got := rest(t, d, "GET", "/api/v10/users/@me", "", ""); got.status != want {
				t.Fatalf("status %d, want %d", got.status, want)
			}
		}
		time.Sleep(time.Minute)
		got := rest(t, d, "GET", "/api/v10/gateway", "", "")
		if got.status != 429 || got.header.Get("Content-Type") != "text/html; charset=UTF-8" || got.header.Get("Via") != "" || got.header.Get("Retry-After") != "541" {
			t.Errorf("kept out: %d %v %s", got.status, got.header, got.body)
		}
		time.Sleep(9 * time.Minute)
		if got := rest(t, d, "GET", "/api/v10/gateway", "", ""); got.status != 200 {
			t.Errorf("after ten minutes: %d %s", got.status, got.body)
		}
	})
}

func TestFailNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		get := func(path string) answer { return rest(t, d, "GET", "/api/v10"+path, "Bot "+d.Token, "") }

		d.FailNext(emulator.Failure{Method: "GET", Path: "^/gateway$", Status: 503, Count: 2})
		if got := get("/gateway/bot"); got.status != 200 {
			t.Errorf("another path: %d", got.status)
		}
		for range 2 {
			if got := get("/gateway"); got.status != 503 || got.body != `{"message":"503: Service Unavailable","code":0}` {
				t.Errorf("%d %s, want 503", got.status, got.body)
			}
		}
		if got := get("/gateway"); got.status != 200 {
			t.Errorf("after two failures: %d", got.status)
		}

		d.FailNext(emulator.Failure{Status: 429, RetryAfter: 0.75})
		if got := get("/gateway"); got.status != 429 || got.header.Get("Retry-After") != "1" || !strings.Contains(got.body, `"retry_after":0.75`) {
			t.Errorf("%d %v %s", got.status, got.header, got.body)
		}
		d.FailNext(emulator.Failure{Status: 429, RetryAfter: 2, Scope: "shared"})
		if got := get("/gateway"); got.header.Get("X-RateLimit-Scope") != "shared" {
			t.Errorf("scope = %v", got.header)
		}
		d.FailNext(emulator.Failure{Status: 429, RetryAfter: 1, Global: true})
		if got := get("/gateway"); got.header.Get("X-RateLimit-Global") != "true" || !strings.Contains(got.body, `"global":true`) {
			t.Errorf("global: %v %s", got.header, got.body)
		}
		d.FailNext(emulator.Failure{Status: 403, Body: json.RawMessage(`"<html>blocked</html>"`)})
		if got := get("/gateway"); got.status != 403 || got.body != "<html>blocked</html>" || got.header.Get("Content-Type") != "text/html; charset=UTF-8" {
			t.Errorf("HTML: %d %s", got.status, got.body)
		}
		d.FailNext(emulator.Failure{Status: 400, Body: json.RawMessage(`{"code":1}`)})
		if got := get("/gateway"); got.body != `{"code":1}` {
			t.Errorf("JSON: %s", got.body)
		}
		d.FailNext(emulator.Failure{Path: "messages", Status: 0})
		if got := rest(t, d, "POST", fmt.Sprintf("/api/v10/channels/%d/messages", d.ChannelID), "Bot "+d.Token, `{"content":"x"}`); got.status != 0 {
			t.Errorf("a cut connection: %+v", got)
		}

		d.FailNext(emulator.Failure{Status: 503, RetryAfter: 1.5})
		if got := get("/gateway"); got.status != 503 || got.header.Get("Retry-After") != "1.5" {
			t.Errorf("503 with a wait: %d %v", got.status, got.header)
		}

		d.SetLatency(400 * time.Millisecond)
		start := time.Now()
		get("/gateway")
		if took := time.Since(start); took != 400*time.Millisecond {
			t.Errorf("took %v, want 400ms", took)
		}
	})
}

func TestFailNextErrors(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	for _, f := range []emulator.Failure{{Path: "("}, {Status: 99}, {Status: 600}, {Status: 500, Count: -1}, {Status: 429, RetryAfter: -1}} {
		if err := d.Emulator.FailNext(f); err == nil {
			t.Errorf("FailNext(%+v) has no error", f)
		}
	}
}

// TestLogHasNoTokens wants requests and frames in the log, and no secrets.
func TestLogHasNoTokens(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	b := login(t, d, intentsAll)
	rest(t, d, "GET", "/api/v10/users/@me", "Bot "+d.Token, "")
	rest(t, d, "POST", fmt.Sprintf("/api/v10/channels/%d/messages", d.ChannelID), "Bot "+d.Token, `{"content":"my token is `+d.Token+`"}`)
	b.event("MESSAGE_CREATE")
	b.leave()
	var requests, in, out int
	for _, e := range d.Log() {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte(d.Token)) {
			t.Errorf("the token is in %s", text)
		}
		switch {
		case e.Kind == "request":
			requests++
		case e.Direction == "in":
			in++
		default:
			out++
		}
	}
	if requests != 2 || in < 2 || out < 4 {
		t.Errorf("the log has %d requests, %d frames in, %d out", requests, in, out)
	}
}

func TestForeignPages(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	for path, want := range map[string]int{"/control/stats": 403, "/ui/state": 403, "/api/v10/gateway": 200} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", strings.TrimSuffix(d.API, "/api/v10")+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Origin", "https://example.com")
		if got := do(t, d, req); got.status != want {
			t.Errorf("%s from another origin: %d, want %d", path, got.status, want)
		}
		req.Header.Set("Origin", "http://127.0.0.1:1")
		if got := do(t, d, req); got.status != 200 {
			t.Errorf("%s from its own origin: %d", path, got.status)
		}
		req.Host = "rebound.example.com"
		req.Header.Set("Origin", "http://rebound.example.com")
		if got := do(t, d, req); got.status != want {
			t.Errorf("%s from a host that was given our address: %d, want %d", path, got.status, want)
		}
	}
}
