package emulator_test

import (
	"testing"
	"time"

	"github.com/accord-go/accord/emulator"
)

func TestGuilds(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "get", do: "GET /guilds/{guild}",
			want: `{"id":"{guild}","name":"Playground","owner_id":"{user}","roles":[{"id":"{guild}","name":"@everyone"},{"id":"{modrole}"},{"id":"{botrole}"}],"emojis":[],"stickers":[],"features":[],
				"icon":null,"description":null,"afk_channel_id":null,"afk_timeout":300,"nsfw":false,"home_header":null,"widget_enabled":false,"premium_tier":0,"incidents_data":null,"approximate_member_count":"-"}`,
		},
		{name: "with counts", do: "GET /guilds/{guild}?with_counts=true", want: `{"approximate_member_count":3,"approximate_presence_count":1}`},
		{name: "unknown", do: "GET /guilds/5", status: 404, want: `{"message":"Unknown Guild","code":10004}`},
		{name: "no boolean", do: "GET /guilds/{guild}?with_counts=maybe", status: 400, want: invalidForm("with_counts", "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")},
		{name: "preview", do: "GET /guilds/{guild}/preview", want: `{"id":"{guild}","approximate_member_count":3,"approximate_presence_count":1,"emojis":[],"stickers":[],"features":[],"home_header":null,"owner_id":"-"}`},
		{name: "update", do: "PATCH /guilds/{guild}", body: `{"name":"Sandbox","description":"d","afk_timeout":60,"system_channel_id":"{channel}"}`, want: `{"name":"Sandbox","description":"d","afk_timeout":60,"system_channel_id":"{channel}"}`, events: []string{`GUILD_UPDATE {"name":"Sandbox","id":"{guild}"}`}},
		{name: "update badly", do: "PATCH /guilds/{guild}", body: `{"afk_timeout":61}`, status: 400, want: invalidForm("afk_timeout", "BASE_TYPE_CHOICES", "Value must be one of (60, 300, 900, 1800, 3600).")},
		{name: "no channel", do: "PATCH /guilds/{guild}", body: `{"rules_channel_id":"5"}`, status: 400, want: invalidForm("rules_channel_id", "CHANNEL_DOES_NOT_EXIST", "Channel does not exist")},
		{name: "emojis", do: "GET /guilds/{guild}/emojis", want: `[]`},
		{name: "an emoji", do: "GET /guilds/{guild}/emojis/5", status: 404, want: `{"message":"Unknown Emoji","code":10014}`},
		{name: "stickers", do: "GET /guilds/{guild}/stickers", want: `[]`},
		{name: "sticker packs", do: "anon:GET /sticker-packs", want: `{"sticker_packs":[{"id":"*","stickers":[{"type":1},{"type":1}]}]}`},
		{name: "regions", do: "GET /voice/regions", want: `[{"id":"rotterdam","custom":false,"deprecated":false,"optimal":true},{"id":"us-east"}]`},
		{name: "voice", do: "GET /guilds/{guild}/voice-states/@me", status: 404, want: `{"message":"Unknown Voice State","code":10065}`},
	})
}

