package emulator

import (
	"encoding/json"
	"net/http"

	"github.com/accord-go/accord/discord"
)

// An auditing compares an object before and after an operation. Nil: the
// operation writes no entry.
type auditing struct {
	action discord.AuditLogAction
	guild  *guild
	target snowflake
	before map[string]json.RawMessage // nil: it is made
}

// auditFor remembers what an operation is about to change.
func (e *Emulator) auditFor(r *request) *auditing {
	g := e.auditedGuild(r)
	if r.route.audit == 0 || g == nil {
		return nil
	}
	a := &auditing{action: r.route.audit, guild: g}
	if r.route.method == http.MethodPost {
		return a
	}
	object, target := e.audited(r, g)
	if ch, isChannel := object.(*channel); isChannel && ch.IsThread() {
		a.action += discord.AuditLogActionThreadCreate - discord.AuditLogActionChannelCreate
	}
	a.target, a.before = target, auditFields(object)
	return a
}

// auditedGuild returns the guild that a request is about, or nil.
func (e *Emulator) auditedGuild(r *request) *guild {
	if ch := e.state.channels[r.channelID()]; ch != nil {
		return e.state.guilds[ch.GuildID]
	}
	if hook := e.state.webhooks[discord.WebhookID(r.id("webhook_id"))]; hook != nil {
		return e.state.guilds[hook.GuildID]
	}
	return e.state.guilds[r.guildID()]
}

// audited returns the object of a guild that a request's path names, and its ID.
// The object is nil where there is none.
func (e *Emulator) audited(r *request, g *guild) (object any, target snowflake) {
	switch r.route.audit {
	case discord.AuditLogActionGuildUpdate:
		return g.Guild, snowflake(g.ID)
	case discord.AuditLogActionChannelUpdate, discord.AuditLogActionChannelDelete:
		if ch := g.channels[r.channelID()]; ch != nil {
			return ch, snowflake(ch.ID)
		}
	case discord.AuditLogActionStageInstanceUpdate, discord.AuditLogActionStageInstanceDelete:
		if s := g.stages[r.channelID()]; s != nil {
			return s, snowflake(s.ID)
		}
	case discord.AuditLogActionMemberKick, discord.AuditLogActionMemberUpdate, discord.AuditLogActionMemberRoleUpdate:
		user := r.userID()
		setZero(&user, r.by) // the path has @me
		return g.members[user], snowflake(user)
	case discord.AuditLogActionRoleUpdate, discord.AuditLogActionRoleDelete:
		return g.role(discord.RoleID(r.id("role_id"))), r.id("role_id")
	case discord.AuditLogActionWebhookUpdate, discord.AuditLogActionWebhookDelete:
		return e.state.webhooks[discord.WebhookID(r.id("webhook_id"))], r.id("webhook_id")
	case discord.AuditLogActionEmojiUpdate, discord.AuditLogActionEmojiDelete:
		id := r.id("emoji_id")
		return find(g.Emojis, func(v *discord.Emoji) bool { return snowflake(v.ID) == id }), id
	case discord.AuditLogActionStickerUpdate, discord.AuditLogActionStickerDelete:
		id := r.id("sticker_id")
		return find(g.Stickers, func(v *discord.Sticker) bool { return snowflake(v.ID) == id }), id
	case discord.AuditLogActionSoundboardSoundUpdate, discord.AuditLogActionSoundboardSoundDelete:
		return g.sound(discord.SoundboardSoundID(r.id("sound_id"))), r.id("sound_id")
	case discord.AuditLogActionGuildScheduledEventUpdate, discord.AuditLogActionGuildScheduledEventDelete:
		if ev := g.events[discord.ScheduledEventID(r.id("guild_scheduled_event_id"))]; ev != nil {
			return ev.ScheduledEvent, snowflake(ev.ID)
		}
	case discord.AuditLogActionAutoModerationRuleUpdate, discord.AuditLogActionAutoModerationRuleDelete:
		return g.rules[discord.AutoModerationRuleID(r.id("rule_id"))], r.id("rule_id")
	}
	return nil, 0
}

// find returns the first element that fits, or nil.
func find[T any](list []T, fits func(*T) bool) *T {
	for i := range list {
		if fits(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// write compares the object with what it was, and writes an entry if anything
// changed.
func (a *auditing) write(e *Emulator, r *request, rep *reply) {
	if rep.status >= http.StatusMultipleChoices {
		return
	}
	entry := &discord.AuditLogEntry{ActionType: a.action, TargetID: discord.AuditLogTargetID(a.target)}
	var after map[string]json.RawMessage
	switch {
	case r.route.method == http.MethodPost:
		after = auditFields(rep.body)
		if json.Unmarshal(after["id"], &entry.TargetID) != nil && json.Unmarshal(after["sound_id"], &entry.TargetID) != nil {
			return
		}
	case a.action == discord.AuditLogActionMemberKick:
		e.log(r, a.guild, entry)
		return
	default:
		object, _ := e.audited(r, a.guild)
		after = auditFields(object)
	}
	switch a.action {
	case discord.AuditLogActionMemberUpdate, discord.AuditLogActionMemberRoleUpdate:
		if roles := a.guild.rolesChanged(a.before["roles"], after["roles"]); len(roles) > 0 {
			e.log(r, a.guild, &discord.AuditLogEntry{ActionType: discord.AuditLogActionMemberRoleUpdate, TargetID: entry.TargetID, Changes: roles})
		}
	case discord.AuditLogActionChannelUpdate:
		e.logOverwrites(r, a.guild, entry.TargetID, overwritesIn(a.before), overwritesIn(after))
		delete(a.before, overwritesKey)
		delete(after, overwritesKey)
	case discord.AuditLogActionStageInstanceUpdate, discord.AuditLogActionStageInstanceDelete:
		entry.Options = &discord.AuditLogOptions{ChannelID: r.channelID()}
	}
	if entry.Changes = auditChanges(a.before, after); len(entry.Changes) > 0 {
		e.log(r, a.guild, entry)
	}
}
