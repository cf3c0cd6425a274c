package accord_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
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
	"github.com/accord-go/accord/rest"
)

// manyGuilds is a world in which the bot is in n guilds more, spread over all
// shards.
func manyGuilds(n int, rules emulator.Rules) *emulator.World {
	w := emulator.DefaultWorld()
	w.Rules = rules
	for i := range n {
		id := discord.GuildID(uint64(i+1)<<22 | 7)
		w.Guilds = append(w.Guilds, emulator.WorldGuild{
			ID: id, Name: fmt.Sprintf("guild %d", i), OwnerID: w.Users[0].ID,
			Channels: []emulator.WorldChannel{{ID: discord.ChannelID(uint64(i+1)<<22 | 8), Name: "general"}},
			Members:  []emulator.WorldMember{{UserID: w.Users[0].ID}},
		})
	}
	return w
}

// sharded returns a client of d.
func sharded(d *emutest.Discord, cfg accord.Config) *accord.Client {
	cfg.API, cfg.Dial, cfg.Logger = d.API, d.Dial, slog.New(slog.DiscardHandler)
	cfg.Compression = gateway.CompressionNone
	return accord.New(d.Token, cfg)
}

// ready returns a function that waits until n shards are.
func ready(t *testing.T, client *accord.Client, n int) (wait func() []int) {
	var mu sync.Mutex
	var ids []int
	all := make(chan struct{})
	accord.On(client, func(_ context.Context, r *event.ShardReady) error {
		mu.Lock()
		defer mu.Unlock()
		if ids = append(ids, r.Shard); len(ids) == n {
			close(all)
		}
		return nil
	})
	return func() []int {
		t.Helper()
		select {
		case <-all:
		case <-time.After(time.Hour):
			t.Fatal("not all shards are ready after an hour")
		}
		mu.Lock()
		defer mu.Unlock()
		return ids
	}
}

// TestShardsBegin is G15 in one process: shards begin in order, as fast as
// Discord allows and no faster, and each gets the events of its guilds.
func TestShardsBegin(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		shards, concurrency int
		rounds              int
	}{{1, 1, 1}, {4, 1, 4}, {32, 16, 2}, {40, 16, 3}, {3, 16, 1}} {
		t.Run(fmt.Sprintf("%d by %d", tt.shards, tt.concurrency), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2*tt.shards, emulator.Rules{Shards: tt.shards, MaxConcurrency: tt.concurrency})})
				client := sharded(d, accord.Config{})
				var mu sync.Mutex
				guilds := make(map[discord.GuildID]int)
				accord.On(client, func(_ context.Context, g *event.GuildCreate) error {
					mu.Lock()
					defer mu.Unlock()
					guilds[g.ID]++
					if want := client.ShardOf(g.ID); g.Shard != want {
						t.Errorf("guild %v came from shard %d, want %d", g.ID, g.Shard, want)
					}
					return nil
				})
				wait := ready(t, client, tt.shards)
				start := time.Now()
				defer run(t, client)()
				begun := wait()
				took := time.Since(start)
				if least, most := time.Duration(tt.rounds-1)*5*time.Second, time.Duration(tt.rounds-1)*5500*time.Millisecond+time.Second; took < least || took > most {
					t.Errorf("it took %v, want %v to %v", took, least, most)
				}
				for i, id := range begun {
					if i/tt.concurrency != id/tt.concurrency {
						t.Errorf("shard %d was ready as number %d: %v", id, i, begun)
						break
					}
				}
				synctest.Wait()
				mu.Lock()
				defer mu.Unlock()
				if want := 2*tt.shards + 1; len(guilds) != want {
					t.Errorf("%d guilds, want %d", len(guilds), want)
				}
			})
		})
	}
}

// TestSomeShards runs the shards of one process among several.
func TestSomeShards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(8, emulator.Rules{Shards: 4})})
		client := sharded(d, accord.Config{Shards: accord.Shards{Count: 4, IDs: []int{3, 1}}})
		wait := ready(t, client, 2)
		defer run(t, client)()
		if got := fmt.Sprint(wait()); got != "[1 3]" {
			t.Errorf("shards %s are ready, want [1 3]", got)
		}
		if err := client.Send(t.Context(), 2, gateway.OpPresenceUpdate, nil); err == nil || !strings.Contains(err.Error(), "shard 2") {
			t.Errorf("sending on a shard that runs elsewhere: %v", err)
		}
	})
}

