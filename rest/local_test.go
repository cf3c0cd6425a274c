package rest_test

import (
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// local returns a local Discord with its bot's client.
func local(t *testing.T, cfg emulator.Config) (*emutest.Discord, *rest.Client) {
	t.Helper()
	d := emutest.StartWith(t, cfg)
	c := rest.New(rest.Bot(d.Token), rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
	t.Cleanup(c.Close)
	return d, c
}

// must returns a value that came without an error.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wants(t *testing.T, what string, err error, code rest.Code) {
	t.Helper()
	if !errors.Is(err, code) {
		t.Errorf("%s: %v, want %v", what, err, code)
	}
}

func TestLocalWebhooks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, localWebhooks)
}

func localWebhooks(t *testing.T) {
	d, c := local(t, emulator.Config{})
	ctx := t.Context()
	hook := must(c.Webhooks.Create(ctx, d.ChannelID, discord.CreateWebhook{Name: "news", Avatar: pngData}))(t)
	if hook.Type != discord.WebhookTypeIncoming || hook.Avatar == nil || hook.Token == "" || hook.URL == "" {
		t.Errorf("created %+v", hook)
	}
	id, token, err := rest.ParseWebhookURL(hook.URL)
	if id != hook.ID || token != hook.Token || err != nil {
		t.Errorf("its address %s is of %d, %q, %v", hook.URL, id, token, err)
	}
	if list := must(c.Webhooks.ListInChannel(ctx, d.ChannelID))(t); len(list) != 1 || list[0].ID != id {
		t.Errorf("list %+v", list)
	}
	if list := must(c.Webhooks.ListInGuild(ctx, d.GuildID))(t); len(list) != 1 {
		t.Errorf("list %+v", list)
	}
	must(c.Webhooks.Get(ctx, id))(t)
	must(c.Webhooks.Update(ctx, id, discord.UpdateWebhook{Name: "olds", Avatar: discord.Null[discord.ImageData]()}))(t)

	anyone := rest.New(rest.None, rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)})
	t.Cleanup(anyone.Close)
	if got := must(anyone.Webhooks.GetByToken(ctx, id, token))(t); got.User != nil || *got.Name != "olds" || got.Avatar != nil {
		t.Errorf("by token %+v", got)
	}
	must(anyone.Webhooks.UpdateByToken(ctx, id, token, discord.UpdateWebhookByToken{Name: "news"}))(t)
	thread := must(c.Threads.Create(ctx, d.ChannelID, discord.CreateThread{Name: "t", Type: discord.ChannelTypePublicThread}))(t)
	m := must(anyone.Webhooks.Execute(ctx, id, token, discord.ExecuteWebhook{
		Content: "hi", Username: "robo", ThreadID: thread.ID, Files: []discord.File{{Name: "a.txt", Reader: strings.NewReader("content")}},
	}))(t)
	if m.ChannelID != thread.ID || m.Author.Username != "robo" || len(m.Attachments) != 1 {
		t.Errorf("posted %+v", m)
	}
	_, err = anyone.Webhooks.GetMessage(ctx, id, token, m.ID, 0)
	wants(t, "a message of a thread without the thread", err, rest.ErrUnknownMessage)
	must(anyone.Webhooks.GetMessage(ctx, id, token, m.ID, thread.ID))(t)
	if m := must(anyone.Webhooks.UpdateMessage(ctx, id, token, m.ID, thread.ID, discord.UpdateMessage{Content: discord.Set("bye")}))(t); m.Content != "bye" {
		t.Errorf("changed %+v", m)
	}
	if err := errors.Join(
		anyone.Webhooks.DeleteMessage(ctx, id, token, m.ID, thread.ID),
		anyone.Webhooks.ExecuteNoWait(ctx, id, token, discord.ExecuteWebhook{Content: "on its way"}),
		anyone.Webhooks.ExecuteSlack(ctx, id, token, discord.SlackWebhook{Text: "as Slack", Attachments: []discord.WebhookSlackEmbed{{Title: "t", Color: "#f80"}}}),
		anyone.Webhooks.ExecuteGitHub(ctx, id, token, githubPush),
		anyone.Webhooks.DeleteByToken(ctx, id, token),
	); err != nil {
		t.Error(err)
	}
	_, err = c.Webhooks.Get(ctx, id)
	wants(t, "a webhook that is gone", err, rest.ErrUnknownWebhook)
}

