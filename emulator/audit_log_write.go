package emulator

import (
	"encoding/json"
	"net/http"
	"strings"

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
	action := r.route.audit
	if action == 0 {
		return nil
	}
	object, target, g := e.audited(r)
	if ch, isChannel := object.(*channel); isChannel && ch.IsThread() && r.route.method != http.MethodPost {
		action += discord.AuditLogActionThreadCreate - discord.AuditLogActionChannelCreate
	}
	a := &auditing{action: action, guild: g, target: target}
	if r.route.method != http.MethodPost {
		a.before = auditFields(object)
	}
	return a
}

// audited returns the object that a request's path names, its ID, and its guild.
func (e *Emulator) audited(r *request) (object any, target snowflake, g *guild) {
	g = e.state.guilds[r.guildID()]
	if ch := e.state.channels[r.channelID()]; ch != nil {
		g = e.state.guilds[ch.GuildID]
		if g != nil && strings.HasPrefix(r.route.pattern, "/stage-instances") {
			if s := g.stages[ch.ID]; s != nil {
				return s, snowflake(s.ID), g
			}
			return nil, 0, g
		}
		return ch, snowflake(ch.ID), g
	}
	if hook := e.state.webhooks[discord.WebhookID(r.id("webhook_id"))]; hook != nil {
		return hook, snowflake(hook.ID), e.state.guilds[hook.GuildID]
	}
	if g == nil {
		return nil, 0, nil
	}
	switch user, role := r.userID(), discord.RoleID(r.id("role_id")); {
	case user != 0 && g.members[user] != nil:
		return g.members[user], snowflake(user), g
	case strings.Contains(r.route.pattern, "/@me"):
		return g.members[r.by], snowflake(r.by), g
	case role != 0:
		return g.role(role), snowflake(role), g
	}
	return e.auditedPart(r, g)
}

// auditedPart is audited for what guilds have lists of.
func (e *Emulator) auditedPart(r *request, g *guild) (any, snowflake, *guild) {
	for _, name := range []string{"emoji_id", "sticker_id", "sound_id", "guild_scheduled_event_id", "rule_id"} {
		id := r.id(name)
		if id == 0 {
			continue
		}
		var object any
		switch name {
		case "emoji_id":
			object = find(g.Emojis, func(v *discord.Emoji) bool { return snowflake(v.ID) == id })
		case "sticker_id":
			object = find(g.Stickers, func(v *discord.Sticker) bool { return snowflake(v.ID) == id })
		case "sound_id":
			object = g.sound(discord.SoundboardSoundID(id))
		case "guild_scheduled_event_id":
			if ev := g.events[discord.ScheduledEventID(id)]; ev != nil {
				object = ev.ScheduledEvent
			}
		case "rule_id":
			object = g.rules[discord.AutoModerationRuleID(id)]
		}
		return object, id, g
	}
	return g.Guild, snowflake(g.ID), g
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
	if a.guild == nil || rep.status >= http.StatusMultipleChoices {
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
		object, _, _ := e.audited(r)
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
