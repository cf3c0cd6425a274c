package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

// A GateServer is the half of a [RemoteGate] that all processes of a bot share: an
// [http.Handler] for anybody's server, at one path of any name. It has a gate for
// each application that asks. `accord proxy` serves one. Use NewGateServer.
//
// There must be one for a bot: two of them know nothing of each other. A new one lets
// nobody identify for its first 7.25 seconds, for it does not know who has just done
// so. What is left of the day it finds in Dir, and in what the processes know; of
// both the lower number counts.
//
// A request waits for 10 seconds at most, or until its context ends: have
// [http.Server.BaseContext] return one that ends before Shutdown is called. The
// server's timeouts for reading and writing don't count here. Nothing that is sent
// is secret, but whoever can send may hold up any bot: it is not for the internet.
type GateServer struct {
	// Dir is where the number of sessions that are left of the day is kept for the
	// next server, in the files of a [FileGate]. It is made when it is needed, and
	// set before the first request. Empty: nowhere. A new server then knows only
	// what the processes do, which may be from before others identified.
	Dir string

	// Logger gets the server's logs. Nil: slog.Default().
	Logger *slog.Logger

	start time.Time
	notes sync.Mutex // one file is written at a time

	mu           sync.Mutex // guards all below; held for I/O when an application asks for the first time
	applications map[discord.ApplicationID]*gateApplication
	turns        map[string]*turn
	failing      bool // Dir can't be used, which is logged
}

// NewGateServer returns a server that nobody has asked yet.
func NewGateServer() *GateServer {
	return &GateServer{
		start:        time.Now(),
		applications: make(map[discord.ApplicationID]*gateApplication),
		turns:        make(map[string]*turn),
	}
}

const (
	// gatePoll is how long a request waits before it is told to ask again. Much
	// of what stands between two machines cuts what takes longer than 15 seconds.
	gatePoll = 10 * time.Second

	// gateAway is how long who was told to ask again keeps his place.
	gateAway = 5 * time.Second

	// turnAge is how old a turn may be for a process to identify: what it takes
	// to get there. Older ones are asked for again.
	turnAge = 2 * time.Second

	// turnHold is how long a key is kept for a turn of which is not heard whether
	// it was used. It is more than turnAge because the process may be held up
	// between learning of it and identifying.
	turnHold = 5 * time.Second

	// What is kept is bounded: these are more than the largest bot has.
	maxGateBody         = 4 << 10
	maxGateTurns        = 1 << 16
	maxGateApplications = 1 << 10
	maxGateConcurrency  = 1 << 12
	maxTurnName         = 64
	maxResetAfter       = int64((identifyPeriod + sameReset) / time.Millisecond)
)

// A gateApplication is a bot.
type gateApplication struct {
	gate    *MemoryGate
	granted int
}

// A turn is that of a shard in a process that may be anywhere: it waits for it, or
// has just had it.
type turn struct {
	name    string
	app     *gateApplication
	key     *gateKey
	w       *waiter
	cancel  context.CancelFunc // of the request that waits, or waited last
	granted time.Time          // zero: it waits
	free    time.Time          // when the key is, if nothing is heard
	expire  *time.Timer        // ends it; nil: a request waits
}

// A gateQuestion is the body of POST.
type gateQuestion struct {
	Application    discord.ApplicationID `json:"application_id"`
	Shard          int                   `json:"shard"`
	Count          int                   `json:"count"`
	MaxConcurrency int                   `json:"max_concurrency"`
	gateLimit
}

// A gateLimit is what one side knows of the day's limit. A total of 0: nothing.
type gateLimit struct {
	Total      int   `json:"total"`
	Remaining  int   `json:"remaining"`
	ResetAfter int64 `json:"reset_after"` // milliseconds
}

// A gateAnswer is the body of the answer.
type gateAnswer struct {
	State string `json:"state"`
	After int64  `json:"after"` // of a turn: that many milliseconds after the question it came; before it if negative
	gateLimit
}

// The states of a gateAnswer.
const (
	gateTurn    = "turn"
	gateAgain   = "again" // it has not come yet
	gateLimited = "limit" // there is none before reset_after
)

// limitOf is b, as it is told. What is only a guess is not.
func limitOf(b startBudget, now time.Time) gateLimit {
	if b.Guessed || b.Total <= 0 || !b.Reset.After(now) {
		return gateLimit{}
	}
	return gateLimit{b.Total, max(b.Remaining, 0), min(b.Reset.Sub(now).Milliseconds(), maxResetAfter)}
}

