package rest

import (
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// ListScheduledEventUsers says which users to list.
type ListScheduledEventUsers struct {
	WithMember bool           // with their memberships
	Before     discord.UserID // with smaller IDs
	After      discord.UserID // with larger IDs; Discord ignores it where Before is set
	Limit      int            // 1 to 100; 0 means 100
}

func (p ListScheduledEventUsers) query() query {
	return query("").bool("with_member", p.WithMember).id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit)
}

// ListUsers returns one page of the users who will come to an event, in the order
// of their IDs.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event-users
//
//discord:op list_guild_scheduled_event_users GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users
func (s ScheduledEvents) ListUsers(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, p ListScheduledEventUsers, opts ...Option) ([]discord.ScheduledEventUser, error) {
	return doList[discord.ScheduledEventUser](ctx, s.c, get("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users", guild, event).with(p.query()), nil, opts)
}

// AllUsers iterates over the users who will come to an event: from After on in
// the order of their IDs; or, where Before is set, back from there. Limit bounds
// how many there are in all; 0 means no bound.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event-users
//
//discord:op list_guild_scheduled_event_users GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users
func (s ScheduledEvents) AllUsers(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, p ListScheduledEventUsers, opts ...Option) iter.Seq2[discord.ScheduledEventUser, error] {
	return allEventUsers(p, func(p ListScheduledEventUsers) ([]discord.ScheduledEventUser, error) {
		return s.ListUsers(ctx, guild, event, p, opts...)
	})
}

// ListExceptionUsers returns one page of the users who will come to one occasion
// of an event, in the order of their IDs. It is in Discord's OpenAPI document
// only.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
//
//discord:op list_guild_scheduled_event_exception_users GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users
func (s ScheduledEvents) ListExceptionUsers(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, exception discord.ScheduledEventExceptionID, p ListScheduledEventUsers, opts ...Option) ([]discord.ScheduledEventUser, error) {
	return doList[discord.ScheduledEventUser](ctx, s.c, get("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users", guild, event, exception).with(p.query()), nil, opts)
}

// AllExceptionUsers iterates over the users who will come to one occasion of an
// event, as [ScheduledEvents.AllUsers] does. It is in Discord's OpenAPI document
// only.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
//
//discord:op list_guild_scheduled_event_exception_users GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users
func (s ScheduledEvents) AllExceptionUsers(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, exception discord.ScheduledEventExceptionID, p ListScheduledEventUsers, opts ...Option) iter.Seq2[discord.ScheduledEventUser, error] {
	return allEventUsers(p, func(p ListScheduledEventUsers) ([]discord.ScheduledEventUser, error) {
		return s.ListExceptionUsers(ctx, guild, event, exception, p, opts...)
	})
}

// CountUsers returns how many users will come to an event, and to those of its
// occasions that exceptions, at most 10, name. It is in Discord's OpenAPI
// document only.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
//
//discord:op count_guild_scheduled_event_users GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts
func (s ScheduledEvents) CountUsers(ctx context.Context, guild discord.GuildID, event discord.ScheduledEventID, exceptions []discord.ScheduledEventExceptionID, opts ...Option) (*discord.ScheduledEventUserCounts, error) {
	return do[discord.ScheduledEventUserCounts](ctx, s.c, get("/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts", guild, event).with(addIDs(query(""), "guild_scheduled_event_exception_ids", exceptions)), nil, opts)
}

// allEventUsers iterates over the pages of a list of users.
func allEventUsers(p ListScheduledEventUsers, list func(ListScheduledEventUsers) ([]discord.ScheduledEventUser, error)) iter.Seq2[discord.ScheduledEventUser, error] {
	return eachWay(p.Before, max(p.After, oldest), p.Limit, 100, func(before, after discord.UserID, size int) ([]discord.ScheduledEventUser, error) {
		p := p // an iteration leaves nothing behind
		p.Before, p.After, p.Limit = before, after, size
		return list(p)
	}, func(u *discord.ScheduledEventUser) discord.UserID {
		if u.UserID == 0 && u.User != nil {
			return u.User.ID
		}
		return u.UserID
	})
}
