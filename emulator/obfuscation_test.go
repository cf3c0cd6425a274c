package emulator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// channelObfuscation is the capability of identifying with which a client asks
// for obfuscated channels.
const channelObfuscation = 1 << 15

// The channel "staff" of the default world, as who can't view it gets it, and
// whole.
const (
	staffHidden = `{"id":"1200000000000000023","type":0,"position":3,"parent_id":"1200000000000000020","name":"___hidden___","flags":131072,
		"topic":null,"nsfw":false,"last_message_id":null,"permission_overwrites":[{"id":"1200000000000000010","type":0,"allow":"0","deny":"1024"}]}`
	staffShown = `{"id":"1200000000000000023","name":"staff","flags":0}`
)

// TestObfuscatedGuild wants the channels that the bot can't view obfuscated in
// GUILD_CREATE, always or only where a client asks for it.
func TestObfuscatedGuild(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		reveal       bool
		capabilities int
		want         string
	}{
		{"for everyone", false, 0, staffHidden},
		{"for who asks, too", false, channelObfuscation, staffHidden},
		{"as it was before", true, 0, staffShown},
		{"only for who asks", true, channelObfuscation, staffHidden},
		{"other capabilities", true, 1<<62 - 1 - channelObfuscation, staffShown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := emulator.DefaultWorld()
			w.Rules.RevealChannels = tt.reveal
			d := emutest.StartWith(t, emulator.Config{World: w})
			b := connect(t, d, "/?v=10")
			b.next(10)
			payload := identify(d, intentsAll)
			payload["capabilities"] = tt.capabilities
			b.send(2, payload)
			b.ready()
			want := fmt.Sprintf(`{"channels":[{"id":"1200000000000000020","name":"Text channels"},{"name":"general","flags":0},{"name":"random"},%s,{"name":"Lounge"},{"name":"questions"}]}`, tt.want)
			guild := b.event("GUILD_CREATE")
			if diff := contains(t, want, string(guild)); diff != "" {
				t.Errorf("%s\nin %s", diff, guild)
			}
			b.leave()
		})
	}
}

