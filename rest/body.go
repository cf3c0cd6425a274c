package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/accord-go/accord/discord"
)

// body is what a request carries, ready to be sent as often as it must be:
// JSON, a form, or nothing.
type body struct {
	json []byte
	form *form
}

// upload is a payload with files.
type upload struct {
	payload any
	files   []discord.File
}

// withFiles returns what a request carries: a payload, and files if there are
// any.
func withFiles(payload any, files []discord.File) any {
	if len(files) == 0 {
		return payload
	}
	return upload{payload, files}
}

// newBody encodes what a request carries; nil carries nothing.
func newBody(v any) (body, error) {
	var files []discord.File
	if u, ok := v.(upload); ok {
		v, files = u.payload, u.files
	}
	if v == nil {
		return body{}, nil
	}
	payload, err := json.Marshal(v)
	if err != nil {
		return body{}, fmt.Errorf("encode the body: %w", err)
	}
	if len(files) == 0 {
		return body{json: payload}, nil
	}
	f, err := newForm(payload, files)
	return body{form: f}, err
}

// replayable reports whether the body can be sent, maybe again.
func (b *body) replayable() bool { return b.form == nil || b.form.replayable() }

var contentTypeJSON = []string{"application/json"}

// attach makes the body that of a request. For a form it returns the reading
// that must be stopped when the request is over.
func (b *body) attach(ctx context.Context, req *http.Request) (*formSending, error) {
	if b.form != nil {
		s, err := b.form.open(ctx)
		if err != nil {
			return nil, err
		}
		req.Header["Content-Type"] = b.form.boundary
		req.Body, req.ContentLength = s, b.form.length
		return s, nil
	}
	if b.json != nil {
		// net/http knows these types, and sends the head and the body of such
		// requests in one piece. It asks for the body again if the connection
		// turns out dead before anything was sent.
		text := b.json
		req.Header["Content-Type"] = contentTypeJSON
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
	}
	return nil, nil
}

// check validates what a request carries, if it knows how to.
func check(v any) error {
	if u, ok := v.(upload); ok {
		v = u.payload
	}
	if v, ok := v.(interface{ Validate() error }); ok {
		return v.Validate()
	}
	return nil
}