func TestRoles(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "list", do: "GET /guilds/{guild}/roles",
			want: `[{"id":"{guild}","position":0},{"id":"{modrole}","name":"Moderator","color":3066993,"colors":{"primary_color":3066993,"secondary_color":null,"tertiary_color":null},"hoist":true,"mentionable":true,"managed":false,"icon":null,"unicode_emoji":null,"flags":0,"permissions":"1099511635970","tags":"-"},{"id":"{botrole}"}]`,
		},
		{name: "get", do: "GET /guilds/{guild}/roles/{modrole}", want: `{"id":"{modrole}"}`},
		{name: "get none", do: "GET /guilds/{guild}/roles/5", status: 404, want: `{"message":"Unknown Role","code":10011}`},
		{
			name: "create", do: "POST /guilds/{guild}/roles", body: `{"name":"New","permissions":"1024","color":255,"hoist":true,"mentionable":true}`, save: "role",
			want:   `{"id":"*","name":"New","permissions":"1024","color":255,"colors":{"primary_color":255},"hoist":true,"mentionable":true,"position":1}`,
			events: []string{`GUILD_ROLE_CREATE {"guild_id":"{guild}","role":{"name":"New"}}`},
		},
		{name: "create another", do: "POST /guilds/{guild}/roles", want: `{"name":"new role"}`, save: "plain", events: []string{"GUILD_ROLE_CREATE"}},
		{name: "create badly", do: "POST /guilds/{guild}/roles", body: `{"color":-1}`, status: 400, want: invalidForm("color", "NUMBER_TYPE_MIN", "int value should be greater than or equal to 0.")},
		{name: "more than it has", do: "POST /guilds/{guild}/roles", body: `{"permissions":"8"}`, status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{
			name: "update", do: "PATCH /guilds/{guild}/roles/{role}", body: `{"name":"Old","permissions":2048,"colors":{"primary_color":1,"secondary_color":2,"tertiary_color":null}}`,
			want:   `{"name":"Old","permissions":"2048","color":1,"colors":{"primary_color":1,"secondary_color":2,"tertiary_color":null}}`,
			events: []string{`GUILD_ROLE_UPDATE {"guild_id":"{guild}","role":{"id":"{role}","name":"Old"}}`},
		},
		{name: "update its own, its highest", do: "PATCH /guilds/{guild}/roles/{botrole}", body: `{"name":"x"}`, status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "icons cost", do: "PATCH /guilds/{guild}/roles/{role}", body: `{"unicode_emoji":"🔥"}`, status: 400, want: `{"message":"This server needs more boosts to perform this action","code":50101}`},
		{name: "move", do: "PATCH /guilds/{guild}/roles", body: `[{"id":"{role}","position":0}]`, want: `[{"id":"{guild}"},{"id":"{role}"},{"id":"{modrole}"},{"id":"{plain}"},{"id":"{botrole}"}]`, events: []string{`GUILD_ROLE_UPDATE {"role":{"id":"{role}","position":0}}`}},
		{name: "move too far", do: "PATCH /guilds/{guild}/roles", body: `[{"id":"{role}","position":9}]`, status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "counts", do: "GET /guilds/{guild}/roles/member-counts", want: `{"{modrole}":1,"{botrole}":1,"{role}":0,"{guild}":"-"}`},
		{name: "delete", do: "DELETE /guilds/{guild}/roles/{role}", events: []string{`GUILD_ROLE_DELETE {"guild_id":"{guild}","role_id":"{role}"}`}},
		{name: "delete @everyone", do: "DELETE /guilds/{guild}/roles/{guild}", status: 400, want: `{"message":"Invalid Role","code":50028}`},
		{name: "delete again", do: "DELETE /guilds/{guild}/roles/{role}", status: 404, want: `{"message":"Unknown Role","code":10011}`},
	})
}

