package discord_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
)

const (
	pngURI = discord.ImageData("data:image/png;base64,iVBORw0KGgo=")
	mp3URI = discord.SoundData("data:audio/mpeg;base64,SUQz")
)

// A limit is a body with what is wrong in it: the paths of the fields.
type limit struct {
	name string
	body interface{ Validate() error }
	want []string
}

func checkLimits(t *testing.T, limits []limit) {
	t.Helper()
	for _, tt := range limits {
		err := tt.body.Validate()
		var invalid *discord.ValidationError
		var got []string
		if errors.As(err, &invalid) {
			for _, f := range invalid.Fields {
				got = append(got, f.Path)
			}
		}
		if !slices.Equal(got, tt.want) || (err == nil) != (len(tt.want) == 0) {
			t.Errorf("%s: wrong are %q, want %q: %v", tt.name, got, tt.want, err)
		}
	}
}

// chars is a text of n characters that have more bytes.
func chars(n int) string { return strings.Repeat("ä", n) }

func TestWebhookLimits(t *testing.T) {
	t.Parallel()
	checkLimits(t, []limit{
		{"create", discord.CreateWebhook{Name: chars(80), Avatar: pngURI}, nil},
		{"create without name", discord.CreateWebhook{}, []string{"name"}},
		{"long name", discord.CreateWebhook{Name: chars(81)}, []string{"name"}},
		{"official names", discord.CreateWebhook{Name: "Clyde of Discord"}, []string{"name", "name"}},
		{"avatar", discord.CreateWebhook{Name: "n", Avatar: "https://example.com/a.png"}, []string{"avatar"}},
		{"a sound for an avatar", discord.CreateWebhook{Name: "n", Avatar: discord.ImageData(mp3URI)}, []string{"avatar"}},
		{"update", discord.UpdateWebhook{}, nil},
		{"update all", discord.UpdateWebhook{Name: "n", Avatar: discord.Set(pngURI), ChannelID: 1}, nil},
		{"update away", discord.UpdateWebhook{Avatar: discord.Null[discord.ImageData]()}, nil},
		{"update wrong", discord.UpdateWebhook{Name: "discord", Avatar: discord.Set(discord.ImageData("x"))}, []string{"name", "avatar"}},
		{"by token wrong", discord.UpdateWebhookByToken{Name: chars(81)}, []string{"name"}},
		{"execute", discord.ExecuteWebhook{Content: chars(2000), Username: chars(80), AvatarURL: strings.Repeat("a", 2048), ThreadName: chars(100), AppliedTags: make([]discord.ForumTagID, 5)}, nil},
		{"execute nothing", discord.ExecuteWebhook{}, []string{""}},
		{"execute too much", discord.ExecuteWebhook{Content: chars(2001), Username: chars(81), AvatarURL: strings.Repeat("a", 2049), ThreadName: chars(101), AppliedTags: make([]discord.ForumTagID, 6)},
			[]string{"content", "username", "avatar_url", "thread_name", "applied_tags"}},
		{"two threads", discord.ExecuteWebhook{Content: "c", ThreadID: 1, ThreadName: "n"}, []string{"thread_name"}},
		{"bad file", discord.ExecuteWebhook{Files: []discord.File{{}}}, []string{"files[0].name", "files[0].reader"}},
		{"poll without question", discord.ExecuteWebhook{Poll: &discord.CreatePoll{Answers: make([]discord.PollAnswer, 1)}}, []string{"poll.question.text"}},
		{"follow", discord.FollowChannel{WebhookChannelID: 1}, nil},
		{"follow nowhere", discord.FollowChannel{}, []string{"webhook_channel_id"}},
		{"slack", discord.SlackWebhook{Text: chars(2000), Attachments: []discord.WebhookSlackEmbed{{Color: "#abc"}, {Color: "#a1B2c3"}}}, nil},
		{"slack wrong", discord.SlackWebhook{Text: chars(2001), IconURL: strings.Repeat("a", 2049), Attachments: []discord.WebhookSlackEmbed{
			{Color: "red", ThumbURL: strings.Repeat("a", 2049), Fields: []discord.WebhookSlackEmbedField{{}, {Value: strings.Repeat("a", 152134)}}},
		}}, []string{"text", "icon_url", "attachments[0].color", "attachments[0].thumb_url", "attachments[0].fields[1].value"}},
		{"slack too many", discord.SlackWebhook{Attachments: make([]discord.WebhookSlackEmbed, 1522)}, []string{"attachments"}},
		{"github", discord.GithubWebhook{Sender: discord.GithubUser{Login: "octocat"}}, nil},
		{"github wrong", discord.GithubWebhook{
			Action: strings.Repeat("a", 152134), Sender: discord.GithubUser{AvatarURL: strings.Repeat("a", 2049)},
			Commits:  []discord.GithubCommit{{}, {URL: strings.Repeat("a", 2049)}},
			CheckRun: &discord.GithubCheckRun{CheckSuite: discord.GithubCheckSuite{App: discord.GithubCheckApp{Name: strings.Repeat("a", 152134)}}},
		}, []string{"action", "sender.avatar_url", "commits[1].url", "check_run.check_suite.app.name"}},
	})
}

