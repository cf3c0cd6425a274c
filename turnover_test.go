package accord_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
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

// TestAnotherCount starts a bot with another number of shards than it had. Its
// sessions can't go on, and each of them is told to be lost, once.
func TestAnotherCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(3, emulator.Rules{Shards: 2})})
		store := new(gateway.MemoryStore)
		n := new(notebook)
		for i, tt := range []struct{ count, lost int }{{2, 0}, {3, 2}, {3, 0}, {2, 3}} {
			client := n.bot(d, accord.Config{Sessions: store, Shards: accord.Shards{Count: tt.count}})
			var mu sync.Mutex // guards lost
			var lost []int
			accord.On(client, func(_ context.Context, e *event.SessionLost) error {
				mu.Lock()
				defer mu.Unlock()
				lost = append(lost, e.Shard)
				if e.SessionID == "" || e.Last == 0 || e.Since.IsZero() {
					t.Errorf("run %d: %+v", i, e)
				}
				return nil
			})
			stop := run(t, client)
			time.Sleep(time.Minute)
			stop()
			slices.Sort(lost)
			if !slices.Equal(lost, accord.ShardRange(0, tt.lost-1)) {
				t.Errorf("run %d: the sessions of shards %v were lost, want %d", i, lost, tt.lost)
			}
		}
	})
}

// losses is what the processes of a bot are told.
type losses struct {
	t *testing.T
	d *emutest.Discord
	n *notebook

	mu   sync.Mutex // guards told
	told []string   // the sessions, as shard/count
}

// process starts a process with some of the shards, which ends with stop.
func (l *losses) process(store gateway.SessionStore, gate gateway.IdentifyGate, shards accord.Shards) (stop func()) {
	client := l.n.bot(l.d, accord.Config{Sessions: store, IdentifyGate: gate, Shards: shards})
	accord.On(client, func(_ context.Context, e *event.SessionLost) error {
		l.mu.Lock()
		defer l.mu.Unlock()
		_, of, _ := strings.Cut(e.Reason, " is of ")
		count, _, _ := strings.Cut(of, " ")
		l.told = append(l.told, fmt.Sprint(e.Shard, "/", count))
		if e.SessionID == "" || e.Last == 0 || e.Since.IsZero() {
			l.t.Errorf("told %+v", e)
		}
		return nil
	})
	end := run(l.t, client)
	return func() {
		end()
		if file, ok := store.(*gateway.FileStore); ok {
			file.Close()
		}
	}
}

// wants wants all that was told to be that, in any order.
func (l *losses) wants(when string, want ...string) {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	slices.Sort(l.told)
	if !slices.Equal(l.told, want) {
		l.t.Errorf("%s: told that %v are lost, want %v", when, l.told, want)
	}
}

// TestAnotherCountInProcesses gives the processes of a bot another number of shards,
// one after the other. Each session that does not go on is told to be lost by one
// of them, once, and none that still may.
func TestAnotherCountInProcesses(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(t *testing.T) func(process int) gateway.SessionStore{
		"one store": func(*testing.T) func(int) gateway.SessionStore {
			store := new(gateway.MemoryStore)
			return func(int) gateway.SessionStore { return store }
		},
		"one directory": func(t *testing.T) func(int) gateway.SessionStore {
			dir := t.TempDir()
			return func(int) gateway.SessionStore { return gateway.NewFileStore(dir) }
		},
		"a directory each": func(t *testing.T) func(int) gateway.SessionStore {
			dirs := []string{t.TempDir(), t.TempDir()}
			return func(process int) gateway.SessionStore { return gateway.NewFileStore(dirs[process]) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { anotherCount(t, open(t)) })
		})
	}
}

