package event

import "github.com/accord-go/accord/discord"

// The events in this file tell apart what Discord tells with [GuildCreate] and
// [GuildDelete]. What decides is whether the guild belonged to the session
// before, so they work without a cache, and across reconnections. They come
// beside Discord's events and are only made if somebody listens.

// GuildAvailable tells that a guild that the bot is in has come: after [Ready],
// or when an outage is over.
type GuildAvailable struct {
	Meta
	Guild *GuildCreate
}

// EventName returns "accord:guild_available".
func (*GuildAvailable) EventName() string { return "accord:guild_available" }

// GuildUnavailable tells that a guild that the bot is in is down. [GuildAvailable]
// follows when it is back, or [GuildJoined] if the bot was added to it meanwhile.
type GuildUnavailable struct {
	Meta
	ID discord.GuildID

	Old *discord.Guild // the guild as it was last known; nil: not known, as without a cache
}

// EventName returns "accord:guild_unavailable".
func (*GuildUnavailable) EventName() string { return "accord:guild_unavailable" }

// GuildJoined tells that the bot was added to a guild.
type GuildJoined struct {
	Meta
	Guild *GuildCreate
}

// EventName returns "accord:guild_joined".
func (*GuildJoined) EventName() string { return "accord:guild_joined" }

// GuildLeft tells that the bot left a guild or was removed from it, or that it
// was deleted.
type GuildLeft struct {
	Meta
	ID discord.GuildID

	Old *discord.Guild // the guild as it was last known; nil: not known, as without a cache
}

// EventName returns "accord:guild_left".
func (*GuildLeft) EventName() string { return "accord:guild_left" }
