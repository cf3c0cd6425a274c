package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// auditLogRoutes are the operations on audit logs.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log
var auditLogRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/audit-logs", handle: (*bot).listAuditLog},
}

// auditLogTime is how long entries are kept.
const auditLogTime = 45 * 24 * time.Hour

// log writes an entry to a guild's audit log, and tells of it. Its ID and, where
// it names nobody else, who did it are filled in.
func (e *Emulator) log(r *request, g *guild, entry *discord.AuditLogEntry) {
	entry.ID = discord.AuditLogEntryID(e.nextID(r.now))
	entry.Reason = r.reason
	setZero(&entry.UserID, r.by)
	g.auditLog = append(g.auditLog, auditLogEntry{entry, r.now})
	e.dispatch("GUILD_AUDIT_LOG_ENTRY_CREATE", &event.GuildAuditLogEntryCreate{AuditLogEntry: *entry, GuildID: g.ID}, ofAuditLog(g))
}

// ofAuditLog is the audience of entries in an audit log.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-audit-log-entry-create
func ofAuditLog(g *guild) audience {
	to := forBots(g)
	to.need = discord.PermissionViewAuditLog
	return to
}

// auditLogEntry is an entry and when it was written.
type auditLogEntry struct {
	*discord.AuditLogEntry
	at time.Time
}

// listAuditLog returns a page of entries: the newest before an ID first, or the
// oldest after an ID.
func (b *bot) listAuditLog(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionViewAuditLog)
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 50, 1, 100)
	if err != nil {
		return reply{}, err
	}
	action, err := r.queryInt("action_type", 0, 0, unbounded)
	if err != nil {
		return reply{}, err
	}
	ids := make(map[string]snowflake)
	for _, name := range []string{"user_id", "target_id", "before", "after"} {
		if ids[name], err = r.queryID(name); err != nil {
			return reply{}, err
		}
	}
	var found []*discord.AuditLogEntry
	for _, entry := range g.auditLog {
		id := snowflake(entry.ID)
		switch {
		case r.now.Sub(entry.at) > auditLogTime,
			ids["user_id"] != 0 && snowflake(entry.UserID) != ids["user_id"],
			ids["target_id"] != 0 && snowflake(entry.TargetID) != ids["target_id"],
			action != 0 && int(entry.ActionType) != action,
			ids["before"] != 0 && id >= ids["before"],
			id <= ids["after"]:
		default:
			found = append(found, entry.AuditLogEntry)
		}
	}
	if !r.query.Has("after") || ids["before"] != 0 {
		slices.Reverse(found)
	}
	return ok(b.auditLogOf(g, found[:min(n, len(found))]))
}

// auditLogOf adds to entries what they are about.
func (e *Emulator) auditLogOf(g *guild, entries []*discord.AuditLogEntry) discord.AuditLog {
	var out discord.AuditLog
	users := make(map[discord.UserID]*discord.User)
	for _, entry := range entries {
		out.Entries = append(out.Entries, *entry)
		for _, id := range []discord.UserID{entry.UserID, discord.UserID(entry.TargetID)} {
			if u := e.state.users[id]; u != nil {
				users[id] = u
			}
		}
		if ev := g.events[discord.ScheduledEventID(entry.TargetID)]; ev != nil {
			out.GuildScheduledEvents = append(out.GuildScheduledEvents, ev.ScheduledEvent)
		}
		if ch := g.channels[discord.ChannelID(entry.TargetID)]; ch != nil && ch.IsThread() {
			out.Threads = append(out.Threads, ch.Channel)
		}
		if hook := e.state.webhooks[discord.WebhookID(entry.TargetID)]; hook != nil {
			out.Webhooks = append(out.Webhooks, *hook)
		}
		if rule := g.rules[discord.AutoModerationRuleID(entry.TargetID)]; rule != nil {
			out.AutoModerationRules = append(out.AutoModerationRules, *rule)
		}
		if i := g.integration(discord.IntegrationID(entry.TargetID)); i != nil {
			out.Integrations = append(out.Integrations, e.partialIntegration(i))
		}
	}
	for _, u := range byID(users) {
		out.Users = append(out.Users, *u)
	}
	return out
}

// logMessage writes an entry about messages in a channel of a guild: target is
// whose they are, or the channel; n is how many there are, or zero where it is
// the one message.
func (e *Emulator) logMessage(r *request, action discord.AuditLogAction, ch *channel, target snowflake, m discord.MessageID, n int) {
	g := e.state.guilds[ch.GuildID]
	if g == nil {
		return
	}
	options := &discord.AuditLogOptions{MessageID: m}
	if action != discord.AuditLogActionMessageBulkDelete {
		options.ChannelID = ch.ID
	}
	if n > 0 {
		options.Count = strconv.Itoa(n)
	}
	e.log(r, g, &discord.AuditLogEntry{ActionType: action, TargetID: discord.AuditLogTargetID(target), Options: options})
}
