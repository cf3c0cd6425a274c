package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/accord-go/accord/discord"
)

// errSpent tells that a body can't be sent again.
var errSpent = errors.New("an uploaded file's Reader can't go back to its start")

// form is a body with files: a part payload_json, or one for each field, then a
// part for each file. It is streamed; only what is no file is in memory.
//
// Discord docs: https://docs.discord.com/developers/reference#uploading-files
type form struct {
	boundary []string // the Content-Type
	parts    []part
	tail     []byte
	length   int64       // -1: not known
	touched  atomic.Bool // a file has been read from
	progress func(sent, total int64)
}

// part is a file with what stands before it.
type part struct {
	head []byte
	file discord.File
	size int64 // -1: not known

	seeker io.Seeker // nil: can't go back
	start  int64
}

func newForm(payload []byte, fields []formField, files []formFile) (*form, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f := &form{boundary: []string{w.FormDataContentType()}}
	if payload != nil {
		fields = []formField{{"payload_json", string(payload)}}
	}
	for _, field := range fields {
		contentType := "text/plain; charset=utf-8"
		if payload != nil {
			contentType = "application/json"
		}
		if err := writePart(w, `form-data; name="`+field.name+`"`, contentType); err != nil {
			return nil, err
		}
		b.WriteString(field.value)
	}
	for _, file := range files {
		p, err := newPart(file)
		if err != nil {
			return nil, err
		}
		disposition := fmt.Sprintf(`form-data; name="%s"; filename="%s"`, file.field, escapeName(file.Name))
		if err := writePart(w, disposition, fileType(file.Name)); err != nil {
			return nil, err
		}
		p.head = bytes.Clone(b.Bytes())
		b.Reset()
		f.parts = append(f.parts, p)
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	f.tail = b.Bytes()
	f.length = f.size()
	return f, nil
}

// size returns how many bytes the form has, or -1 if that can't be known before
// its files are read.
func (f *form) size() int64 {
	n := int64(len(f.tail))
	for _, p := range f.parts {
		if p.size < 0 {
			return -1
		}
		n += int64(len(p.head)) + p.size
	}
	return n
}

func writePart(w *multipart.Writer, disposition, contentType string) error {
	_, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {disposition},
		"Content-Type":        {contentType},
	})
	return err
}

func newPart(file formFile) (part, error) {
	switch {
	case file.Name == "":
		return part{}, fmt.Errorf("%s has no name", file.field)
	case file.Reader == nil:
		return part{}, fmt.Errorf("%s (%s) has no Reader", file.field, file.Name)
	case file.Size < 0:
		return part{}, fmt.Errorf("%s (%s) has a negative size", file.field, file.Name)
	}
	p := part{file: file.File, size: -1}
	if s, ok := file.Reader.(io.Seeker); ok {
		if start, err := s.Seek(0, io.SeekCurrent); err == nil {
			p.seeker, p.start = s, start
		}
	}
	p.size = p.findSize()
	return p, nil
}

// findSize returns how many bytes the file has, or -1 if that can't be known
// before they are read.
func (p *part) findSize() int64 {
	if p.file.Size > 0 {
		return p.file.Size
	}
	if l, ok := p.file.Reader.(interface{ Len() int }); ok {
		return int64(l.Len())
	}
	if p.seeker == nil {
		return -1
	}
	end, err := p.seeker.Seek(0, io.SeekEnd)
	if _, back := p.seeker.Seek(p.start, io.SeekStart); err != nil || back != nil || end < p.start {
		return -1
	}
	return end - p.start
}

var nameEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A", "\x00", "%00")

// escapeName makes a file's name fit between quotes in a header.
func escapeName(name string) string { return nameEscaper.Replace(name) }

