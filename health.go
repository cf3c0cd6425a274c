package accord

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/accord-go/accord/gateway"
)

// A ShardState is how far a shard has come.
type ShardState int

// The states.
const (
	ShardWaiting      ShardState = 0 // it has not begun: others identify first
	ShardConnecting   ShardState = 1 // it connects for the first time, waits to identify, identifies or resumes
	ShardReady        ShardState = 2 // events come
	ShardDisconnected ShardState = 3 // there is no connection any more; it comes back by itself
)

// String returns the state as [Client.HealthHandler] writes it.
func (s ShardState) String() string {
	switch s {
	case ShardWaiting:
		return "waiting"
	case ShardConnecting:
		return "connecting"
	case ShardReady:
		return "ready"
	case ShardDisconnected:
		return "disconnected"
	default:
		return fmt.Sprintf("ShardState(%d)", int(s))
	}
}

// MarshalText implements [encoding.TextMarshaler].
func (s ShardState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A Health is how one shard is doing.
type Health struct {
	Shard     int           `json:"shard"`
	State     ShardState    `json:"state"`
	Since     time.Time     `json:"since"`               // when the state began
	Latency   time.Duration `json:"-"`                   // latency_ms in JSON; between the last heartbeat and its answer; 0 before the first
	LastEvent time.Time     `json:"last_event,omitzero"` // when something last came from Discord; zero: nothing has
	Sessions  int           `json:"sessions"`            // that were started since Run began
	Resumes   int           `json:"resumes"`             // since Run began
	Error     string        `json:"error,omitzero"`      // what ended the last connection, while there is none
	Members   Progress      `json:"members,omitzero"`    // guilds, of Config.RequestMembers; zero without it

	// WaitsFor is what the shard waits for by itself, such as its turn to identify
	// or the end of a backoff, and Until when that ends. Zero: for nothing, or for
	// Discord's answer; and when is not known, as that of a turn. In the state
	// ShardWaiting it is the shards before it.
	WaitsFor gateway.Waiting `json:"waits_for,omitzero"`
	Until    time.Time       `json:"until,omitzero"`
}

// MarshalJSON writes the latency in milliseconds, as latency_ms.
func (h Health) MarshalJSON() ([]byte, error) {
	type fields Health // without this method
	return json.Marshal(struct {
		fields
		Latency float64 `json:"latency_ms"`
	}{fields(h), float64(h.Latency) / float64(time.Millisecond)})
}

// A Progress is how much of something is done.
type Progress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// Health tells how the shards of this client are doing, by ID. It is nil while the
// client does not run.
func (c *Client) Health() []Health {
	r := c.current.Load()
	if r == nil {
		return nil
	}
	var all []Health
	for _, s := range r.now.Load().shards {
		all = append(all, s.health())
	}
	return all
}

// HealthHandler tells load balancers and supervisors how the client is doing:
//
//   - /livez answers 200, and 503 after Run has ended: the process is of no use
//     any more. A connection that is lost is no reason to restart it; the client
//     does what can be done.
//   - /readyz answers 200 while all shards are ready, and 503 otherwise.
//
// Both answer with JSON: a status, and [Client.Health] as shards, in which times
// are as in RFC 3339. They hold no secrets, but are nobody's business outside: the
// handler belongs on a port of its own.
func (c *Client) HealthHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		c.answerHealth(w, !c.ended.Load(), "alive", "ended")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		c.answerHealth(w, allReady(c.Health()), "ready", "not ready")
	})
	return mux
}

func allReady(shards []Health) bool {
	for _, h := range shards {
		if h.State != ShardReady {
			return false
		}
	}
	return len(shards) > 0
}

func (c *Client) answerHealth(w http.ResponseWriter, ok bool, good, bad string) {
	answer := struct {
		Status string   `json:"status"`
		Shards []Health `json:"shards"`
	}{good, c.Health()}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !ok {
		answer.Status = bad
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(answer) // who asked is gone if it fails
}

// vitals are what a shard's hooks tell of its health.
type vitals struct {
	mu       sync.Mutex // guards all below
	state    ShardState
	since    time.Time
	sessions int
	resumes  int
	err      error
	waiting  gateway.Waiting
	until    time.Time
	session  string // the last that was lost
}

// enter notes a new state.
func (v *vitals) enter(state ShardState, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.state != state {
		v.state, v.since = state, time.Now()
	}
	v.err = err
}

// wait notes what the shard waits for.
func (v *vitals) wait(w gateway.Waiting, until time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.waiting, v.until = w, until
}

// up notes that events come, by a new session or the old one.
func (v *vitals) up(resumed bool) {
	v.enter(ShardReady, nil)
	v.mu.Lock()
	defer v.mu.Unlock()
	if resumed {
		v.resumes++
	} else {
		v.sessions++
	}
}

// lose notes that a session is lost.
func (v *vitals) lose(session string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.session = session
}

// lost reports whether that session was the last that was lost.
func (v *vitals) lost(session string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.session == session
}

// health tells how s is doing.
func (s *shard) health() Health {
	h := s.vitals.read()
	h.Shard, h.Members = s.id, s.members.progress()
	select {
	case <-s.launched:
		h.Latency = s.conn.Latency()
		h.LastEvent = s.conn.Session().LastFrame
	default:
	}
	return h
}

func (v *vitals) read() Health {
	v.mu.Lock()
	defer v.mu.Unlock()
	h := Health{State: v.state, Since: v.since, Sessions: v.sessions, Resumes: v.resumes, WaitsFor: v.waiting, Until: v.until}
	if v.err != nil {
		h.Error = v.err.Error()
	}
	return h
}