func anotherCount(t *testing.T, open func(process int) gateway.SessionStore) {
	d := emutest.StartWith(t, emulator.Config{World: manyGuilds(12, emulator.Rules{Shards: 4, MaxConcurrency: 16})})
	l := &losses{t: t, d: d, n: new(notebook)}
	gate := gateway.NewMemoryGate(discord.SessionStartLimit{})
	process := func(number, count int) (stop func()) {
		each := count / 2
		ids := accord.ShardRange(number*each, (number+1)*each-1)
		return l.process(open(number), gate, accord.Shards{Count: count, IDs: ids})
	}
	first, second := process(0, 4), process(1, 4)
	time.Sleep(time.Minute)
	first()
	first = process(0, 6)
	time.Sleep(20 * time.Second)
	l.wants("the old sessions may still go on")
	first()
	first = process(0, 4) // it was a mistake
	time.Sleep(time.Hour)
	l.wants("they did", "0/6", "1/6", "2/6")
	first()
	first = process(0, 6)
	time.Sleep(time.Hour)
	l.wants("the second process is at work", "0/4", "0/6", "1/4", "1/6", "2/6")
	second()
	second = process(1, 6)
	all := []string{"0/4", "0/6", "1/4", "1/6", "2/4", "2/6", "3/4"}
	time.Sleep(time.Hour)
	l.wants("all have begun", all...)
	for range 2 {
		first()
		second()
		first, second = process(0, 6), process(1, 6)
		time.Sleep(time.Hour)
		l.wants("all have begun again", all...)
	}
	first()
	second()
	l.wants("the end", all...)
	if s := d.Stats(); s.Resumes != 2+2*6 {
		t.Errorf("%+v, want the sessions resumed that could be", s)
	}
}

// TestAnotherCountInOneProcess has one process take the place of several, and the
// reverse.
func TestAnotherCountInOneProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(12, emulator.Rules{Shards: 3, MaxConcurrency: 16})})
		l, store := &losses{t: t, d: d, n: new(notebook)}, new(gateway.MemoryStore)
		gate := gateway.NewMemoryGate(discord.SessionStartLimit{})
		stop := l.process(store, gate, accord.Shards{Count: 4})
		time.Sleep(time.Minute)
		stop()
		first := l.process(store, gate, accord.Shards{Count: 6, IDs: accord.ShardRange(0, 2)})
		second := l.process(store, gate, accord.Shards{Count: 6, IDs: accord.ShardRange(3, 5)})
		time.Sleep(time.Hour)
		l.wants("several in the place of one", "0/4", "1/4", "2/4", "3/4")
		first()
		stop = l.process(store, gate, accord.Shards{Count: 2})
		time.Sleep(time.Hour)
		all := []string{"0/4", "0/6", "1/4", "1/6", "2/4", "2/6", "3/4"}
		l.wants("one in the place of the first", all...)
		second()
		stop()
		stop = l.process(store, gate, accord.Shards{Count: 2})
		time.Sleep(time.Hour)
		stop()
		all = append(all, "3/6", "4/6", "5/6")
		slices.Sort(all)
		l.wants("the end", all...)
	})
}

// TestAnotherCountKilled kills a process when it has begun with another number of
// shards. The sessions of the old number are not told to be lost again when it is
// back.
func TestAnotherCountKilled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(3, emulator.Rules{Shards: 2, MaxConcurrency: 16})})
		l, store := &losses{t: t, d: d, n: new(notebook)}, new(gateway.MemoryStore)
		stop := l.process(store, nil, accord.Shards{Count: 2})
		time.Sleep(time.Minute)
		stop()
		p := &mortal{SessionSweeper: store, d: d, after: func([]gateway.Session) bool { return true }} // the first that it stores
		stop = l.process(p, nil, accord.Shards{Count: 3})
		time.Sleep(10 * time.Minute)
		stop()
		l.wants("killed", "0/2", "1/2")
		stop = l.process(store, nil, accord.Shards{Count: 2})
		time.Sleep(time.Hour)
		stop()
		l.wants("the old number again", "0/2", "1/2")
	})
}

// TestAnotherCountMeanwhile runs a client again after others have told that its
// sessions are lost.
func TestAnotherCountMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(3, emulator.Rules{MaxConcurrency: 16})})
		l, store := &losses{t: t, d: d, n: new(notebook)}, new(gateway.MemoryStore)
		client := l.n.bot(d, accord.Config{Sessions: store, Shards: accord.Shards{Count: 2, IDs: []int{0}}})
		accord.On(client, func(_ context.Context, e *event.SessionLost) error {
			t.Errorf("told again: %s", e.Reason)
			return nil
		})
		for range 2 {
			stop := run(t, client)
			time.Sleep(time.Minute)
			stop()
			stop = l.process(store, nil, accord.Shards{Count: 3, IDs: []int{0}})
			time.Sleep(time.Hour)
			stop()
		}
		l.wants("the end", "0/2", "0/2")
	})
}
