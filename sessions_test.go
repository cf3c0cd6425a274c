package accord_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// A notebook is what the processes of a bot have handled and logged.
type notebook struct {
	mu   sync.Mutex
	got  []string
	logs bytes.Buffer
}

func (n *notebook) Write(b []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.logs.Write(b)
}

func (n *notebook) handled() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return fmt.Sprint(n.got)
}

// logged counts the lines with that text.
func (n *notebook) logged(text string) (lines int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for line := range strings.Lines(n.logs.String()) {
		if strings.Contains(line, text) {
			lines++
		}
	}
	return lines
}

// bot returns a bot that was just started: another client with the same store.
func (n *notebook) bot(d *emutest.Discord, cfg accord.Config) *accord.Client {
	cfg.API, cfg.Dial, cfg.Logger = d.API, d.Dial, slog.New(slog.NewTextHandler(n, nil))
	if cfg.Intents == 0 {
		cfg.Intents = discord.IntentsDefault | discord.IntentMessageContent
	}
	client := accord.New(d.Token, cfg)
	accord.On(client, func(_ context.Context, m *event.MessageCreate) error {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.got = append(n.got, m.Content)
		return nil
	})
	return client
}

// begun runs a client until it is ready, or has resumed.
func begun(t *testing.T, client *accord.Client) (stop func()) {
	t.Helper()
	start := make(chan bool, 2)
	on := func() error { start <- true; return nil }
	defer accord.On(client, func(context.Context, *event.ShardReady) error { return on() })()
	defer accord.On(client, func(context.Context, *event.ShardResumed) error { return on() })()
	stop = run(t, client)
	<-start
	synctest.Wait()
	return stop
}

// TestRestart ends the bot and starts it again, as another process: it must
// resume, and handle what came in between.
func TestRestart(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(t *testing.T) gateway.SessionStore{
		"memory": func(*testing.T) gateway.SessionStore { return new(gateway.MemoryStore) },
		"file":   func(t *testing.T) gateway.SessionStore { return gateway.NewFileStore(t.TempDir()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.StartWith(t, emulator.Config{World: manyGuilds(3, emulator.Rules{Shards: 2})})
				store := open(t)
				n := new(notebook)
				for i := range 4 {
					client := n.bot(d, accord.Config{Sessions: store})
					wait := ready(t, client, 2)
					stop := run(t, client)
					if i == 0 {
						wait()
					} else {
						time.Sleep(10 * time.Second)
					}
					d.Say(fmt.Sprint("while ", i))
					synctest.Wait()
					stop()
					d.Say(fmt.Sprint("after ", i))
					time.Sleep(time.Minute)
				}
				if want := "[while 0 after 0 while 1 after 1 while 2 after 2 while 3]"; n.handled() != want {
					t.Errorf("handled %s, want %s", n.handled(), want)
				}
				if s := d.Stats(); s.Identifies != 2 || s.Resumes != 6 {
					t.Errorf("%+v, want two sessions that were resumed three times", s)
				}
			})
		})
	}
}

// TestResumesGoFirst restarts 16 shards, of which the first has lost its session:
// the others must not wait until it may identify.
func TestResumesGoFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const shards = 16
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(0, emulator.Rules{Shards: shards, MaxConcurrency: shards})})
		n, store := new(notebook), new(gateway.MemoryStore)
		client := n.bot(d, accord.Config{Sessions: store})
		wait := ready(t, client, shards)
		stop := run(t, client)
		wait()
		stop()
		lost := gateway.Session{Key: gateway.ShardKey{ApplicationID: 1200000000000000001, Count: shards}, Epoch: math.MaxInt64}
		if err := store.Save(t.Context(), []gateway.Session{lost}); err != nil {
			t.Fatal(err)
		}
		gate := gateway.NewMemoryGate(discord.SessionStartLimit{})
		if err := gate.Wait(t.Context(), gateway.Identify{}); err != nil { // another process's shard of the same key
			t.Fatal(err)
		}
		client = n.bot(d, accord.Config{Sessions: store, IdentifyGate: gate})
		start := time.Now()
		var mu sync.Mutex // guards resumed
		resumed := make(map[int]time.Duration)
		accord.On(client, func(_ context.Context, r *event.ShardResumed) error {
			mu.Lock()
			defer mu.Unlock()
			resumed[r.Shard] = time.Since(start)
			return nil
		})
		wait = ready(t, client, 1)
		defer run(t, client)()
		if got := fmt.Sprint(wait()); got != "[0]" {
			t.Errorf("shards %s are ready, want 0, which has no session", got)
		}
		if got := time.Since(start); got < 5*time.Second || got > 6*time.Second {
			t.Errorf("it waited %v, want as long as the gate says", got)
		}
		mu.Lock()
		defer mu.Unlock()
		for id := 1; id < shards; id++ {
			if at, ok := resumed[id]; !ok || at > time.Second {
				t.Errorf("shard %d resumed after %v (%t), want at once", id, at, ok)
			}
		}
	})
}

