package event

import "github.com/accord-go/accord/discord"

// StageInstanceCreate tells that a stage went live.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#stage-instance-create
type StageInstanceCreate struct {
	Meta `json:"-"`
	discord.StageInstance
}

// EventName returns "STAGE_INSTANCE_CREATE".
func (*StageInstanceCreate) EventName() string { return "STAGE_INSTANCE_CREATE" }

// StageInstanceUpdate tells that a live stage changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#stage-instance-update
type StageInstanceUpdate struct {
	Meta `json:"-"`
	discord.StageInstance

	Old *discord.StageInstance `json:"-"` // the stage instance before; nil: not known, as without a cache
}

// EventName returns "STAGE_INSTANCE_UPDATE".
func (*StageInstanceUpdate) EventName() string { return "STAGE_INSTANCE_UPDATE" }

// StageInstanceDelete tells that a stage is no longer live.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#stage-instance-delete
type StageInstanceDelete struct {
	Meta `json:"-"`
	discord.StageInstance

	Old *discord.StageInstance `json:"-"` // the stage instance as it was last known; nil: not known, as without a cache
}

// EventName returns "STAGE_INSTANCE_DELETE".
func (*StageInstanceDelete) EventName() string { return "STAGE_INSTANCE_DELETE" }