func TestMembers(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "get", do: "GET /guilds/{guild}/members/{other}",
			want: `{"user":{"id":"{other}","flags":0,"public_flags":0,"primary_guild":null},"nick":null,"roles":["{modrole}"],"joined_at":"*","avatar":null,"banner":null,"premium_since":null,"pending":false,"communication_disabled_until":null,"deaf":false,"mute":false,"flags":0}`,
		},
		{name: "no user", do: "GET /guilds/{guild}/members/5", status: 404, want: `{"message":"Unknown User","code":10013}`},
		{name: "list", do: "GET /guilds/{guild}/members?limit=2", want: `[{"user":{"id":"{bot}"}},{"user":{"id":"{user}"}}]`},
		{name: "list one", do: "GET /guilds/{guild}/members?after={user}", want: `[{"user":{"id":"{other}"}}]`},
		{name: "list too many", do: "GET /guilds/{guild}/members?limit=1001", status: 400, want: invalidForm("limit", "NUMBER_TYPE_MAX", "int value should be less than or equal to 1000.")},
		{name: "search", do: "GET /guilds/{guild}/members/search?query=SA&limit=10", want: `[{"user":{"id":"{other}"}}]`},
		{name: "search nothing", do: "GET /guilds/{guild}/members/search", status: 400, want: invalidForm("query", "BASE_TYPE_REQUIRED", "This field is required")},
		{
			name: "rename", do: "PATCH /guilds/{guild}/members/{other}", body: `{"nick":"Sammy"}`, want: `{"nick":"Sammy"}`,
			events: []string{`GUILD_MEMBER_UPDATE {"guild_id":"{guild}","user":{"id":"{other}"},"nick":"Sammy","roles":["{modrole}"]}`},
		},
		{name: "long name", do: "PATCH /guilds/{guild}/members/{other}", body: `{"nick":"123456789012345678901234567890123"}`, status: 400, want: invalidForm("nick", "BASE_TYPE_MAX_LENGTH", "Must be 32 or fewer in length.")},
		{name: "rename the owner", do: "PATCH /guilds/{guild}/members/{user}", body: `{"nick":"x"}`, status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "itself", do: "PATCH /guilds/{guild}/members/@me", body: `{"nick":"Bot"}`, want: `{"nick":"Bot"}`, events: []string{`GUILD_MEMBER_UPDATE {"user":{"id":"{bot}"},"nick":"Bot"}`}},
		{name: "itself, as it was done", do: "PATCH /guilds/{guild}/members/@me/nick", body: `{"nick":null}`, want: `{"nick":""}`, events: []string{`GUILD_MEMBER_UPDATE {"nick":null}`}},
		{name: "roles", do: "PATCH /guilds/{guild}/members/{other}", body: `{"roles":[]}`, want: `{"roles":[]}`, events: []string{`GUILD_MEMBER_UPDATE {"roles":[]}`}},
		{name: "no role", do: "PATCH /guilds/{guild}/members/{other}", body: `{"roles":["5"]}`, status: 400, want: invalidForm("roles.0", "ROLE_DOES_NOT_EXIST", "Role does not exist")},
		{name: "a role that is too high", do: "PATCH /guilds/{guild}/members/{other}", body: `{"roles":["{botrole}"]}`, status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "give", do: "PUT /guilds/{guild}/members/{other}/roles/{modrole}", events: []string{`GUILD_MEMBER_UPDATE {"roles":["{modrole}"]}`}},
		{name: "give again", do: "PUT /guilds/{guild}/members/{other}/roles/{modrole}"},
		{name: "give none", do: "PUT /guilds/{guild}/members/{other}/roles/5", status: 404, want: `{"message":"Unknown Role","code":10011}`},
		{name: "take", do: "DELETE /guilds/{guild}/members/{other}/roles/{modrole}", events: []string{`GUILD_MEMBER_UPDATE {"roles":[]}`}},
		{name: "time out", do: "PATCH /guilds/{guild}/members/{other}", body: `{"communication_disabled_until":"2000-01-02T00:00:00Z"}`, want: `{"communication_disabled_until":"2000-01-02T00:00:00.000000+00:00"}`, events: []string{"GUILD_MEMBER_UPDATE"}},
		{name: "for too long", do: "PATCH /guilds/{guild}/members/{other}", body: `{"communication_disabled_until":"2000-03-02T00:00:00Z"}`, status: 400, want: invalidForm("communication_disabled_until", "INVALID_COMMUNICATION_DISABLED_TIMESTAMP", "The user cannot have communication disabled for more than 28 days")},
		{name: "at no time", do: "PATCH /guilds/{guild}/members/{other}", body: `{"communication_disabled_until":"soon"}`, status: 400, want: invalidForm("communication_disabled_until", "DATE_TIME_TYPE_PARSE", "Could not parse soon. Should be ISO8601.")},
		{name: "no more", do: "PATCH /guilds/{guild}/members/{other}", body: `{"communication_disabled_until":null}`, want: `{"communication_disabled_until":null}`, events: []string{"GUILD_MEMBER_UPDATE"}},
		{name: "mute who isn't heard", do: "PATCH /guilds/{guild}/members/{other}", body: `{"mute":true}`, status: 400, want: `{"message":"Target user is not connected to voice.","code":40032}`},
		{name: "kick the owner", do: "DELETE /guilds/{guild}/members/{user}", status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "kick", do: "DELETE /guilds/{guild}/members/{other}", events: []string{`GUILD_MEMBER_REMOVE {"guild_id":"{guild}","user":{"id":"{other}"}}`}},
		{name: "kick again", do: "DELETE /guilds/{guild}/members/{other}", status: 404, want: `{"message":"Unknown Member","code":10007}`},
	})
}

func TestBans(t *testing.T) {
	sayOther := exchange{name: "Sam says", act: func(s *scenario) {
		s.d.UserMessage(emulator.UserMessage{UserID: emulator.DefaultOtherUserID, Content: "spam"})
	}, events: []string{"MESSAGE_CREATE"}}
	old := sayOther
	run(t, nil, []exchange{
		old,
		{name: "an hour passes", act: wait(time.Hour)},
		sayOther, say("kept", "hello"),
		{
			name: "ban", do: "PUT /guilds/{guild}/bans/{other}", body: `{"delete_message_seconds":60}`,
			events: []string{
				`GUILD_BAN_ADD {"guild_id":"{guild}","user":{"id":"{other}"}}`, `GUILD_MEMBER_REMOVE {"user":{"id":"{other}"}}`,
				`MESSAGE_DELETE_BULK {"ids":["*"],"channel_id":"{channel}"}`,
			},
		},
		{name: "get", do: "GET /guilds/{guild}/bans/{other}", want: `{"user":{"id":"{other}"},"reason":null}`},
		{name: "list", do: "GET /guilds/{guild}/bans", want: `[{"user":{"id":"{other}"}}]`},
		{name: "list before", do: "GET /guilds/{guild}/bans?before={other}", want: `[]`},
		{name: "none", do: "GET /guilds/{guild}/bans/{user}", status: 404, want: `{"message":"Unknown Ban","code":10026}`},
		{name: "nobody", do: "PUT /guilds/{guild}/bans/5", status: 404, want: `{"message":"Unknown User","code":10013}`},
		{name: "the owner", do: "PUT /guilds/{guild}/bans/{user}", status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "too much to delete", do: "PUT /guilds/{guild}/bans/{other}", body: `{"delete_message_seconds":604801}`, status: 400, want: invalidForm("delete_message_seconds", "NUMBER_TYPE_MAX", "int value should be less than or equal to 604800.")},
		{name: "unban", do: "DELETE /guilds/{guild}/bans/{other}", events: []string{`GUILD_BAN_REMOVE {"guild_id":"{guild}","user":{"id":"{other}"}}`}},
		{name: "unban again", do: "DELETE /guilds/{guild}/bans/{other}", status: 404, want: `{"message":"Unknown Ban","code":10026}`},
		{name: "many", do: "POST /guilds/{guild}/bulk-ban", body: `{"user_ids":["{other}","{user}","5"]}`, want: `{"banned_users":["{other}"],"failed_users":["{user}","5"]}`, events: []string{"GUILD_BAN_ADD"}},
		{name: "none of many", do: "POST /guilds/{guild}/bulk-ban", body: `{"user_ids":["{user}"]}`, status: 400, want: `{"message":"Failed to ban users","code":500000}`},
	})
}