// TestNotResumed starts the bot again when its session must not be resumed. It
// must say why.
func TestNotResumed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, store gateway.SessionStore, cfg *accord.Config)
		logged string
	}{
		{"intents", func(_ *testing.T, _ gateway.SessionStore, cfg *accord.Config) {
			cfg.Intents = discord.IntentGuilds
		}, "level=WARN msg=\"session lost\" shard=0 reason=\"stored session not resumed: configured differently: intents="},
		{"age", func(*testing.T, gateway.SessionStore, *accord.Config) { time.Sleep(115 * time.Second) }, "level=INFO msg=\"session lost\" shard=0 reason=\"stored session not resumed: it is 2m"},
		{"own age", func(_ *testing.T, _ gateway.SessionStore, cfg *accord.Config) {
			cfg.ResumeWithin = 10 * time.Second
			time.Sleep(5 * time.Second)
		}, "stored session not resumed: it is 11s old, and ResumeWithin is 10s"},
		{"API", func(t *testing.T, store gateway.SessionStore, _ *accord.Config) {
			key := gateway.ShardKey{ApplicationID: 1200000000000000001, Shard: 0, Count: 1}
			s, err := store.Load(t.Context(), key)
			if err != nil {
				t.Fatal(err)
			}
			s.Fingerprint = strings.Replace(s.Fingerprint, "url=ws://", "url=ws://elsewhere.", 1)
			if err := store.Save(t.Context(), []gateway.Session{s}); err != nil {
				t.Fatal(err)
			}
		}, "configured differently: url=ws://elsewhere."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.Start(t)
				n, store := new(notebook), new(gateway.MemoryStore)
				begun(t, n.bot(d, accord.Config{Sessions: store}))()
				time.Sleep(6 * time.Second) // one IDENTIFY in 5 seconds
				var cfg accord.Config
				tt.change(t, store, &cfg)
				cfg.Sessions = store
				client := n.bot(d, cfg)
				lost := make(chan string, 1)
				accord.On(client, func(_ context.Context, e *event.SessionLost) error {
					lost <- e.Reason
					return nil
				})
				begun(t, client)()
				if s := d.Stats(); s.Identifies != 2 || s.Resumes != 0 {
					t.Errorf("%+v, want two sessions", s)
				}
				if !strings.Contains(n.logs.String(), "msg=ready shard=0 bot=Accord user=") {
					t.Errorf("the log does not tell the bot's name: %s", n.logs.String())
				}
				if reason := <-lost; n.logged(tt.logged) != 1 || reason == "" {
					t.Errorf("told %q and logged:\n%s", reason, n.logs.String())
				}
			})
		})
	}
}

