package rest_test

import (
	"context"
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

const (
	pngData = discord.ImageData("data:image/png;base64,iVBORw0KGgo=")
	mp3Data = discord.SoundData("data:audio/mpeg;base64,SUQz")
)

// upload is a file of a few bytes.
func upload(name string) discord.File {
	return discord.File{Name: name, Reader: strings.NewReader("content"), Description: "a file", Title: "File", Spoiler: true}
}

// webhookSamples are requests to webhooks and for them.
var webhookSamples = []sample{
	{"create_webhook", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.Create(ctx, 1, discord.CreateWebhook{Name: "news", Avatar: pngData}, rest.Reason("news"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.Create(ctx, 1, discord.CreateWebhook{Name: "n"})
		return err
	}},
	{"update_webhook", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.Update(ctx, 1, discord.UpdateWebhook{Name: "news", Avatar: discord.Set(pngData), ChannelID: 2})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.Update(ctx, 1, discord.UpdateWebhook{Avatar: discord.Null[discord.ImageData]()})
		return err
	}},
	{"update_webhook_by_token", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.UpdateByToken(ctx, 1, "token", discord.UpdateWebhookByToken{Name: "news", Avatar: discord.Set(pngData)})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.UpdateByToken(ctx, 1, "token", discord.UpdateWebhookByToken{})
		return err
	}},
	{"execute_webhook", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.Execute(ctx, 1, "token", fullWebhookMessage())
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Webhooks.ExecuteNoWait(ctx, 1, "token", discord.ExecuteWebhook{Content: "hi"})
	}},
	{"update_webhook_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.UpdateMessage(ctx, 1, "token", 2, 3, discord.UpdateMessage{
			Content: discord.Set("hi"), Embeds: discord.Set([]discord.Embed{{Title: "t"}}), Flags: discord.Set(discord.MessageFlagSuppressEmbeds),
			AllowedMentions: discord.Set(discord.AllowedMentions{Users: []discord.UserID{4}}),
			Components:      discord.Set(discord.Components{discord.ActionRow{Components: discord.RowComponents{discord.Button{Style: discord.ButtonStyleLink, URL: "https://example.com", Label: "go"}}}}),
			Attachments:     discord.Set([]discord.AttachmentRequest{{ID: discord.KeepAttachment(5)}}), Files: []discord.File{upload("a.txt")},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Webhooks.UpdateMessage(ctx, 1, "token", 2, 0, discord.UpdateMessage{Content: discord.Null[string]()})
		return err
	}},
	{"execute_slack_compatible_webhook", func(ctx context.Context, c *rest.Client) error {
		return c.Webhooks.ExecuteSlack(ctx, 1, "token", discord.SlackWebhook{
			Text: "hi", Username: "slack", IconURL: "https://example.com/i.png", ThreadID: 3, NoWait: true,
			Attachments: []discord.WebhookSlackEmbed{{
				Title: "t", TitleLink: "https://example.com", Text: "text", Color: "#ff8800", TS: 1700000000, Pretext: "p",
				Footer: "f", FooterIcon: "https://example.com/f.png", AuthorName: "a", AuthorLink: "https://example.com/a", AuthorIcon: "https://example.com/a.png",
				ImageURL: "https://example.com/i.png", ThumbURL: "https://example.com/t.png",
				Fields: []discord.WebhookSlackEmbedField{{Name: "n", Value: "v", Inline: true}},
			}},
		})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Webhooks.ExecuteSlack(ctx, 1, "token", discord.SlackWebhook{})
	}},
	{"execute_github_compatible_webhook", func(ctx context.Context, c *rest.Client) error {
		return c.Webhooks.ExecuteGitHub(ctx, 1, "token", fullGithubEvent())
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Webhooks.ExecuteGitHub(ctx, 1, "token", discord.GithubWebhook{Event: "public", Sender: githubUser})
	}},
	{"follow_channel", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Follow(ctx, 1, discord.FollowChannel{WebhookChannelID: 2}, rest.Reason("news"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.Follow(ctx, 1, discord.FollowChannel{WebhookChannelID: 2})
		return err
	}},
}

