package event

import "github.com/accord-go/accord/discord"

// GuildCreate tells of a guild: after READY, when one becomes available
// again, and when the bot joins one. While a guild is down only ID and
// Unavailable are set.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-create
type GuildCreate struct {
	Meta `json:"-"`
	discord.Guild
	JoinedAt         discord.Time              `json:"joined_at"`
	Large            bool                      `json:"large"` // not all members are in Members
	Unavailable      bool                      `json:"unavailable,omitzero"`
	MemberCount      int                       `json:"member_count"`
	VoiceStates      []discord.VoiceState      `json:"voice_states"` // without guild
	Members          []discord.Member          `json:"members"`      // in large guilds only some
	Channels         []discord.Channel         `json:"channels"`
	Threads          []discord.Channel         `json:"threads"`   // active ones that the bot can see
	Presences        []discord.Presence        `json:"presences"` // without guild
	StageInstances   []discord.StageInstance   `json:"stage_instances"`
	ScheduledEvents  []discord.ScheduledEvent  `json:"guild_scheduled_events"`
	SoundboardSounds []discord.SoundboardSound `json:"soundboard_sounds"`
}

// EventName returns "GUILD_CREATE".
func (*GuildCreate) EventName() string { return "GUILD_CREATE" }

// GuildUpdate tells that a guild changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-update
type GuildUpdate struct {
	Meta `json:"-"`
	discord.Guild

	Old *discord.Guild `json:"-"` // the guild before; nil: not known, as without a cache
}

// EventName returns "GUILD_UPDATE".
func (*GuildUpdate) EventName() string { return "GUILD_UPDATE" }

// GuildDelete tells that a guild is down, or that the bot is no longer in it.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-delete
type GuildDelete struct {
	Meta        `json:"-"`
	ID          discord.GuildID `json:"id"`
	Unavailable bool            `json:"unavailable,omitzero"` // true: the guild is down; false: the bot left or was removed

	Old *discord.Guild `json:"-"` // the guild as it was last known; nil: not known, as without a cache
}

// EventName returns "GUILD_DELETE".
func (*GuildDelete) EventName() string { return "GUILD_DELETE" }

// GuildBanAdd tells that a user was banned.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-ban-add
type GuildBanAdd struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
	User    discord.User    `json:"user"`
}

// EventName returns "GUILD_BAN_ADD".
func (*GuildBanAdd) EventName() string { return "GUILD_BAN_ADD" }

// GuildBanRemove tells that a user was unbanned.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-ban-remove
type GuildBanRemove struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
	User    discord.User    `json:"user"`
}

// EventName returns "GUILD_BAN_REMOVE".
func (*GuildBanRemove) EventName() string { return "GUILD_BAN_REMOVE" }

// GuildEmojisUpdate gives a guild's emojis after a change.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-emojis-update
type GuildEmojisUpdate struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
	Emojis  []discord.Emoji `json:"emojis"` // all of them

	Old []discord.Emoji `json:"-"` // the emojis before; nil: not known, as without a cache
}

// EventName returns "GUILD_EMOJIS_UPDATE".
func (*GuildEmojisUpdate) EventName() string { return "GUILD_EMOJIS_UPDATE" }

// GuildStickersUpdate gives a guild's stickers after a change.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-stickers-update
type GuildStickersUpdate struct {
	Meta     `json:"-"`
	GuildID  discord.GuildID   `json:"guild_id"`
	Stickers []discord.Sticker `json:"stickers"` // all of them

	Old []discord.Sticker `json:"-"` // the stickers before; nil: not known, as without a cache
}

// EventName returns "GUILD_STICKERS_UPDATE".
func (*GuildStickersUpdate) EventName() string { return "GUILD_STICKERS_UPDATE" }

// GuildIntegrationsUpdate tells that a guild's integrations changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-integrations-update
type GuildIntegrationsUpdate struct {
	Meta    `json:"-"`
	GuildID discord.GuildID `json:"guild_id"`
}

// EventName returns "GUILD_INTEGRATIONS_UPDATE".
func (*GuildIntegrationsUpdate) EventName() string { return "GUILD_INTEGRATIONS_UPDATE" }

// WebhooksUpdate tells that a channel's webhooks changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#webhooks-update
type WebhooksUpdate struct {
	Meta      `json:"-"`
	GuildID   discord.GuildID   `json:"guild_id"`
	ChannelID discord.ChannelID `json:"channel_id"`
}

// EventName returns "WEBHOOKS_UPDATE".
func (*WebhooksUpdate) EventName() string { return "WEBHOOKS_UPDATE" }