func TestLocalEmojis(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, c := local(t, emulator.Config{})
		ctx := t.Context()
		emoji := must(c.Emojis.Create(ctx, d.GuildID, discord.CreateGuildEmoji{Name: "blob", Image: pngData}, rest.Reason("fun")))(t)
		must(c.Emojis.Update(ctx, d.GuildID, emoji.ID, discord.UpdateGuildEmoji{Name: "blobby"}))(t)
		if got := must(c.Emojis.Get(ctx, d.GuildID, emoji.ID))(t); *got.Name != "blobby" || got.User == nil || !*got.Available {
			t.Errorf("emoji %+v", got)
		}
		if list := must(c.Emojis.List(ctx, d.GuildID))(t); len(list) != 1 {
			t.Errorf("emojis %+v", list)
		}
		own := must(c.Emojis.CreateInApp(ctx, d.ApplicationID, discord.CreateApplicationEmoji{Name: "blob", Image: pngData}))(t)
		must(c.Emojis.UpdateInApp(ctx, d.ApplicationID, own.ID, discord.UpdateApplicationEmoji{Name: "blobby"}))(t)
		must(c.Emojis.GetInApp(ctx, d.ApplicationID, own.ID))(t)
		if list := must(c.Emojis.ListInApp(ctx, d.ApplicationID))(t); len(list.Items) != 1 || *list.Items[0].Name != "blobby" {
			t.Errorf("the application's emojis %+v", list)
		}
		if err := errors.Join(c.Emojis.Delete(ctx, d.GuildID, emoji.ID), c.Emojis.DeleteInApp(ctx, d.ApplicationID, own.ID)); err != nil {
			t.Error(err)
		}
		_, err := c.Emojis.GetInApp(ctx, d.ApplicationID, own.ID)
		wants(t, "an emoji that is gone", err, rest.ErrUnknownEmoji)
	})
}

func TestLocalStickers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, c := local(t, emulator.Config{})
		ctx := t.Context()
		sticker := must(c.Stickers.Create(ctx, d.GuildID, discord.CreateGuildSticker{
			Name: "wave", Tags: "wave", File: discord.File{Name: "wave.png", Reader: strings.NewReader("\x89PNG\r\n\x1a\n")},
		}))(t)
		if sticker.FormatType != discord.StickerFormatTypePNG || sticker.GuildID != d.GuildID {
			t.Errorf("sticker %+v", sticker)
		}
		must(c.Stickers.Update(ctx, d.GuildID, sticker.ID, discord.UpdateGuildSticker{Description: discord.Set("hello")}))(t)
		must(c.Stickers.GetInGuild(ctx, d.GuildID, sticker.ID))(t)
		must(c.Stickers.List(ctx, d.GuildID))(t)
		if got := must(c.Stickers.Get(ctx, sticker.ID))(t); *got.Description != "hello" {
			t.Errorf("sticker %+v", got)
		}
		packs := must(c.Stickers.ListPacks(ctx))(t)
		pack := must(c.Stickers.GetPack(ctx, packs.StickerPacks[0].ID))(t)
		m := must(c.Messages.Create(ctx, d.ChannelID, discord.CreateMessage{StickerIDs: []discord.StickerID{sticker.ID, pack.Stickers[0].ID}}))(t)
		if len(m.StickerItems) != 2 || m.StickerItems[0].Name != "wave" {
			t.Errorf("sent %+v", m.StickerItems)
		}
		_, err := c.Stickers.Create(ctx, d.GuildID, discord.CreateGuildSticker{Name: "wave", Tags: "wave", File: discord.File{Name: "wave.txt", Reader: strings.NewReader("text")}})
		wants(t, "a sticker that is none", err, rest.ErrInvalidFileUploaded)
		if err := c.Stickers.Delete(ctx, d.GuildID, sticker.ID); err != nil {
			t.Error(err)
		}
		_, err = c.Stickers.Get(ctx, sticker.ID)
		wants(t, "a sticker that is gone", err, rest.ErrUnknownSticker)
	})
}

