package rest

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/accord-go/accord/internal/wire"
)

//go:generate go run gen_codes.go

// Code is one of Discord's JSON error codes. It is an error, so that
//
//	errors.Is(err, rest.ErrUnknownMessage)
//
// asks whether an [*Error] has that code. Codes that are not in the table
// work all the same.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
type Code int

// Error returns what the code means, with its number.
func (c Code) Error() string {
	if text, ok := codeTexts[c]; ok {
		return fmt.Sprintf("%s (%d)", text, int(c))
	}
	return fmt.Sprintf("Discord's error %d", int(c))
}

// Error is a request that Discord, or what stands before it, refused.
type Error struct {
	Status  int    // HTTP status
	Code    Code   // Discord's code; 0 when it gave none
	Message string // what Discord says; for an answer that isn't JSON, what can be read of it
	Fields  []FieldError

	Method string // such as POST
	Route  string // with placeholders: /channels/{channel_id}/messages

	// RequestID names the request in the logs of Discord's front, Cloudflare;
	// empty when the answer has none.
	RequestID string

	// RetryAfter is how long a 429 asked to wait, or a search for which there
	// is no index yet; else 0. The client has waited so long and tried again, as
	// often as it may.
	RetryAfter time.Duration

	// OAuth2 is the code of a refusal by an endpoint of OAuth2, such as
	// [ErrInvalidGrant]; else empty.
	OAuth2 OAuth2Code

	global bool // a 429 that concerns all routes
}

// FieldError is what is wrong with one field of a request.
type FieldError struct {
	Path    string // such as embeds[0].title; empty: the request as a whole
	Code    string // such as BASE_TYPE_REQUIRED; empty when Discord gives none
	Message string
}

// Error says what was attempted, what Discord answered, and every field that
// it found wrong.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "rest: %s %s: %d", e.Method, e.Route, e.Status)
	// Errors without a code repeat the status: "401: Unauthorized".
	if message := strings.TrimPrefix(e.Message, strconv.Itoa(e.Status)+": "); message != "" {
		b.WriteByte(' ')
		b.WriteString(message)
	} else if text := http.StatusText(e.Status); text != "" {
		b.WriteByte(' ')
		b.WriteString(text)
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, " (%d)", int(e.Code))
	}
	if e.OAuth2 != "" {
		b.WriteString(" (" + string(e.OAuth2) + ")")
	}
	for i, f := range e.Fields {
		b.WriteString([]string{": ", "; "}[min(i, 1)])
		if f.Path != "" {
			b.WriteString(f.Path + ": ")
		}
		b.WriteString(f.Message)
	}
	return b.String()
}

// Is reports whether target is the [Code], or the [OAuth2Code], that Discord
// gave.
func (e *Error) Is(target error) bool {
	if code, ok := target.(OAuth2Code); ok {
		return code == e.OAuth2
	}
	code, ok := target.(Code)
	return ok && code == e.Code
}

// newError reads an error out of an answer. Whatever the answer is, there is
// an error; what can't be understood is left out.
func newError(r *route, status int, h http.Header, body string) *Error {
	e := &Error{Status: status, Method: r.method, Route: r.pattern, RequestID: requestID(h)}
	if !e.parse(body) {
		*e = Error{Status: status, Message: plainMessage(h, body), Method: r.method, Route: r.pattern, RequestID: e.RequestID}
	}
	if status != http.StatusTooManyRequests {
		e.RetryAfter, e.global = 0, false
		return e
	}
	if e.RetryAfter == 0 {
		e.RetryAfter, _ = parseSeconds(first(h, headerRetryAfter))
	}
	e.global = e.global || first(h, headerGlobal) == "true" || first(h, headerScope) == "global"
	return e
}

func requestID(h http.Header) string {
	if id := first(h, "X-Request-Id"); id != "" {
		return id
	}
	return first(h, "Cf-Ray")
}

