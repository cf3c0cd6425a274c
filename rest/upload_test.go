package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
)

// parts are the parts of a form, by name.
type parts map[string]part

type part struct{ filename, contentType, content string }

// readForm reads a form as a server does.
func readForm(r *http.Request) (parts, error) {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	found := make(parts)
	for form := multipart.NewReader(r.Body, params["boundary"]); ; {
		p, err := form.NextRawPart()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(p)
		if err != nil {
			return nil, err
		}
		_, disposition, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		if err != nil {
			return nil, err
		}
		found[disposition["name"]] = part{disposition["filename"], p.Header.Get("Content-Type"), string(content)}
	}
}

// plainReader hides everything of a Reader but Read.
type plainReader struct{ io.Reader }

func TestUploads(t *testing.T) {
	t.Parallel()
	var got parts
	var length int64
	c := bot(t, func(w http.ResponseWriter, r *http.Request) {
		length = r.ContentLength
		body, _ := io.ReadAll(r.Body)
		if length >= 0 && length != int64(len(body)) {
			t.Errorf("Content-Length = %d, body has %d bytes", length, len(body))
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var err error
		if got, err = readForm(r); err != nil {
			t.Error(err)
		}
		reply(w, 200, message(7, "hi"))
	})
	m, err := c.Messages.Create(t.Context(), 1, discord.CreateMessage{
		Content: "hi <@1>", Nonce: "n", Files: []discord.File{
			{Name: "a.txt", Reader: strings.NewReader("hello"), Description: "greeting"},
			{Name: "b \"quoted\"\\\r\nX: y.bin", Reader: plainReader{strings.NewReader("\x00\x01")}, Size: 2, Spoiler: true},
			{Name: "empty", Reader: bytes.NewReader(nil)},
		},
	})
	if err != nil || m.ID != 7 {
		t.Fatalf("message = %+v, %v", m, err)
	}
	if length <= 0 {
		t.Errorf("Content-Length = %d, though all sizes are known", length)
	}
	var payload map[string]any
	if err := json.Unmarshal([]byte(got["payload_json"].content), &payload); err != nil {
		t.Fatal(err)
	}
	wantPayload := map[string]any{"content": "hi <@1>", "nonce": "n", "attachments": []any{
		map[string]any{"id": "0", "filename": "a.txt", "description": "greeting"},
		map[string]any{"id": "1", "filename": "b \"quoted\"\\\r\nX: y.bin", "is_spoiler": true},
		map[string]any{"id": "2", "filename": "empty"},
	}}
	if !reflect.DeepEqual(payload, wantPayload) {
		t.Errorf("payload = %v\nwant %v", payload, wantPayload)
	}
	delete(got, "payload_json")
	want := parts{
		"files[0]": {"a.txt", "text/plain; charset=utf-8", "hello"},
		"files[1]": {`b "quoted"\%0D%0AX: y.bin`, "application/octet-stream", "\x00\x01"},
		"files[2]": {"empty", "application/octet-stream", ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("parts = %q\nwant    %q", got, want)
	}

	_, err = c.Messages.Create(t.Context(), 1, discord.CreateMessage{Files: []discord.File{{Name: "a", Reader: plainReader{strings.NewReader("hello")}}}})
	if err != nil || length != -1 || got["files[0]"].content != "hello" {
		t.Errorf("a file of unknown size: Content-Length %d, parts %q, %v", length, got, err)
	}
}

// Files go with every kind of message that can have them.
func TestUploadsEverywhere(t *testing.T) {
	t.Parallel()
	var got parts
	var path string
	c := bot(t, func(w http.ResponseWriter, r *http.Request) {
		path = r.Method + " " + r.URL.Path
		var err error
		if got, err = readForm(r); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		reply(w, 200, message(7, "hi"))
	})
	files := func() []discord.File { return []discord.File{{Name: "a", Reader: strings.NewReader("x")}} }
	keep := discord.UpdateMessage{Files: files(), Attachments: discord.Set([]discord.AttachmentRequest{{ID: discord.KeepAttachment(9)}})}
	tests := []struct {
		want, payload string
		call          func(ctx context.Context) error
	}{
		{"PATCH /channels/1/messages/2", `{}`, func(ctx context.Context) error {
			_, err := c.Messages.Update(ctx, 1, 2, discord.UpdateMessage{Files: files()})
			return err
		}},
		{"PATCH /channels/1/messages/2", `{"attachments":[{"id":"9"},{"id":"0","filename":"a"}]}`, func(ctx context.Context) error {
			_, err := c.Messages.Update(ctx, 1, 2, keep)
			return err
		}},
		{"POST /channels/1/threads", `{"name":"n","message":{"content":"c","attachments":[{"id":"0","filename":"a"}]}}`, func(ctx context.Context) error {
			_, err := c.Threads.CreateInForum(ctx, 1, discord.CreateForumThread{Name: "n", Message: discord.ForumThreadMessage{Content: "c"}, Files: files()})
			return err
		}},
		{"POST /interactions/1/t/callback", `{"type":4,"data":{"content":"c","attachments":[{"id":"0","filename":"a"}]}}`, func(ctx context.Context) error {
			return c.Interactions.Respond(ctx, 1, "t", discord.InteractionResponse{
				Type: discord.InteractionCallbackTypeChannelMessageWithSource, Data: discord.InteractionMessage{Content: "c", Files: files()},
			})
		}},
		{"POST /webhooks/1/t", `{"content":"c","attachments":[{"id":"0","filename":"a"}]}`, func(ctx context.Context) error {
			_, err := c.Interactions.CreateFollowup(ctx, 1, "t", discord.InteractionMessage{Content: "c", Files: files()})
			return err
		}},
		{"PATCH /webhooks/1/t/messages/@original", `{"content":"c"}`, func(ctx context.Context) error {
			_, err := c.Interactions.UpdateOriginal(ctx, 1, "t", discord.UpdateMessage{Content: discord.Set("c"), Files: files()})
			return err
		}},
	}
	for _, tt := range tests {
		if err := tt.call(t.Context()); err != nil {
			t.Errorf("%s: %v", tt.want, err)
		}
		if path != tt.want || got["payload_json"].content != tt.payload || got["files[0]"].content != "x" {
			t.Errorf("sent %s with %q\nwant %s with payload %s", path, got, tt.want, tt.payload)
		}
	}
}

// R9: an upload that is answered 502 is sent again whole, or fails; an empty
// body is never sent.
func TestUploadsAreReplayedWhole(t *testing.T) {
	t.Parallel()
	content := strings.Repeat("0123456789abcdef", 10_000)
	early := func(w http.ResponseWriter, _ *http.Request) { // answers before the body is read
		w.Header().Set("Connection", "close")
		reply(w, 502, "<html>")
	}
	late := answer(502, "<html>")
	cut := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_ = conn.Close()
		}
	}
	tests := []struct {
		name   string
		first  http.HandlerFunc
		reader func() io.Reader
		want   string // sent, failed or either
	}{
		{"seekable, 502 at the end", late, func() io.Reader { return strings.NewReader(content) }, "sent"},
		{"seekable, 502 at the start", early, func() io.Reader { return strings.NewReader(content) }, "sent"},
		{"seekable, connection cut", cut, func() io.Reader { return strings.NewReader(content) }, "sent"},
		{"seekable, 429", answer(429, limitedBody), func() io.Reader { return strings.NewReader(content) }, "sent"},
		{"not seekable, 502 at the end", late, func() io.Reader { return plainReader{strings.NewReader(content)} }, "failed"},
		{"not seekable, 502 at the start", early, func() io.Reader { return plainReader{strings.NewReader(content)} }, "either"},
		{"not seekable, connection cut", cut, func() io.Reader { return plainReader{strings.NewReader(content)} }, "failed"},
		{"not seekable, 429", answer(429, limitedBody), func() io.Reader { return plainReader{strings.NewReader(content)} }, "failed"},
		{"in the middle of a file", late, func() io.Reader {
			r := strings.NewReader("skipped" + content)
			_, _ = r.Seek(7, io.SeekStart)
			return r
		}, "sent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				whole := 0
				s := &sequence{handlers: []http.HandlerFunc{tt.first, func(w http.ResponseWriter, r *http.Request) {
					form, err := readForm(r)
					if err != nil || form["files[0]"].content != content || !strings.Contains(form["payload_json"].content, `"hi"`) {
						t.Errorf("the second body is not whole: %d bytes, %v", len(form["files[0]"].content), err)
					}
					whole++
					reply(w, 200, message(7, "hi"))
				}}}
				c := bot(t, s.ServeHTTP)
				_, err := c.Messages.Create(t.Context(), 1, discord.CreateMessage{Content: "hi", Files: []discord.File{{Name: "a", Reader: tt.reader()}}})
				if (err == nil) != (whole == 1) || tt.want == "sent" && err != nil || tt.want == "failed" && err == nil {
					t.Errorf("error = %v, %d whole bodies, want it %s", err, whole, tt.want)
				}
			})
		})
	}
}