func TestLocalSounds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, c := local(t, emulator.Config{})
		ctx := t.Context()
		sound := must(c.Soundboard.Create(ctx, d.GuildID, discord.CreateGuildSoundboardSound{Name: "moo", Sound: mp3Data, Volume: new(0.5)}))(t)
		must(c.Soundboard.Update(ctx, d.GuildID, sound.SoundID, discord.UpdateGuildSoundboardSound{Volume: discord.Set(0.0)}))(t)
		if got := must(c.Soundboard.Get(ctx, d.GuildID, sound.SoundID))(t); got.Volume != 0 || got.Name != "moo" {
			t.Errorf("sound %+v", got)
		}
		if list := must(c.Soundboard.List(ctx, d.GuildID))(t); len(list.Items) != 1 {
			t.Errorf("sounds %+v", list)
		}
		if list := must(c.Soundboard.ListDefault(ctx))(t); len(list) == 0 || list[0].SoundID != 1 {
			t.Errorf("default sounds %+v", list)
		}
		err := c.Soundboard.Send(ctx, 1200000000000000024, discord.SendSoundboardSound{SoundID: 1})
		wants(t, "to play a sound from outside", err, rest.ErrTargetUserIsNotConnectedToVoice)
		if err := c.Soundboard.Delete(ctx, d.GuildID, sound.SoundID); err != nil {
			t.Error(err)
		}
		_, err = c.Soundboard.Get(ctx, d.GuildID, sound.SoundID)
		wants(t, "a sound that is gone", err, rest.ErrUnknownSound)
	})
}

func TestLocalInvites(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, c := local(t, emulator.Config{})
		ctx := t.Context()
		all := must(c.Invites.Create(ctx, d.ChannelID, discord.CreateChannelInvite{}))(t)
		some := must(c.Invites.Create(ctx, d.ChannelID, discord.CreateChannelInvite{MaxAge: new(0), TargetUsers: []discord.UserID{d.UserID}}))(t)
		if some.Code == all.Code || !some.ExpiresAt.IsZero() || *some.Uses != 0 {
			t.Errorf("created %+v", some)
		}
		if got := must(c.Invites.Get(ctx, some.Code, rest.GetInvite{WithCounts: true}))(t); got.Uses != nil || *got.ApproximateMemberCount != 3 || got.Guild.ID != d.GuildID {
			t.Errorf("invite %+v", got)
		}
		if list := must(c.Invites.ListInChannel(ctx, d.ChannelID))(t); len(list) != 2 || *list[1].MaxAge != 0 {
			t.Errorf("list %+v", list)
		}
		must(c.Invites.ListInGuild(ctx, d.GuildID))(t)
		if users := must(c.Invites.GetTargetUsers(ctx, some.Code))(t); !slices.Equal(users, []discord.UserID{d.UserID}) {
			t.Errorf("users %v", users)
		}
		_, err := c.Invites.GetTargetUsers(ctx, all.Code)
		wants(t, "users of an invite for all", err, rest.ErrUnknownInviteTargetUsers)
		other := []discord.UserID{d.UserID, emulator.DefaultOtherUserID}
		if err := c.Invites.SetTargetUsers(ctx, some.Code, other); err != nil {
			t.Error(err)
		}
		if job := must(c.Invites.GetTargetUsersJobStatus(ctx, some.Code))(t); job.Status != discord.TargetUsersJobStatusTypeProcessing || job.TotalUsers != 2 {
			t.Errorf("job %+v", job)
		}
		time.Sleep(2 * time.Second)
		if job := must(c.Invites.GetTargetUsersJobStatus(ctx, some.Code))(t); job.Status != discord.TargetUsersJobStatusTypeCompleted || job.ProcessedUsers != 2 || job.CompletedAt.IsZero() {
			t.Errorf("job %+v", job)
		}
		err = c.Invites.SetTargetUsers(ctx, some.Code, []discord.UserID{d.UserID, 5})
		if e, ok := errors.AsType[*rest.Error](err); !ok || len(e.Fields) != 1 || !strings.Contains(e.Fields[0].Message, "Line 3") {
			t.Errorf("an ID that is none: %v", err)
		}
		must(c.Invites.Delete(ctx, all.Code))(t)
		_, err = c.Invites.Get(ctx, all.Code, rest.GetInvite{})
		wants(t, "an invite that is gone", err, rest.ErrUnknownInvite)
	})
}

