package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/accord-go/accord/internal/wire"
)

// Do sends a request to any route, for what the services lack. It keeps the
// same limits and returns the same errors as they do.
//
// path begins with a slash, follows the API's version and may have a query:
// "/channels/123/messages?limit=5". body is encoded as JSON; nil sends none.
// The answer is decoded into result, a pointer; a *[]byte gets it as it is,
// and nil drops it. An answer without a body leaves result as it is.
//
// GET, PUT, PATCH and DELETE are repeated when they fail, POST is not.
func (c *Client) Do(ctx context.Context, method, path string, body, result any, opts ...Option) error {
	r, err := rawRoute(method, path)
	if err != nil {
		return fmt.Errorf("rest: %w", err)
	}
	a, err := c.send(ctx, r, body, opts)
	if err != nil {
		return err
	}
	defer a.free()
	if raw, ok := result.(*[]byte); ok {
		*raw = append([]byte(nil), a.body.Bytes()...)
		return nil
	}
	if result == nil || a.body.Len() == 0 {
		return nil
	}
	if u, ok := result.(wire.Unmarshaler); ok {
		err = wire.Unmarshal(a.body.Bytes(), u)
	} else {
		err = json.Unmarshal(a.body.Bytes(), result)
	}
	if err != nil {
		return undecodable(&r, a.status, err)
	}
	return nil
}

// rawRoute makes a route of a method and a path. Values in the path become
// placeholders, as far as they can be told, so that requests that share a
// limit share a route. Its errors don't contain the path, because that may
// contain a token.
func rawRoute(method, path string) (route, error) {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		return route{}, fmt.Errorf("no route has the method %q", method)
	}
	path, q, _ := strings.Cut(path, "?")
	if !strings.HasPrefix(path, "/") {
		return route{}, errors.New("the path must begin with a slash")
	}
	if !isQuery(q) {
		return route{}, errors.New("the path's query is not escaped as it must be")
	}
	segments := strings.Split(path[1:], "/")
	names := placeholders(segments)
	var pattern strings.Builder
	var params []param
	for i, s := range segments {
		value, err := url.PathUnescape(s) // some write %40original
		if err != nil {
			return route{}, fmt.Errorf("part %d of the path is not escaped as it must be", i+1)
		}
		if names[i] == "" {
			if !isPlain(value) {
				return route{}, fmt.Errorf("part %d of the path is not one that a route has", i+1)
			}
			pattern.WriteString("/" + value)
			continue
		}
		pattern.WriteString("/{" + names[i] + "}")
		params = append(params, text(value))
	}
	t := traits(0)
	if method != http.MethodPost {
		t = repeatable
	}
	r := newRoute(method, pattern.String(), t, params)
	return r.with(query(q)).as(tokenTraits(r.pattern)), r.err
}

// tokenTraits returns what a pattern with a token in it tells of a route.
func tokenTraits(pattern string) traits {
	switch {
	case strings.HasPrefix(pattern, "/interactions/{interaction_id}/{interaction_token}"):
		return anonymous | interaction
	case strings.HasPrefix(pattern, "/webhooks/{webhook_id}/{webhook_token}"):
		return anonymous
	}
	return 0
}

// isQuery reports whether q can stand in an address as it is.
func isQuery(q string) bool {
	for _, c := range []byte(q) {
		if c <= ' ' || c >= 0x7f || c == '#' {
			return false
		}
	}
	_, err := url.ParseQuery(q)
	return err == nil
}

// isPlain reports whether a segment of a path can be one of a route.
func isPlain(s string) bool {
	for _, c := range []byte(s) {
		if !unreserved(c) && c != '@' {
			return false
		}
	}
	return s != "" && s != "." && s != ".."
}

// placeholderNames are the names of placeholders by the segment before them,
// where it is not the singular of that segment.
var placeholderNames = map[string]string{
	"bans":              "user_id",
	"dms":               "user_id_1",
	"lobbies":           "lobby_id",
	"members":           "user_id",
	"permissions":       "overwrite_id",
	"pins":              "message_id",
	"polls":             "message_id",
	"recipients":        "user_id",
	"scheduled-events":  "guild_scheduled_event_id",
	"soundboard-sounds": "sound_id",
	"stage-instances":   "channel_id",
	"sticker-packs":     "pack_id",
	"thread-members":    "user_id",
	"voice-states":      "user_id",
}

// freeSegments are those after which any text is a value.
var freeSegments = map[string]string{
	"activity-instances": "instance_id",
	"invites":            "code",
	"reactions":          "emoji_name",
	"templates":          "code",
}

// tokenSegments are those after whose value a token follows.
var tokenSegments = map[string]string{
	"interactions": "interaction_token",
	"webhooks":     "webhook_token",
}

// placeholders returns, for each segment of a path, the name of the
// placeholder that stands for it, or "" where it stands for itself.
func placeholders(segments []string) []string {
	names := make([]string, len(segments))
	for i := 1; i < len(segments); i++ {
		names[i] = placeholder(segments[:i+1], names)
	}
	return names
}

// placeholder names the last of segments; names are those of the others.
func placeholder(segments, names []string) string {
	i := len(segments) - 1
	s, before := segments[i], segments[i-1]
	if name, ok := freeSegments[before]; ok {
		return name
	}
	if i == 2 && names[1] != "" && tokenSegments[segments[0]] != "" {
		return tokenSegments[segments[0]]
	}
	if !isNumber(s) {
		return ""
	}
	if names[i-1] != "" { // a value after a value
		switch names[i-1] {
		case "user_id_1":
			return "user_id_2"
		case "guild_scheduled_event_id":
			return "guild_scheduled_event_exception_id"
		}
		return "user_id"
	}
	if name, ok := placeholderNames[before]; ok {
		return name
	}
	return strings.TrimSuffix(strings.ReplaceAll(before, "-", "_"), "s") + "_id"
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
