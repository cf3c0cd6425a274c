package accord_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestFramesAndRequestsAsEvents listens to what the client sends.
func TestFramesAndRequestsAsEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)

		frame := accord.Expect(client, func(f *event.FrameSent) bool { return f.Op == int(gateway.OpPresenceUpdate) })
		if err := client.UpdatePresence(t.Context(), discord.UpdatePresence{Status: discord.StatusIdle}); err != nil {
			t.Fatal(err)
		}
		if f, err := frame.Wait(t.Context()); err != nil || !strings.Contains(f.Data, `"idle"`) {
			t.Errorf("frame %+v, %v", f, err)
		}
		if b, err := accord.Next[*event.ShardHeartbeat](t.Context(), client, nil); err != nil || b.Latency < 0 {
			t.Errorf("heartbeat %+v, %v", b, err)
		}

		answer := accord.Expect(client, func(r *event.RESTResponse) bool { return r.Status == 200 })
		refused := accord.Expect[*event.RESTRateLimited](client, nil)
		d.FailNext(emulator.Failure{Path: "/messages$", Status: 429, RetryAfter: 1})
		if _, err := client.REST.Messages.Create(t.Context(), d.ChannelID, discord.CreateMessage{Content: "hello"}); err != nil {
			t.Fatal(err)
		}
		if r, err := refused.Wait(t.Context()); err != nil || r.Route != "/channels/{channel_id}/messages" || r.Method != "POST" {
			t.Errorf("429 told as %+v, %v", r, err)
		}
		if r, err := answer.Wait(t.Context()); err != nil || r.Route != "/channels/{channel_id}/messages" || r.Attempt != 1 || r.Err != nil {
			t.Errorf("answer told as %+v, %v", r, err)
		}
	})
}

// TestHandlersThatSendAreNotFedForEver has a handler of requests make requests.
func TestHandlersThatSendAreNotFedForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := joined(t, d)
		var seen int
		done := make(chan struct{})
		accord.On(client, func(ctx context.Context, r *event.RESTResponse) error {
			if seen++; seen == 3 {
				close(done)
			}
			if seen > 3 {
				return nil
			}
			_, err := client.REST.Users.Me(ctx)
			return err
		})
		if _, err := client.REST.Users.Me(t.Context()); err != nil {
			t.Fatal(err)
		}
		<-done
	})
}