func TestLocalSearch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, c := local(t, emulator.Config{})
		ctx := t.Context()
		for range 30 {
			d.Say("needle in a haystack")
		}
		if err := d.Emulator.FailNext(emulator.Failure{
			Path: "/search$", Status: 202, Count: 2,
			Body: []byte(`{"message":"Index not yet available. Try again later","code":110000,"documents_indexed":0,"retry_after":2}`),
		}); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		found := ids(t, c.Messages.SearchAll(ctx, d.GuildID, rest.SearchMessages{Content: "needle", AuthorID: []discord.UserID{d.UserID}}), func(m discord.Message) int { return int(m.ID) })
		if len(found) != 30 || time.Since(start) < 4*time.Second {
			t.Errorf("%d messages found in %s", len(found), time.Since(start))
		}
		thread := must(c.Threads.Create(ctx, d.ChannelID, discord.CreateThread{Name: "needles", Type: discord.ChannelTypePublicThread}))(t)
		if threads := must(c.Threads.Search(ctx, d.ChannelID, rest.SearchThreads{Name: "needle"}))(t); threads.TotalResults != 1 || threads.Threads[0].ID != thread.ID {
			t.Errorf("threads found %+v", threads)
		}
	})
}

func TestLocalPolls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, localPolls)
}

func localPolls(t *testing.T) {
	d, c := local(t, emulator.Config{})
	ctx := t.Context()
	m := must(c.Messages.Create(ctx, d.ChannelID, discord.CreateMessage{Poll: &discord.CreatePoll{
		Question: discord.PollMedia{Text: new("Tea?")}, Answers: []discord.PollAnswer{{PollMedia: discord.PollMedia{Text: new("yes")}}, {PollMedia: discord.PollMedia{Text: new("no")}}},
	}}))(t)
	if err := d.Emulator.Vote(m.ID, d.UserID, 1, false); err != nil {
		t.Fatal(err)
	}
	voters := ids(t, c.Polls.AllVoters(ctx, d.ChannelID, m.ID, 1, rest.ListPollVoters{}), func(u discord.User) int { return int(u.ID) })
	if !slices.Equal(voters, []int{int(d.UserID)}) {
		t.Errorf("voters %v", voters)
	}
	if m := must(c.Polls.End(ctx, d.ChannelID, m.ID))(t); !m.Poll.Results.IsFinalized {
		t.Errorf("poll %+v", m.Poll)
	}
	_, err := c.Polls.End(ctx, d.ChannelID, m.ID)
	wants(t, "a poll that is over", err, rest.ErrPollExpired)
}

func TestLocalVoice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, localVoice)
}