// fullWebhookMessage has everything that goes together.
func fullWebhookMessage() discord.ExecuteWebhook {
	return discord.ExecuteWebhook{
		Content: "hi", Username: "news", AvatarURL: "https://example.com/a.png", TTS: true,
		Embeds:          []discord.Embed{{Title: "t", Description: "d"}},
		AllowedMentions: &discord.AllowedMentions{Parse: []discord.AllowedMentionType{"roles"}, Users: []discord.UserID{4}},
		Components: discord.Components{discord.ActionRow{Components: discord.RowComponents{
			discord.Button{Style: discord.ButtonStyleLink, URL: "https://example.com", Label: "go"},
		}}},
		Flags: discord.MessageFlagSuppressNotifications, ThreadName: "news", AppliedTags: []discord.ForumTagID{5},
		Poll:  &discord.CreatePoll{Question: discord.PollMedia{Text: new("q")}, Answers: []discord.PollAnswer{{PollMedia: discord.PollMedia{Text: new("a")}}}, Duration: 1},
		Files: []discord.File{upload("a.txt"), upload("b.txt")},
	}
}

var githubUser = discord.GithubUser{ID: 1, Login: "octocat", HTMLURL: "https://github.com/octocat", AvatarURL: "https://example.com/o.png"}

// fullGithubEvent has everything that GitHub may tell, although no event has
// all of it.
func fullGithubEvent() discord.GithubWebhook {
	issue := &discord.GithubIssue{ID: 1, Number: 2, HTMLURL: "https://github.com/o/r/issues/2", User: githubUser, Title: "t", Body: "b", PullRequest: map[string]any{"url": "https://example.com"}}
	comment := &discord.GithubComment{ID: 1, HTMLURL: "https://github.com/o/r/issues/2#c", User: githubUser, CommitID: "abc", Body: "b"}
	repository := &discord.GithubRepository{ID: 1, HTMLURL: "https://github.com/o/r", Name: "r", FullName: "o/r"}
	commit := discord.GithubCommit{ID: "abc", URL: "https://github.com/o/r/commit/abc", Message: "m", Author: discord.GithubAuthor{Username: "octocat", Name: "Octo Cat"}}
	pulls := []discord.GithubCheckPullRequest{{Number: 2}}
	suite := discord.GithubCheckSuite{Conclusion: "success", HeadBranch: "main", HeadSHA: "abc", PullRequests: pulls, App: discord.GithubCheckApp{Name: "ci"}}
	return discord.GithubWebhook{
		Event: "push", ThreadID: 3, NoWait: true,
		Action: "opened", Ref: "refs/heads/main", RefType: "branch", Comment: comment, Issue: issue, PullRequest: issue,
		Repository: repository, Forkee: repository, Sender: githubUser, Member: &githubUser,
		Release:    &discord.GithubRelease{ID: 1, TagName: "v1", HTMLURL: "https://github.com/o/r/releases/v1", Author: githubUser},
		HeadCommit: &commit, Commits: []discord.GithubCommit{commit}, Forced: true, Compare: "https://github.com/o/r/compare/a...b",
		Review: &discord.GithubReview{User: githubUser, Body: "b", HTMLURL: "https://github.com/o/r/pull/2#r", State: "approved"},
		CheckRun: &discord.GithubCheckRun{
			Conclusion: "success", Name: "test", HTMLURL: "https://github.com/o/r/runs/1", CheckSuite: suite, DetailsURL: "https://example.com/1",
			Output: &discord.GithubCheckRunOutput{Title: "t", Summary: "s"}, PullRequests: pulls,
		},
		CheckSuite: &suite,
		Discussion: &discord.GithubDiscussion{Title: "t", Number: 3, HTMLURL: "https://github.com/o/r/discussions/3", AnswerHTMLURL: "https://github.com/o/r/discussions/3#a", Body: "b", User: githubUser},
		Answer:     comment,
	}
}
