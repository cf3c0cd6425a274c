package server_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/accord-go/accord/bench/corpus"
	"github.com/accord-go/accord/bench/server"
	"github.com/gorilla/websocket"
	"github.com/klauspost/compress/zstd"
)

// inflate reads websocket messages as one stream of JSON values, in the way
// that a client of that compression does.
func inflate(t *testing.T, compression string, ws *websocket.Conn) *json.Decoder {
	t.Helper()
	pr, pw := io.Pipe()
	go func() {
		for {
			kind, message, err := ws.ReadMessage()
			if err != nil {
				pw.CloseWithError(err)
				return
			}
			if compression == server.Payload && kind == websocket.BinaryMessage {
				r, err := zlib.NewReader(bytes.NewReader(message))
				if err == nil {
					message, err = io.ReadAll(r)
				}
				if err != nil {
					pw.CloseWithError(err)
					return
				}
			}
			pw.Write(message)
		}
	}()
	switch compression {
	case server.Zlib:
		r, err := zlib.NewReader(pr)
		if err != nil {
			t.Fatal(err)
		}
		return json.NewDecoder(r)
	case server.Zstd:
		r, err := zstd.NewReader(pr, zstd.WithDecoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(r.Close)
		return json.NewDecoder(r)
	}
	return json.NewDecoder(pr)
}

func post(t *testing.T, address, path string, in, out any) {
	t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post("http://"+address+path, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(resp.Body)
		t.Fatalf("%s: %s: %s", path, resp.Status, text)
	}
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		t.Fatal(err)
	}
}

// TestPlays covers that what a client gets is the corpus, on every transport,
// at any pace, and with acknowledgements between.
func TestPlays(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go server.New().Serve(l)
	address := l.Addr().String()
	for _, compression := range []string{server.None, server.Payload, server.Zlib, server.Zstd} {
		for _, rate := range []int{0, 10_000} {
			t.Run(fmt.Sprintf("%q at %d", compression, rate), func(t *testing.T) {
				plays(t, address, server.Plan{
					Seed: 1, World: corpus.Counts{Small: 2, Medium: 1}, Guilds: true, Mix: "chat",
					Warm: 20, Events: 300, Rate: rate, Compression: compression,
				})
			})
		}
	}
}

func plays(t *testing.T, address string, p server.Plan) {
	var prepared server.Prepared
	post(t, address, "/bench/plan", p, &prepared)
	url := "ws://" + address + "/?v=10&encoding=json"
	if p.Compression != server.Payload {
		url += "&compress=" + p.Compression
	}
	ws, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	send := func(text string) {
		if err := ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	frames := inflate(t, p.Compression, ws)
	expect := func(op int, name string, sequence int, data []byte) {
		t.Helper()
		var f struct {
			Op   int
			Name *string         `json:"t"`
			Seq  *int            `json:"s"`
			Data json.RawMessage `json:"d"`
		}
		if err := frames.Decode(&f); err != nil {
			t.Fatal(err)
		}
		if f.Op != op || op == 0 && (*f.Name != name || *f.Seq != sequence) || data != nil && !bytes.Equal(f.Data, data) {
			t.Fatalf("got op %d, %s, want op %d, %s %d, %s", f.Op, f.Data, op, name, sequence, data)
		}
	}
	expect(10, "", 0, nil)
	send(`{"op":1,"d":null}`)
	expect(11, "", 0, nil)
	send(fmt.Sprintf(`{"op":2,"d":{"token":"x","compress":%t}}`, p.Compression == server.Payload))
	expect(0, "READY", 1, nil)
	w := corpus.New(p.Seed, p.World)
	sequence := 2
	next := func(e corpus.Event) {
		expect(0, e.Name, sequence, e.Data)
		sequence++
	}
	for e := range w.Guilds() {
		next(e)
	}
	for e := range w.Events(server.Mixes[p.Mix], p.Warm, server.WarmMark) {
		next(e)
	}
	send(`{"op":1,"d":1}`)
	expect(11, "", 0, nil)
	before := time.Now().UnixNano()
	post(t, address, "/bench/start", nil, new(int))
	messages := 0
	for e := range w.Events(server.Mixes[p.Mix], p.Events, server.Mark) {
		next(e)
		if e.Name == corpus.MessageCreate {
			messages++
		}
	}
	send(`{"op":1,"d":1}`)
	expect(11, "", 0, nil) // after it the report is complete
	if messages != prepared.Messages {
		t.Errorf("%d messages, the plan said %d", messages, prepared.Messages)
	}
	report(t, address, p, messages, before)
}

func report(t *testing.T, address string, p server.Plan, messages int, before int64) {
	t.Helper()
	resp, err := http.Get("http://" + address + "/bench/report")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var r server.Report
	if err := json.NewDecoder(resp.Body).Decode(&r); err != nil {
		t.Fatal(err)
	}
	if r.Identifies != 1 || r.Resumes != 0 {
		t.Errorf("%d identifies, %d resumes, want 1 and none", r.Identifies, r.Resumes)
	}
	if p.Rate == 0 {
		return
	}
	if len(r.Sent) != messages || r.Sent[0] < before {
		t.Fatalf("%d messages sent, want %d", len(r.Sent), messages)
	}
	least := int64(time.Duration(p.Events-1) * time.Second / time.Duration(p.Rate) / 2)
	if got := r.Sent[messages-1] - r.Sent[0]; got < least {
		t.Errorf("all was sent in %v: that is no pace", time.Duration(got))
	}
}
