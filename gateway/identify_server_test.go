package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
)

// discard is a connection that nobody reads.
type discard struct{}

func (discard) Header() http.Header         { return make(http.Header) }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}

// ask returns a question.
func ask(t testing.TB, turn, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/?turn="+turn, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// An answerWriter keeps what is answered.
type answerWriter struct {
	strings.Builder
	status int
}

func (*answerWriter) Header() http.Header      { return make(http.Header) }
func (w *answerWriter) WriteHeader(status int) { w.status = status }

// TestGateServerAnswerLost gets the turn again that was on its way when the
// connection broke.
func TestGateServerAnswerLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newGateNetwork(t, nil)
		time.Sleep(gateBegins)
		n.gate.ServeHTTP(discard{}, ask(t, "lost", `{}`))
		time.Sleep(time.Second)
		var w answerWriter
		n.gate.ServeHTTP(&w, ask(t, "lost", `{}`))
		if want := `{"state":"turn","after":-1000,"total":0,"remaining":0,"reset_after":0}` + "\n"; w.String() != want {
			t.Errorf("answer %s, want %s", w.String(), want)
		}
		if got := n.gate.State()[0].Granted; got != 1 {
			t.Errorf("%d turns were granted, want 1", got)
		}
	})
}

// TestGateServerAway keeps the place of who was told to ask again, but not for long.
func TestGateServerAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewGateServer()
		for shard := range 4 {
			go s.ServeHTTP(discard{}, ask(t, fmt.Sprint(shard), fmt.Sprintf(`{"shard":%d}`, shard)))
		}
		waiting := func() int {
			synctest.Wait()
			return s.State()[0].Waiting
		}
		if got := waiting(); got != 4 {
			t.Errorf("%d wait, want 4", got)
		}
		time.Sleep(gatePoll + time.Second)
		if got := waiting(); got != 3 { // the first has its turn, and nothing is heard of it
			t.Errorf("%d wait when all were told to ask again, want 3", got)
		}
		go s.ServeHTTP(discard{}, ask(t, "2", `{"shard":2}`))
		time.Sleep(gateAway)
		if got := waiting(); got != 1 {
			t.Errorf("%d wait after one has asked again, want 1", got)
		}
		go s.ServeHTTP(discard{}, ask(t, "2", `{"shard":2}`)) // before the last answer came
		if got := waiting(); got != 1 {
			t.Errorf("%d wait after it has asked twice, want 1", got)
		}
		time.Sleep(time.Minute)
		if got := waiting(); got != 0 || len(s.turns) != 0 {
			t.Errorf("%d wait, %d turns, want none", got, len(s.turns))
		}
	})
}

// TestGateServerRefuses what can't be.
func TestGateServerRefuses(t *testing.T) {
	t.Parallel()
	s := NewGateServer()
	for _, tt := range []struct {
		method, url, body string
		status            int
		want              string
	}{
		{"GET", "/?turn=a", "", 405, "POST and DELETE"},
		{"PUT", "/?turn=a", "{}", 405, "POST and DELETE"},
		{"POST", "/", "{}", 400, "turn of 1 to 64 bytes"},
		{"DELETE", "/?turn=" + strings.Repeat("a", 65), "", 400, "turn of 1 to 64 bytes"},
		{"POST", "/?turn=a", "", 400, "no question"},
		{"POST", "/?turn=a", `{"shard":"one"}`, 400, "no question"},
		{"POST", "/?turn=a", `{} {}`, 400, "no question"},
		{"POST", "/?turn=a", `{"application_id":"` + strings.Repeat("1", maxGateBody) + `"}`, 408, "too large"},
		{"POST", "/?turn=a", `{"shard":-1}`, 400, "no shard -1"},
		{"POST", "/?turn=a", `{"shard":2,"count":2}`, 400, "no shard 2 of 2"},
		{"POST", "/?turn=a", `{"max_concurrency":5000}`, 400, "max_concurrency 5000"},
		{"POST", "/?turn=a", `{"total":1,"remaining":-1}`, 400, "remaining -1"},
		{"POST", "/?turn=a", `{"total":1,"reset_after":1000000000}`, 400, "reset_after 1000000000"},
		{"DELETE", "/?turn=a", "", 204, ""},
	} {
		r, err := http.NewRequestWithContext(t.Context(), tt.method, tt.url, strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		var w answerWriter
		if s.ServeHTTP(&w, r); w.status != tt.status || !strings.Contains(w.String(), tt.want) {
			t.Errorf("%s %s %.40s: status %d, %s; want %d, %s", tt.method, tt.url, tt.body, w.status, w.String(), tt.status, tt.want)
		}
	}
	if len(s.applications) != 0 || len(s.turns) != 0 {
		t.Errorf("%d applications and %d turns are kept", len(s.applications), len(s.turns))
	}
}

// TestGateServerBounds keeps no more than it should, and nothing of those that are
// gone.
func TestGateServerBounds(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	s := NewGateServer()
	var w answerWriter
	for i := range maxGateApplications + 1 {
		w = answerWriter{}
		s.ServeHTTP(&w, ask(t, "a", fmt.Sprintf(`{"application_id":"%d"}`, i)).WithContext(gone))
	}
	if w.status != 503 || len(s.applications) != maxGateApplications || !strings.Contains(w.String(), "too many applications") {
		t.Errorf("status %d, %d applications: %s", w.status, len(s.applications), w.String())
	}
	if len(s.turns) != 0 {
		t.Errorf("%d turns of requests that have ended", len(s.turns))
	}
	for i := range maxGateTurns {
		s.turns[fmt.Sprint(i)] = nil
	}
	w = answerWriter{}
	if s.ServeHTTP(&w, ask(t, "a", `{}`).WithContext(gone)); w.status != 503 || !strings.Contains(w.String(), "too many shards") {
		t.Errorf("status %d: %s", w.status, w.String())
	}
}

// TestGateConcurrencyChanges has Discord give the bot another number of keys, which
// some processes know and others don't: no two shards pass at once.
func TestGateConcurrencyChanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := NewMemoryGate(discord.SessionStartLimit{})
		start := time.Now()
		for i, id := range []Identify{{Shard: 17, MaxConcurrency: 16}, {Shard: 18, MaxConcurrency: 16}, {Shard: 0, MaxConcurrency: 1}, {Shard: 19, MaxConcurrency: 16}} {
			if err := passes(t, gate, id); err != nil {
				t.Fatal(err)
			}
			if got, want := time.Since(start), time.Duration(max(0, i-1))*identifyEvery; got != want {
				t.Errorf("shard %d passed after %v, want %v", id.Shard, got, want)
			}
		}
	})
}

