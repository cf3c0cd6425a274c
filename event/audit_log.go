package event

import "github.com/accord-go/accord/discord"

// GuildAuditLogEntryCreate tells what was changed in a guild, and by whom. It comes to
// bots with VIEW_AUDIT_LOG.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-audit-log-entry-create
type GuildAuditLogEntryCreate struct {
	Meta `json:"-"`
	discord.AuditLogEntry
	GuildID discord.GuildID `json:"guild_id"`
}

// EventName returns "GUILD_AUDIT_LOG_ENTRY_CREATE".
func (*GuildAuditLogEntryCreate) EventName() string { return "GUILD_AUDIT_LOG_ENTRY_CREATE" }