// ServeHTTP answers a [RemoteGate]. The turn that a request is about is named by
// the query's turn: POST waits for it, DELETE tells that it was used or won't be.
func (s *GateServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	name := r.URL.Query().Get("turn")
	switch {
	case r.Method != http.MethodPost && r.Method != http.MethodDelete:
		w.Header().Set("Allow", "POST, DELETE")
		http.Error(w, "this is an identify gate: it takes POST and DELETE", http.StatusMethodNotAllowed)
	case name == "" || len(name) > maxTurnName:
		http.Error(w, fmt.Sprintf("the query needs a turn of 1 to %d bytes", maxTurnName), http.StatusBadRequest)
	case r.Method == http.MethodPost:
		s.ask(w, r, name)
	default:
		s.done(name)
		w.WriteHeader(http.StatusNoContent)
	}
}

// ask answers when the turn has come, or the request has waited long enough.
func (s *GateServer) ask(w http.ResponseWriter, r *http.Request, name string) {
	asked := time.Now()
	body, err := readBody(w, r)
	if err != nil {
		http.Error(w, "the body can't be read: "+err.Error(), http.StatusRequestTimeout)
		return
	}
	id, err := readQuestion(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer, err := s.answer(r.Context(), asked, name, id)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // a process that is gone is no error of ours
}

// readBody reads a request, and lifts the server's timeouts, which were not made for
// requests that wait.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	conn := http.NewResponseController(w)
	now := time.Now()
	_ = conn.SetReadDeadline(now.Add(gateAway)) // what can't do that has no timeouts
	_ = conn.SetWriteDeadline(now.Add(gatePoll + gateAway))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxGateBody))
	_ = conn.SetReadDeadline(time.Time{}) // else it would end the request's context
	return body, err
}

// readQuestion reads what is asked.
func readQuestion(body []byte) (Identify, error) {
	var q gateQuestion
	if err := json.Unmarshal(body, &q); err != nil {
		return Identify{}, fmt.Errorf("the body is no question: %w", err)
	}
	switch {
	case q.Shard < 0 || q.Count < 0 || q.Count > 0 && q.Shard >= q.Count:
		return Identify{}, fmt.Errorf("there is no shard %d of %d", q.Shard, q.Count)
	case q.MaxConcurrency < 0 || q.MaxConcurrency > maxGateConcurrency:
		return Identify{}, fmt.Errorf("max_concurrency %d is not between 0 and %d", q.MaxConcurrency, maxGateConcurrency)
	case q.Total < 0 || q.Remaining < 0 || q.ResetAfter < 0 || q.ResetAfter > maxResetAfter:
		return Identify{}, fmt.Errorf("total %d, remaining %d and reset_after %d can't be", q.Total, q.Remaining, q.ResetAfter)
	}
	id := Identify{Application: q.Application, Shard: q.Shard, Count: q.Count, MaxConcurrency: q.MaxConcurrency}
	id.Total, id.Remaining, id.ResetAfter = q.Total, q.Remaining, time.Duration(q.ResetAfter)*time.Millisecond
	return id, nil
}

// errAskAgain is the end of the time that a request may wait.
var errAskAgain = errors.New("gateway: ask again")

// answer waits for a turn that was asked for at that time.
func (s *GateServer) answer(ctx context.Context, asked time.Time, name string, id Identify) (gateAnswer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, gatePoll, errAskAgain)
	defer cancel()
	t, granted, err := s.enter(name, id, cancel)
	if err != nil {
		return gateAnswer{}, err
	}
	if granted.IsZero() {
		if granted, err = s.await(ctx, t); err == nil {
			s.note(t.app, id) // before anybody uses it
		}
	}
	limit, limited := errors.AsType[*IdentifyLimitError](err)
	_, budget := t.app.gate.state()
	switch {
	case limited:
		return gateAnswer{State: gateLimited, gateLimit: gateLimit{Remaining: limit.Remaining, ResetAfter: limit.ResetAfter.Milliseconds()}}, nil
	case err == errAskAgain:
		return gateAnswer{State: gateAgain, gateLimit: limitOf(budget, time.Now())}, nil
	case err != nil: // nobody listens any more, or the server ends
		return gateAnswer{}, errors.New("the gate is closing")
	default:
		return gateAnswer{State: gateTurn, After: granted.Sub(asked).Milliseconds(), gateLimit: limitOf(budget, time.Now())}, nil
	}
}

// enter puts a shard in line, in the place of the last request for that turn. If
// the turn has come since, it tells when.
func (s *GateServer) enter(name string, id Identify, cancel context.CancelFunc) (t *turn, granted time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.turns[name]
	if old != nil && time.Since(old.granted) <= turnAge {
		return old, old.granted, nil
	}
	app := s.applications[id.Application]
	switch {
	case app == nil && len(s.applications) == maxGateApplications:
		return nil, time.Time{}, errors.New("too many applications use this gate")
	case old == nil && len(s.turns) == maxGateTurns:
		return nil, time.Time{}, errors.New("too many shards wait at this gate")
	case app == nil:
		app = s.newApplication(id)
		s.applications[id.Application] = app
	}
	t = &turn{name: name, app: app, cancel: cancel}
	t.key, t.w = app.gate.enter(id)
	if old != nil {
		s.end(old) // it is in line until now, so that nobody slips in
	}
	s.turns[name] = t
	return t, time.Time{}, nil
}

