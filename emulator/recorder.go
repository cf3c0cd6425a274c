package emulator

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

// Bounds of what the recorder keeps.
const (
	maxEntries   = 5000
	maxEntryData = 16 << 10 // bytes of one body or frame
	maxLogData   = 32 << 20 // bytes of all
)

// An Entry is something that went over a connection. Tokens are redacted, and
// long bodies are cut.
type Entry struct {
	Time time.Time `json:"time"`
	Kind string    `json:"kind"` // "request" or "frame"

	// ApplicationID says whose bot it was, where that was known: of a connection
	// from when it has identified.
	ApplicationID discord.ApplicationID `json:"application_id,omitzero"`

	// Of requests.
	Method   string  `json:"method,omitempty"`
	Path     string  `json:"path,omitempty"`  // what follows /api/vN
	Route    string  `json:"route,omitempty"` // its pattern; empty: there is none
	Status   int     `json:"status,omitempty"`
	Millis   float64 `json:"millis,omitempty"` // until it was answered
	Files    int     `json:"files,omitempty"`
	Request  string  `json:"request,omitempty"`  // the body
	Response string  `json:"response,omitempty"` // the body

	// Of frames of the gateway.
	Direction  string `json:"direction,omitempty"`  // "in": from the client; "out": to it
	Connection int    `json:"connection,omitempty"` // counts from 1
	Op         *int   `json:"op,omitempty"`         // nil: a close
	Type       string `json:"t,omitempty"`
	Sequence   int64  `json:"s,omitempty"`
	Close      int    `json:"close,omitempty"` // code
	Data       string `json:"data,omitempty"`  // the whole frame, or the reason of a close
}

func (e *Entry) size() int { return len(e.Request) + len(e.Response) + len(e.Data) }

// recorder keeps the last entries.
type recorder struct {
	sink func(Record) // nil: nobody wants all of it

	mu      sync.Mutex     // guards what is below
	tokens  []string       // of the bots, which are not shown
	entries []Entry        // oldest first
	size    int            // bytes in them
	ordered map[*byte]bool // frames that a test made, by their first byte
}

func newRecorder(sink func(Record)) *recorder { return &recorder{sink: sink} }

// hide keeps a token out of the entries.
func (c *recorder) hide(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens = append(c.tokens, token)
}

// hidden returns the tokens to hide.
func (c *recorder) hidden() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tokens
}

func (c *recorder) add(e Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries = append(c.entries, e)
	c.size += e.size()
	for len(c.entries) > maxEntries || c.size > maxLogData {
		c.size -= c.entries[0].size()
		c.entries[0] = Entry{}
		c.entries = c.entries[1:]
	}
}

func (c *recorder) all() []Entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.entries)
}

// Log returns the latest requests and gateway frames, oldest first.
func (e *Emulator) Log() []Entry { return e.record.all() }

// An exchange is a request that is being answered.
type exchange struct {
	recorder *recorder
	request  *http.Request
	entry    Entry
}

func (c *recorder) begin(hr *http.Request, path string) *exchange {
	return &exchange{c, hr, Entry{Time: time.Now(), Kind: "request", Method: hr.Method, Path: path}}
}

func (x *exchange) end(r *request, rep reply) {
	x.entry.Status = rep.status
	x.entry.Files = len(r.files)
	x.entry.Request = x.recorder.redact(r.body)
	if strings.HasPrefix(rep.contentType, "application/json") {
		x.entry.Response = x.recorder.redact(rep.raw)
	}
	x.close(r, rep)
}

// drop ends an exchange that gets no answer.
func (x *exchange) drop(r *request) {
	x.entry.Request = x.recorder.redact(r.body)
	x.close(r, reply{})
}

func (x *exchange) close(r *request, rep reply) {
	if r.route != nil {
		x.entry.Route = r.route.pattern
	}
	if r.whose != nil {
		x.entry.ApplicationID = r.whose.app.ID
	}
	x.recorder.tell(x, r, rep)
	if token := r.vars["webhook_token"] + r.vars["interaction_token"]; token != "" {
		x.entry.Path = strings.ReplaceAll(x.entry.Path, token, redacted)
	}
	x.entry.Millis = float64(time.Since(x.entry.Time).Microseconds()) / 1000
	x.recorder.add(x.entry)
}

// frame records a frame of a gateway connection.
func (c *recorder) frame(direction string, of *conn, frame []byte) {
	head := headOf(frame)
	c.add(Entry{
		Time: time.Now(), Kind: "frame", ApplicationID: of.application(), Direction: direction, Connection: of.id,
		Op: &head.Op, Type: head.T, Sequence: head.S, Data: c.redact(frame),
	})
	c.tellFrame(direction, frame)
}

// closed records the end of a gateway connection; code zero is one without a
// close frame.
func (c *recorder) closed(direction string, of *conn, code int, reason string) {
	c.add(Entry{Time: time.Now(), Kind: "frame", ApplicationID: of.application(), Direction: direction, Connection: of.id, Close: code, Data: reason})
}

const redacted = "[redacted]"

// tokenField finds the tokens of interactions and webhooks, and those in
// IDENTIFY and RESUME.
var tokenField = regexp.MustCompile(`("token"\s*:\s*)"(?:[^"\\]|\\.)*"?`)

// redact returns b as text that is safe to show.
func (c *recorder) redact(b []byte) string {
	// A token may begin before the cut and end behind it.
	s := string(b[:min(len(b), maxEntryData+1024)])
	for _, token := range c.hidden() {
		s = strings.ReplaceAll(s, token, redacted)
	}
	s = tokenField.ReplaceAllString(s, `$1"`+redacted+`"`)
	return s[:min(len(s), maxEntryData)]
}

// frameHead is the envelope of a gateway frame without its payload.
type frameHead struct {
	Op int    `json:"op"`
	S  int64  `json:"s"`
	T  string `json:"t"`
}

// headOf reads the envelope of a frame that is valid JSON.
func headOf(b []byte) (h frameHead) {
	_ = json.Unmarshal(b, &h) // what can't be read stays zero
	return h
}
