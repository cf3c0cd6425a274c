package accord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/gateway"
)

const (
	// saveEvery is how often sessions are saved at most. It bounds how much of
	// what was handled comes again after a crash.
	saveEvery = 100 * time.Millisecond

	// saveAgain is after how long a store that failed is tried again.
	saveAgain = 10 * time.Second

	// saveTimeout is how long the last save may take.
	saveTimeout = 5 * time.Second

	// epochSpread is how far apart the epochs are of processes that begin at the same
	// moment, when the store has one of the future: else both would have the next.
	epochSpread = 1 << 20

	// sweepEvery is how often the store is searched for abandoned sessions. The
	// first time is when the run begins.
	sweepEvery = 5 * time.Minute
)

// A sessionKey names a shard.
type sessionKey struct{ count, id int }

// A keeper saves the sessions of a run, so that the next one, in this process or
// another, can go on with them. What it saves is not how far the shards have read
// but how far handlers are done.
type keeper struct {
	run   *run
	store gateway.SessionStore // nil: only the client's memory
	own   *gateway.FileStore   // the store, if it is the default one
	epoch uint64               // of this run: higher than that of any before it
	lost  chan error           // another process has taken a shard over; has room for one

	marked atomic.Bool        // there may be something to save
	wake   chan struct{}      // has room for one
	turns  chan chan struct{} // see turned
	ended  chan struct{}      // closed when keep has
	ctx    context.Context
	cancel context.CancelFunc // ends keep
	saving sync.WaitGroup

	// These belong to keep, and before and after it to Run.
	noted   int    // how many shards the generation has that the next run goes on with
	former  uint64 // epoch of the last run that had all shards; 0: not known
	saved   map[gateway.ShardKey]gateway.Session
	failing bool
	retry   time.Time
	unswept bool // the last sweep failed
}

func newKeeper(r *run) *keeper {
	k := &keeper{
		run:   r,
		lost:  make(chan error, 1),
		wake:  make(chan struct{}, 1),
		turns: make(chan chan struct{}),
		ended: make(chan struct{}),
		saved: make(map[gateway.ShardKey]gateway.Session),
	}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	return k
}

// begin loads the sessions of the run's shards, makes them this run's, and keeps
// saving them until finish is called. It fails if another process has them.
func (k *keeper) begin(ctx context.Context) error {
	g := k.run.now.Load()
	if len(g.shards) == 0 {
		return nil
	}
	k.open(g.config(g.shards[0]).Key())
	g = k.latest(ctx, g)
	k.run.now.Store(g)
	k.noted = g.count
	var claim []gateway.Session
	for _, s := range g.shards {
		cfg := g.config(s)
		session, err := k.load(ctx, cfg.Key())
		if errors.Is(err, gateway.ErrStolen) || ctx.Err() != nil {
			k.close()
			return fmt.Errorf("accord: load the session of shard %d: %w", s.id, err)
		}
		if err != nil {
			k.complain(err)
			k.close()
			k.store = nil
			return nil
		}
		k.epoch = max(k.epoch, session.Epoch+1)
		if own := cfg.Session; own.LastFrame.After(session.LastFrame) { // the last run could not save it
			session = own
			session.Key = cfg.Key()
		}
		k.run.client.sessions[sessionKey{g.count, s.id}] = session
		claim = append(claim, session)
	}
	k.epoch = max(k.epoch+rand.Uint64N(epochSpread), uint64(max(time.Now().UnixNano(), 1)))
	// In this order: until the note is stored, what is left of the last run is.
	if err := k.save(ctx, slices.Concat(claim, k.ends(), k.note())); errors.Is(err, gateway.ErrStolen) {
		k.close()
		return fmt.Errorf("accord: save sessions: %w", err)
	}
	k.saving.Go(k.keep)
	return nil
}

// open finds the store.
func (k *keeper) open(key gateway.ShardKey) {
	c := k.run.client
	k.store = c.config.Sessions
	switch {
	case k.store == nil && c.config.Dial != nil:
		k.store = &c.memory
	case key.ApplicationID == 0:
		k.complain(errors.New("the token does not tell whose sessions they are"))
		k.store = &c.memory
	case k.store == nil:
		dir, err := sessionDir(c.REST.API())
		if err != nil {
			k.complain(err)
			k.store = &c.memory
			return
		}
		k.own = gateway.NewFileStore(dir)
		k.store = k.own
	}
}

// sessionDir is where sessions are kept by default, for each API by itself.
func sessionDir(api string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	name := api
	if u, err := url.Parse(api); err == nil {
		name = u.Host + u.Path
	}
	plain := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}
	return filepath.Join(cache, "accord", "sessions", strings.Map(plain, strings.ToLower(name))), nil
}

// load returns the session of a shard. It is empty if there is none.
func (k *keeper) load(ctx context.Context, key gateway.ShardKey) (gateway.Session, error) {
	session, err := k.store.Load(ctx, key)
	if errors.Is(err, gateway.ErrNoSession) {
		if damage, ok := errors.AsType[*gateway.SessionFileError](err); ok {
			k.run.client.config.Logger.Warn("stored session not used", slog.Any("error", damage))
		}
		return gateway.Session{Key: key}, nil
	}
	return session, err
}

// touch notes that there may be something to save of s. It costs next to nothing.
func (k *keeper) touch(s *shard) {
	if !s.touched.Load() {
		s.touched.Store(true)
	}
	k.mark()
}