func TestExpressionLimits(t *testing.T) {
	t.Parallel()
	large := discord.ImageData("data:image/png;base64," + strings.Repeat("AAAA", (256<<10)/3+1))
	fits := discord.ImageData("data:image/png;base64," + strings.Repeat("AAAA", (256<<10)/3))
	file := discord.File{Name: "a.png", Reader: strings.NewReader("x")}
	heavy := discord.File{Name: "a.png", Reader: strings.NewReader("x"), Size: 512<<10 + 1}
	checkLimits(t, []limit{
		{"emoji", discord.CreateGuildEmoji{Name: chars(32), Image: fits}, nil},
		{"emoji too large", discord.CreateGuildEmoji{Name: "ab", Image: large}, []string{"image"}},
		{"emoji without picture", discord.CreateApplicationEmoji{Name: "a"}, []string{"name", "image"}},
		{"emoji with an address", discord.CreateApplicationEmoji{Name: chars(33), Image: "https://example.com/a.png"}, []string{"name", "image"}},
		{"emoji kept", discord.UpdateGuildEmoji{}, nil},
		{"emoji renamed", discord.UpdateGuildEmoji{Name: "a"}, []string{"name"}},
		{"app emoji renamed", discord.UpdateApplicationEmoji{Name: chars(33)}, []string{"name"}},
		{"sticker", discord.CreateGuildSticker{Name: chars(30), Description: chars(100), Tags: chars(200), File: file}, nil},
		{"sticker without description", discord.CreateGuildSticker{Name: "ab", Tags: "t", File: file}, nil},
		{"sticker short", discord.CreateGuildSticker{Name: "a", Description: "a"}, []string{"name", "description", "tags", "file", "file.name"}},
		{"sticker long", discord.CreateGuildSticker{Name: chars(31), Description: chars(101), Tags: chars(201), File: heavy}, []string{"name", "description", "tags", "file"}},
		{"sticker kept", discord.UpdateGuildSticker{Description: discord.Null[string]()}, nil},
		{"sticker changed", discord.UpdateGuildSticker{Name: "a", Description: discord.Set("a"), Tags: chars(201)}, []string{"name", "description", "tags"}},
		{"sound", discord.CreateGuildSoundboardSound{Name: chars(32), Sound: mp3URI, Volume: new(1.0), EmojiName: chars(32)}, nil},
		{"sound wrong", discord.CreateGuildSoundboardSound{Name: "a", Sound: discord.SoundData(pngURI), Volume: new(1.1), EmojiName: chars(33)}, []string{"name", "sound", "volume", "emoji_name"}},
		{"sound that is none", discord.CreateGuildSoundboardSound{Name: "ab", Volume: new(math.NaN())}, []string{"sound", "volume"}},
		{"sound kept", discord.UpdateGuildSoundboardSound{Volume: discord.Null[float64](), EmojiName: discord.Null[string]()}, nil},
		{"sound changed", discord.UpdateGuildSoundboardSound{Name: chars(33), Volume: discord.Set(-0.1), EmojiName: discord.Set("")}, []string{"name", "volume", "emoji_name"}},
		{"play", discord.SendSoundboardSound{SoundID: 1}, nil},
		{"play nothing", discord.SendSoundboardSound{}, []string{"sound_id"}},
	})
}

func TestInviteLimits(t *testing.T) {
	t.Parallel()
	checkLimits(t, []limit{
		{"nothing", discord.CreateChannelInvite{}, nil},
		{"everything", discord.CreateChannelInvite{MaxAge: new(604800), MaxUses: 100, RoleIDs: make([]discord.RoleID, 250), TargetType: discord.InviteTargetTypeStream, TargetUserID: 1}, nil},
		{"for ever", discord.CreateChannelInvite{MaxAge: new(0)}, nil},
		{"wrong", discord.CreateChannelInvite{MaxAge: new(-1), MaxUses: 101, RoleIDs: make([]discord.RoleID, 251)}, []string{"max_age", "max_uses", "role_ids"}},
		{"stream of nobody", discord.CreateChannelInvite{TargetType: discord.InviteTargetTypeStream}, []string{"target_user_id"}},
		{"no application", discord.CreateChannelInvite{TargetType: discord.InviteTargetTypeEmbeddedApplication}, []string{"target_application_id"}},
		{"group DM", discord.AddGroupDMUser{AccessToken: "t"}, nil},
		{"group DM without token", discord.AddGroupDMUser{Nick: "n"}, []string{"access_token"}},
		{"status", discord.UpdateVoiceChannelStatus{Status: new(chars(500))}, nil},
		{"no status", discord.UpdateVoiceChannelStatus{}, nil},
		{"long status", discord.UpdateVoiceChannelStatus{Status: new(chars(501))}, []string{"status"}},
	})
}
