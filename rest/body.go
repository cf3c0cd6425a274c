package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/accord-go/accord/discord"
)

// body is what a request carries, ready to be sent as often as it must be.
type body interface {
	contentType() []string
	size() int64 // -1: not known before it is sent

	// open returns the body from its start. It fails with errSpent when that
	// is not possible again.
	open() (sending, error)
}

// sending is one reading of a body.
type sending interface {
	io.ReadCloser

	// stop ends the reading, and waits for a Read that runs unless ctx is
	// done.
	stop(ctx context.Context)

	// complete reports whether all of it was read: only then can Discord have
	// done what the request asks for.
	complete() bool
}

// upload is a payload with files.
type upload struct {
	payload any
	files   []discord.File
}

// newBody encodes what a request carries; nil carries nothing.
func newBody(v any) (body, error) {
	var files []discord.File
	if u, ok := v.(upload); ok {
		v, files = u.payload, u.files
	}
	if v == nil {
		return nil, nil
	}
	payload, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode the body: %w", err)
	}
	if len(files) > 0 {
		return newForm(payload, files)
	}
	return jsonBody(payload), nil
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

var contentTypeJSON = []string{"application/json"}

// jsonBody is a body in memory.
type jsonBody []byte

func (b jsonBody) contentType() []string { return contentTypeJSON }
func (b jsonBody) size() int64           { return int64(len(b)) }

func (b jsonBody) open() (sending, error) {
	s := new(jsonSending)
	s.Reset(b)
	return s, nil
}

type jsonSending struct{ bytes.Reader }

func (s *jsonSending) Close() error         { return nil }
func (s *jsonSending) stop(context.Context) {}
func (s *jsonSending) complete() bool       { return s.Len() == 0 }