func TestUsers(t *testing.T) {
	run(t, nil, []exchange{
		{name: "itself", do: "GET /users/@me", want: `{"id":"{bot}","username":"Accord","bot":true,"discriminator":"0","global_name":null,"avatar":null,"flags":0,"public_flags":0,"mfa_enabled":false,"locale":"en-US","verified":true,"email":null}`},
		{name: "somebody", do: "GET /users/{user}", want: `{"id":"{user}","username":"robin","global_name":"Robin","flags":0,"bot":"-","mfa_enabled":"-"}`},
		{name: "nobody", do: "GET /users/5", status: 404, want: `{"message":"Unknown User","code":10013}`},
		{name: "rename", do: "PATCH /users/@me", body: `{"username":"Discord","avatar":"data:image/png;base64,aGVsbG8="}`, want: `{"username":"Discord","avatar":"*"}`, events: []string{`USER_UPDATE {"id":"{bot}","username":"Discord"}`}},
		{name: "no picture", do: "PATCH /users/@me", body: `{"avatar":"hello"}`, status: 400, want: invalidForm("avatar", "IMAGE_INVALID", "Invalid image data")},
		{name: "short", do: "PATCH /users/@me", body: `{"username":"x"}`, status: 400, want: invalidForm("username", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 32 in length.")},
		{name: "guilds", do: "GET /users/@me/guilds?with_counts=1", want: `[{"id":"{guild}","name":"Playground","owner":false,"permissions":"*","features":[],"icon":null,"banner":null,"approximate_member_count":3}]`},
		{name: "guilds after", do: "GET /users/@me/guilds?after={guild}", want: `[]`},
		{
			name: "application", do: "GET /applications/@me",
			want: `{"id":"{app}","name":"Accord","icon":null,"description":"*","type":null,"verify_key":"*","flags":565248,"flags_new":"565248","redirect_uris":["http://localhost:3000/callback","http://127.0.0.1:3000/callback"],"interactions_endpoint_url":null,
				"role_connections_verification_url":null,"owner":{"id":"{user}","flags":0},"approximate_guild_count":1,"approximate_user_install_count":0,"approximate_user_authorization_count":0,
				"explicit_content_filter":0,"team":null,"eligible_oauth2_scopes":[],"bot":{"id":"{bot}"},"bot_public":true,"bot_require_code_grant":false}`,
		},
		{name: "the old way", do: "GET /oauth2/applications/@me", want: `{"id":"{app}"}`},
		{name: "describe it", do: "PATCH /applications/@me", body: `{"description":"new","tags":["a"]}`, want: `{"description":"new","tags":["a"]}`},
		{name: "badly", do: "PATCH /applications/@me", body: `{"tags":["a","123456789012345678901"]}`, status: 400, want: invalidForm("tags.1", "BASE_TYPE_MAX_LENGTH", "Must be 20 or fewer in length.")},
		{name: "emojis", do: "GET /applications/{app}/emojis", want: `{"items":[]}`},
		{name: "entitlements", do: "GET /applications/{app}/entitlements", want: `[]`},
		{name: "another's", do: "GET /applications/5/skus", status: 403, want: `{"message":"You are not authorized to perform this action on this application","code":20012}`},
		{
			name: "leave", do: "DELETE /users/@me/guilds/{guild}",
			events: []string{`GUILD_MEMBER_REMOVE {"user":{"id":"{bot}"}}`, `GUILD_DELETE {"id":"{guild}","unavailable":"-"}`},
		},
		{name: "gone", do: "GET /guilds/{guild}", status: 403, want: `{"message":"Missing Access","code":50001}`},
	})
}
