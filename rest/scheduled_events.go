package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// ScheduledEvents are the operations on a guild's events that people can say to come to.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
type ScheduledEvents struct{ c *Client }

// List returns a guild's events that the bot can see; withCounts adds how many
// users will come.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#list-scheduled-events-for-guild
//
//discord:op list_guild_scheduled_events GET /guilds/{guild_id}/scheduled-events
func (s ScheduledEvents) List(ctx context.Context, guild discord.GuildID, withCounts bool, opts ...Option) ([]discord.ScheduledEvent, error) {
	return doList[discord.ScheduledEvent](ctx, s.c, get("/guilds/{guild_id}/scheduled-events", guild).with(query("").bool("with_user_count", withCounts)), nil, opts)
}

// Get returns an event; withCount adds how many users will come.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event
//
//discord:op get_guild_scheduled_event GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}
func (s ScheduledEvents) Get(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, withCount bool, opts ...Option) (*discord.ScheduledEvent, error) {
	return do[discord.ScheduledEvent](ctx, s.c, get("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", guild, event).with(query("").bool("with_user_count", withCount)), nil, opts)
}

// Create schedules an event. It needs CREATE_EVENTS; for a stage channel also
// MANAGE_CHANNELS, MUTE_MEMBERS and MOVE_MEMBERS there, for a voice channel
// VIEW_CHANNEL and CONNECT. A guild can have 100 events that are scheduled or
// active. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#create-guild-scheduled-event
//
//discord:op create_guild_scheduled_event POST /guilds/{guild_id}/scheduled-events
func (s ScheduledEvents) Create(ctx context.Context, guild discord.GuildID, b discord.CreateScheduledEvent, opts ...Option) (*discord.ScheduledEvent, error) {
	return do[discord.ScheduledEvent](ctx, s.c, post("/guilds/{guild_id}/scheduled-events", guild), b, opts)
}

// Update changes an event, and begins, ends or cancels it. It needs
// MANAGE_EVENTS, or CREATE_EVENTS for the bot's own, and what [ScheduledEvents.Create]
// needs in the channel. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#modify-guild-scheduled-event
//
//discord:op update_guild_scheduled_event PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}
func (s ScheduledEvents) Update(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, b discord.UpdateScheduledEvent, opts ...Option) (*discord.ScheduledEvent, error) {
	return do[discord.ScheduledEvent](ctx, s.c, patch("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", guild, event), b, opts)
}

// Delete deletes an event. It needs MANAGE_EVENTS, or CREATE_EVENTS for the bot's
// own.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#delete-guild-scheduled-event
//
//discord:op delete_guild_scheduled_event DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}
func (s ScheduledEvents) Delete(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", guild, event), nil, opts)
}

// CreateException moves or cancels one occasion of an event that happens again
// and again. It needs what [ScheduledEvents.Update] needs. It is in Discord's
// OpenAPI document only.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
//
//discord:op create_guild_scheduled_event_exception POST /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions
func (s ScheduledEvents) CreateException(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, b discord.CreateScheduledEventException, opts ...Option) (*discord.ScheduledEventException, error) {
	return do[discord.ScheduledEventException](ctx, s.c, post("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions", guild, event), b, opts)
}

// UpdateException changes an exception. It is in Discord's OpenAPI document only.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
//
//discord:op update_guild_scheduled_event_exception PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}
func (s ScheduledEvents) UpdateException(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, exception discord.ScheduledEventExceptionID, b discord.UpdateScheduledEventException, opts ...Option) (*discord.ScheduledEventException, error) {
	return do[discord.ScheduledEventException](ctx, s.c, patch("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}", guild, event, exception), b, opts)
}

// DeleteException makes an occasion happen as the rule says. It is in Discord's
// OpenAPI document only.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
//
//discord:op delete_guild_scheduled_event_exception DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}
func (s ScheduledEvents) DeleteException(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, exception discord.ScheduledEventExceptionID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}", guild, event, exception), nil, opts)
}
