package accord_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/gateway"
)

// ask asks for the client's health, and returns what it is told.
func ask(t *testing.T, client *accord.Client, path string) (code int, status string, states []string) {
	t.Helper()
	w := httptest.NewRecorder()
	client.HealthHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	var body struct {
		Status string `json:"status"`
		Shards []struct {
			Shard     int       `json:"shard"`
			State     string    `json:"state"`
			Since     time.Time `json:"since"`
			LastEvent time.Time `json:"last_event"`
			Latency   *float64  `json:"latency_ms"`
		} `json:"shards"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("%s answers %s: %v", path, w.Body, err)
	}
	for i, s := range body.Shards {
		if s.Shard != i || s.Since.IsZero() || s.Latency == nil || *s.Latency < 0 || *s.Latency > 1000 || s.State == "ready" && s.LastEvent.IsZero() {
			t.Errorf("%s answers %s", path, w.Body)
		}
		states = append(states, s.State)
	}
	return w.Code, body.Status, states
}

// TestHealth follows two shards through their lives.
func TestHealth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 2})})
		client := sharded(d, accord.Config{})
		check := func(when string, live, ready int, states ...string) {
			t.Helper()
			synctest.Wait()
			code, _, _ := ask(t, client, "/livez")
			readyCode, status, got := ask(t, client, "/readyz")
			if code != live || readyCode != ready || (status == "ready") != (ready == 200) || len(got) != len(states) {
				t.Fatalf("%s: live %d, ready %d %q, shards %q", when, code, readyCode, status, got)
			}
			for i, s := range states {
				if got[i] != s {
					t.Errorf("%s: shards are %q, want %q", when, got, states)
				}
			}
		}
		check("before Run", 200, 503)
		stop := run(t, client)
		check("at first", 200, 503, "ready", "connecting") // it waits until it may identify
		time.Sleep(10 * time.Second)
		check("later", 200, 200, "ready", "ready")
		before := client.Health()
		if h := before[0]; h.Sessions != 1 || h.Resumes != 0 || h.Error != "" {
			t.Errorf("shard 0: %+v", h)
		}
		if h := before[0]; h.WaitsFor != gateway.WaitingForNothing || !h.Until.IsZero() {
			t.Errorf("shard 0: %+v, want nothing to wait for", h)
		}
		for range 2 { // the first attempts to come back fail
			d.Drop(emulator.Drop{Mode: emulator.DropAbrupt, When: emulator.AfterResume})
		}
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		check("without a connection", 200, 503, "disconnected", "disconnected")
		if h := client.Health()[1]; h.Error == "" {
			t.Errorf("shard 1: %+v, want what ended the connection", h)
		}
		time.Sleep(100 * time.Millisecond) // the next attempts have failed
		if h := client.Health()[1]; h.State != accord.ShardDisconnected || h.WaitsFor != gateway.WaitingToConnect || !h.Until.After(time.Now()) {
			t.Errorf("shard 1: %+v, want when it connects again", h)
		}
		time.Sleep(time.Minute)
		check("again", 200, 200, "ready", "ready")
		if h := client.Health()[0]; h.Sessions != 1 || h.Resumes != 1 || h.Error != "" || !h.LastEvent.After(before[0].LastEvent) || !h.Since.After(before[0].Since) {
			t.Errorf("shard 0: %+v, and before that %+v", h, before[0])
		}
		stop()
		check("after Run", 503, 503)
	})
}

// A closedGate lets nobody identify while it is closed, and has nothing left of the
// day while it is spent.
type closedGate struct{ closed, spent atomic.Bool }

func (g *closedGate) Wait(ctx context.Context, _ gateway.Identify) error {
	for ; g.closed.Load() && ctx.Err() == nil; time.Sleep(time.Second) {
	}
	if g.spent.Load() {
		return &gateway.IdentifyLimitError{Remaining: 1, ResetAfter: time.Hour}
	}
	return ctx.Err()
}

// TestHealthWaiting has a shard lose its session when it may not identify. Health
// tells what it waits for, and not why the connection before was lost.
func TestHealthWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(0, emulator.Rules{})})
		gate := new(closedGate)
		client := sharded(d, accord.Config{IdentifyGate: gate, Intents: discord.IntentGuilds})
		check := func(when string, state accord.ShardState, waits gateway.Waiting, until time.Duration, contains string) {
			t.Helper()
			h := client.Health()[0]
			text, err := json.Marshal(h)
			if err != nil {
				t.Fatal(err)
			}
			if h.State != state || h.WaitsFor != waits || !strings.Contains(string(text), contains) {
				t.Errorf("%s: %s, want %v, waiting for %v, and %s", when, text, state, waits, contains)
			}
			if left := time.Until(h.Until); (until == 0) != h.Until.IsZero() || until != 0 && (left < until || left > until+2*time.Minute) {
				t.Errorf("%s: until %v, want %v", when, left, until)
			}
		}
		gate.closed.Store(true)
		wait := ready(t, client, 1)
		defer run(t, client)()
		time.Sleep(time.Minute)
		check("at first", accord.ShardConnecting, gateway.WaitingToIdentify, 0, `"state":"connecting"`)
		gate.closed.Store(false)
		wait()
		check("ready", accord.ShardReady, gateway.WaitingForNothing, 0, `"state":"ready"`)
		time.Sleep(time.Minute)
		gate.closed.Store(true)
		d.Drop(emulator.Drop{Mode: "close", Code: 4009}) // the session is lost
		time.Sleep(time.Minute)
		check("lost", accord.ShardConnecting, gateway.WaitingToIdentify, 0, `"waits_for":"identify"`)
		if h := client.Health()[0]; h.Error != "" {
			t.Errorf("%+v: the connection is there", h)
		}
		gate.spent.Store(true)
		gate.closed.Store(false)
		time.Sleep(2 * time.Second)
		check("limit", accord.ShardDisconnected, gateway.WaitingForReset, 59*time.Minute, `"waits_for":"reset","until":"20`)
		gate.spent.Store(false)
		time.Sleep(70 * time.Minute)
		check("reset", accord.ShardReady, gateway.WaitingForNothing, 0, `"state":"ready"`)
	})
}
