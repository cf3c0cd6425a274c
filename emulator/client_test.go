package emulator_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/klauspost/compress/zstd"

	"github.com/accord-go/accord/emulator/emutest"
)

// The clients of these tests are as plain as can be, and written from Discord's
// documentation: nothing of the library takes part.

// intentsAll are all intents but GUILD_PRESENCES.
const intentsAll = 53608447 &^ (1 << 8)

// packet is a frame of the gateway.
type packet struct {
	Op int             `json:"op"`
	S  *int64          `json:"s"`
	T  *string         `json:"t"`
	D  json.RawMessage `json:"d"`
}

// name returns the event's name, or "".
func (p packet) name() string {
	if p.T == nil {
		return ""
	}
	return *p.T
}

// bot is a raw connection to the gateway.
type bot struct {
	t       testing.TB
	ws      *websocket.Conn
	inflate func([]byte) []byte // of binary messages
	seq     int64
	session string
	audited bool // it wants entries of audit logs, which others leave out
}

// connect opens a connection. query is appended to the gateway's address.
func connect(t testing.TB, d *emutest.Discord, query string) *bot {
	t.Helper()
	b, err := dialBot(t, d, query)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func dialBot(t testing.TB, d *emutest.Discord, query string) (*bot, error) {
	t.Helper()
	dialer := websocket.Dialer{NetDialContext: d.Dial}
	ws, _, err := dialer.Dial(gatewayURL(d)+query, nil)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { ws.Close() })
	b := &bot{t: t, ws: ws, inflate: inflateOne}
	switch {
	case strings.Contains(query, "zlib-stream"):
		b.inflate = zlibStream()
	case strings.Contains(query, "zstd-stream"):
		b.inflate = zstdStream(t)
	}
	return b, nil
}

func gatewayURL(d *emutest.Discord) string {
	return strings.TrimSuffix(strings.Replace(d.API, "http", "ws", 1), "/api/v10")
}

// inflateOne inflates a message that is compressed on its own.
func inflateOne(b []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(r) // what is broken shows in what comes out
	return out
}

// zlibStream inflates the messages of one stream. It starts over with all that
// came before, which is slow but beyond doubt.
func zlibStream() func([]byte) []byte {
	var all []byte
	done := 0
	return func(b []byte) []byte {
		all = append(all, b...)
		r, err := zlib.NewReader(bytes.NewReader(all))
		if err != nil {
			return nil
		}
		out, _ := io.ReadAll(r) // the stream has no end yet
		fresh := out[done:]
		done = len(out)
		return fresh
	}
}

func zstdStream(t testing.TB) func([]byte) []byte {
	var all []byte
	done := 0
	return func(b []byte) []byte {
		all = append(all, b...)
		r, err := zstd.NewReader(bytes.NewReader(all), zstd.WithDecoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		out, _ := io.ReadAll(r) // the frame has no end yet
		fresh := out[done:]
		done = len(out)
		return fresh
	}
}

// read returns the next frame, or the error that ends the connection.
func (b *bot) read() (p packet, err error) {
	kind, data, err := b.ws.ReadMessage()
	if err != nil {
		return p, err
	}
	if kind == websocket.BinaryMessage {
		data = b.inflate(data)
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return p, err
	}
	if p.S != nil {
		b.seq = *p.S
	}
	return p, nil
}

// next returns the next frame and wants it to be of that opcode.
func (b *bot) next(op int) packet {
	b.t.Helper()
	p, err := b.read()
	for err == nil && !b.audited && p.Op == 0 && p.name() == "GUILD_AUDIT_LOG_ENTRY_CREATE" {
		p, err = b.read()
	}
	if err != nil {
		b.t.Fatalf("waiting for op %d: %v", op, err)
	}
	if p.Op != op {
		b.t.Fatalf("got op %d %s %s, want op %d", p.Op, p.name(), p.D, op)
	}
	return p
}

// event returns the data of the next event and wants it to have that name.
func (b *bot) event(name string) json.RawMessage {
	b.t.Helper()
	p := b.next(0)
	if p.name() != name {
		b.t.Fatalf("got %s %s, want %s", p.name(), p.D, name)
	}
	return p.D
}

// send sends a frame.
func (b *bot) send(op int, d any) {
	b.t.Helper()
	if err := b.ws.WriteJSON(map[string]any{"op": op, "d": d}); err != nil {
		b.t.Fatalf("send op %d: %v", op, err)
	}
}

// raw sends bytes as they are.
func (b *bot) raw(text string) {
	b.t.Helper()
	if err := b.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		b.t.Fatalf("send %.20q: %v", text, err)
	}
}

// closed waits for the end of the connection and returns its close code; 0 is
// an end without a close frame.
func (b *bot) closed() int {
	b.t.Helper()
	for {
		_, err := b.read()
		if closed := new(websocket.CloseError); errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure {
			return closed.Code
		}
		if err != nil {
			return 0
		}
	}
}

// leave closes the connection as a client does that won't come back.
func (b *bot) leave() { b.leaveWith(websocket.CloseNormalClosure) }

func (b *bot) leaveWith(code int) {
	b.t.Helper()
	if err := b.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")); err != nil {
		b.t.Fatal(err)
	}
	b.closed()
	b.ws.Close()
}

// identify returns the payload that starts a session.
func identify(d *emutest.Discord, intents int) map[string]any {
	return map[string]any{
		"token":      d.Token,
		"properties": map[string]string{"os": "linux", "browser": "test", "device": "test"},
		"intents":    intents,
	}
}

// login connects and starts a session; READY and the guild are read.
func login(t testing.TB, d *emutest.Discord, intents int) *bot {
	t.Helper()
	b := connect(t, d, "/?v=10&encoding=json")
	b.next(10)
	b.send(2, identify(d, intents))
	b.ready()
	if intents&1 != 0 {
		b.event("GUILD_CREATE")
	}
	return b
}

// ready reads READY.
func (b *bot) ready() {
	b.t.Helper()
	var ready struct {
		SessionID string `json:"session_id"`
	}
	decode(b.t, b.event("READY"), &ready)
	b.session = ready.SessionID
}

// resume connects and takes up the session of an earlier connection.
func (b *bot) resume(d *emutest.Discord) *bot {
	b.t.Helper()
	next := connect(b.t, d, "/?v=10&encoding=json")
	next.next(10)
	next.seq, next.session = b.seq, b.session
	next.send(6, map[string]any{"token": d.Token, "session_id": b.session, "seq": b.seq})
	return next
}

func decode(t testing.TB, b []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
}

// answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   string
}

// rest makes requests to the REST API or, for paths that don't begin with /api,
// elsewhere. It is a client of its own, so that nothing stays open.
func rest(t testing.TB, d *emutest.Discord, method, path, token, body string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(d.API, "/api/v10")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return do(t, d, req)
}

func do(t testing.TB, d *emutest.Discord, req *http.Request) answer {
	t.Helper()
	transport := &http.Transport{DialContext: d.Dial, DisableKeepAlives: true}
	res, err := transport.RoundTrip(req)
	if err != nil {
		return answer{body: err.Error()}
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, strings.TrimSpace(string(b))}
}