// TestTakenOver starts a bot while it runs elsewhere. With files the second one
// is refused; with a store that has no locks it takes over, and the first ends.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	t.Run("file", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := emutest.Start(t)
			n, dir := new(notebook), t.TempDir()
			store := gateway.NewFileStore(dir)
			stop := begun(t, n.bot(d, accord.Config{Sessions: store}))
			err := n.bot(d, accord.Config{Sessions: gateway.NewFileStore(dir)}).Run(t.Context())
			if inUse, ok := errors.AsType[*gateway.SessionsInUseError](err); !ok || inUse.Shard.Count != 1 {
				t.Errorf("a second Run = %v", err)
			}
			d.Say("hello")
			synctest.Wait()
			stop()
			if err := store.Close(); err != nil {
				t.Error(err)
			}
			if s := d.Stats(); s.Identifies != 1 || s.Resumes != 0 || n.handled() != "[hello]" {
				t.Errorf("%+v, handled %s: the second one disturbed the first", s, n.handled())
			}
			begun(t, n.bot(d, accord.Config{Sessions: store}))()
			store.Close()
		})
	})
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := emutest.Start(t)
			n, store := new(notebook), new(gateway.MemoryStore)
			first := n.bot(d, accord.Config{Sessions: store})
			ended := make(chan error, 1)
			wait := ready(t, first, 1)
			go func() { ended <- first.Run(t.Context()) }()
			wait()
			time.Sleep(time.Second)
			stop := begun(t, n.bot(d, accord.Config{Sessions: store}))
			for i := range 10 {
				d.Say(fmt.Sprint(i))
				time.Sleep(time.Minute)
			}
			if err := <-ended; !errors.Is(err, gateway.ErrStolen) {
				t.Errorf("the first Run = %v", err)
			}
			stop()
			for i := range 10 {
				if !strings.Contains(n.handled(), fmt.Sprint(i)) {
					t.Errorf("message %d was not handled: %s", i, n.handled())
				}
			}
		})
	})
}

// A slowStore takes its time to load.
type slowStore struct{ gateway.MemoryStore }

func (s *slowStore) Load(ctx context.Context, shard gateway.ShardKey) (gateway.Session, error) {
	session, err := s.MemoryStore.Load(ctx, shard)
	time.Sleep(time.Second)
	return session, err
}

// TestTwoAtOnce starts two processes in the same moment, with clocks that are behind
// that of the last one. Only one may go on.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		n, store := new(notebook), new(slowStore)
		last := gateway.Session{Key: gateway.ShardKey{ApplicationID: d.ApplicationID, Count: 1}, Epoch: math.MaxInt64}
		if err := store.Save(t.Context(), []gateway.Session{last}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 2)
		for range 2 {
			go func() { ended <- n.bot(d, accord.Config{Sessions: store}).Run(ctx) }()
		}
		time.Sleep(10 * time.Minute)
		cancel()
		first, second := <-ended, <-ended
		if !errors.Is(first, gateway.ErrStolen) || second != nil {
			t.Errorf("Run = %v and %v, want one to end because of the other", first, second)
		}
	})
}

// A brokenStore fails to save while broken is set.
type brokenStore struct {
	gateway.MemoryStore
	broken atomic.Bool
}

var errReadOnly = errors.New("read-only file system")

func (b *brokenStore) Save(ctx context.Context, batch []gateway.Session) error {
	if b.broken.Load() {
		return errReadOnly
	}
	return b.MemoryStore.Save(ctx, batch)
}

// TestReadOnlyDisk has no place for sessions. That is one warning, not one for
// each event, and nothing else.
func TestReadOnlyDisk(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := new(brokenStore)
	broken.broken.Store(true)
	for name, store := range map[string]gateway.SessionStore{"no directory": gateway.NewFileStore(filepath.Join(file, "x")), "no room": broken} {
		synctest.Test(t, func(t *testing.T) {
			d := emutest.Start(t)
			n := new(notebook)
			client := n.bot(d, accord.Config{Sessions: store})
			stop := begun(t, client)
			for i := range 200 {
				d.Say(fmt.Sprint(i))
				time.Sleep(time.Second)
			}
			stop()
			if warnings := n.logged("level=WARN"); warnings != 1 || n.logged("sessions are not saved") != 1 || strings.Count(n.handled(), " ") != 199 {
				t.Errorf("%s: %d warnings, handled %s\n%s", name, warnings, n.handled(), n.logs.String())
			}
			begun(t, client)() // the same process remembers
			if s := d.Stats(); s.Identifies != 1 || s.Resumes != 1 {
				t.Errorf("%s: %+v, want one session", name, s)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // and back
		d := emutest.Start(t)
		n := new(notebook)
		stop := begun(t, n.bot(d, accord.Config{Sessions: broken}))
		broken.broken.Store(false)
		time.Sleep(11 * time.Second)
		stop()
		if n.logged("sessions are saved again") != 1 {
			t.Errorf("logged:\n%s", n.logs.String())
		}
		begun(t, n.bot(d, accord.Config{Sessions: broken}))()
		if s := d.Stats(); s.Identifies != 1 || s.Resumes != 1 {
			t.Errorf("%+v, want one session", s)
		}
	})
}

// TestDamagedSession reports a file that can't be read, and goes on.
func TestDamagedSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		n, dir := new(notebook), t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%v-shard-0-of-1.session", d.ApplicationID)), []byte("no session\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		store := gateway.NewFileStore(dir)
		defer store.Close()
		begun(t, n.bot(d, accord.Config{Sessions: store}))()
		if n.logged("is damaged") != 1 {
			t.Errorf("logged:\n%s", n.logs.String())
		}
		begun(t, n.bot(d, accord.Config{Sessions: store}))()
		if s := d.Stats(); s.Identifies != 1 || s.Resumes != 1 {
			t.Errorf("%+v, want one session that was resumed", s)
		}
	})
}

