package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
)

// A Record is a request with its answer, or a frame of the gateway, in full, for
// tools that hold them against Discord's own descriptions. Unlike an [Entry] it
// is neither cut nor redacted.
type Record struct {
	Kind string `json:"kind"` // "request" or "frame"

	// Of requests.
	Method         string          `json:"method,omitempty"`
	Path           string          `json:"path,omitempty"`  // what follows /api/vN, escaped
	Query          string          `json:"query,omitempty"` // escaped
	Route          string          `json:"route,omitempty"` // its pattern; empty: there is none
	UserAgent      string          `json:"user_agent,omitempty"`
	ContentType    string          `json:"content_type,omitempty"`
	Request        json.RawMessage `json:"request,omitempty"` // the body, or of a form the JSON or the fields; nil: none, or it was no JSON
	Files          int             `json:"files,omitempty"`
	Status         int             `json:"status,omitempty"` // zero: the connection was cut
	ResponseHeader http.Header     `json:"response_header,omitempty"`
	ResponseType   string          `json:"response_type,omitempty"` // the Content-Type, where that isn't JSON
	Response       json.RawMessage `json:"response,omitempty"`      // nil: none, or it was no JSON

	// Of frames.
	Direction string          `json:"direction,omitempty"` // "in": from the client; "out": to it
	Frame     json.RawMessage `json:"frame,omitempty"`     // nil: it was no JSON

	// Ordered tells that the answer was that of a [Failure] or a ban, or that
	// the event came from [Emulator.Dispatch]: a test wanted it, right or wrong.
	Ordered bool `json:"ordered,omitempty"`
}

// tell passes an exchange on.
func (c *recorder) tell(x *exchange, r *request, rep reply) {
	if c.sink == nil {
		return
	}
	kind := rep.contentType
	if kind == "application/json" {
		kind = ""
	}
	c.sink(Record{
		Kind: "request", Method: x.entry.Method, Path: x.entry.Path, Query: x.request.URL.RawQuery, Route: x.entry.Route,
		UserAgent: x.request.UserAgent(), ContentType: x.request.Header.Get("Content-Type"),
		Request: validJSON(r.recordedBody()), Files: len(r.files),
		Status: rep.status, ResponseHeader: rep.header, ResponseType: kind, Response: validJSON(rep.raw), Ordered: rep.ordered,
	})
}

// recordedBody returns the body with those files of a form that are fields of
// their own: in their place stand their names.
func (r *request) recordedBody() []byte {
	var fields map[string]any
	for _, f := range r.files {
		if strings.HasPrefix(f.field, "file[") || strings.HasPrefix(f.field, "files[") {
			continue // described by the JSON
		}
		if fields == nil {
			fields = make(map[string]any)
			if len(r.body) > 0 && json.Unmarshal(r.body, &fields) != nil {
				return r.body
			}
		}
		fields[f.field] = f.name
	}
	if fields == nil {
		return r.body
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return r.body
	}
	return body
}

// tellFrame passes a frame on.
func (c *recorder) tellFrame(direction string, frame []byte) {
	if c.sink != nil {
		c.sink(Record{Kind: "frame", Direction: direction, Frame: validJSON(frame), Ordered: c.isOrdered(frame)})
	}
}

// order notes that a frame is of a test's making. A frame stays the same slice
// from the session to the connection, and when it is replayed.
func (c *recorder) order(frame []byte) {
	if c.sink == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ordered == nil {
		c.ordered = make(map[*byte]bool)
	}
	c.ordered[&frame[0]] = true
}

func (c *recorder) isOrdered(frame []byte) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(frame) > 0 && c.ordered[&frame[0]]
}

func validJSON(b []byte) json.RawMessage {
	if len(b) == 0 || !json.Valid(b) {
		return nil
	}
	return b
}
