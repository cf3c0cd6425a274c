package event

import "github.com/accord-go/accord/discord"

// GuildScheduledEventCreate tells that a scheduled event was made.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-create
type GuildScheduledEventCreate struct {
	Meta `json:"-"`
	discord.ScheduledEvent
}

// EventName returns "GUILD_SCHEDULED_EVENT_CREATE".
func (*GuildScheduledEventCreate) EventName() string { return "GUILD_SCHEDULED_EVENT_CREATE" }

// GuildScheduledEventUpdate tells that a scheduled event changed, began or ended.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-update
type GuildScheduledEventUpdate struct {
	Meta `json:"-"`
	discord.ScheduledEvent

	Old *discord.ScheduledEvent `json:"-"` // the scheduled event before; nil: not known, as without a cache
}

// EventName returns "GUILD_SCHEDULED_EVENT_UPDATE".
func (*GuildScheduledEventUpdate) EventName() string { return "GUILD_SCHEDULED_EVENT_UPDATE" }

// GuildScheduledEventDelete tells that a scheduled event was deleted.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-delete
type GuildScheduledEventDelete struct {
	Meta `json:"-"`
	discord.ScheduledEvent

	Old *discord.ScheduledEvent `json:"-"` // the scheduled event as it was last known; nil: not known, as without a cache
}

// EventName returns "GUILD_SCHEDULED_EVENT_DELETE".
func (*GuildScheduledEventDelete) EventName() string { return "GUILD_SCHEDULED_EVENT_DELETE" }

// GuildScheduledEventUserAdd tells that a user wants to come to a scheduled event.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-user-add
type GuildScheduledEventUserAdd struct {
	Meta    `json:"-"`
	EventID discord.ScheduledEventID `json:"guild_scheduled_event_id"`
	UserID  discord.UserID           `json:"user_id"`
	GuildID discord.GuildID          `json:"guild_id"`
}

// EventName returns "GUILD_SCHEDULED_EVENT_USER_ADD".
func (*GuildScheduledEventUserAdd) EventName() string { return "GUILD_SCHEDULED_EVENT_USER_ADD" }

// GuildScheduledEventUserRemove tells that a user no longer wants to come to a
// scheduled event.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-scheduled-event-user-remove
type GuildScheduledEventUserRemove struct {
	Meta    `json:"-"`
	EventID discord.ScheduledEventID `json:"guild_scheduled_event_id"`
	UserID  discord.UserID           `json:"user_id"`
	GuildID discord.GuildID          `json:"guild_id"`
}

// EventName returns "GUILD_SCHEDULED_EVENT_USER_REMOVE".
func (*GuildScheduledEventUserRemove) EventName() string { return "GUILD_SCHEDULED_EVENT_USER_REMOVE" }
