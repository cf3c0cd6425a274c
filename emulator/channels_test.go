package emulator_test

import (
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

func TestChannels(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "get", do: "GET /channels/{channel}",
			want: `{"id":"{channel}","type":0,"guild_id":"{guild}","name":"general","topic":"Say hello to your bot","parent_id":"{category}","position":1,"flags":0,"nsfw":false,"permission_overwrites":[],"last_message_id":null,"rate_limit_per_user":0}`,
		},
		{name: "hidden", do: "GET /channels/{staff}", status: 403, want: `{"message":"Missing Access","code":50001}`},
		{name: "unknown", do: "GET /channels/5", status: 404, want: `{"message":"Unknown Channel","code":10003}`},
		{
			name: "list", do: "GET /guilds/{guild}/channels",
			want: `[{"id":"{category}","type":4},{"id":"{channel}"},{"id":"{random}"},{"id":"{voice}","type":2,"bitrate":64000},{"id":"{forum}","type":15,"available_tags":[]}]`,
		},
		{
			name: "create", do: "POST /guilds/{guild}/channels",
			body:   `{"name":"My Room","topic":"T","parent_id":"{category}","rate_limit_per_user":5,"nsfw":true,"permission_overwrites":[{"id":{guild},"type":0,"deny":2048},{"id":"{bot}","type":1,"allow":"3072","deny":"0"}],"extra":1}`,
			want:   `{"id":"*","type":0,"name":"my-room","topic":"T","parent_id":"{category}","rate_limit_per_user":5,"nsfw":true,"permission_overwrites":[{"id":"{guild}","type":0,"allow":"0","deny":"2048"},{"id":"{bot}","type":1,"allow":"3072","deny":"0"}]}`,
			status: 201, events: []string{`CHANNEL_CREATE {"name":"my-room","guild_id":"{guild}"}`}, save: "room",
		},
		{
			name: "update", do: "PATCH /channels/{room}", body: `{"name":"other","topic":null,"parent_id":null,"position":9,"permission_overwrites":[]}`,
			want:   `{"id":"{room}","name":"other","topic":null,"parent_id":null,"position":9,"permission_overwrites":[],"rate_limit_per_user":5}`,
			events: []string{`CHANNEL_UPDATE {"id":"{room}","name":"other"}`},
		},
		{
			name: "nothing is right", do: "PATCH /channels/{room}", body: `{"name":"","rate_limit_per_user":21601,"topic":"` + strings.Repeat("a", 1025) + `"}`, status: 400,
			want: `{"message":"Invalid Form Body","code":50035,"errors":{
				"name":{"_errors":[{"code":"BASE_TYPE_BAD_LENGTH","message":"Must be between 1 and 100 in length."}]},
				"rate_limit_per_user":{"_errors":[{"code":"NUMBER_TYPE_MAX","message":"int value should be less than or equal to 21600."}]}}}`,
		},
		{
			name: "long topic", do: "PATCH /channels/{room}", body: `{"topic":"` + strings.Repeat("a", 1025) + `"}`,
			status: 400, want: invalidForm("topic", "BASE_TYPE_MAX_LENGTH", "Must be 1024 or fewer in length."),
		},
		{name: "no category", do: "PATCH /channels/{room}", body: `{"parent_id":"{channel}"}`, status: 400, want: invalidForm("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category")},
		{name: "no such category", do: "PATCH /channels/{room}", body: `{"parent_id":"5"}`, status: 400, want: invalidForm("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")},
		{name: "no name", do: "POST /guilds/{guild}/channels", body: `{"type":0}`, status: 400, want: invalidForm("name", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "a thread", do: "POST /guilds/{guild}/channels", body: `{"name":"x","type":11}`, status: 400, want: invalidForm("type", "BASE_TYPE_CHOICES", "Value must be one of (0, 2, 4, 5, 13, 14, 15, 16).")},
		{name: "archive time", do: "PATCH /channels/{room}", body: `{"default_auto_archive_duration":5}`, status: 400, want: invalidForm("default_auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")},
		{name: "more than it may", do: "PATCH /channels/{room}", body: `{"permission_overwrites":[{"id":"{guild}","type":0,"allow":"8"}]}`, status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "overwrite", do: "PUT /channels/{room}/permissions/{user}", body: `{"type":1,"allow":"1024","deny":"2048"}`, events: []string{`CHANNEL_UPDATE {"permission_overwrites":[{"id":"{user}","type":1,"allow":"1024","deny":"2048"}]}`}},
		{name: "overwrite again", do: "PUT /channels/{room}/permissions/{user}", body: `{"type":1,"allow":1024}`, events: []string{`CHANNEL_UPDATE {"permission_overwrites":[{"id":"{user}","allow":"1024","deny":"0"}]}`}},
		{name: "overwrite of nobody", do: "PUT /channels/{room}/permissions/5", body: `{"type":0}`, status: 404, want: `{"message":"Unknown Role","code":10011}`},
		{name: "no kind", do: "PUT /channels/{room}/permissions/{user}", body: `{}`, status: 400, want: invalidForm("type", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "no overwrite", do: "DELETE /channels/{room}/permissions/{user}", events: []string{`CHANNEL_UPDATE {"permission_overwrites":[]}`}},
		{name: "none there", do: "DELETE /channels/{room}/permissions/{user}", status: 404, want: `{"message":"Unknown Permission Overwrite","code":10009}`},
		{name: "typing", do: "POST /channels/{channel}/typing", events: []string{`TYPING_START {"channel_id":"{channel}","guild_id":"{guild}","user_id":"{bot}","timestamp":"*","member":{"user":{"id":"{bot}"}}}`}},
		{name: "move", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{room}","position":2,"parent_id":"{category}"}]`, events: []string{`CHANNEL_UPDATE {"id":"{room}","position":2,"parent_id":"{category}"}`}},
		{
			name: "move two", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{room}","parent_id":null},{"id":"{channel}","parent_id":null}]`,
			status: 400, want: `{"message":"Only one channel can have a parent_id modified at a time","code":40009}`,
		},
		{name: "delete", do: "DELETE /channels/{room}", want: `{"id":"{room}"}`, events: []string{`CHANNEL_DELETE {"id":"{room}","guild_id":"{guild}"}`}},
		{name: "gone", do: "GET /channels/{room}", status: 404, want: `{"message":"Unknown Channel","code":10003}`},
		{
			name: "delete a category", do: "DELETE /channels/{category}", want: `{"id":"{category}"}`,
			events: []string{"CHANNEL_DELETE", `CHANNEL_UPDATE {"id":"{channel}","parent_id":null}`, `CHANNEL_UPDATE {"id":"{random}"}`, `CHANNEL_UPDATE {"id":"{staff}"}`},
		},
	})
}

func TestForumChannel(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "tags", do: "PATCH /channels/{forum}", body: `{"available_tags":[{"name":"bug"},{"name":"done","moderated":true,"emoji_name":"✅"}],"default_reaction_emoji":{"emoji_name":"👍"},"default_sort_order":1,"flags":16}`,
			want: `{"available_tags":[{"id":"*","name":"bug","moderated":false,"emoji_id":null,"emoji_name":null},{"name":"done","moderated":true,"emoji_name":"✅"}],
				"default_reaction_emoji":{"emoji_id":null,"emoji_name":"👍"},"default_sort_order":1,"flags":16}`,
			events: []string{"CHANNEL_UPDATE"},
		},
		{
			name: "a tag twice", do: "PATCH /channels/{forum}", body: `{"available_tags":[{"name":"a"},{"name":"a"}]}`,
			status: 400, want: invalidForm("available_tags.1.name", "TAG_NAMES_NOT_UNIQUE", "Tag names must be unique"),
		},
		{name: "a post without a tag", do: "POST /channels/{forum}/threads", body: `{"name":"x","message":{"content":"y"}}`, status: 400, want: `{"message":"A tag is required to create a forum post in this channel","code":40067}`},
		{name: "a post with an odd tag", do: "POST /channels/{forum}/threads", body: `{"name":"x","message":{"content":"y"},"applied_tags":["5"]}`, status: 404, want: `{"message":"Unknown Tag","code":10087}`},
	})
}

