package rest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/rest"
)

// files is a transport that has files by their addresses.
type files map[string]func(*http.Request) *http.Response

func (f files) RoundTrip(r *http.Request) (*http.Response, error) {
	h, ok := f[r.URL.String()]
	if !ok {
		return nil, errors.New("no such address: " + r.URL.String())
	}
	return h(r), nil
}

// file answers with a status and a content of a length that may be a lie; -1 is
// none.
func file(status int, content string, length int64) func(*http.Request) *http.Response {
	return func(*http.Request) *http.Response {
		return &http.Response{
			StatusCode: status, ContentLength: length, Body: io.NopCloser(strings.NewReader(content)),
			Header: http.Header{"Content-Type": {"text/plain"}},
		}
	}
}

// leadsTo answers with a redirect.
func leadsTo(address string) func(*http.Request) *http.Response {
	return func(*http.Request) *http.Response {
		return &http.Response{StatusCode: http.StatusFound, Body: http.NoBody, Header: http.Header{"Location": {address}}}
	}
}

const attachment = "https://cdn.discordapp.com/attachments/1/2/a.txt?ex=1&is=2&hm=3"

func TestDownload(t *testing.T) {
	t.Parallel()
	served := files{
		attachment:                                          file(200, "hello", 5),
		"https://cdn.discordapp.com/long":                   file(200, "hello", -1),
		"https://cdn.discordapp.com/liar":                   file(200, "hello", 3),
		"https://cdn.discordapp.com/gone":                   file(404, "This content is no longer available.", -1),
		"https://cdn.discordapp.com/moved":                  leadsTo("/long"),
		"https://media.discordapp.net/x":                    leadsTo(attachment),
		"https://cdn.discordapp.com/evil":                   leadsTo("http://169.254.169.254/latest/meta-data"),
		"https://cdn.discordapp.com/plain":                  leadsTo("http://cdn.discordapp.com/long"),
		"https://cdn.discordapp.com/loop":                   leadsTo("/loop"),
		"https://cdn.discordapp.com/nowhere":                leadsTo("://"),
		"https://api.example.com/attachments/1/2/a%20b.txt": file(200, "local", 5),
		"https://images-ext-1.discordapp.net/a/b.gif":       file(200, "GIF89a", 6),
	}
	tests := []struct {
		name, address string
		limit         int64
		want          string // content; empty: it fails
		err           string // part of the error
	}{
		{"attachment", attachment, 5, "hello", ""},
		{"larger limit", attachment, 1 << 40, "hello", ""},
		{"too large by its word", attachment, 4, "", "larger than the limit: it has 5 bytes"},
		{"size unknown", "https://cdn.discordapp.com/long", 5, "hello", ""},
		{"too large without a word", "https://cdn.discordapp.com/long", 4, "", "larger than the limit"},
		{"larger than its word", "https://cdn.discordapp.com/liar", 4, "", "larger than the limit"},
		{"nothing may come", "https://cdn.discordapp.com/long", 0, "", "larger than the limit"},
		{"redirect in the CDN", "https://cdn.discordapp.com/moved", 5, "hello", ""},
		{"redirect to another host of the CDN", "https://media.discordapp.net/x", 5, "hello", ""},
		{"proxied picture", "https://images-ext-1.discordapp.net/a/b.gif", 6, "GIF89a", ""},
		{"host of the API", "https://api.example.com/attachments/1/2/a%20b.txt", 5, "local", ""},
		{"the API itself", "https://api.example.com/api/v10/users/@me", 5, "", "is not a host"},
		{"the API in disguise", "https://api.example.com/attachments/../api/v10/users/@me", 5, "", "is not a host"},
		{"the API well disguised", "https://api.example.com/attachments/%2e%2e/api/v10/users/@me", 5, "", "is not a host"},
		{"an escaped slash", "https://api.example.com/attachments/..%2fapi/v10/users/@me", 5, "", "is not a host"},
		{"gone", "https://cdn.discordapp.com/gone", 5, "", "404 This content is no longer available."},
		{"redirect away", "https://cdn.discordapp.com/evil", 5, "", `"169.254.169.254" is not a host`},
		{"redirect to plain http", "https://cdn.discordapp.com/plain", 5, "", "must begin with https"},
		{"endless redirects", "https://cdn.discordapp.com/loop", 5, "", "more than 3 redirects"},
		{"redirect to nowhere", "https://cdn.discordapp.com/nowhere", 5, "", "302"},
		{"another host", "https://example.com/a.txt", 5, "", "is not a host of Discord's files"},
		{"a host that looks alike", "https://cdn.discordapp.com.example.com/a", 5, "", "is not a host of Discord's files"},
		{"another port", "https://cdn.discordapp.com:8443/a", 5, "", "is not a host of Discord's files"},
		{"a user", "https://me:secret@cdn.discordapp.com/a", 5, "", "user or password"},
		{"a file", "file:///etc/passwd", 5, "", "is not a host"},
		{"no address", "://", 5, "", "can't be read"},
	}
	c := rest.New(rest.Bot(botToken), rest.Config{API: "https://api.example.com", Transport: served, Logger: slog.New(slog.DiscardHandler)})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, err := c.Download(t.Context(), tt.address, tt.limit)
			var content []byte
			if err == nil {
				content, err = io.ReadAll(f)
				if closed := f.Close(); closed != nil {
					t.Error(closed)
				}
			}
			switch {
			case tt.err == "" && (err != nil || string(content) != tt.want):
				t.Errorf("%q, %v, want %q", content, err, tt.want)
			case tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
				t.Errorf("error = %v, want one with %q", err, tt.err)
			case strings.Contains(tt.err, "larger") && !errors.Is(err, rest.ErrTooLarge):
				t.Errorf("error = %v is not ErrTooLarge", err)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells a password: %v", err)
			}
		})
	}
}

