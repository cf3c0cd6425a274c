package accord

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// feedGuild feeds a message in a guild; 0: a direct message.
func feedGuild(t testing.TB, r *run, id, channel, guild uint64) {
	t.Helper()
	data := say(id, channel, "hello")
	if guild != 0 {
		data = fmt.Sprintf(`%s,"guild_id":"%d"}`, data[:len(data)-1], guild)
	}
	feed(t, r, int64(id), "MESSAGE_CREATE", data)
}

// TestHangingGuild is G24: the handlers of one guild never return, in 500
// channels and for 1,000 events a second. Those of another one must not be a
// moment late.
func TestHangingGuild(t *testing.T) {
	t.Parallel()
	for _, order := range []Order{PerKey, Ordered, Concurrent} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				alone := slowest(t, order, 0)
				beside := slowest(t, order, 1000)
				if alone != work || beside > 2*alone {
					t.Errorf("an event takes up to %v, and up to %v beside a guild that hangs", alone, beside)
				}
			})
		})
	}
}

// work is how long a good handler takes in these tests.
const work = 5 * time.Millisecond

// slowest returns how long the 99th of 100 events of a guild takes from its
// arrival to the end of its handler, for 20 seconds in which there are 100 of
// them a second, and so many of a guild whose handlers hang.
func slowest(t *testing.T, order Order, hanging int) time.Duration {
	c, r := begin(t, Config{Order: order, Slots: 8, DrainTimeout: time.Second})
	var mu sync.Mutex
	var took []time.Duration
	On(c, func(ctx context.Context, m *event.MessageCreate) error {
		if m.GuildID == 1 {
			<-ctx.Done()
			return nil
		}
		time.Sleep(work)
		mu.Lock()
		defer mu.Unlock()
		took = append(took, time.Since(m.Received))
		return nil
	})
	const seconds, good = 20, 100
	id := uint64(0)
	for range seconds * good {
		for range hanging / good {
			id++
			feedGuild(t, r, id, 1000+id%500, 1)
		}
		id++
		feedGuild(t, r, id, id%10, 2)
		time.Sleep(time.Second / good)
	}
	r.stop()
	if len(took) != seconds*good {
		t.Fatalf("%d of %d events were handled", len(took), seconds*good)
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// TestShares has the handlers of more and more guilds hang, and counts how many
// of each get to work at once.
func TestShares(t *testing.T) {
	t.Parallel()
	type give func(t *testing.T, r *run, id, guild uint64)
	message := func(t *testing.T, r *run, id, guild uint64) { feedGuild(t, r, id, 100+id, guild) }
	interaction := func(t *testing.T, r *run, id, guild uint64) {
		feed(t, r, int64(id), "INTERACTION_CREATE", fmt.Sprintf(`{"id":"%d","application_id":"2","type":2,"token":"x","guild_id":"%d","data":{"id":"9","name":"x","type":1}}`, id, guild))
	}
	own := func(t *testing.T, r *run, id, guild uint64) {
		e := &event.MessageCreate{}
		e.GuildID, e.ChannelID = discord.GuildID(guild), discord.ChannelID(100+id)
		if err := Emit(r.client, e); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name  string
		order Order
		give  give
		want  string // by guild
	}{
		{"messages", PerKey, message, "[8 4 2 1 1]"},
		{"messages in strict order", Ordered, message, "[8 4 2 1 1]"},
		{"messages without order", Concurrent, message, "[8 4 2 1 1]"},
		{"interactions", PerKey, interaction, "[8 4 2 1 1]"},
		{"emitted", PerKey, own, "[8 4 2 1 1]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, r := begin(t, Config{Order: tt.order, Slots: 8, DrainTimeout: time.Millisecond})
				var mu sync.Mutex
				got := make([]int, 5)
				hang := func(ctx context.Context, guild discord.GuildID) error {
					mu.Lock()
					got[guild]++
					mu.Unlock()
					<-ctx.Done()
					return nil
				}
				On(c, func(ctx context.Context, m *event.MessageCreate) error { return hang(ctx, m.GuildID) })
				On(c, func(ctx context.Context, i *event.InteractionCreate) error { return hang(ctx, i.GuildID) })
				told := make(chan bool, 1)
				On(c, func(context.Context, *event.ShardHeartbeat) error { told <- true; return nil })
				id := uint64(0)
				for guild := range uint64(5) {
					for range 20 {
						id++
						tt.give(t, r, id, guild)
						if guild == 0 {
							synctest.Wait() // so that those without order are few until they are known
						}
					}
					synctest.Wait()
				}
				if fmt.Sprint(got) != tt.want {
					t.Errorf("handlers at work: %v, want %s", got, tt.want)
				}
				if tell(r, 0, func(*event.ShardHeartbeat) {}); tt.name == "interactions" {
					<-told // interactions have slots of their own
				}
			})
		})
	}
}

