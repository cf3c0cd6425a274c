package accord_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"runtime"
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
)

// uses are what a program may do with a client at any time, with a context that ends
// at any time.
var uses = map[string]func(ctx context.Context, c *accord.Client, guild discord.GuildID) error{
	"health": func(_ context.Context, c *accord.Client, _ discord.GuildID) error {
		for _, path := range []string{"/livez", "/readyz"} {
			c.HealthHandler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
		}
		c.Queue()
		return nil
	},
	"run": func(ctx context.Context, c *accord.Client, _ discord.GuildID) error {
		if err := c.Run(ctx); !errors.Is(err, accord.ErrRunning) && err != nil {
			return err
		}
		return nil
	},
	"members": func(ctx context.Context, c *accord.Client, guild discord.GuildID) error {
		for _, err := range c.Members(ctx, guild, accord.MembersQuery{UserIDs: []discord.UserID{1}}) {
			return err
		}
		return nil
	},
	"sounds": func(ctx context.Context, c *accord.Client, guild discord.GuildID) error {
		for _, err := range c.SoundboardSounds(ctx, guild) {
			return err
		}
		return nil
	},
	"channels": func(ctx context.Context, c *accord.Client, guild discord.GuildID) error {
		_, err := c.ChannelInfo(ctx, guild)
		return err
	},
	"presence": func(ctx context.Context, c *accord.Client, _ discord.GuildID) error {
		return c.UpdatePresence(ctx, discord.UpdatePresence{Status: discord.StatusIdle})
	},
	"reshard": func(ctx context.Context, c *accord.Client, _ discord.GuildID) error {
		return c.Reshard(ctx, 1+len(c.Health())%3)
	},
	"next": func(ctx context.Context, c *accord.Client, _ discord.GuildID) error {
		_, err := accord.Next[*event.TypingStart](ctx, c, func(*event.TypingStart) bool { panic("on purpose") })
		return err
	},
	"stream": func(ctx context.Context, c *accord.Client, _ discord.GuildID) error {
		for _, err := range accord.Stream[event.Event](ctx, c) {
			return err
		}
		return nil
	},
	"handlers": func(ctx context.Context, c *accord.Client, _ discord.GuildID) error {
		var remove func()
		added := make(chan struct{})
		remove = accord.On(c, func(context.Context, event.Event) error {
			<-added
			remove()
			runtime.Goexit()
			return nil
		})
		close(added)
		return accord.Emit(c, &event.TypingStart{})
	},
}

// TestEverythingAtOnce has handlers, and others, do all that can be done with a
// client, while it runs, is resharded, loses connections, ends and runs again. All
// calls end soon after their contexts, with errors that are documented, and so do
// the runs.
func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	for name, order := range map[string]accord.Order{"per key": accord.PerKey, "ordered": accord.Ordered, "concurrent": accord.Concurrent} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { everythingAtOnce(t, order) })
		})
	}
}

func everythingAtOnce(t *testing.T, order accord.Order) {
	world := manyGuilds(4, emulator.Rules{Shards: 2})
	channel, guild := world.Guilds[1].Channels[0].ID, world.Guilds[1].ID
	d := emutest.StartWith(t, emulator.Config{World: world})
	client := sharded(d, accord.Config{Order: order, Slots: 4, OnError: func(context.Context, event.Event, error) {}})
	known := []error{
		nil, context.Canceled, context.DeadlineExceeded, accord.ErrNotRunning, accord.ErrStopped, accord.ErrSessionLost,
		accord.ErrSlowStream, accord.ErrResharding,
	}
	use := func(ctx context.Context, name string, wait time.Duration) {
		ctx, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		start := time.Now()
		err := uses[name](ctx, client, guild)
		if took := time.Since(start); took > wait+time.Second {
			t.Errorf("%s took %v, with %v to do it in", name, took, wait)
		}
		_, panicked := errors.AsType[*accord.PanicError](err)
		for _, k := range known {
			panicked = panicked || errors.Is(err, k)
		}
		if !panicked && !strings.HasPrefix(err.Error(), "gateway: connection lost while sending") {
			t.Errorf("%s: %v", name, err)
		}
	}
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		use(ctx, m.Content, 3*time.Second)
		panic("on purpose")
	})
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	var using sync.WaitGroup
	for name := range uses {
		using.Go(func() {
			for wait := time.Millisecond; ctx.Err() == nil; wait = (wait*3 + time.Millisecond) % (40 * time.Second) {
				if name != "run" { // it would
					use(ctx, name, wait)
				}
				d.UserMessage(emulator.UserMessage{ChannelID: channel, Content: name})
				time.Sleep(300 * time.Millisecond)
			}
		})
	}
	for ctx.Err() == nil {
		stop := run(t, client)
		time.Sleep(20 * time.Second)
		d.Drop(emulator.Drop{Mode: emulator.DropAbrupt})
		time.Sleep(20 * time.Second)
		start := time.Now()
		stop()
		if took := time.Since(start); took > 11*time.Second {
			t.Errorf("the end of Run took %v", took)
		}
	}
	using.Wait()
}