// TestObfuscation follows channels that the bot comes to view, and no longer
// views. A category is viewed if a channel in it is.
func TestObfuscation(t *testing.T) {
	w := emulator.DefaultWorld()
	const team, locked, inside, stage = 50, 51, 52, 53
	hidden := []discord.PermissionOverwrite{discord.RoleOverwrite(discord.RoleID(w.Guilds[0].ID), 0, discord.PermissionViewChannel)}
	forTeam := append(slices.Clone(hidden), discord.RoleOverwrite(team, discord.PermissionViewChannel|discord.PermissionConnect, 0))
	g := &w.Guilds[0]
	g.Roles = slices.Insert(g.Roles, 1, emulator.WorldRole{ID: team, Name: "Team"})
	g.Channels = append(g.Channels,
		emulator.WorldChannel{ID: locked, Type: discord.ChannelTypeGuildCategory, Name: "Locked", Overwrites: hidden},
		emulator.WorldChannel{ID: inside, Name: "inside", ParentID: locked, Overwrites: forTeam},
		emulator.WorldChannel{ID: stage, Type: discord.ChannelTypeGuildVoice, Name: "Talk", Overwrites: forTeam},
	)
	const gone = `"name":"___hidden___","flags":131072`
	run(t, w, []exchange{
		{
			name: "HTTP leaves them out", do: "GET /guilds/{guild}/channels",
			want: `[{"id":"{category}"},{"id":"{channel}"},{"id":"{random}"},{"id":"{voice}"},{"id":"{forum}"}]`,
		},
		{
			name: "a role", do: "PUT /guilds/{guild}/members/{bot}/roles/50",
			events: []string{
				`GUILD_MEMBER_UPDATE {"roles":["{botrole}","50"]}`, `CHANNEL_UPDATE {"id":"51","name":"Locked","flags":0}`,
				`CHANNEL_UPDATE {"id":"52","name":"inside"}`, `CHANNEL_UPDATE {"id":"53","name":"Talk"}`,
			},
		},
		{
			name: "HTTP has them", do: "GET /guilds/{guild}/channels",
			want: `[{"id":"51"},{"id":"52"},{"id":"53"},{"id":"{category}"},{"id":"{channel}"},{"id":"{random}"},{"id":"{voice}"},{"id":"{forum}"}]`,
		},
		{
			name: "a thread", do: "POST /channels/52/threads", body: `{"name":"t","type":11}`, status: 201, want: `{"name":"t"}`, save: "thread",
			events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"},
		},
		{
			name: "a channel that the bot hides from itself", do: "POST /guilds/{guild}/channels", status: 201, save: "secret",
			body: `{"name":"secret","topic":"plans","permission_overwrites":[{"id":"{guild}","type":0,"deny":"1024"}]}`,
			want: `{"name":"secret","topic":"plans"}`, events: []string{`CHANNEL_CREATE {"id":"*","guild_id":"{guild}","topic":null,` + gone + `}`},
		},
		{name: "and can't change", do: "PATCH /channels/{secret}", body: `{"name":"x"}`, status: 403, want: `{"message":"Missing Access","code":50001}`},
		{
			name: "an overwrite", do: "PATCH /channels/{random}", body: `{"permission_overwrites":[{"id":"{guild}","type":0,"deny":"1024"}]}`,
			want: `{"name":"random"}`, events: []string{`CHANNEL_UPDATE {"id":"{random}",` + gone + `}`},
		},
		{name: "voice", act: func(s *scenario) {
			s.bot.send(4, map[string]any{"guild_id": s.vars["guild"], "channel_id": "53", "self_mute": false, "self_deaf": false})
		}, events: []string{`VOICE_STATE_UPDATE {"channel_id":"53"}`, "VOICE_CHANNEL_START_TIME_UPDATE"}},
		{
			name: "the role again: who is connected goes on to view the channel", do: "DELETE /guilds/{guild}/members/{bot}/roles/50",
			events: []string{`GUILD_MEMBER_UPDATE {"roles":["{botrole}"]}`, `CHANNEL_UPDATE {"id":"51",` + gone + `}`, `CHANNEL_UPDATE {"id":"52","parent_id":"51",` + gone + `}`},
		},
		{name: "until it leaves", act: func(s *scenario) {
			s.bot.send(4, map[string]any{"guild_id": s.vars["guild"], "channel_id": nil, "self_mute": false, "self_deaf": false})
		}, events: []string{`VOICE_STATE_UPDATE {"channel_id":null}`, `CHANNEL_UPDATE {"id":"53","type":2,` + gone + `}`}},
		{
			name: "the role brings threads, too", do: "PUT /guilds/{guild}/members/{bot}/roles/50",
			events: []string{
				"GUILD_MEMBER_UPDATE", `CHANNEL_UPDATE {"id":"51","flags":0}`, `CHANNEL_UPDATE {"id":"52","flags":0}`,
				`THREAD_LIST_SYNC {"guild_id":"{guild}","channel_ids":["52"],"threads":[{"id":"{thread}"}],"members":[{"id":"{thread}","user_id":"{bot}"}]}`,
				`CHANNEL_UPDATE {"id":"53","flags":0}`,
			},
		},
	})
}

// TestRevealedChannels has one session that gets obfuscated channels, and one
// that gets them whole: it is not told what it knows.
func TestRevealedChannels(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := emulator.DefaultWorld()
		w.Rules.RevealChannels = true
		const team = 50
		w.Guilds[0].Roles = slices.Insert(w.Guilds[0].Roles, 1, emulator.WorldRole{ID: team, Name: "Team"})
		staff := &w.Guilds[0].Channels[3]
		staff.Overwrites = append(staff.Overwrites, discord.RoleOverwrite(team, discord.PermissionViewChannel, 0))
		d := emutest.StartWith(t, emulator.Config{World: w})
		plain := login(t, d, intentsAll)
		time.Sleep(5 * time.Second)
		asking := connect(t, d, "/?v=10")
		asking.next(10)
		payload := identify(d, intentsAll)
		payload["capabilities"] = channelObfuscation
		asking.send(2, payload)
		asking.ready()
		asking.event("GUILD_CREATE")

		path := fmt.Sprintf("/api/v10/guilds/%d/members/%d/roles/%d", d.GuildID, d.ApplicationID, team)
		if got := rest(t, d, "PUT", path, "Bot "+d.Token, ""); got.status != 204 {
			t.Fatalf("add role: %d %s", got.status, got.body)
		}
		plain.event("GUILD_MEMBER_UPDATE")
		plain.quiet()
		asking.event("GUILD_MEMBER_UPDATE")
		if diff := contains(t, staffShown, string(asking.event("CHANNEL_UPDATE"))); diff != "" {
			t.Error(diff)
		}
		asking.quiet()
		list := rest(t, d, "GET", fmt.Sprintf("/api/v10/guilds/%d/channels", d.GuildID), "Bot "+d.Token, "")
		if !strings.Contains(list.body, `"staff"`) {
			t.Errorf("HTTP has %s", list.body)
		}
		plain.leave()
		asking.leave()
	})
}