// TestCrash looks at what is stored while the bot runs: events whose handlers have
// not returned must come again after a crash, and those that have must not.
func TestCrash(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		n, store, after := new(notebook), new(gateway.MemoryStore), new(gateway.MemoryStore)
		first := n.bot(d, accord.Config{Sessions: store})
		accord.On(first, func(ctx context.Context, m *event.MessageCreate) error {
			if m.Content == "slow" {
				<-ctx.Done()
			}
			return nil
		})
		stop := begun(t, first)
		d.Say("quick")
		time.Sleep(time.Second)
		d.Say("slow")
		d.Say("behind")
		time.Sleep(time.Second)
		key := gateway.ShardKey{ApplicationID: d.ApplicationID, Shard: 0, Count: 1}
		s, err := store.Load(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if err := after.Save(t.Context(), []gateway.Session{s}); err != nil {
			t.Fatal(err)
		}
		// The machine stops here: what happens from now on is not stored.
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		second := new(notebook)
		stopSecond := begun(t, second.bot(d, accord.Config{Sessions: after}))
		if want := "[slow behind]"; second.handled() != want {
			t.Errorf("after a crash %s are handled, want %s", second.handled(), want)
		}
		stop()
		stopSecond()
	})
}

// TestIdleSession keeps the stored session young while nothing happens.
func TestIdleSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		n, store := new(notebook), new(gateway.MemoryStore)
		stop := begun(t, n.bot(d, accord.Config{Sessions: store}))
		time.Sleep(time.Hour)
		s, err := store.Load(t.Context(), gateway.ShardKey{ApplicationID: d.ApplicationID, Shard: 0, Count: 1})
		if err != nil || time.Since(s.LastFrame) > time.Minute {
			t.Errorf("the session is %v old, %v", time.Since(s.LastFrame), err)
		}
		stop()
	})
}

// TestReshardedSessions stores the sessions of the shards that there are, and not
// those that there were.
func TestReshardedSessions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(4, emulator.Rules{Shards: 2})})
		n, store := new(notebook), new(gateway.MemoryStore)
		client := n.bot(d, accord.Config{Sessions: store})
		wait := ready(t, client, 2)
		stop := run(t, client)
		wait()
		if err := client.Reshard(t.Context(), 3); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		stop()
		for _, tt := range []struct {
			shard, count int
			alive        bool
		}{{0, 2, false}, {1, 2, false}, {0, 3, true}, {1, 3, true}, {2, 3, true}} {
			s, err := store.Load(t.Context(), gateway.ShardKey{ApplicationID: d.ApplicationID, Shard: tt.shard, Count: tt.count})
			if err != nil || (s.ID != "") != tt.alive {
				t.Errorf("shard %d of %d: %+v, %v, want a session: %t", tt.shard, tt.count, s, err, tt.alive)
			}
		}
		before := d.Stats()
		stop = begun(t, n.bot(d, accord.Config{Sessions: store, Shards: accord.Shards{Count: 3}}))
		time.Sleep(time.Minute)
		stop()
		if s := d.Stats(); s.Identifies != before.Identifies || s.Resumes != before.Resumes+3 {
			t.Errorf("%+v, then %+v: want all three resumed", before, s)
		}
	})
}
