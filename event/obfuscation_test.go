package event_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// TestObfuscatedChannel decodes a channel of which Discord withholds whatever it
// can: all fields are null but those that it promises not to touch.
func TestObfuscatedChannel(t *testing.T) {
	t.Parallel()
	fields := map[string]string{
		"id": `"5"`, "type": "0", "position": "7", "parent_id": `"6"`, "guild_id": `"4"`, "name": `"___hidden___"`, "flags": "131072",
		"permission_overwrites": `[{"id":"4","type":0,"allow":"0","deny":"1024"}]`,
	}
	given := len(fields)
	for field := range reflect.TypeFor[discord.Channel]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if _, ok := fields[name]; !ok {
			fields[name] = "null"
		}
	}
	if len(fields) == given {
		t.Fatal("a channel has no other fields")
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		text.WriteString(`,"` + name + `":` + fields[name])
	}
	channel := "{" + text.String()[1:] + "}"
	want := discord.Channel{
		ID: 5, Type: discord.ChannelTypeGuildText, GuildID: 4, Position: 7, ParentID: 6, Name: new("___hidden___"), Flags: discord.ChannelFlagObfuscated,
		PermissionOverwrites: []discord.PermissionOverwrite{discord.RoleOverwrite(4, 0, discord.PermissionViewChannel)},
	}
	for name, data := range map[string]string{
		"CHANNEL_CREATE": channel, "CHANNEL_UPDATE": channel, "CHANNEL_DELETE": channel, "GUILD_CREATE": `{"id":"4","channels":[` + channel + `]}`,
	} {
		var got discord.Channel
		switch e := event.Decode(name, event.Meta{Raw: data}).(type) {
		case *event.ChannelCreate:
			got = e.Channel
		case *event.ChannelUpdate:
			got = e.Channel
		case *event.ChannelDelete:
			got = e.Channel
		case *event.GuildCreate:
			got = e.Channels[0]
		default:
			t.Errorf("%s became %s: %v", name, e.EventName(), e)
			continue
		}
		if !reflect.DeepEqual(got, want) || !got.IsObfuscated() {
			t.Errorf("%s has the channel %+v\nwant %+v", name, got, want)
		}
	}
	named := discord.Channel{Name: new("___hidden___")}
	if named.IsObfuscated() {
		t.Error("a channel of that name is taken for an obfuscated one")
	}
}
