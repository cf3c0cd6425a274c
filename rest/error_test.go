package rest

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

var messageRoute = post("/channels/{channel_id}/messages", discord.ChannelID(1))

func TestErrors(t *testing.T) {
	t.Parallel()
	json := http.Header{"Content-Type": {"application/json"}, "Cf-Ray": {"8f-FRA"}}
	page := http.Header{"Content-Type": {"text/html; charset=UTF-8"}}
	tests := []struct {
		name   string
		status int
		header http.Header
		body   string
		want   Error
		text   string
	}{
		{
			name: "tree", status: 400, header: json,
			body: `{"message":"Invalid Form Body","code":50035,"errors":{
				"embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 256 or fewer in length."}]},
					"fields":{"1":{"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}}}},
				"content":{"_errors":[{"code":"A","message":"one"},{"code":"B","message":"two"}]}}}`,
			want: Error{
				Code: ErrInvalidFormBodyOrContentType, Message: "Invalid Form Body", RequestID: "8f-FRA",
				Fields: []FieldError{
					{"embeds[0].title", "BASE_TYPE_MAX_LENGTH", "Must be 256 or fewer in length."},
					{"embeds[0].fields[1].name", "BASE_TYPE_REQUIRED", "This field is required"},
					{"content", "A", "one"}, {"content", "B", "two"},
				},
			},
			text: "rest: POST /channels/{channel_id}/messages: 400 Invalid Form Body (50035): embeds[0].title: Must be 256 or fewer in length.; embeds[0].fields[1].name: This field is required; content: one; content: two",
		},
		{
			name: "root", status: 400, header: json,
			body: `{"code":50035,"errors":{"_errors":[{"code":"APPLICATION_COMMAND_TOO_LARGE","message":"Command exceeds maximum size"}]},"message":"Invalid Form Body"}`,
			want: Error{Code: 50035, Message: "Invalid Form Body", RequestID: "8f-FRA", Fields: []FieldError{{"", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size"}}},
			text: "rest: POST /channels/{channel_id}/messages: 400 Invalid Form Body (50035): Command exceeds maximum size",
		},
		{
			name: "plain list", status: 400, header: json, body: `{"target_users_file": ["Line 5: no ID", "Line 6: no ID"]}`,
			want: Error{RequestID: "8f-FRA", Fields: []FieldError{{"target_users_file", "", "Line 5: no ID"}, {"target_users_file", "", "Line 6: no ID"}}},
			text: "rest: POST /channels/{channel_id}/messages: 400 Bad Request: target_users_file: Line 5: no ID; target_users_file: Line 6: no ID",
		},
		{
			name: "code only", status: 404, header: json, body: `{"message":"Unknown Message","code":10008}`,
			want: Error{Code: ErrUnknownMessage, Message: "Unknown Message", RequestID: "8f-FRA"},
			text: "rest: POST /channels/{channel_id}/messages: 404 Unknown Message (10008)",
		},
		{
			name: "no code", status: 400, header: json, body: `{"message":"Image too large"}`,
			want: Error{Message: "Image too large", RequestID: "8f-FRA"},
			text: "rest: POST /channels/{channel_id}/messages: 400 Image too large",
		},
		{
			name: "Cloudflare", status: 403, header: page, body: "<!DOCTYPE html><html><head><title>Access denied &amp;\n gone | discord.com</title></head><body>…</body></html>",
			want: Error{Message: "Access denied & gone | discord.com"},
			text: "rest: POST /channels/{channel_id}/messages: 403 Access denied & gone | discord.com",
		},
		{
			name: "page without title", status: 502, header: page, body: "<html><h1>no</h1>",
			text: "rest: POST /channels/{channel_id}/messages: 502 Bad Gateway",
		},
		{
			name: "text", status: 503, header: http.Header{"Content-Type": {"text/plain"}}, body: "upstream\n connect error",
			want: Error{Message: "upstream connect error"},
			text: "rest: POST /channels/{channel_id}/messages: 503 upstream connect error",
		},
		{name: "nothing", status: 500, header: json, want: Error{RequestID: "8f-FRA"}, text: "rest: POST /channels/{channel_id}/messages: 500 Internal Server Error"},
		{
			name: "truncated", status: 400, header: json, body: `{"code":50035,"message":"Inva`,
			want: Error{Message: `{"code":50035,"message":"Inva`, RequestID: "8f-FRA"},
			text: `rest: POST /channels/{channel_id}/messages: 400 {"code":50035,"message":"Inva`,
		},
		{
			name: "other types", status: 400, header: json, body: `{"code":"x","message":{"a":1},"errors":[1],"retry_after":"soon","global":7}`,
			want: Error{Message: `{"a":1}`, RequestID: "8f-FRA"},
			text: `rest: POST /channels/{channel_id}/messages: 400 {"a":1}`,
		},
		{
			name: "odd tree", status: 400, header: json, body: `{"code":50035,"message":"m","errors":{"a":1,"b":{"_errors":{"x":1}},"c":{"_errors":[1,null,{"message":7}]}}}`,
			want: Error{Code: 50035, Message: "m", RequestID: "8f-FRA", Fields: []FieldError{{"c", "", "7"}}},
			text: `rest: POST /channels/{channel_id}/messages: 400 m (50035): c: 7`,
		},
		{
			name: "limited", status: 429, header: json, body: `{"message":"You are being rate limited.","retry_after":1.337,"global":true}`,
			want: Error{Message: "You are being rate limited.", RetryAfter: 1337 * time.Millisecond, RequestID: "8f-FRA", global: true},
			text: "rest: POST /channels/{channel_id}/messages: 429 You are being rate limited.",
		},
		{
			name: "limited by Cloudflare", status: 429, header: http.Header{"Content-Type": {"text/html"}, "Retry-After": {"30"}}, body: "<html>",
			want: Error{RetryAfter: 30 * time.Second},
			text: "rest: POST /channels/{channel_id}/messages: 429 Too Many Requests",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := newError(&messageRoute, tt.status, tt.header, tt.body)
			tt.want.Status, tt.want.Method, tt.want.Route = tt.status, "POST", "/channels/{channel_id}/messages"
			if !reflect.DeepEqual(*got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", *got, tt.want)
			}
			if got.Error() != tt.text {
				t.Errorf("got  %s\nwant %s", got, tt.text)
			}
		})
	}
}

func TestErrorsMatchByCode(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("purge: %w", &Error{Status: 404, Code: 10008})
	if !errors.Is(err, ErrUnknownMessage) || errors.Is(err, ErrUnknownChannel) {
		t.Error("the code doesn't match its sentinel, or matches another")
	}
	if !errors.Is(&Error{Code: 99999}, Code(99999)) {
		t.Error("a code that is not in the table doesn't match")
	}
	if got, want := ErrUnknownMessage.Error(), "unknown message (10008)"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	if got, want := Code(99999).Error(), "Discord's error 99999"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

// TestSpecCodes wants a name for each code that Discord documents: in the
// project's table, and in the facts that it was made from.
func TestSpecCodes(t *testing.T) {
	t.Parallel()
	t.Run("project", func(t *testing.T) { checkCodes(t, "testdata/json-error-codes.tsv") })
	t.Run("facts", func(t *testing.T) {
		const file = "../../shared/facts/json-error-codes.tsv"
		if _, err := os.Stat(file); err != nil {
			t.Skipf("the facts are not beside the project: %v", err)
		}
		checkCodes(t, file)
	})
}

func checkCodes(t *testing.T, file string) {
	table, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
	for _, line := range lines {
		var code int
		if _, err := fmt.Sscan(line, &code); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if _, ok := codeTexts[Code(code)]; !ok {
			t.Errorf("code %d has no name; run go generate", code)
		}
	}
	if len(lines) != len(codeTexts) {
		t.Errorf("there are %d codes, and %d in the table", len(lines), len(codeTexts))
	}
}

func FuzzError(f *testing.F) {
	f.Add(400, `{"message":"Invalid Form Body","code":50035,"errors":{"embeds":{"0":{"title":{"_errors":[{"code":"C","message":"m"}]}}}}}`)
	f.Add(429, `{"retry_after":1e308,"global":true}`)
	f.Add(403, `<html><title>x</title>`)
	f.Add(400, strings.Repeat(`{"errors":`, 200))
	f.Fuzz(func(t *testing.T, status int, body string) {
		e := newError(&messageRoute, status, http.Header{}, body)
		if e.Error() == "" || e.RetryAfter < 0 || len(e.Fields) > maxErrorFields {
			t.Errorf("%+v", e)
		}
	})
}

func FuzzLimitHeaders(f *testing.F) {
	f.Add("5", "4", "1.337", "1470173023.123", "abc")
	f.Add("5", "-1", "NaN", "Inf", "")
	f.Fuzz(func(t *testing.T, limit, remaining, after, reset, hash string) {
		h := http.Header{headerLimit: {limit}, headerRemaining: {remaining}, headerResetAfter: {after}, headerReset: {reset}, headerBucket: {hash}}
		l, ok := parseLimitHeaders(h)
		if ok && (l.limit < 1 || l.remaining < 0 || l.remaining > l.limit || l.resetAfter < 0 || l.resetAfter > longestWait || l.reset < 0) {
			t.Errorf("%+v", l)
		}
	})
}