// TestShardsThatCannotBe is refused before anything is sent.
func TestShardsThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		shards accord.Shards
		want   string
	}{
		{accord.Shards{Count: -1}, "negative"},
		{accord.Shards{IDs: []int{0}}, "needs a count"},
		{accord.Shards{Count: 2, IDs: []int{}}, "empty"},
		{accord.Shards{Count: 2, IDs: []int{2}}, "no shard 2 of 2"},
		{accord.Shards{Count: 2, IDs: []int{1, 1}}, "twice"},
	} {
		err := accord.New("token", accord.Config{Shards: tt.shards}).Run(t.Context())
		wrong, ok := errors.AsType[*accord.ConfigError](err)
		if !ok || wrong.Field != "Shards" || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want %q", tt.shards, err, tt.want)
		}
	}
}

// TestOneShardFails ends the others such that they can be resumed.
func TestOneShardFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(6, emulator.Rules{Shards: 3})})
		client := sharded(d, accord.Config{})
		wait := ready(t, client, 3)
		failed := make(chan error, 1)
		go func() { failed <- client.Run(t.Context()) }()
		wait()
		critical := make(chan *event.CriticalError, 1)
		accord.On(client, func(_ context.Context, e *event.CriticalError) error {
			critical <- e
			return nil
		})
		d.Drop(emulator.Drop{Mode: "close", Code: 4014, Shard: new(1)})
		err := <-failed
		closed, ok := errors.AsType[*gateway.CloseError](err)
		if !ok || closed.Code != 4014 || !strings.Contains(err.Error(), "shard 1") {
			t.Errorf("Run = %v, want 4014 of shard 1", err)
		}
		if e := <-critical; e.Shard != 1 || !errors.Is(e.Err, err) {
			t.Errorf("critical error %+v", e)
		}
		var mu sync.Mutex
		resumed := make(map[int]bool)
		accord.On(client, func(_ context.Context, r *event.ShardResumed) error {
			mu.Lock()
			defer mu.Unlock()
			resumed[r.Shard] = true
			return nil
		})
		defer run(t, client)()
		time.Sleep(20 * time.Second)
		mu.Lock()
		defer mu.Unlock()
		if len(resumed) < 2 || !resumed[0] || !resumed[2] {
			t.Errorf("resumed %v, want 0 and 2", resumed)
		}
	})
}

// TestTooFewStarts does not begin what it can't finish.
func TestTooFewStarts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(0, emulator.Rules{Shards: 4, SessionStarts: 4})})
		err := sharded(d, accord.Config{}).Run(t.Context())
		limit, ok := errors.AsType[*gateway.IdentifyLimitError](err)
		if !ok || limit.Remaining != 4 {
			t.Errorf("Run = %v, want the limit", err)
		}
		if n := d.Stats().Identifies; n != 0 {
			t.Errorf("%d shards identified", n)
		}
	})
}

