package gateway

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A gateNetwork is a network with a gate's server on it, or with none.
type gateNetwork struct {
	t *testing.T

	mu     sync.Mutex // guards what follows
	accept chan net.Conn
	server *http.Server
	gate   *GateServer
	front  http.Handler // between the processes and the gate; nil: nothing is
	logs   bytes.Buffer
}

func newGateNetwork(t *testing.T, front http.Handler) *gateNetwork {
	n := &gateNetwork{t: t, front: front}
	n.start()
	t.Cleanup(func() {
		n.stop()
		time.Sleep(time.Minute) // until what is noted after the end is given up
	})
	return n
}

// start starts a server that knows nothing.
func (n *gateNetwork) start() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.gate, n.accept = NewGateServer(), make(chan net.Conn)
	n.server = &http.Server{Handler: n.gate, ReadTimeout: time.Second, WriteTimeout: time.Second} // which must not count
	if n.front != nil {
		n.server = &http.Server{Handler: n.front}
	}
	go n.server.Serve(pipes{n.accept, make(chan struct{})})
}

// stop ends the server as a machine does that fails.
func (n *gateNetwork) stop() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.server.Close()
	n.accept = nil
}

// pipes is a net.Listener.
type pipes struct {
	accept chan net.Conn
	closed chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accept:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error   { close(p.closed); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// Write takes logs.
func (n *gateNetwork) Write(b []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.logs.Write(b)
}

// A way is how messages travel between a process and the server.
type way struct {
	there, back time.Duration
	until       time.Time    // when it becomes short; zero: never
	dead        *atomic.Bool // nothing gets there; nil: it does
	base        *http.Transport
}

func (w *way) RoundTrip(r *http.Request) (*http.Response, error) {
	if !sleep(r.Context(), w.there) || w.dead != nil && w.dead.Load() {
		return nil, errors.New("lost")
	}
	response, err := w.base.RoundTrip(r)
	short := !w.until.IsZero() && !time.Now().Before(w.until)
	if err != nil || short || sleep(r.Context(), w.back) {
		return response, err
	}
	response.Body.Close()
	return nil, r.Context().Err()
}

// process returns the gate of another process.
func (n *gateNetwork) process(w way) *RemoteGate {
	w.base = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		n.mu.Lock()
		accept := n.accept
		n.mu.Unlock()
		ours, theirs := net.Pipe()
		select {
		case accept <- theirs:
			return ours, nil
		case <-time.After(time.Second):
			return nil, errors.New("connection refused")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}
	n.t.Cleanup(w.base.CloseIdleConnections)
	gate := NewRemoteGate("http://gate/anywhere?of=us")
	gate.Client = &http.Client{Transport: &w}
	gate.Logger = slog.New(slog.NewTextHandler(n, nil))
	return gate
}

// gateBegins is when the first may pass after the start of a server.
const gateBegins = turnAge + identifyEvery

// TestRemoteGateShared has processes on several machines let shards pass: in order,
// never two of a key too close, and no slower than that, however long messages
// take.
func TestRemoteGateShared(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		concurrency int
		ways        []way
		most        time.Duration // between two of a key
	}{
		{"near", 1, []way{{}, {}, {}, {}}, identifyEvery},
		{"near, 16", 16, []way{{}, {}, {}, {}}, identifyEvery},
		{"far", 1, []way{{there: 20 * time.Millisecond, back: 700 * time.Millisecond}, {}, {back: 150 * time.Millisecond}, {there: time.Second}}, identifyEvery + 3*time.Second},
		{"far, 2", 2, []way{{there: 900 * time.Millisecond, back: 900 * time.Millisecond}, {}}, identifyEvery + 4*time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const each = 8
				n := newGateNetwork(t, nil)
				start := time.Now()
				var mu sync.Mutex // guards passed
				var passed []pass
				var wg sync.WaitGroup
				for p, way := range tt.ways {
					gate := n.process(way)
					for i := range each {
						wg.Go(func() {
							id := Identify{Shard: i*len(tt.ways) + p, MaxConcurrency: tt.concurrency}
							ctx, sent := context.WithCancel(t.Context())
							defer sent()
							if err := gate.Wait(ctx, id); err != nil {
								t.Error(err)
								return
							}
							mu.Lock()
							defer mu.Unlock()
							passed = append(passed, pass{id.Shard, time.Since(start)})
						})
					}
				}
				wg.Wait()
				last := make(map[int]pass)
				for _, p := range passed {
					key := p.shard % tt.concurrency
					before, ok := last[key]
					last[key] = p
					if !ok {
						continue
					}
					if gap := p.at - before.at; gap < identifyEvery || gap > tt.most {
						t.Errorf("key %d: %v between shards %d and %d, want %v to %v", key, gap, before.shard, p.shard, identifyEvery, tt.most)
					}
					if p.shard < before.shard {
						t.Errorf("shard %d after shard %d", p.shard, before.shard)
					}
				}
				if len(passed) != each*len(tt.ways) || passed[0].at < gateBegins || passed[0].at > gateBegins+2*time.Second {
					t.Errorf("%d shards passed, the first after %v, want %d after %v", len(passed), passed[0].at, each*len(tt.ways), gateBegins)
				}
				if state := n.gate.State(); len(state) != 1 || state[0].Waiting != 0 || state[0].Granted != len(passed) {
					t.Errorf("state %+v, want %d turns", state, len(passed))
				}
			})
		})
	}
}