// An edit that adds files is not repeated when it may have been done.
func TestEditsThatAppendAreNotRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &sequence{handlers: []http.HandlerFunc{hangUp, answer(200, message(2, ""))}}
		c := bot(t, s.ServeHTTP)
		m := discord.UpdateMessage{Files: []discord.File{{Name: "a", Reader: strings.NewReader("x")}}}
		if _, err := c.Messages.Update(t.Context(), 1, 2, m); err == nil || s.count() != 1 {
			t.Errorf("sent %d times, %v", s.count(), err)
		}
	})
}

func TestUploadsThatCantBe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		file func() discord.File
		want string
	}{
		{"no name", func() discord.File { return discord.File{Reader: strings.NewReader("x")} }, "name"},
		{"no reader", func() discord.File { return discord.File{Name: "a"} }, "eader"},
		{"negative", func() discord.File { return discord.File{Name: "a", Reader: strings.NewReader("x"), Size: -1} }, "negative size"},
		{"shorter", func() discord.File { return discord.File{Name: "a", Reader: strings.NewReader("hello"), Size: 9} }, "a ended after 5 of 9 bytes"},
		{"longer", func() discord.File { return discord.File{Name: "a", Reader: strings.NewReader("hello"), Size: 3} }, "a is longer than its size of 3 bytes"},
		{"broken", func() discord.File {
			return discord.File{Name: "a", Reader: io.MultiReader(strings.NewReader("hello"), failingReader{})}
		}, "read a: the disk is gone"},
	}
	for _, validate := range []bool{true, false} {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
					if _, err := io.Copy(io.Discard, r.Body); err == nil {
						t.Error("a whole body arrived")
					}
				})
				cfg.NoValidation = !validate
				_, err := newClient(t, cfg).Messages.Create(t.Context(), 1, discord.CreateMessage{Files: []discord.File{tt.file()}})
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error = %v, want one with %q", err, tt.want)
				}
			})
		}
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

