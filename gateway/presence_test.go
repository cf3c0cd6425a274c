package gateway_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// TestPresenceLimit changes the presence often: no more than 5 times in 20
// seconds, in order, while other commands go by.
func TestPresenceLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		start := time.Now()
		var sent sync.WaitGroup
		for i := range 12 {
			sent.Go(func() {
				if err := r.Send(t.Context(), gateway.OpPresenceUpdate, discord.UpdatePresence{AFK: true, Since: new(int64(i))}); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		if err := r.Send(t.Context(), gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5}); err != nil || time.Since(start) > 0 {
			t.Errorf("another command: %v after %v", err, time.Since(start))
		}
		sent.Wait()
		if took, want := time.Since(start), 42*time.Second; took != want {
			t.Errorf("12 presences took %v, want %v", took, want)
		}
		for i := range 13 {
			if i == 5 {
				c.expect(gateway.OpVoiceStateUpdate)
				continue
			}
			p := c.expect(gateway.OpPresenceUpdate)
			if want := fmt.Sprintf(`{"since":%d,"activities":[],"status":"online","afk":true}`, i-min(i/6, 1)); string(p.D) != want {
				t.Errorf("presence %s, want %s", p.D, want)
			}
		}
	})
}