// TestRemoteGateGone has processes end, or machines, while their shard waits or has
// its turn.
func TestRemoteGateGone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		dead bool          // it can tell nobody
		at   time.Duration // after the server's start
		want time.Duration // when the next one passes
	}{
		{"gives up", false, time.Second, gateBegins},
		{"killed", true, time.Second, gateBegins},
		{"used its turn", false, gateBegins + time.Second, gateBegins + time.Second + identifyEvery},
		{"killed with its turn", true, gateBegins + time.Second, gateBegins + turnHold + identifyEvery},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := newGateNetwork(t, nil)
				start := time.Now()
				dead := new(atomic.Bool)
				first := n.process(way{dead: dead})
				ctx, cancel := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- first.Wait(ctx, Identify{}) }()
				time.AfterFunc(tt.at, func() {
					dead.Store(tt.dead)
					cancel()
				})
				time.Sleep(time.Millisecond)
				if err := passes(t, n.process(way{}), Identify{Shard: 1}); err != nil {
					t.Fatal(err)
				}
				if got := time.Since(start); got != tt.want {
					t.Errorf("the next one passed after %v, want %v", got, tt.want)
				}
				if err := <-ended; tt.at < gateBegins && !errors.Is(err, context.Canceled) || tt.at > gateBegins && err != nil {
					t.Errorf("the first got %v", err)
				}
			})
		})
	}
	t.Run("its machine fails", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			n := newGateNetwork(t, nil)
			start := time.Now()
			// What is sent gets there, and there is never an answer.
			go n.gate.ServeHTTP(discard{}, ask(t, "silent", `{}`))
			synctest.Wait()
			if err := passes(t, n.process(way{}), Identify{Shard: 1}); err != nil {
				t.Fatal(err)
			}
			if got, want := time.Since(start), gateBegins+turnHold+identifyEvery; got != want {
				t.Errorf("the next one passed after %v, want %v", got, want)
			}
		})
	})
}

// TestRemoteGateBehindProxy has something stand between the processes and the gate
// that keeps connections of its own.
func TestRemoteGateBehindProxy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		inner := newGateNetwork(t, nil)
		behind := &httputil.ReverseProxy{
			Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: "inner"}) },
			Transport: inner.process(way{}).Client.Transport,
			ErrorLog:  slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
		}
		outer := newGateNetwork(t, behind)
		start := time.Now()
		killed, dead := new(atomic.Bool), make(chan error, 1)
		ctx, kill := context.WithCancel(t.Context())
		first := outer.process(way{dead: killed})
		go func() { dead <- first.Wait(ctx, Identify{}) }()
		time.Sleep(time.Second)
		killed.Store(true)
		kill()
		gate := outer.process(way{})
		var wg sync.WaitGroup
		for shard := range 4 { // the last waits for longer than a request does
			wg.Go(func() {
				if err := passes(t, gate, Identify{Shard: shard}); err != nil {
					t.Error(err)
				}
				if got, want := time.Since(start), gateBegins+time.Duration(shard)*identifyEvery; got != want {
					t.Errorf("shard %d passed after %v, want %v", shard, got, want)
				}
			})
		}
		wg.Wait()
		if err := <-dead; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// TestRemoteGateLate has a turn come too late to be used: it is asked for again, and
// nobody comes too close.
func TestRemoteGateLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newGateNetwork(t, nil)
		start := time.Now()
		slow := n.process(way{back: 3 * time.Second, until: start.Add(gateBegins + time.Second)})
		var wg sync.WaitGroup
		var passed [2]time.Duration
		for i, gate := range []*RemoteGate{slow, n.process(way{})} {
			wg.Go(func() {
				if err := passes(t, gate, Identify{Shard: i}); err != nil {
					t.Error(err)
				}
				passed[i] = time.Since(start)
			})
			time.Sleep(time.Millisecond)
		}
		wg.Wait()
		if gap := passed[1] - passed[0]; gap < identifyEvery || passed[0] < gateBegins+identifyEvery {
			t.Errorf("passed after %v", passed)
		}
		if !strings.Contains(n.logs.String(), "too late") {
			t.Errorf("nothing is logged: %s", n.logs.String())
		}
	})
}

