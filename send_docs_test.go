package accord_test

import (
	"context"
	"log"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestDocumentedCommands runs what docs/gateway.md shows of commands.
func TestDocumentedCommands(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: crowd(1200)})
		token, guild, channel := d.Token, d.GuildID, discord.ChannelID(1200000000000000024)
		// docs:begin
		client := accord.New(token, accord.Config{
			API: d.API, Dial: d.Dial, // a local Discord
			Intents:        discord.IntentsDefault | discord.IntentGuildMembers,
			RequestMembers: true,
			Presence:       &discord.UpdatePresence{Status: discord.StatusIdle},
		})
		accord.On(client, func(ctx context.Context, p *event.MembersProgress) error {
			log.Printf("shard %d: %d of %d guilds, the last with %d members", p.Shard, p.Done, p.Total, p.Members)
			return nil
		})
		// docs:end
		filled := accord.Expect[*event.MembersProgress](client, nil)
		defer run(t, client)()
		if p, err := filled.Wait(t.Context()); err != nil || p.Err != nil || p.Members < 1200 {
			t.Fatalf("%+v, %v", p, err)
		}

		ctx := t.Context()
		names := func() (names []string, err error) {
			// docs:begin
			for member, err := range client.Members(ctx, guild, accord.MembersQuery{Prefix: "member00", Limit: 50}) {
				if err != nil {
					return nil, err
				}
				names = append(names, member.User.Username)
			}
			// docs:end
			return names, nil
		}
		if got, err := names(); len(got) != 50 || err != nil {
			t.Errorf("%d members, %v", len(got), err)
		}

		show := func() error {
			// docs:begin
			return client.UpdatePresence(ctx, discord.UpdatePresence{
				Activities: []discord.SetActivity{{Name: "the queue", Type: discord.ActivityTypeWatching}},
			})
			// docs:end
		}
		if err := show(); err != nil {
			t.Error(err)
		}

		enter := func() (*event.VoiceStateUpdate, error) {
			// docs:begin
			entered := accord.Expect(client, func(v *event.VoiceStateUpdate) bool { return v.ChannelID == channel })
			defer entered.Stop()
			if err := client.UpdateVoiceState(ctx, gateway.UpdateVoiceState{GuildID: guild, ChannelID: channel}); err != nil {
				return nil, err
			}
			return entered.Wait(ctx) // if the channel is full nothing comes: give ctx a deadline
			// docs:end
		}
		if v, err := enter(); err != nil || v.GuildID != guild {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
