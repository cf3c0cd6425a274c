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
	"github.com/accord-go/accord/gateway"
)

// A takenStore finds out slowly that another process has the shards.
type takenStore struct{}

func (takenStore) Load(context.Context, gateway.ShardKey) (gateway.Session, error) {
	time.Sleep(time.Second)
	return gateway.Session{}, gateway.ErrStolen
}

func (takenStore) Save(context.Context, []gateway.Session) error { return gateway.ErrStolen }

// TestSendToRunThatDoesNotBegin fails when Run does, rather than waits for ever.
func TestSendToRunThatDoesNotBegin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(0, emulator.Rules{})})
		client := sharded(d, accord.Config{Sessions: takenStore{}})
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