// TestRemoteGateRestart ends the server while shards wait: none passes before a new
// one is there that may let it, and what remains of the day is not forgotten.
func TestRemoteGateRestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newGateNetwork(t, nil)
		gate := n.process(way{})
		told := Identify{Application: 7, MaxConcurrency: 16, Total: 1000, Remaining: 5, ResetAfter: time.Hour}
		for told.Shard = range 3 {
			if err := passes(t, gate, told); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Second)
		if state, want := n.gate.State(), (GateState{Application: 7, Granted: 3, Total: 1000, Remaining: 2}); len(state) != 1 || state[0].ResetAfter <= 0 || state[0].ResetAfter > time.Hour {
			t.Errorf("state %+v", state)
		} else if state[0].ResetAfter = 0; state[0] != want {
			t.Errorf("state %+v, want %+v", state[0], want)
		}
		var wg sync.WaitGroup
		start := time.Now()
		var passed, limited int
		var mu sync.Mutex // guards passed and limited
		for shard := range 3 {
			wg.Go(func() {
				id := told
				id.Shard = shard
				err := passes(t, gate, id)
				_, limit := errors.AsType[*IdentifyLimitError](err)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil && time.Since(start) >= 5*time.Minute+gateBegins:
					passed++
				case limit:
					limited++
				default:
					t.Errorf("after %v: %v", time.Since(start), err)
				}
			})
		}
		n.stop()
		time.Sleep(5 * time.Minute)
		n.start()
		wg.Wait()
		if passed != 1 || limited != 2 {
			t.Errorf("%d passed and %d were told of the limit, want 1 and 2", passed, limited)
		}
		if logs := n.logs.String(); strings.Count(logs, "does not answer") != 1 || strings.Count(logs, "answers again") != 1 || strings.Count(logs, "\n") != 2 {
			t.Errorf("logged %s", logs)
		}
	})
}

// TestRemoteGateBudget shares the day's limit, whatever each process was told.
func TestRemoteGateBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newGateNetwork(t, nil)
		told := Identify{Total: 1000, Remaining: 3, ResetAfter: time.Hour, MaxConcurrency: 8}
		for told.Shard = range 2 { // both were told before the other had identified
			if err := passes(t, n.process(way{}), told); err != nil {
				t.Fatal(err)
			}
		}
		told.Shard = 2
		err := passes(t, n.process(way{}), told)
		limit, ok := errors.AsType[*IdentifyLimitError](err)
		if !ok || limit.Remaining != 1 || limit.ResetAfter > time.Hour || limit.ResetAfter < 59*time.Minute {
			t.Fatalf("the third: %v, want the limit", err)
		}
		other := told
		other.Application = 7
		if err := passes(t, n.process(way{}), other); err != nil {
			t.Errorf("another bot: %v", err)
		}
		time.Sleep(limit.ResetAfter + time.Second)
		told.ResetAfter, told.Remaining = 24*time.Hour-time.Second, 1000
		if err := passes(t, n.process(way{}), told); err != nil {
			t.Errorf("the next day: %v", err)
		}
	})
}

// TestRemoteGateFails says so if it always will, and else asks until its context
// ends.
func TestRemoteGateFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, url string
		status    int
		body      string
		want      string // empty: the context's error
	}{
		{"no address", "gate:8790", 0, "", "http:// or https://"},
		{"no host", "http:///gate", 0, "", "http:// or https://"},
		{"not understood", "http://gate", 400, "there is no shard 3 of 2\n", "refused: there is no shard 3 of 2"},
		{"not there", "http://gate", 404, "", ""},
		{"not up", "http://gate", 503, "", ""},
		{"not a gate", "http://gate", 200, "<html>", ""},
		{"another gate", "http://gate", 200, `{"state":"open sesame"}`, ""},
		{"nothing", "http://gate", 200, "", ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			gate := NewRemoteGate(tt.url)
			gate.Logger = slog.New(slog.DiscardHandler)
			gate.Client = &http.Client{Transport: answering(func() *http.Response {
				return &http.Response{StatusCode: tt.status, Body: io.NopCloser(strings.NewReader(tt.body))}
			})}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := gate.Wait(ctx, Identify{})
			if tt.want == "" && !errors.Is(err, context.DeadlineExceeded) || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
			}
			synctest.Wait()
		})
	}
}

// answering is a server that always answers that.
type answering func() *http.Response

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) { return a(), nil }
