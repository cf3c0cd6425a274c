package rest

import (
	"cmp"
	"context"
	"iter"

	"github.com/accord-go/accord/discord"
)

// AuditLog is the record of what was changed in a guild, and by whom. Discord
// keeps it for 45 days.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log
type AuditLog struct{ c *Client }

// ListAuditLog says which entries of an audit log to list.
type ListAuditLog struct {
	UserID     discord.UserID           // what this user did
	TargetID   discord.AuditLogTargetID // what was done to this; not documented
	ActionType discord.AuditLogAction   // zero: all
	Before     discord.AuditLogEntryID  // older entries
	After      discord.AuditLogEntryID  // newer entries
	Limit      int                      // 1 to 100; 0 means 50
}

func (p ListAuditLog) query() query {
	return query("").id("user_id", uint64(p.UserID)).id("target_id", uint64(p.TargetID)).int("action_type", int(p.ActionType)).
		id("before", uint64(p.Before)).id("after", uint64(p.After)).int("limit", p.Limit)
}

// List returns one page of a guild's audit log, with the users, channels, rules
// and so on that its entries are about: the oldest after After if it is set,
// otherwise the newest before Before. It needs VIEW_AUDIT_LOG.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#get-guild-audit-log
//
//discord:op list_guild_audit_log_entries GET /guilds/{guild_id}/audit-logs
func (s AuditLog) List(ctx context.Context, guild discord.GuildID, p ListAuditLog, opts ...Option) (*discord.AuditLog, error) {
	return do[discord.AuditLog](ctx, s.c, get("/guilds/{guild_id}/audit-logs", guild).with(p.query()), nil, opts)
}

// All iterates over a guild's audit log: from After on, the oldest first; or,
// where After is not set, back from Before, the newest first. Limit bounds how
// many entries there are in all; 0 means no bound. It needs VIEW_AUDIT_LOG.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#get-guild-audit-log
//
//discord:op list_guild_audit_log_entries GET /guilds/{guild_id}/audit-logs
func (s AuditLog) All(ctx context.Context, guild discord.GuildID, p ListAuditLog, opts ...Option) iter.Seq2[discord.AuditLogEntry, error] {
	return eachWay(p.start(), p.After, p.Limit, 100, func(before, after discord.AuditLogEntryID, size int) ([]discord.AuditLogEntry, error) {
		p := p // an iteration leaves nothing behind
		p.Before, p.After, p.Limit = before, after, size
		if before == newest {
			p.Before = 0
		}
		page, err := s.List(ctx, guild, p, opts...)
		if err != nil {
			return nil, err
		}
		return page.Entries, nil
	}, func(e *discord.AuditLogEntry) discord.AuditLogEntryID { return e.ID })
}

// start returns where a list begins to go back, or 0 where it goes on from After.
func (p ListAuditLog) start() discord.AuditLogEntryID {
	if p.After != 0 {
		return p.Before
	}
	return cmp.Or(p.Before, newest)
}

// newest is larger than any ID: it makes a list begin at its end.
const newest = 1<<63 - 1