func localVoice(t *testing.T) {
	w := emulator.DefaultWorld()
	const news, lounge = 1200000000000000031, 1200000000000000024
	w.Guilds[0].Channels = append(w.Guilds[0].Channels, emulator.WorldChannel{ID: news, Type: discord.ChannelTypeGuildAnnouncement, Name: "news"})
	d, c := local(t, emulator.Config{World: w})
	ctx := t.Context()
	if regions := must(c.Voice.ListRegions(ctx))(t); len(regions) == 0 {
		t.Error("no regions")
	}
	must(c.Voice.ListRegionsInGuild(ctx, d.GuildID))(t)
	if err := c.Voice.SetStatus(ctx, lounge, discord.UpdateVoiceChannelStatus{Status: new("karaoke")}); err != nil {
		t.Error(err)
	}
	_, err := c.Voice.GetMyState(ctx, d.GuildID)
	wants(t, "a bot in no channel", err, rest.ErrUnknownVoiceState)
	_, err = c.Voice.GetState(ctx, d.GuildID, d.UserID)
	wants(t, "a user in no channel", err, rest.ErrUnknownVoiceState)
	wants(t, "to ask from nowhere", c.Voice.UpdateMyState(ctx, d.GuildID, discord.UpdateSelfVoiceState{Suppress: discord.Set(true)}), rest.ErrUnknownVoiceState)
	wants(t, "to change nobody", c.Voice.UpdateState(ctx, d.GuildID, d.UserID, discord.UpdateVoiceState{Suppress: discord.Set(true)}), rest.ErrUnknownVoiceState)

	followed := must(c.Channels.Follow(ctx, news, discord.FollowChannel{WebhookChannelID: d.ChannelID}))(t)
	hook := must(c.Webhooks.Get(ctx, followed.WebhookID))(t)
	if followed.ChannelID != news || hook.Type != discord.WebhookTypeChannelFollower || hook.SourceChannel.ID != news || hook.Token != "" {
		t.Errorf("follows by %+v", hook)
	}
	m := must(c.Messages.Create(ctx, news, discord.CreateMessage{Content: "extra"}))(t)
	must(c.Messages.Crosspost(ctx, news, m.ID))(t)
	page := must(c.Messages.List(ctx, d.ChannelID, rest.ListMessages{Limit: 1}))(t)
	if len(page) != 1 || page[0].Content != "extra" || !page[0].Flags.Has(discord.MessageFlagIsCrosspost) {
		t.Errorf("came %+v", page)
	}
}

// What is uploaded comes down again.
func TestLocalFiles(t *testing.T) {
	t.Parallel()
	synctest.Test(t, localFiles)
}

func localFiles(t *testing.T) {
	d, c := local(t, emulator.Config{})
	content := strings.Repeat("0123456789", 100_000)
	m := must(c.Messages.Create(t.Context(), d.ChannelID, discord.CreateMessage{Files: []discord.File{{Name: "a b.txt", Reader: strings.NewReader(content)}}}))(t)
	f := must(c.Download(t.Context(), m.Attachments[0].URL, 1<<20))(t)
	defer f.Close()
	if got, err := io.ReadAll(f); string(got) != content || err != nil || f.Size != int64(len(content)) {
		t.Errorf("%d bytes came, %v", len(got), err)
	}
	_, err := c.Download(t.Context(), m.Attachments[0].URL, 100)
	if !errors.Is(err, rest.ErrTooLarge) {
		t.Errorf("a limit: %v", err)
	}
	_, err = c.Download(t.Context(), strings.Replace(m.Attachments[0].URL, "hm=", "hm=0", 1), 1<<20)
	if e, ok := errors.AsType[*rest.Error](err); !ok || e.Status != 403 {
		t.Errorf("another signature: %v", err)
	}
}

var githubPush = discord.GithubWebhook{
	Event: "push", Ref: "refs/heads/main", Compare: "https://github.com/o/r/compare/a...b",
	Sender:     discord.GithubUser{ID: 1, Login: "octocat", HTMLURL: "https://github.com/octocat", AvatarURL: "https://example.com/o.png"},
	Repository: &discord.GithubRepository{ID: 1, HTMLURL: "https://github.com/o/r", Name: "r", FullName: "o/r"},
	Commits:    []discord.GithubCommit{{ID: "0123456789", URL: "https://github.com/o/r/commit/0", Message: "fix", Author: discord.GithubAuthor{Name: "Octo"}}},
}
