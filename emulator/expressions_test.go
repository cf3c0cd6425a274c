package emulator_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

const (
	missingPermissions = `{"message":"Missing Permissions","code":50013}`
	unknownEmoji       = `{"message":"Unknown Emoji","code":10014}`
	pngURI             = "data:image/png;base64,iVBORw0KGgo="
	gifURI             = "data:image/gif;base64,R0lGODlh"
	mp3URI             = "data:audio/mpeg;base64,SUQz"
)

// without is the default world, but for permissions that the bot doesn't have.
func without(p discord.Permissions) *emulator.World {
	w := emulator.DefaultWorld()
	for i := range w.Guilds[0].Roles {
		w.Guilds[0].Roles[i].Permissions &^= p
	}
	return w
}

func TestEmojis(t *testing.T) {
	large := "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n"+strings.Repeat("x", 256<<10)))
	run(t, nil, []exchange{
		{
			name: "create", do: "POST /guilds/{guild}/emojis", body: `{"name":"blob","image":"` + pngURI + `","roles":["{modrole}"]}`, save: "e", status: 201,
			want:   `{"id":"*","name":"blob","roles":["{modrole}"],"user":{"id":"{bot}"},"require_colons":true,"managed":false,"animated":false,"available":true}`,
			events: []string{`GUILD_EMOJIS_UPDATE {"guild_id":"{guild}","emojis":[{"id":"{e}","name":"blob"}]}`},
		},
		{name: "another that moves", do: "POST /guilds/{guild}/emojis", body: `{"name":"wave","image":"` + gifURI + `"}`, status: 201, want: `{"animated":true,"roles":[]}`, events: []string{`GUILD_EMOJIS_UPDATE {"emojis":[{},{}]}`}},
		{name: "no picture", do: "POST /guilds/{guild}/emojis", body: `{"name":"x1"}`, status: 400, want: invalidForm("image", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "no name", do: "POST /guilds/{guild}/emojis", body: `{"image":"` + pngURI + `"}`, status: 400, want: invalidForm("name", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "an address", do: "POST /guilds/{guild}/emojis", body: `{"name":"x1","image":"https://example.com/a.png"}`, status: 400, want: invalidForm("image", "IMAGE_INVALID", "Invalid image data")},
		{name: "too large", do: "POST /guilds/{guild}/emojis", body: `{"name":"x1","image":"` + large + `"}`, status: 400, want: `{"message":"Failed to resize asset below the maximum size: 262144","code":0}`},
		{name: "get", do: "GET /guilds/{guild}/emojis/{e}", want: `{"id":"{e}","name":"blob"}`},
		{name: "get another", do: "GET /guilds/{guild}/emojis/5", status: 404, want: unknownEmoji},
		{name: "rename", do: "PATCH /guilds/{guild}/emojis/{e}", body: `{"name":"blobby"}`, want: `{"name":"blobby","roles":["{modrole}"]}`, events: []string{`GUILD_EMOJIS_UPDATE {"emojis":[{"name":"blobby"},{}]}`}},
		{name: "for everyone", do: "PATCH /guilds/{guild}/emojis/{e}", body: `{"roles":null}`, want: `{"name":"blobby","roles":[]}`, events: []string{"GUILD_EMOJIS_UPDATE"}},
		{name: "too short", do: "PATCH /guilds/{guild}/emojis/{e}", body: `{"name":"x"}`, status: 400, want: invalidForm("name", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 32 in length.")},
		{name: "list", do: "GET /guilds/{guild}/emojis", want: `[{"id":"{e}","user":{"id":"{bot}"}},{"name":"wave"}]`},
		{name: "delete", do: "DELETE /guilds/{guild}/emojis/{e}", events: []string{`GUILD_EMOJIS_UPDATE {"emojis":[{"name":"wave"}]}`}},
		{name: "delete again", do: "DELETE /guilds/{guild}/emojis/{e}", status: 404, want: unknownEmoji},
	})
}

func TestEmojisOfOthers(t *testing.T) {
	run(t, without(discord.PermissionManageGuildExpressions), []exchange{
		{name: "own", do: "POST /guilds/{guild}/emojis", body: `{"name":"blob","image":"` + pngURI + `"}`, save: "e", status: 201, events: []string{"GUILD_EMOJIS_UPDATE"}},
		{name: "rename own", do: "PATCH /guilds/{guild}/emojis/{e}", body: `{"name":"blobby"}`, want: `{"name":"blobby"}`, events: []string{"GUILD_EMOJIS_UPDATE"}},
	})
}

func TestEmojisWithoutPermission(t *testing.T) {
	run(t, without(discord.PermissionCreateGuildExpressions), []exchange{
		{name: "emoji", do: "POST /guilds/{guild}/emojis", body: `{"name":"blob","image":"` + pngURI + `"}`, status: 403, want: missingPermissions},
		{name: "sound", do: "POST /guilds/{guild}/soundboard-sounds", body: `{"name":"quack","sound":"` + mp3URI + `"}`, status: 403, want: missingPermissions},
		{name: "sticker", do: "POST /guilds/{guild}/stickers", body: `{"name":"wave","tags":"wave"}`, status: 403, want: missingPermissions},
	})
}

func TestEmojiLimit(t *testing.T) {
	var exchanges []exchange
	for range 50 {
		exchanges = append(exchanges, exchange{name: "one more", do: "POST /guilds/{guild}/emojis", body: `{"name":"blob","image":"` + pngURI + `"}`, save: "e", status: 201, events: []string{"GUILD_EMOJIS_UPDATE"}})
	}
	run(t, nil, append(exchanges,
		exchange{name: "too many", do: "POST /guilds/{guild}/emojis", body: `{"name":"blob","image":"` + pngURI + `"}`, status: 400, want: `{"message":"Maximum number of emojis reached (50)","code":30008}`},
		exchange{name: "one that moves", do: "POST /guilds/{guild}/emojis", body: `{"name":"wave","image":"` + gifURI + `"}`, status: 201, want: `{}`, events: []string{"GUILD_EMOJIS_UPDATE"}},
	))
}

func TestApplicationEmojis(t *testing.T) {
	run(t, nil, []exchange{
		{name: "none", do: "GET /applications/{app}/emojis", want: `{"items":[]}`},
		{name: "create", do: "POST /applications/{app}/emojis", body: `{"name":"blob","image":"` + pngURI + `"}`, save: "e", status: 201, want: `{"name":"blob","user":{"id":"{bot}"},"roles":[]}`},
		{name: "the same name", do: "POST /applications/{app}/emojis", body: `{"name":"blob","image":"` + pngURI + `"}`, status: 400, want: invalidForm("name", "APPLICATION_EMOJI_NAME_ALREADY_TAKEN", "An emoji with that name already exists")},
		{name: "rename", do: "PATCH /applications/{app}/emojis/{e}", body: `{"name":"blobby"}`, want: `{"name":"blobby"}`},
		{name: "get", do: "GET /applications/{app}/emojis/{e}", want: `{"id":"{e}","name":"blobby"}`},
		{name: "list", do: "GET /applications/{app}/emojis", want: `{"items":[{"id":"{e}"}]}`},
		{name: "of another", do: "GET /applications/5/emojis", status: 403, want: `{"message":"You are not authorized to perform this action on this application","code":20012}`},
		{name: "delete", do: "DELETE /applications/{app}/emojis/{e}"},
		{name: "gone", do: "GET /applications/{app}/emojis/{e}", status: 404, want: unknownEmoji},
	})
}

func TestSounds(t *testing.T) {
	remember := exchange{name: "remember the sound", act: func(s *scenario) {
		var sound struct {
			ID string `json:"sound_id"`
		}
		decode(s.t, []byte(s.last.body), &sound)
		s.vars["s"] = sound.ID
	}}
	unknownSound := `{"message":"Unknown Sound","code":10097}`
	run(t, nil, []exchange{
		{name: "Discord's own", do: "GET /soundboard-default-sounds", want: `[{"name":"quack","sound_id":"1","volume":1,"emoji_id":null,"emoji_name":"🦆","available":true,"guild_id":"-"},{},{}]`},
		{
			name: "create", do: "POST /guilds/{guild}/soundboard-sounds", body: `{"name":"moo","sound":"` + mp3URI + `","volume":0.5,"emoji_name":"🐄"}`, status: 201,
			want:   `{"sound_id":"*","name":"moo","volume":0.5,"emoji_id":null,"emoji_name":"🐄","guild_id":"{guild}","available":true,"user":{"id":"{bot}"}}`,
			events: []string{`GUILD_SOUNDBOARD_SOUND_CREATE {"name":"moo","guild_id":"{guild}"}`},
		},
		remember,
		{name: "no sound", do: "POST /guilds/{guild}/soundboard-sounds", body: `{"name":"moo","sound":"` + pngURI + `"}`, status: 400, want: `{"message":"Invalid Asset","code":50046}`},
		{name: "too loud", do: "POST /guilds/{guild}/soundboard-sounds", body: `{"name":"moo","sound":"` + mp3URI + `","volume":1.5}`, status: 400, want: invalidForm("volume", "NUMBER_TYPE_MAX", "float value should be less than or equal to 1.")},
		{name: "list", do: "GET /guilds/{guild}/soundboard-sounds", want: `{"items":[{"sound_id":"{s}"}]}`},
		{name: "get", do: "GET /guilds/{guild}/soundboard-sounds/{s}", want: `{"sound_id":"{s}"}`},
		{name: "get another", do: "GET /guilds/{guild}/soundboard-sounds/5", status: 404, want: unknownSound},
		{name: "change", do: "PATCH /guilds/{guild}/soundboard-sounds/{s}", body: `{"volume":null,"emoji_name":null}`, want: `{"name":"moo","volume":1,"emoji_name":null}`, events: []string{`GUILD_SOUNDBOARD_SOUND_UPDATE {"sound_id":"{s}","volume":1}`}},
		{name: "play from outside", do: "POST /channels/{voice}/send-soundboard-sound", body: `{"sound_id":"{s}"}`, status: 400, want: `{"message":"Target user is not connected to voice.","code":40032}`},
		{name: "in a text channel", do: "POST /channels/{channel}/send-soundboard-sound", body: `{"sound_id":"{s}"}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "join", act: joinVoice("voice"), events: []string{"VOICE_STATE_UPDATE", "VOICE_CHANNEL_START_TIME_UPDATE"}},
		{name: "play", do: "POST /channels/{voice}/send-soundboard-sound", body: `{"sound_id":"{s}"}`, events: []string{`VOICE_CHANNEL_EFFECT_SEND {"channel_id":"{voice}","guild_id":"{guild}","user_id":"{bot}","sound_id":"{s}","sound_volume":1,"emoji":"-"}`}},
		{name: "play Discord's own", do: "POST /channels/{voice}/send-soundboard-sound", body: `{"sound_id":1}`, events: []string{`VOICE_CHANNEL_EFFECT_SEND {"sound_id":"1","emoji":{"name":"🦆"}}`}},
		{name: "play none", do: "POST /channels/{voice}/send-soundboard-sound", body: `{"sound_id":"77"}`, status: 404, want: unknownSound},
		{name: "delete", do: "DELETE /guilds/{guild}/soundboard-sounds/{s}", events: []string{`GUILD_SOUNDBOARD_SOUND_DELETE {"sound_id":"{s}","guild_id":"{guild}"}`}},
		{name: "gone", do: "GET /guilds/{guild}/soundboard-sounds/{s}", status: 404, want: unknownSound},
	})
}

// joinVoice makes the bot join the channel of a variable.
func joinVoice(variable string) func(*scenario) {
	return func(s *scenario) {
		s.bot.send(4, map[string]any{"guild_id": s.vars["guild"], "channel_id": s.vars[variable], "self_mute": false, "self_deaf": false})
	}
}