// TestHangAfterWaiting has handlers of one guild wait, all go on at once, and
// hang then. Those of the others must not be late.
func TestHangAfterWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, r := begin(t, Config{Slots: 8, DrainTimeout: time.Millisecond})
		var late time.Duration
		On(c, func(ctx context.Context, m *event.MessageCreate) error {
			if m.GuildID != 1 {
				late = max(late, time.Since(m.Received))
				return nil
			}
			if _, err := Next(ctx, c, func(m *event.MessageCreate) bool { return m.GuildID == 2 }); err != nil {
				return nil // the end
			}
			<-ctx.Done()
			return nil
		})
		for i := range uint64(500) {
			feedGuild(t, r, i+1, i+1, 1)
		}
		synctest.Wait()
		for i := range uint64(100) {
			feedGuild(t, r, 1000+i, 1000, 2)
			synctest.Wait()
		}
		if late != 0 {
			t.Errorf("the other guild's events were up to %v late", late)
		}
		if running := r.d.general.running; running != 8 {
			t.Errorf("%d handlers hold slots, want 8", running)
		}
	})
}

// TestSharesAtRandom has many guilds do all that handlers do, and wants each
// event handled, no guild to have more than its slots, and nothing left at the
// end.
func TestSharesAtRandom(t *testing.T) {
	t.Parallel()
	for _, order := range []Order{PerKey, Ordered, Concurrent} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const guilds, events, slots = 40, 4000, 4
				seed := uint64(time.Now().UnixNano()) // of the bubble's clock: always the same
				rnd := rand.New(rand.NewPCG(seed, uint64(order)))
				c, r := begin(t, Config{Order: order, Slots: slots, HoldLane: 50 * time.Millisecond, DrainTimeout: time.Hour})
				var mu sync.Mutex
				handled := make(map[discord.MessageID]int)
				On(c, func(ctx context.Context, m *event.MessageCreate) error {
					mu.Lock()
					handled[m.ID]++
					n := rnd.IntN(10)
					mu.Unlock()
					switch {
					case n == 0:
						time.Sleep(time.Second)
					case n == 1:
						wait, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
						defer cancel()
						Next(wait, c, func(m *event.MessageDelete) bool { return true })
					case n == 2:
						go func() { // a wait that outlives its handler
							wait, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
							defer cancel()
							Next(wait, c, func(m *event.MessageDelete) bool { return true })
						}()
						time.Sleep(20 * time.Millisecond)
					default:
						time.Sleep(time.Duration(n) * time.Millisecond)
					}
					return nil
				})
				On(c, func(_ context.Context, m *event.MessageCreate) error {
					mu.Lock()
					defer mu.Unlock()
					handled[m.ID]++
					return nil
				})
				for i := range uint64(events) {
					mu.Lock()
					guild, channel, pause := rnd.Uint64N(guilds), rnd.Uint64N(10), rnd.IntN(4)
					mu.Unlock()
					feedGuild(t, r, i+1, guild*100+channel, guild)
					time.Sleep(time.Duration(pause) * time.Millisecond)
					r.d.mu.Lock()
					for _, s := range r.d.general.shares {
						if s.running > slots {
							t.Errorf("guild %d has %d slots", s.guild, s.running)
						}
					}
					r.d.mu.Unlock()
				}
				r.stop()
				for id := range discord.MessageID(events) {
					if handled[id+1] != 2 {
						t.Fatalf("message %d was handled %d times by 2 handlers", id+1, handled[id+1])
					}
				}
				if p := &r.d.general; len(p.shares) != 0 || len(p.waiting) != 0 || p.running != 0 || len(r.d.lanes) != 0 {
					t.Errorf("left over: %d shares, %d waiting, %d slots, %d lanes", len(p.shares), len(p.waiting), p.running, len(r.d.lanes))
				}
			})
		})
	}
}