// zeros is a file of any size that takes no memory.
type zeros struct{ left int64 }

func (z *zeros) Read(b []byte) (int, error) {
	if z.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(b)), z.left)
	z.left -= n
	clear(b[:n])
	return int(n), nil
}

// A file of a gigabyte is streamed: all that is allocated on the way, by the
// client and by the server of the test, whether or not it is freed at once, is
// less than 4 MiB.
func TestUploadTakesNoMemory(t *testing.T) {
	size := int64(1 << 30)
	if raceEnabled {
		size = 1 << 27 // it would take ten times as long, and show no more
	}
	c := bot(t, func(w http.ResponseWriter, r *http.Request) {
		if n, err := io.Copy(io.Discard, r.Body); err != nil || n < size {
			t.Errorf("%d bytes arrived: %v", n, err)
		}
		reply(w, 200, message(7, ""))
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := c.Messages.Create(t.Context(), 1, discord.CreateMessage{Files: []discord.File{{Name: "a", Reader: &zeros{size}, Size: size}}}); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 {
		t.Errorf("a file of %d MiB took %d KiB", size>>20, n>>10)
	}
}

// When a call has returned, nobody reads its files any more, unless the Reader
// itself hangs.
func TestCancelledUpload(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := bot(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
		hanging, w := io.Pipe()
		defer w.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Messages.Create(ctx, 1, discord.CreateMessage{Files: []discord.File{{Name: "a", Reader: hanging}}})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error = %v", err)
		}
		_ = w.CloseWithError(io.ErrUnexpectedEOF)
	})
}