// TestMoreShardsAreWanted has Discord refuse a number of shards.
func TestMoreShardsAreWanted(t *testing.T) {
	t.Parallel()
	t.Run("at the start, of a process with a range", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 6})})
			d.Drop(emulator.Drop{Mode: "close", Code: 4011, When: emulator.AfterIdentify})
			err := sharded(d, accord.Config{Shards: accord.Shards{Count: 4, IDs: accord.ShardRange(2, 3)}}).Run(t.Context())
			few, ok := errors.AsType[*accord.ShardCountError](err)
			if !ok || few.Count != 4 || few.Recommended != 6 || !errors.Is(err, gateway.ErrShardingRequired) {
				t.Errorf("Run = %v, want how many shards are recommended", err)
			}
		})
	})
	t.Run("fixed", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 2})})
			client := sharded(d, accord.Config{Shards: accord.Shards{Count: 1}})
			wait := ready(t, client, 1)
			failed := make(chan error, 1)
			go func() { failed <- client.Run(t.Context()) }()
			wait()
			d.Drop(emulator.Drop{Mode: "close", Code: 4011})
			err := <-failed
			few, ok := errors.AsType[*accord.ShardCountError](err)
			if !ok || few.Count != 1 || few.Recommended != 2 || !errors.Is(err, gateway.ErrShardingRequired) {
				t.Errorf("Run = %v, want how many shards are recommended", err)
			}
		})
	})
	t.Run("automatic, at the start", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 2})})
			stale := &staleCount{base: &http.Transport{DialContext: d.Dial}}
			defer stale.base.CloseIdleConnections()
			client := sharded(d, accord.Config{REST: rest.Config{Transport: stale}})
			d.Drop(emulator.Drop{Mode: "close", Code: 4011, When: emulator.AfterIdentify})
			second := accord.Expect(client, func(e *event.ShardReady) bool { return e.Shard == 1 })
			defer run(t, client)()
			if _, err := second.Wait(t.Context()); err != nil {
				t.Errorf("who waited since before Run is told %v", err)
			}
		})
	})
	t.Run("automatic", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 2})})
			stale := &staleCount{base: &http.Transport{DialContext: d.Dial}}
			defer stale.base.CloseIdleConnections()
			client := sharded(d, accord.Config{REST: rest.Config{Transport: stale}})
			first := ready(t, client, 1)
			all := ready(t, client, 3)
			lost := make(chan *event.SessionLost, 1)
			accord.On(client, func(_ context.Context, e *event.SessionLost) error {
				lost <- e
				return nil
			})
			defer run(t, client)()
			first()
			d.Drop(emulator.Drop{Mode: "close", Code: 4011})
			if got := fmt.Sprint(all()); got != "[0 0 1]" {
				t.Errorf("shards %s became ready, want the one, then both", got)
			}
			select {
			case e := <-lost:
				if e.SessionID == "" || !strings.Contains(e.Reason, "of 1 shards, not 2") {
					t.Errorf("told %+v, want that the one's session is lost", e)
				}
			case <-time.After(time.Minute):
				t.Error("not told that the one's session is lost")
			}
			// What waits for events gets those of the new shards.
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			heard := accord.Expect[*event.PresenceUpdate](client, nil)
			if err := accord.Emit(client, &event.PresenceUpdate{}); err != nil {
				t.Error(err)
			}
			if _, err := heard.Wait(ctx); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	})
}

// A staleCount is Discord before the bot had grown: it recommends one shard at
// first.
type staleCount struct {
	base *http.Transport
	once sync.Once
}

func (s *staleCount) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := s.base.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/gateway/bot") {
		return resp, err
	}
	s.once.Do(func() {
		var body []byte
		body, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		body = bytes.Replace(body, []byte(`"shards":2`), []byte(`"shards":1`), 1)
		resp.Body = io.NopCloser(bytes.NewReader(body))
	})
	return resp, err
}

// TestPresenceOfShards is shown by those that run and those that are to begin.
func TestPresenceOfShards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(0, emulator.Rules{Shards: 5})})
		client := sharded(d, accord.Config{})
		var mu sync.Mutex
		idle := make(map[int]gateway.Opcode)
		accord.On(client, func(_ context.Context, f *event.FrameSent) error {
			mu.Lock()
			defer mu.Unlock()
			if strings.Contains(f.Data, `"status":"idle"`) {
				idle[f.Shard] = gateway.Opcode(f.Op)
			}
			return nil
		})
		first := ready(t, client, 1)
		all := ready(t, client, 5)
		defer run(t, client)()
		first()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := client.UpdatePresence(ctx, discord.UpdatePresence{Status: discord.StatusIdle}); err != nil {
			t.Fatal(err)
		}
		all()
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if len(idle) != 5 || idle[0] != gateway.OpPresenceUpdate || idle[4] != gateway.OpIdentify {
			t.Errorf("idle %v, want all five: the first by a command, the last from its beginning", idle)
		}
	})
}
