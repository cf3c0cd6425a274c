package gateway_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// TestRequestGuildMembersValidate sends nothing that Discord would close the
// connection for.
func TestRequestGuildMembersValidate(t *testing.T) {
	t.Parallel()
	s := gateway.New(gateway.Config{Token: token, Intents: discord.IntentGuildMembers})
	for _, tt := range []struct {
		request gateway.RequestGuildMembers
		want    string // empty: nothing is wrong
	}{
		{gateway.RequestGuildMembers{GuildID: 5}, ""},
		{gateway.RequestGuildMembers{GuildID: 5, UserIDs: make([]discord.UserID, 100), Nonce: strings.Repeat("n", 32)}, ""},
		{gateway.RequestGuildMembers{GuildID: 5, Query: "a", Limit: 100}, ""},
		{gateway.RequestGuildMembers{}, "guild_id: is required"},
		{gateway.RequestGuildMembers{GuildID: 5, UserIDs: make([]discord.UserID, 101)}, "user_ids: has 101 members, the most is 100"},
		{gateway.RequestGuildMembers{GuildID: 5, UserIDs: make([]discord.UserID, 1), Query: "a"}, "user_ids: can't be combined with query and limit"},
		{gateway.RequestGuildMembers{GuildID: 5, Limit: 101}, "limit: is 101, it must be between 0 and 100"},
		{gateway.RequestGuildMembers{GuildID: 5, Limit: -1}, "limit: is -1, it must be between 0 and 100"},
		{gateway.RequestGuildMembers{GuildID: 5, Nonce: strings.Repeat("n", 33)}, "nonce: has 33 bytes, the most is 32"},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // the shard does not run
		err := s.Send(ctx, gateway.OpRequestGuildMembers, tt.request)
		invalid, refused := errors.AsType[*discord.ValidationError](err)
		switch {
		case tt.want == "" && !errors.Is(err, context.Canceled):
			t.Errorf("%+v: %v", tt.request, err)
		case tt.want != "" && (!refused || invalid.Fields[0].String() != tt.want):
			t.Errorf("%+v: %v, want %s", tt.request, err, tt.want)
		}
	}
}

// TestRefusedCommands sends nothing that Discord would close the connection for.
func TestRefusedCommands(t *testing.T) {
	t.Parallel()
	s := gateway.New(gateway.Config{Token: token, Intents: discord.IntentsDefault})
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // the shard does not run
	for _, tt := range []struct {
		op   gateway.Opcode
		data any
		want string // empty: nothing is wrong
	}{
		{gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{GuildID: 5}, ""},
		{gateway.OpVoiceStateUpdate, gateway.UpdateVoiceState{ChannelID: 5}, "guild_id: is required"},
		{gateway.OpRequestChannelInfo, gateway.RequestChannelInfo{GuildID: 5}, ""},
		{gateway.OpRequestChannelInfo, gateway.RequestChannelInfo{}, "guild_id: is required"},
		{gateway.OpRequestGuildMembers, gateway.RequestGuildMembers{GuildID: 5, Query: "a"}, ""},
		{gateway.OpRequestGuildMembers, gateway.RequestGuildMembers{GuildID: 5, UserIDs: []discord.UserID{6}}, ""},
		{gateway.OpRequestGuildMembers, gateway.RequestGuildMembers{GuildID: 5}, "query: must not be empty without discord.IntentGuildMembers in Config.Intents"},
		{gateway.OpPresenceUpdate, discord.UpdatePresence{}, ""},
		{gateway.OpPresenceUpdate, discord.UpdatePresence{Status: "away"}, "status: must be online, dnd, idle, invisible or offline"},
	} {
		err := s.Send(ctx, tt.op, tt.data)
		invalid, refused := errors.AsType[*discord.ValidationError](err)
		switch {
		case tt.want == "" && !errors.Is(err, context.Canceled):
			t.Errorf("%v %+v: %v", tt.op, tt.data, err)
		case tt.want != "" && (!refused || invalid.Fields[0].String() != tt.want):
			t.Errorf("%v %+v: %v, want %s", tt.op, tt.data, err, tt.want)
		}
	}
}
