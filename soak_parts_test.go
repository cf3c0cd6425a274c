package accord_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime/pprof"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// handler returns a handler of all events that enters them in the books. Some
// take their time.
func handler(b *books) func(context.Context, event.Event) error {
	return func(ctx context.Context, e event.Event) error {
		b.note(e)
		m, ok := e.(*event.MessageCreate)
		switch {
		case !ok:
		case m.ID>>22%1000 == 0:
			time.Sleep(3 * time.Second) // longer than Config.HoldLane
		case m.ID>>22%100 == 0:
			time.Sleep(200 * time.Millisecond)
		}
		return nil
	}
}

// A poster makes things happen in the channels: messages are written, edited and
// deleted.
type poster struct {
	b        *books
	d        *emutest.Discord
	shards   int
	outages  map[discord.GuildID]bool // guilds that may be down
	channels []posted
	next     int
}

// posted is the last message of a channel.
type posted struct {
	guild   discord.GuildID
	channel discord.ChannelID
	message discord.MessageID // zero: there is none
	edited  bool
}

func newPoster(b *books, d *emutest.Discord, shards int, outages []discord.GuildID) *poster {
	p := &poster{b: b, d: d, shards: shards, outages: make(map[discord.GuildID]bool)}
	for _, g := range outages {
		p.outages[g] = true
	}
	for j := range soakChannels {
		for i := range soakGuilds {
			g := soakGuild(i)
			p.channels = append(p.channels, posted{guild: g, channel: discord.ChannelID(g) + discord.ChannelID(j) + 1})
		}
	}
	return p
}

// until makes so many things happen in a second, until done is closed.
func (p *poster) until(done <-chan bool, rate int) {
	const tick = 10 * time.Millisecond
	for {
		select {
		case <-done:
			return
		case <-time.After(tick):
		}
		for range rate / int(time.Second/tick) {
			p.post(&p.channels[p.next%len(p.channels)])
			p.next++
		}
	}
}

// post makes one thing happen.
func (p *poster) post(ch *posted) {
	shard := int(uint64(ch.guild) >> 22 % uint64(p.shards))
	p.b.happens(shard, p.outages[ch.guild], func() {
		var err error
		switch {
		case ch.message == 0:
			ch.message = p.d.UserMessage(emulator.UserMessage{ChannelID: ch.channel, Content: "hello"}).ID
		case !ch.edited:
			ch.edited = true
			err = p.d.Emulator.EditMessage(ch.message, p.d.UserID, "hello again")
		default:
			err = p.d.Emulator.DeleteMessage(ch.message, p.d.UserID)
			ch.message, ch.edited = 0, false
		}
		if err != nil {
			p.b.t.Error(err)
		}
	})
}

// keepAsking makes requests that fail in every way before they succeed, as they
// must. The result ends that, and returns how many there were.
func keepAsking(t *testing.T, client *accord.Client, d *emutest.Discord, random *rand.Rand) (stop func() int) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int)
	failures := []emulator.Failure{
		{Status: http.StatusInternalServerError}, {Status: http.StatusBadGateway}, {Status: http.StatusServiceUnavailable},
		{Status: http.StatusGatewayTimeout}, {}, {After: true}, {Status: http.StatusTooManyRequests, RetryAfter: 0.5},
	}
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			f := failures[random.IntN(len(failures))]
			f.Path, f.Count = "^/gateway/bot$", 1+random.IntN(2)
			d.FailNext(f)
			d.SetLatency(time.Duration(random.Int64N(int64(time.Second))))
			if _, err := client.REST.Gateway.GetBot(t.Context()); err != nil {
				t.Errorf("a request after %+v: %v", f, err)
			}
			select {
			case <-time.After(time.Second):
			case <-ctx.Done():
			}
		}
		done <- n
	}()
	return func() int {
		cancel()
		return <-done
	}
}

// allReady reports whether all shards are.
func allReady(client *accord.Client) bool {
	for _, h := range client.Health() {
		if h.State != accord.ShardReady {
			return false
		}
	}
	return true
}

// checkHealth wants the client to know what has happened, and that it is over.
func checkHealth(t *testing.T, client *accord.Client, b *books) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	health := client.Health()
	if len(health) != soakShards {
		t.Errorf("health of %d shards, want %d", len(health), soakShards)
	}
	resumes := 0
	for _, h := range health {
		resumes += h.Resumes
		if h.State != accord.ShardReady || h.Error != "" || h.Sessions != len(b.lives[h.Shard]) || h.Latency != 0 || time.Since(h.LastEvent) > soakHeartbeat {
			t.Errorf("%+v at %v, want it ready after %d sessions", h, time.Now(), len(b.lives[h.Shard]))
		}
	}
	if resumes != b.resumes {
		t.Errorf("%d resumes, want %d", resumes, b.resumes)
	}
}

// soakLabel marks the goroutines that a client has started.
const soakLabel = "accord-soak"

// labelled runs f so that the goroutines that it starts can be counted.
func labelled(t *testing.T, label string, f func()) {
	pprof.Do(t.Context(), pprof.Labels(soakLabel, label), func(context.Context) { f() })
}

// checkGoroutines wants none to be left.
func checkGoroutines(t *testing.T, label string) {
	t.Helper()
	synctest.Wait()
	var all bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&all, 1); err != nil {
		t.Fatal(err)
	}
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(stack, fmt.Sprintf("%q:%q", soakLabel, label)) {
			t.Errorf("left behind:\n%s", stack)
		}
	}
}
