package event

import "github.com/accord-go/accord/discord"

// ChannelCreate tells that a channel of a guild was made.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#channel-create
type ChannelCreate struct {
	Meta `json:"-"`
	discord.Channel
}

// EventName returns "CHANNEL_CREATE".
func (*ChannelCreate) EventName() string { return "CHANNEL_CREATE" }

// ChannelUpdate tells that a channel of a guild changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#channel-update
type ChannelUpdate struct {
	Meta `json:"-"`
	discord.Channel

	Old *discord.Channel `json:"-"` // the channel before; nil: not known, as without a cache
}

// EventName returns "CHANNEL_UPDATE".
func (*ChannelUpdate) EventName() string { return "CHANNEL_UPDATE" }

// ChannelDelete tells that a channel of a guild was deleted.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#channel-delete
type ChannelDelete struct {
	Meta `json:"-"`
	discord.Channel

	Old *discord.Channel `json:"-"` // the channel as it was last known; nil: not known, as without a cache
}

// EventName returns "CHANNEL_DELETE".
func (*ChannelDelete) EventName() string { return "CHANNEL_DELETE" }

// ChannelPinsUpdate tells that a message was pinned or unpinned.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#channel-pins-update
type ChannelPinsUpdate struct {
	Meta             `json:"-"`
	GuildID          discord.GuildID   `json:"guild_id,omitzero"`
	ChannelID        discord.ChannelID `json:"channel_id"`
	LastPinTimestamp discord.Time      `json:"last_pin_timestamp,omitzero"` // of the newest pin; zero: none
}

// EventName returns "CHANNEL_PINS_UPDATE".
func (*ChannelPinsUpdate) EventName() string { return "CHANNEL_PINS_UPDATE" }
