package rest_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// TestPathsAreDiscords sends what is wrong in several places, and wants the
// check before sending to name the same places as the error of a Discord that
// has no code in common with it.
func TestPathsAreDiscords(t *testing.T) {
	t.Parallel()
	synctest.Test(t, pathsAreDiscords)
}

func pathsAreDiscords(t *testing.T) {
	d := emutest.Start(t)
	config := rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)}
	checks := rest.New(rest.Bot(d.Token), config)
	defer checks.Close()
	config.NoValidation = true
	sends := rest.New(rest.Bot(d.Token), config)
	defer sends.Close()
	long := strings.Repeat("x", 6000)
	tests := []struct {
		name string
		call func(context.Context, *rest.Client) error
		want []string
	}{
		{"embeds", func(ctx context.Context, c *rest.Client) error {
			return errorOf(c.Messages.Create(ctx, d.ChannelID, discord.CreateMessage{Embeds: []discord.Embed{
				{Title: "fine"}, {Title: long[:257], Fields: []discord.EmbedField{{Name: "fine", Value: "fine"}, {Name: long[:257], Value: "fine"}}},
			}}))
		}, []string{"embeds[1].fields[1].name", "embeds[1].title"}},
		{"components", func(ctx context.Context, c *rest.Client) error {
			return errorOf(c.Messages.Create(ctx, d.ChannelID, discord.CreateMessage{Content: "x", Components: discord.Components{
				discord.ActionRow{Components: discord.RowComponents{
					discord.Button{Style: discord.ButtonStylePrimary, Label: "fine", CustomID: "a"},
					discord.Button{Style: discord.ButtonStylePrimary, Label: "fine", CustomID: long[:101]},
				}},
			}}))
		}, []string{"components[0].components[1].custom_id"}},
		{"a poll", func(ctx context.Context, c *rest.Client) error {
			return errorOf(c.Messages.Create(ctx, d.ChannelID, discord.CreateMessage{Poll: &discord.CreatePoll{
				Question: discord.PollMedia{Text: new(long[:301])}, Answers: []discord.PollAnswer{{PollMedia: discord.PollMedia{Text: new("fine")}}, {PollMedia: discord.PollMedia{Text: new(long[:56])}}},
			}}))
		}, []string{"poll.answers[1].poll_media.text", "poll.question.text"}},
		{"all commands", func(ctx context.Context, c *rest.Client) error {
			return errorOf(c.Commands.BulkSet(ctx, d.ApplicationID, []discord.CreateCommand{
				{Name: "fine", Description: "fine"}, {Name: "fine-too", Description: long[:101], Options: discord.CommandOptions{discord.StringOption{Name: "fine", Description: ""}}},
			}))
		}, []string{"[1].description", "[1].options[0].description"}},
		{"a name", func(ctx context.Context, c *rest.Client) error {
			return errorOf(c.Channels.Create(ctx, d.GuildID, discord.CreateGuildChannel{Name: long[:101]}))
		}, []string{"name"}},
	}
	for _, tt := range tests {
		invalid, ok := errors.AsType[*discord.ValidationError](tt.call(t.Context(), checks))
		if !ok {
			t.Errorf("%s: nothing is wrong", tt.name)
			continue
		}
		refused, ok := errors.AsType[*rest.Error](tt.call(t.Context(), sends))
		if !ok || refused.Code != 50035 {
			t.Errorf("%s: Discord says %v", tt.name, refused)
			continue
		}
		var here, there []string
		for _, f := range invalid.Fields {
			here = append(here, f.Path)
		}
		for _, f := range refused.Fields {
			there = append(there, f.Path)
		}
		slices.Sort(here)
		slices.Sort(there)
		if !slices.Equal(here, tt.want) || !slices.Equal(there, tt.want) {
			t.Errorf("%s: checked %q, Discord %q, want %q", tt.name, here, there, tt.want)
		}
	}
}