// A download carries no token, is not asked of the limiter, and tells what it
// is of.
func TestDownloadIsNoRequestOfTheAPI(t *testing.T) {
	t.Parallel()
	var header http.Header
	served := files{attachment: func(r *http.Request) *http.Response {
		header = r.Header
		return file(200, "hello", 5)(r)
	}}
	c := rest.New(rest.Bot(botToken), rest.Config{Transport: served, Limiter: refusing{}})
	f, err := c.Download(t.Context(), attachment, 100)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.Size != 5 || f.ContentType != "text/plain" {
		t.Errorf("%d bytes of %s", f.Size, f.ContentType)
	}
	if header.Get("Authorization") != "" || !strings.HasPrefix(header.Get("User-Agent"), "DiscordBot") {
		t.Errorf("sent %v", header)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	served[attachment] = func(r *http.Request) *http.Response {
		if r.Context().Err() == nil {
			t.Error("the context is not the request's")
		}
		return file(200, "hello", 5)(r)
	}
	if f, err := c.Download(ctx, attachment, 100); err == nil {
		_ = f.Close()
	}
}

// A failure that may pass is tried again, but not for ever, and not when nobody
// waits any more.
func TestDownloadIsRepeated(t *testing.T) {
	t.Parallel()
	broken := func(*http.Request) *http.Response { return nil } // a transport's error
	tests := []struct {
		name    string
		answers []func(*http.Request) *http.Response
		want    int // requests
		ok      bool
	}{
		{"502", []func(*http.Request) *http.Response{file(502, "<html>", -1), file(200, "hello", 5)}, 2, true},
		{"no connection", []func(*http.Request) *http.Response{broken, broken, file(200, "hello", 5)}, 3, true},
		{"always 503", []func(*http.Request) *http.Response{file(503, "", -1)}, 4, false},
		{"gone", []func(*http.Request) *http.Response{file(404, "", -1)}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{answers: tt.answers}
				f, err := rest.New(rest.None, rest.Config{Transport: s}).Download(t.Context(), attachment, 10)
				if (err == nil) != tt.ok || s.n != tt.want {
					t.Errorf("%d requests, %v, want %d", s.n, err, tt.want)
				}
				if err == nil {
					_ = f.Close()
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		s := &script{answers: tests[2].answers}
		_, err := rest.New(rest.None, rest.Config{Transport: s}).Download(ctx, attachment, 10)
		if !errors.Is(err, context.DeadlineExceeded) || s.n != 1 {
			t.Errorf("%d requests, %v", s.n, err)
		}
	})
}

// script answers the nth request with the nth answer, and those after the last
// with the last; nil is an error.
type script struct {
	answers []func(*http.Request) *http.Response
	n       int
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	resp := s.answers[min(s.n, len(s.answers)-1)](r)
	s.n++
	if resp == nil {
		return nil, errors.New("the network is down")
	}
	return resp, nil
}

// refusing is a limiter that lets nothing through.
type refusing struct{}

func (refusing) Acquire(context.Context, rest.Request) (rest.Permit, error) {
	return nil, errors.New("refused")
}
func (refusing) Release(rest.Permit, rest.Result) {}

// A large file is streamed through a few buffers.
func TestDownloadStreams(t *testing.T) {
	t.Parallel()
	const size = 64 << 20
	served := files{attachment: func(*http.Request) *http.Response {
		return &http.Response{StatusCode: 200, ContentLength: size, Body: io.NopCloser(&zeros{size}), Header: http.Header{}}
	}}
	c := rest.New(rest.None, rest.Config{Transport: served})
	f, err := c.Download(t.Context(), attachment, size)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if n, err := io.Copy(io.Discard, f); n != size || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if n, err := f.Read(nil); n != 0 || err != nil {
		t.Errorf("an empty read: %d, %v", n, err)
	}
	if n, err := f.Read(bytes.Repeat([]byte{1}, 4)); n != 0 || err != io.EOF {
		t.Errorf("a read at the end: %d, %v", n, err)
	}
}
