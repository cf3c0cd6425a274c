package accord_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

const (
	soakShards    = 8
	soakGuilds    = 48   // 6 in each shard
	soakChannels  = 5    // in each guild
	soakRate      = 2000 // events in a second
	soakHeartbeat = 5 * time.Second
)

// TestSoak is a client of 8 shards that gets 2,000 events a second from a Discord
// and over a network that fail in every way, at random. What Discord still
// delivers must be handled once and in order, and the rest be told as lost.
//
// The environment's ACCORD_SOAK is for how long there are faults, such as 20m,
// and ACCORD_SOAK_SEED repeats a run: see docs/soak.md.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	t.Parallel()
	d := time.Minute
	if text := os.Getenv("ACCORD_SOAK"); text != "" {
		var err error
		if d, err = time.ParseDuration(text); err != nil {
			t.Fatalf("ACCORD_SOAK: %v", err)
		}
	}
	seeds := map[string]uint64{"fixed": 1, "random": rand.Uint64()}
	if d > time.Minute {
		delete(seeds, "fixed") // one is enough
	}
	if text := os.Getenv("ACCORD_SOAK_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("ACCORD_SOAK_SEED: %v", err)
		}
		seeds = map[string]uint64{"given": seed}
	}
	for name, seed := range seeds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Logf("seed %d", seed)
			synctest.Test(t, func(t *testing.T) { soak(t, seed, d) })
		})
	}
}

// soakWorld has many guilds with many channels.
func soakWorld(shards int) *emulator.World {
	w := emulator.DefaultWorld()
	w.Rules = emulator.Rules{
		Shards: shards, MaxConcurrency: 4, SessionStarts: 100_000,
		HeartbeatInterval: emulator.Duration(soakHeartbeat), ReplayEvents: 5000,
	}
	for i := range soakGuilds {
		g := emulator.WorldGuild{
			ID: soakGuild(i), Name: fmt.Sprint("guild ", i), OwnerID: w.Users[0].ID,
			Members: []emulator.WorldMember{{UserID: w.Users[0].ID}},
		}
		for j := range soakChannels {
			g.Channels = append(g.Channels, emulator.WorldChannel{ID: discord.ChannelID(g.ID) + discord.ChannelID(j) + 1, Name: fmt.Sprint("channel-", j)})
		}
		w.Guilds = append(w.Guilds, g)
	}
	return w
}

func soakGuild(i int) discord.GuildID { return discord.GuildID(i+1) << 22 }

// soak runs for as long as d, and until all has calmed down.
func soak(t *testing.T, seed uint64, d time.Duration) {
	random := rand.New(rand.NewPCG(seed, 0))
	began, b := time.Now(), newBooks(t)
	local := emutest.StartWith(t, emulator.Config{World: soakWorld(soakShards), Owe: b.owe, Logger: slog.New(slog.DiscardHandler)})
	b.discord = local.Emulator
	network := newNetwork(local.Dial)
	h := &havoc{d: local, books: b, network: network, shards: soakShards, random: random, done: make(map[string]int)}
	for i := range soakGuilds / 4 {
		h.guilds = append(h.guilds, soakGuild(i))
	}
	client := accord.New(local.Token, accord.Config{
		API: local.API, Dial: network.Dial, REST: rest.Config{Dial: local.Dial}, Logger: slog.New(slog.DiscardHandler),
		Intents:     discord.IntentsDefault | discord.IntentMessageContent,
		Compression: gateway.Compression(random.IntN(4)),
	})
	accord.On(client, handler(b))
	local.SetLatency(300 * time.Millisecond) // GET /gateway/bot is slow, and fails at first
	local.FailNext(emulator.Failure{Status: http.StatusBadGateway, Path: "^/gateway/bot$"})
	local.FailNext(emulator.Failure{Path: "^/gateway/bot$"})

	label := fmt.Sprint(seed)
	var stop func()
	labelled(t, label, func() { stop = run(t, client) })
	requests := keepAsking(t, client, local, rand.New(rand.NewPCG(seed, 1)))
	post, rate := newPoster(b, local, soakShards, h.guilds), soakRate
	if accord.RaceDetector {
		rate = soakRate / 4
		t.Logf("%d events a second instead of %d: the race detector makes each ten times as dear", rate, soakRate)
	}
	post.until(closed(func() { h.run(d, min(d/60, 3*time.Second)) }), rate)
	post.until(closed(func() { calmDown(t, client) }), rate/20)
	asked := requests()
	time.Sleep(2 * soakHeartbeat)
	checkHealth(t, client, b)
	stop()
	network.closing.Wait()
	checkGoroutines(t, label)
	sum := b.close()
	t.Logf("seed %d, %v: %d events posted, %d of all kinds handled; %d requests; %d faults: %v", seed, time.Since(began), sum.posted, sum.handled, asked, h.count(), h)
	t.Logf("%d sessions, %d of them lost, with %d events; %d resumes; connections ended: %v", sum.sessions, sum.ended, sum.lost, b.resumes, b.ended)
	t.Logf("missing: %d; handled twice: %d; out of order: %d; unknown: %d", sum.missing, sum.doubles, sum.inversions, sum.strange)
	if t.Failed() {
		t.Logf("again: ACCORD_SOAK=%v ACCORD_SOAK_SEED=%d go test -run TestSoak .", d, seed)
	}
}

// closed returns a channel that is closed when f has returned.
func closed(f func()) <-chan bool {
	done := make(chan bool)
	go func() {
		defer close(done)
		f()
	}()
	return done
}

// calmDown waits until the client has recovered from what is over.
func calmDown(t *testing.T, client *accord.Client) {
	time.Sleep(30 * time.Second)
	for end := time.Now().Add(10 * time.Minute); !allReady(client); time.Sleep(time.Second) {
		if time.Now().After(end) {
			t.Error("10 minutes after the last fault not all shards are ready")
			return
		}
	}
	time.Sleep(30 * time.Second)
}