// mark makes keep look at what was touched.
func (k *keeper) mark() {
	if !k.marked.Load() && !k.marked.Swap(true) {
		k.wake <- struct{}{} // it is empty, or marked would be set
	}
}

// keep saves sessions from time to time.
func (k *keeper) keep() {
	defer close(k.ended)
	k.sweep()
	sweeps := time.NewTicker(sweepEvery)
	defer sweeps.Stop()
	for {
		var err error
		select {
		case <-k.wake:
			if !sleep(k.ctx, max(saveEvery, time.Until(k.retry))) {
				return
			}
			k.marked.Store(false)
			batch, busy := k.collect(k.failing)
			err = k.save(k.ctx, k.changed(batch))
			if busy || k.failing {
				k.mark() // handlers that end tell nobody
			}
		case t := <-k.turns:
			err = k.turn()
			close(t)
		case <-sweeps.C:
			k.sweep()
		case <-k.ctx.Done():
			return
		}
		if errors.Is(err, gateway.ErrStolen) {
			k.lost <- fmt.Errorf("accord: save sessions: %w", err)
			return
		}
	}
}

// collect returns what is to be stored now of the shards that were touched, or of
// all, and whether handlers are at work.
func (k *keeper) collect(all bool) (batch []gateway.Session, busy bool) {
	r := k.run
	for _, s := range r.now.Load().shards {
		if !s.touched.Swap(false) && !all {
			continue
		}
		select {
		case <-s.launched:
		default:
			continue // what is stored is still true
		}
		session := s.conn.Session()
		if h := r.handover.Load(); h != nil && h.old == s.generation && h.finished() {
			return nil, false // what it reads now is not handled
		}
		session.Sequence = r.d.handled(&s.ledger, session.Sequence, r.client.config.AckAfter)
		if r.d.busy(&s.ledger) {
			s.touched.Store(true)
			busy = true
		}
		key := s.generation.config(s).Key()
		if session.ID == "" {
			session = gateway.Session{}
		}
		session.Key = key
		batch = append(batch, session)
	}
	return batch, busy
}

// changed returns what of a batch is not stored yet, and the ends of sessions
// whose generation has left.
func (k *keeper) changed(batch []gateway.Session) []gateway.Session {
	var news []gateway.Session
	for _, s := range batch {
		old := k.saved[s.Key]
		if k.failing || old.ID != s.ID || old.Sequence != s.Sequence || !old.LastFrame.Equal(s.LastFrame) {
			news = append(news, s)
		}
	}
	return slices.Concat(news, k.note(), k.ends())
}

// ends returns the ends of sessions whose generation has left.
func (k *keeper) ends() (ends []gateway.Session) {
	for key, old := range k.saved {
		if old.ID != "" && key.Count != k.run.now.Load().count && key.Count != k.noted {
			ends = append(ends, gateway.Session{Key: key})
		}
	}
	return ends
}

// save stores a batch. Failures are told when they begin and when they end.
func (k *keeper) save(ctx context.Context, batch []gateway.Session) error {
	if len(batch) == 0 {
		return nil
	}
	for i := range batch {
		batch[i].Epoch = k.epoch
	}
	err := k.store.Save(ctx, batch)
	switch {
	case err == nil:
		for _, s := range batch {
			k.saved[s.Key] = s
		}
		if k.failing {
			k.failing, k.retry = false, time.Time{}
			k.run.client.config.Logger.Info("sessions are saved again")
		}
	case ctx.Err() == nil && !errors.Is(err, gateway.ErrStolen):
		if !k.failing {
			k.complain(err)
		}
		k.failing, k.retry = true, time.Now().Add(saveAgain)
	}
	return err
}

// complain tells that sessions are not saved.
func (k *keeper) complain(err error) {
	k.run.client.config.Logger.Warn("sessions are not saved: after a restart the bot begins anew, and misses what happens meanwhile", slog.Any("error", err))
}

// finish saves the sessions for the last time, when handlers are done or were told
// to stop.
func (k *keeper) finish() {
	k.cancel()
	k.saving.Wait()
	g := k.run.now.Load()
	if h := k.run.handover.Load(); h != nil && h.next == g && !h.old.working() {
		k.noted = g.count
	}
	batch, _ := k.collect(true)
	err := k.saveLast(batch)
	stolen := errors.Is(err, gateway.ErrStolen)
	if stolen {
		k.run.client.config.Logger.Warn("another process runs the bot's shards", slog.Any("error", err))
	}
	if err == nil || stolen {
		clear(k.run.client.sessions)
		return
	}
	for _, s := range batch {
		k.run.client.sessions[sessionKey{g.count, s.Key.Shard}] = s
	}
}

// errNoStore is why sessions were not saved that had no place from the beginning.
var errNoStore = errors.New("accord: there is no store of sessions")

// saveLast saves what has changed, when keep has ended.
func (k *keeper) saveLast(batch []gateway.Session) error {
	if k.store == nil {
		return errNoStore
	}
	ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
	defer cancel()
	return k.save(ctx, k.changed(batch))
}

// close lets others have the shards, if the store is the client's own.
func (k *keeper) close() {
	if k.own == nil {
		return
	}
	if err := k.own.Close(); err != nil {
		k.complain(err)
	}
}
