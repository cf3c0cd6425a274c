package accord_test

import (
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// TestObfuscatedChannels has a bot come to view a channel that it could not. On
// Discord as it was before November 2026 it must ask to be treated so.
func TestObfuscatedChannels(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		reveal bool
		asks   gateway.Capabilities
		hidden bool
	}{
		{"not asked for", false, 0, true},
		{"asked for", false, gateway.CapabilityChannelObfuscation, true},
		{"before it was for all", true, 0, false},
		{"asked for before it was for all", true, gateway.CapabilityChannelObfuscation, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const team discord.RoleID = 50
				w := emulator.DefaultWorld()
				w.Rules.RevealChannels = tt.reveal
				w.Guilds[0].Roles = append(w.Guilds[0].Roles[:2], emulator.WorldRole{ID: team, Name: "Team"}, w.Guilds[0].Roles[2])
				staff := &w.Guilds[0].Channels[3]
				staff.Overwrites = append(staff.Overwrites, discord.RoleOverwrite(team, discord.PermissionViewChannel, 0))
				d := emutest.StartWith(t, emulator.Config{World: w})
				client := listen(d, accord.Config{Capabilities: tt.asks}, nil)
				created := accord.Expect[*event.GuildCreate](client, nil)
				defer run(t, client)()

				channels := wait(t, created).Channels
				before := channels[3]
				if before.IsObfuscated() != tt.hidden || before.ID != staff.ID || before.Position != 3 || before.ParentID != staff.ParentID {
					t.Errorf("the channel came as %+v, obfuscated: %t", before, before.IsObfuscated())
				}
				if general := channels[1]; general.IsObfuscated() || *general.Name != "general" {
					t.Errorf("another channel came as %+v", general)
				}
				if got := discord.ChannelPermissions(discord.PermissionViewChannel, before.PermissionOverwrites, d.GuildID, 1, nil); got != 0 {
					t.Errorf("the bot has the permissions %s", got)
				}
				changed := accord.Expect[*event.ChannelUpdate](client, nil)
				if err := client.REST.Members.AddRole(t.Context(), d.GuildID, discord.UserID(d.ApplicationID), team); err != nil {
					t.Fatal(err)
				}
				if !tt.hidden {
					synctest.Wait()
					changed.Stop()
					if e, err := changed.Wait(t.Context()); err == nil {
						t.Errorf("got %s", e.Raw)
					}
					return
				}
				if after := wait(t, changed); after.ID != before.ID || after.IsObfuscated() || *after.Name != "staff" {
					t.Errorf("once the bot can view it, it is %s", after.Raw)
				}
			})
		})
	}
}