// TestGateLearnsAfterGuessing takes what Discord has told for better than what
// nobody has.
func TestGateLearnsAfterGuessing(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var b startBudget
	if err := b.take(now); err != nil || b.Remaining != identifyTotal-1 {
		t.Fatalf("%+v, %v", b, err)
	}
	b.learn(Identify{Total: 1000, Remaining: 40, ResetAfter: time.Hour}, now)
	if want := (startBudget{Total: 1000, Remaining: 40, Reset: now.Add(time.Hour)}); b != want {
		t.Errorf("%+v, want %+v", b, want)
	}
	b.learn(Identify{Total: 1000, Remaining: 50, ResetAfter: 50 * time.Minute}, now)
	if b.Remaining != 40 {
		t.Errorf("%+v after an older account", b)
	}
}

// FuzzGateQuestion asks what nobody asks.
func FuzzGateQuestion(f *testing.F) {
	f.Add("a", `{"application_id":"7","shard":1,"count":2,"max_concurrency":1,"total":1000,"remaining":3,"reset_after":1000}`)
	f.Add("", `[]`)
	f.Fuzz(func(t *testing.T, turn, body string) {
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		r := ask(t, "", body).WithContext(gone)
		q := r.URL.Query()
		q.Set("turn", turn)
		r.URL.RawQuery = q.Encode()
		s := NewGateServer()
		var w answerWriter
		if s.ServeHTTP(&w, r); w.status != 400 && w.status != 408 && w.status != 503 || len(s.turns) != 0 {
			t.Errorf("status %d, %d turns: %s", w.status, len(s.turns), w.String())
		}
	})
}

// FuzzGateAnswer gets answers that nobody gives.
func FuzzGateAnswer(f *testing.F) {
	f.Add(200, `{"state":"turn","after":9000,"total":1000,"remaining":3,"reset_after":1000}`)
	f.Add(400, "no")
	f.Fuzz(func(t *testing.T, status int, body string) {
		gate := NewRemoteGate("http://gate")
		gate.Client = &http.Client{Transport: answering(func() *http.Response {
			return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body))}
		})}
		answer, _, err := gate.ask(t.Context(), "http://gate", gateQuestion{})
		known := answer.State == gateTurn || answer.State == gateAgain || answer.State == gateLimited
		if err == nil && (status != 200 || !known || !json.Valid([]byte(body))) {
			t.Errorf("status %d, %s: %+v", status, body, answer)
		}
	})
}

// TestGateServerRestart ends the server, and another one takes its place, which the
// processes ask with what they knew before the others had identified.
func TestGateServerRestart(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "made", "here")
	synctest.Test(t, func(t *testing.T) {
		n := newGateNetwork(t, nil)
		stale := Identify{Application: 7, MaxConcurrency: 16, Total: 1000, Remaining: 5, ResetAfter: time.Hour}
		restart := func() {
			n.stop()
			n.start()
			n.gate.Dir, n.gate.Logger = dir, slog.New(slog.NewTextHandler(n, nil))
		}
		restart()
		for stale.Shard = range 3 {
			if err := passes(t, n.process(way{}), stale); err != nil {
				t.Fatal(err)
			}
		}
		restart()
		stale.Shard = 3
		if err := passes(t, n.process(way{}), stale); err != nil {
			t.Fatal(err)
		}
		restart()
		stale.Shard = 4
		err := passes(t, n.process(way{}), stale)
		if limit, ok := errors.AsType[*IdentifyLimitError](err); !ok || limit.Remaining != 1 {
			t.Errorf("the fifth of five: %v, want the limit", err)
		}
		// Another day, and a disk that can't be used, which is logged once.
		time.Sleep(time.Hour)
		n.gate.Dir = filepath.Join(dir, "7-identify")
		for range 2 {
			if err := passes(t, n.process(way{}), Identify{Application: 7, MaxConcurrency: 16}); err != nil {
				t.Fatal(err)
			}
		}
		if logs := n.logs.String(); strings.Count(logs, "can't be kept") != 1 || strings.Count(logs, "\n") != 1 {
			t.Errorf("logged %s", logs)
		}
	})
}