func TestChannelsNeedPermission(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Guilds[0].Roles[2].Permissions = 0
	refused := `{"message":"Missing Permissions","code":50013}`
	run(t, w, []exchange{
		{name: "create", do: "POST /guilds/{guild}/channels", body: `{"name":"x"}`, status: 403, want: refused},
		{name: "update", do: "PATCH /channels/{channel}", body: `{"name":"x"}`, status: 403, want: refused},
		{name: "delete", do: "DELETE /channels/{channel}", status: 403, want: refused},
		{name: "overwrite", do: "PUT /channels/{channel}/permissions/{user}", body: `{"type":1}`, status: 403, want: refused},
		{name: "move", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{channel}","position":1}]`, status: 403, want: refused},
		{name: "move out of its category", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{channel}","parent_id":null}]`, status: 403, want: missingAccess},
		{name: "another guild", do: "POST /guilds/5/channels", body: `{"name":"x"}`, status: 404, want: `{"message":"Unknown Guild","code":10004}`},
	})
}

// TestMoveByCategory has a bot that manages one category: it may order the channels
// in it, and those alone.
func TestMoveByCategory(t *testing.T) {
	w := without(discord.PermissionManageChannels)
	bot := discord.PermissionOverwrite{ID: 1200000000000000011, Type: discord.OverwriteTypeRole, Allow: discord.PermissionManageChannels}
	for i := range w.Guilds[0].Channels {
		if c := &w.Guilds[0].Channels[i]; c.ID == 1200000000000000020 || c.ID == 1200000000000000022 {
			c.Overwrites = append(c.Overwrites, bot)
		}
	}
	moved := []string{`CHANNEL_UPDATE {"id":"{random}"}`}
	run(t, w, []exchange{
		{name: "in the category", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{random}","position":5}]`, events: moved},
		{name: "out of it", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{random}","parent_id":null}]`, status: 403, want: missingAccess},
		{name: "one beside it", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{forum}","position":5}]`, status: 403, want: missingPermissions},
		{name: "one beside it into it", do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{forum}","parent_id":"{category}"}]`, status: 403, want: missingAccess},
		{name: "nothing", do: "PATCH /guilds/{guild}/channels", body: `[]`},
	})
}

func TestDirectMessages(t *testing.T) {
	run(t, nil, []exchange{
		{name: "open", do: "POST /users/@me/channels", body: `{"recipient_id":{user}}`, want: `{"type":1,"recipients":[{"id":"{user}"}],"flags":0,"last_message_id":null,"guild_id":"-"}`, save: "dm"},
		{name: "open again", do: "POST /users/@me/channels", body: `{"recipient_id":"{user}"}`, want: `{"id":"{dm}"}`},
		{name: "with itself", do: "POST /users/@me/channels", body: `{"recipient_id":"{bot}"}`, status: 400, want: `{"message":"Cannot send messages to this user","code":50007}`},
		{name: "with nobody", do: "POST /users/@me/channels", body: `{}`, status: 400, want: invalidForm("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "write", do: "POST /channels/{dm}/messages", body: `{"content":"psst"}`, save: "m", events: []string{`MESSAGE_CREATE {"content":"psst","guild_id":"-","member":"-","channel_type":1}`}},
		{name: "delete", do: "DELETE /channels/{dm}/messages/{m}", events: []string{`MESSAGE_DELETE {"guild_id":"-"}`}},
		{name: "an answer", act: func(s *scenario) {
			id, err := parseMessageID(s.vars["dm"])
			if err != nil {
				s.t.Fatal(err)
			}
			s.vars["theirs"] = s.d.UserMessage(emulator.UserMessage{ChannelID: channelID(id), Content: "hi"}).ID.String()
		}, events: []string{`MESSAGE_CREATE {"content":"hi","author":{"id":"{user}"}}`}},
		{name: "theirs", do: "DELETE /channels/{dm}/messages/{theirs}", status: 403, want: `{"message":"Cannot execute action on a DM channel","code":50003}`},
		{name: "close", do: "DELETE /channels/{dm}", want: `{"id":"{dm}"}`},
	})
}