// parse reads Discord's error object. It reports false if body is none.
func (e *Error) parse(body string) bool {
	d := wire.NewDecoder(body)
	if !d.ObjectStart() {
		return false
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		raw := d.Raw()
		switch key {
		case "code":
			n, _ := strconv.Atoi(raw)
			e.Code = Code(n)
		case "message":
			e.Message = stringOf(raw)
		case "retry_after":
			e.RetryAfter, _ = parseSeconds(raw)
		case "global":
			e.global = raw == "true"
		case "error":
			e.OAuth2 = OAuth2Code(stringOf(raw))
		case "error_description":
			e.Message = stringOf(raw)
		case "errors":
			e.flatten("", raw, 0)
		default:
			e.simple(key, raw)
		}
	}
	return d.End() == nil
}

// simple reads errors of the form {"field": ["message", …]}, which a few
// routes answer with.
func (e *Error) simple(key, raw string) {
	d := wire.NewDecoder(raw)
	if raw == "" || raw[0] != '[' || !d.ArrayStart() {
		return
	}
	for d.More() {
		if s := stringOf(d.Raw()); s != "" {
			e.add(FieldError{Path: key, Message: s})
		}
	}
}

// The error tree is as deep as what was sent, which Discord bounds.
const (
	maxErrorDepth  = 64
	maxErrorFields = 256
)

// flatten walks Discord's tree of errors: objects by field name or index, with
// _errors at the leaves.
func (e *Error) flatten(path, raw string, depth int) {
	d := wire.NewDecoder(raw)
	if depth > maxErrorDepth || raw == "" || raw[0] != '{' || !d.ObjectStart() {
		return
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		value := d.Raw()
		if key == "_errors" {
			e.leaves(path, value)
			continue
		}
		e.flatten(join(path, key), value, depth+1)
	}
}

func (e *Error) leaves(path, raw string) {
	d := wire.NewDecoder(raw)
	if raw == "" || raw[0] != '[' || !d.ArrayStart() {
		return
	}
	for d.More() {
		leaf := wire.NewDecoder(d.Raw())
		if !leaf.ObjectStart() {
			continue
		}
		f := FieldError{Path: path}
		for key, ok := leaf.Key(); ok; key, ok = leaf.Key() {
			switch raw := leaf.Raw(); key {
			case "code":
				f.Code = stringOf(raw)
			case "message":
				f.Message = stringOf(raw)
			}
		}
		e.add(f)
	}
}

func (e *Error) add(f FieldError) {
	if len(e.Fields) < maxErrorFields {
		e.Fields = append(e.Fields, f)
	}
}

// join appends a key to a path: a number is an index.
func join(path, key string) string {
	if _, err := strconv.ParseUint(key, 10, 32); err == nil {
		return path + "[" + key + "]"
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// stringOf returns the text of a JSON string; another value as it is written.
func stringOf(raw string) string {
	if raw == "null" {
		return ""
	}
	if raw == "" || raw[0] != '"' {
		return raw
	}
	return wire.NewDecoder(raw).String()
}

// longestText is how much of a body that isn't Discord's goes into a message.
const longestText = 200

var (
	htmlTitle  = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	whitespace = regexp.MustCompile(`\s+`)
)

// plainMessage makes a message of a body that isn't Discord's, such as the
// pages of Cloudflare.
func plainMessage(h http.Header, body string) string {
	text := body
	if m := htmlTitle.FindStringSubmatch(body); m != nil {
		text = html.UnescapeString(m[1])
	} else if strings.HasPrefix(first(h, "Content-Type"), "text/html") {
		text = ""
	}
	text = strings.TrimSpace(whitespace.ReplaceAllString(strings.ToValidUTF8(text, "�"), " "))
	if utf8.RuneCountInString(text) > longestText {
		text = string([]rune(text)[:longestText]) + "…"
	}
	return text
}

// redact takes secrets out of what a server may have echoed.
func (e *Error) redact(secrets ...string) {
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		e.Message = strings.ReplaceAll(e.Message, secret, redacted)
		for i := range e.Fields {
			e.Fields[i].Message = strings.ReplaceAll(e.Fields[i].Message, secret, redacted)
		}
	}
}

const redacted = "[redacted]"
