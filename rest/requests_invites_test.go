package rest_test

import (
	"context"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// inviteSamples are requests for invites, and for group DMs.
var inviteSamples = []sample{
	{"create_channel_invite", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Invites.Create(ctx, 1, discord.CreateChannelInvite{
			MaxAge: new(0), MaxUses: 1, Temporary: true, Unique: true, RoleIDs: []discord.RoleID{2}, TargetUsers: []discord.UserID{3, 4},
			TargetType: discord.InviteTargetTypeEmbeddedApplication, TargetApplicationID: 5, TargetUserID: 6,
		}, rest.Reason("welcome"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Invites.Create(ctx, 1, discord.CreateChannelInvite{})
		return err
	}},
	{"update_invite_target_users", func(ctx context.Context, c *rest.Client) error {
		return c.Invites.SetTargetUsers(ctx, "code", []discord.UserID{1, 2, 3})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Invites.SetTargetUsers(ctx, "code", nil)
	}},
	{"add_group_dm_user", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.AddRecipient(ctx, 1, 2, discord.AddGroupDMUser{AccessToken: "token", Nick: "ann"})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Channels.AddRecipient(ctx, 1, 2, discord.AddGroupDMUser{AccessToken: "token"})
		return err
	}},
}

// voiceSamples are requests for voice states and channels.
var voiceSamples = []sample{
	{"update_self_voice_state", func(ctx context.Context, c *rest.Client) error {
		return c.Voice.UpdateMyState(ctx, 1, discord.UpdateSelfVoiceState{
			ChannelID: 2, Suppress: discord.Set(false), RequestToSpeakTimestamp: discord.Set(discord.At(time.Unix(1_800_000_000, 0))),
		})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Voice.UpdateMyState(ctx, 1, discord.UpdateSelfVoiceState{})
	}},
	{"update_voice_state", func(ctx context.Context, c *rest.Client) error {
		return c.Voice.UpdateState(ctx, 1, 2, discord.UpdateVoiceState{ChannelID: 3, Suppress: discord.Set(true)})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Voice.UpdateState(ctx, 1, 2, discord.UpdateVoiceState{})
	}},
	{"update_voice_channel_status", func(ctx context.Context, c *rest.Client) error {
		return c.Voice.SetStatus(ctx, 1, discord.UpdateVoiceChannelStatus{Status: new("karaoke")}, rest.Reason("fun"))
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Voice.SetStatus(ctx, 1, discord.UpdateVoiceChannelStatus{})
	}},
}