// fileType guesses a file's type by its name; Discord looks at the name too.
func fileType(name string) string {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// replayable reports whether the form can be sent, maybe again.
func (f *form) replayable() bool {
	return !f.touched.Load() || !slices.ContainsFunc(f.parts, func(p part) bool { return p.seeker == nil })
}

// open returns the form from its start, to be read until ctx is done. It fails
// with errSpent when that is not possible again.
func (f *form) open(ctx context.Context) (*formSending, error) {
	if !f.replayable() {
		return nil, errSpent
	}
	if f.touched.Load() {
		for _, p := range f.parts {
			if _, err := p.seeker.Seek(p.start, io.SeekStart); err != nil {
				return nil, fmt.Errorf("go back in %s: %w", p.file.Name, err)
			}
		}
	}
	return &formSending{ctx: ctx, form: f, reading: make(chan struct{}, 1)}, nil
}

// formSending reads a form once, from its start.
type formSending struct {
	ctx    context.Context // of the request; for pump
	form   *form
	closed atomic.Bool
	done   atomic.Bool

	reading chan struct{} // full while Read runs; whoever fills it may use what follows
	at      int           // the part that is read; len(parts) is the tail
	pos     int64         // in the part
	sent    int64         // of the whole form
	pump    *pump         // reads the part's file; nil: Read does
	err     error         // of a file
}

// pump reads a file whose Reader may hang, such as a connection: net/http
// doesn't give up a request while its body is being read.
type pump struct {
	*io.PipeReader
	done chan struct{} // closed when the file isn't read any more
}

// newPump reads r until its end, or until ctx is done or the pump is closed and
// r's Read returns.
func newPump(ctx context.Context, r io.Reader) *pump {
	pr, pw := io.Pipe()
	p := &pump{PipeReader: pr, done: make(chan struct{})}
	watch := context.AfterFunc(ctx, func() { _ = pw.CloseWithError(ctx.Err()) }) // never fails
	go func() {
		defer close(p.done)
		defer watch()
		_, err := io.Copy(pw, r)
		_ = pw.CloseWithError(err) // never fails
	}()
	return p
}

var errClosed = errors.New("read of a closed body")

// Read reads the form. A file that is shorter or longer than it said fails.
func (s *formSending) Read(b []byte) (int, error) {
	s.reading <- struct{}{}
	defer func() { <-s.reading }()
	if s.closed.Load() {
		return 0, errClosed
	}
	if len(b) == 0 {
		return 0, nil
	}
	n, err := s.next(b)
	s.sent += int64(n)
	if n > 0 && s.form.progress != nil {
		s.form.progress(s.sent, s.form.length)
	}
	return n, err
}

// next reads what comes next.
func (s *formSending) next(b []byte) (int, error) {
	for s.at < len(s.form.parts) {
		n, err := s.readPart(&s.form.parts[s.at], b)
		if err == io.EOF {
			s.at, s.pos, s.pump = s.at+1, 0, nil
			err = nil
		}
		if n > 0 || err != nil {
			s.err = err
			return n, err
		}
	}
	n := copy(b, s.form.tail[s.pos:])
	s.pos += int64(n)
	if s.pos == int64(len(s.form.tail)) {
		s.done.Store(true)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// readPart reads a part's head, then its file. It returns io.EOF at the part's
// end.
func (s *formSending) readPart(p *part, b []byte) (int, error) {
	if s.pos < int64(len(p.head)) {
		n := copy(b, p.head[s.pos:])
		s.pos += int64(n)
		return n, nil
	}
	s.form.touched.Store(true)
	r := p.file.Reader
	if p.seeker == nil {
		if s.pump == nil {
			s.pump = newPump(s.ctx, r)
		}
		r = s.pump
	}
	n, err := r.Read(b)
	s.pos += int64(n)
	got := s.pos - int64(len(p.head))
	switch {
	case n < 0 || n > len(b):
		return 0, fmt.Errorf("the Reader of %s is broken: it read %d bytes of %d", p.file.Name, n, len(b))
	case p.size >= 0 && got > p.size:
		return 0, fmt.Errorf("%s is longer than its size of %d bytes", p.file.Name, p.size)
	case err == io.EOF && p.size >= 0 && got < p.size:
		return 0, fmt.Errorf("%s ended after %d of %d bytes", p.file.Name, got, p.size)
	case err != nil && err != io.EOF:
		return 0, fmt.Errorf("read %s: %w", p.file.Name, err)
	}
	return n, err
}

// Close ends the reading, but for a Read that runs.
func (s *formSending) Close() error {
	s.closed.Store(true)
	return nil
}

// stop closes and waits until no file is being read any more. A Reader that
// hangs can't be interrupted; for that it doesn't wait longer than ctx.
func (s *formSending) stop(ctx context.Context) {
	s.closed.Store(true)
	s.reading <- struct{}{}
	defer func() { <-s.reading }()
	if s.pump == nil {
		return
	}
	_ = s.pump.Close() // never fails
	select {
	case <-s.pump.done:
	case <-ctx.Done():
	}
}

// failed returns why a file could not be read.
func (s *formSending) failed() error {
	s.reading <- struct{}{}
	defer func() { <-s.reading }()
	return s.err
}

// complete reports whether all of it was read: only then can Discord have done
// what the request asks for.
func (s *formSending) complete() bool { return s.done.Load() }
