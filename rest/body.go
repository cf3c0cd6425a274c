package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/accord-go/accord/discord"
)

// body is what a request carries, ready to be sent as often as it must be:
// JSON, a form, or nothing.
type body struct {
	json       []byte // or an address's query, where urlencoded says so
	urlencoded bool
	secrets    []string // that the body has
	form       *form
	reader     bytes.Reader // of json, for the first attempt; the transport may still read it when another begins
	read       bool         // reader is used
}

// urlForm is a payload that goes as addresses write their queries, which the
// endpoints of OAuth2 want.
type urlForm struct {
	fields  url.Values
	secrets []string // that the fields have
}

// upload is a payload with files, which goes as a form.
type upload struct {
	payload any // goes into the part payload_json, unless there are fields; nil: no such part
	fields  []formField
	files   []formFile
}

// formField is a part of a form that is no file.
type formField struct{ name, value string }

// formFile is a part of a form that is a file.
type formFile struct {
	field string // the part's name
	discord.File
}

// withFiles returns what a request carries: a payload, and files if there are
// any.
func withFiles(payload any, files []discord.File) any {
	if len(files) == 0 {
		return payload
	}
	u := upload{payload: payload, files: make([]formFile, len(files))}
	for i, f := range files {
		u.files[i] = formFile{"files[" + strconv.Itoa(i) + "]", f}
	}
	return u
}

// newBody encodes what a request carries; nil carries nothing.
func newBody(v any) (body, error) {
	if f, ok := v.(urlForm); ok {
		return body{json: []byte(f.fields.Encode()), urlencoded: true, secrets: f.secrets}, nil
	}
	u, isForm := v.(upload)
	if isForm {
		v = u.payload
	}
	var payload []byte
	if v != nil && u.fields == nil {
		var err error
		if payload, err = json.Marshal(v); err != nil {
			return body{}, fmt.Errorf("encode the body: %w", err)
		}
	}
	if !isForm {
		return body{json: payload}, nil
	}
	f, err := newForm(payload, u.fields, u.files)
	return body{form: f}, err
}

// replayable reports whether the body can be sent, maybe again.
func (b *body) replayable() bool { return b.form == nil || b.form.replayable() }

var (
	contentTypeJSON       = []string{"application/json"}
	contentTypeURLEncoded = []string{"application/x-www-form-urlencoded"}
)

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
		if b.urlencoded {
			req.Header["Content-Type"] = contentTypeURLEncoded
		}
		reader := &b.reader
		if b.read {
			reader = new(bytes.Reader)
		}
		b.read = true
		reader.Reset(text)
		req.Body, req.ContentLength = io.NopCloser(reader), int64(len(text))
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
