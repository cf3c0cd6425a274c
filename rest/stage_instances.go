package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// StageInstances are the operations on what goes on in stage channels. An
// instance is addressed by its channel. Those who have MANAGE_CHANNELS,
// MUTE_MEMBERS and MOVE_MEMBERS there are its moderators.
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance
type StageInstances struct{ c *Client }

// Create makes a stage channel live. It needs to be a moderator of the stage, and
// MENTION_EVERYONE where the start is announced. A stage that is live already is
// [ErrTheStageIsAlreadyOpen]. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#create-stage-instance
//
//discord:op create_stage_instance POST /stage-instances
func (s StageInstances) Create(ctx context.Context, b discord.CreateStageInstance, opts ...Option) (*discord.StageInstance, error) {
	return do[discord.StageInstance](ctx, s.c, post("/stage-instances"), b, opts)
}

// Get returns what goes on in a stage channel. One that is not live is
// [ErrUnknownStageInstance].
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#get-stage-instance
//
//discord:op get_stage_instance GET /stage-instances/{channel_id}
func (s StageInstances) Get(ctx context.Context, channel discord.ChannelID, opts ...Option) (*discord.StageInstance, error) {
	return do[discord.StageInstance](ctx, s.c, get("/stage-instances/{channel_id}", channel), nil, opts)
}

// Update changes the topic of a stage. It needs to be a moderator of the stage.
// It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#modify-stage-instance
//
//discord:op update_stage_instance PATCH /stage-instances/{channel_id}
func (s StageInstances) Update(ctx context.Context, channel discord.ChannelID, b discord.UpdateStageInstance, opts ...Option) (*discord.StageInstance, error) {
	return do[discord.StageInstance](ctx, s.c, patch("/stage-instances/{channel_id}", channel), b, opts)
}

// Delete ends what goes on in a stage channel. It needs to be a moderator of the
// stage. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance#delete-stage-instance
//
//discord:op delete_stage_instance DELETE /stage-instances/{channel_id}
func (s StageInstances) Delete(ctx context.Context, channel discord.ChannelID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/stage-instances/{channel_id}", channel), nil, opts)
}
