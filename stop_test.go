package accord_test

import (
	"context"
	"errors"
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

// A takenStore finds out slowly that another process has the shards.
type takenStore struct{ gateway.MemoryStore }

func (*takenStore) Load(context.Context, gateway.ShardKey) (gateway.Session, error) {
	time.Sleep(time.Second)
	return gateway.Session{}, gateway.ErrStolen
}

func (*takenStore) Save(context.Context, []gateway.Session) error { return gateway.ErrStolen }

// TestSendToRunThatDoesNotBegin fails when Run does, rather than waits for ever.
func TestSendToRunThatDoesNotBegin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(0, emulator.Rules{})})
		client := sharded(d, accord.Config{Sessions: new(takenStore)})
		ended := make(chan error, 1)
		go func() { ended <- client.Run(t.Context()) }()
		time.Sleep(500 * time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := client.Send(ctx, 0, gateway.OpPresenceUpdate, discord.UpdatePresence{}); !errors.Is(err, accord.ErrNotRunning) {
			t.Errorf("Send = %v, want %v", err, accord.ErrNotRunning)
		}
		if err := <-ended; !errors.Is(err, gateway.ErrStolen) {
			t.Errorf("Run = %v, want %v", err, gateway.ErrStolen)
		}
	})
}

// TestStopWaitsForReaders ends Run while one shard is about to give handlers an
// event that it has read, and the other has nothing to do. The event is handled,
// and stored as handled.
func TestStopWaitsForReaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		world := manyGuilds(2, emulator.Rules{Shards: 2})
		d := emutest.StartWith(t, emulator.Config{World: world})
		store := new(gateway.MemoryStore)
		last := make(chan event.Meta, 1)
		client := sharded(d, accord.Config{Sessions: store, Hooks: accord.Hooks{
			Event: func(ctx context.Context, name string, m event.Meta) context.Context {
				if name == "MESSAGE_CREATE" {
					last <- m
					time.Sleep(100 * time.Millisecond)
				}
				return ctx
			},
		}})
		handled := int64(0)
		accord.On(client, func(_ context.Context, m *event.MessageCreate) error {
			handled = m.Sequence
			return nil
		})
		wait := ready(t, client, 2)
		stop := run(t, client)
		wait()
		d.UserMessage(emulator.UserMessage{ChannelID: world.Guilds[1].Channels[0].ID, Content: "hello"})
		m := <-last
		stop()
		session, err := store.Load(t.Context(), gateway.ShardKey{ApplicationID: d.ApplicationID, Shard: m.Shard, Count: 2})
		if err != nil || handled != m.Sequence || session.Sequence != m.Sequence {
			t.Errorf("event %d was read, %d handled and %d stored (%v)", m.Sequence, handled, session.Sequence, err)
		}
	})
}