// newApplication returns one of which only the last server's budget is known: who had
// a turn from that, just before this one began, may still use it. Locked.
func (s *GateServer) newApplication(id Identify) *gateApplication {
	gate := &MemoryGate{
		hold:  turnHold,
		keys:  make(map[int]*gateKey),
		floor: s.start.Add(turnAge + identifyEvery),
	}
	s.tellFailing(s.change(id, func(kept *gateState) { gate.budget = kept.Budget }))
	return &gateApplication{gate: gate}
}

// note keeps an application's budget. A turn is given also if that fails.
func (s *GateServer) note(app *gateApplication, id Identify) {
	s.notes.Lock()
	err := s.change(id, func(kept *gateState) { _, kept.Budget = app.gate.state() })
	s.notes.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tellFailing(err)
}

// change changes what is kept of an application, if anything is.
func (s *GateServer) change(id Identify, f func(kept *gateState)) error {
	if s.Dir == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), sentTimeout)
	defer cancel()
	return NewFileGate(s.Dir).change(ctx, id, func(kept *gateState, _ time.Time) error {
		f(kept)
		return nil
	})
}

// tellFailing logs when the budget can no longer be kept, and when it can again.
// Locked.
func (s *GateServer) tellFailing(err error) {
	log := s.Logger
	if log == nil {
		log = slog.Default()
	}
	switch {
	case err != nil && !s.failing:
		log.Warn("what is left of the day's sessions can't be kept: if the gate is restarted it may let too many shards identify", slog.Any("error", err))
	case err == nil && s.failing:
		log.Info("what is left of the day's sessions is kept again")
	}
	s.failing = err != nil
}

// await waits for a turn, notes what became of it, and returns when it came.
func (s *GateServer) await(ctx context.Context, t *turn) (time.Time, error) {
	free, err := t.app.gate.await(ctx, t.key, t.w)
	if err != nil && err == ctx.Err() {
		err = context.Cause(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	stale := s.turns[t.name] != t // it was given up, or asked for again, in that moment
	switch {
	case err == nil:
		t.free, t.granted = free, free.Add(-turnHold-identifyEvery)
		t.app.granted++
		s.expire(t, turnHold)
	case err == errAskAgain && !stale:
		s.expire(t, gateAway)
		return time.Time{}, err
	}
	if err != nil || stale {
		s.end(t)
	}
	return t.granted, err
}

// expire ends t after d.
func (s *GateServer) expire(t *turn, d time.Duration) {
	t.expire = time.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.end(t)
	})
}

// done ends a turn.
func (s *GateServer) done(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.turns[name]; t != nil {
		s.end(t)
	}
}

// end takes t out of the line. If it has come, it was used by now, or won't be.
func (s *GateServer) end(t *turn) {
	if t.expire != nil {
		t.expire.Stop()
	}
	t.cancel()
	if t.granted.IsZero() {
		t.app.gate.leave(t.key, t.w)
	} else {
		t.app.gate.sent(t.key, t.free)
	}
	if s.turns[t.name] == t {
		delete(s.turns, t.name)
	}
}

// A GateState is what a [GateServer] knows of one bot.
type GateState struct {
	Application discord.ApplicationID // 0: bots whose tokens do not tell
	Waiting     int                   // shards that wait for their turn
	Granted     int                   // turns since the server began
	Total       int                   // sessions a day; 0: nobody has told
	Remaining   int                   // of them
	ResetAfter  time.Duration         // from now until there are Total again
}

// State returns what is known of each application that has asked, by ID.
func (s *GateServer) State() []GateState {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	states := make([]GateState, 0, len(s.applications))
	for _, id := range slices.Sorted(maps.Keys(s.applications)) {
		app := s.applications[id]
		waiting, budget := app.gate.state()
		state := GateState{Application: id, Waiting: waiting, Granted: app.granted}
		if limit := limitOf(budget, now); limit.Total > 0 {
			state.Total, state.Remaining, state.ResetAfter = limit.Total, limit.Remaining, budget.Reset.Sub(now)
		}
		states = append(states, state)
	}
	return states
}

// state returns how many wait, and what is known of the limit.
func (g *MemoryGate) state() (waiting int, budget startBudget) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, key := range g.keys {
		waiting += len(key.waiting)
	}
	return waiting, g.budget
}
