package emulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// audits has the operations that write an entry to the audit log, and what they
// are called there. What changed is found by comparing the object before and
// after. Bans, and deletions and pins of messages, write theirs by themselves.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events
var audits = map[string]discord.AuditLogAction{
	"PATCH /guilds/{guild_id}":                                              discord.AuditLogActionGuildUpdate,
	"POST /guilds/{guild_id}/channels":                                      discord.AuditLogActionChannelCreate,
	"PATCH /channels/{channel_id}":                                          discord.AuditLogActionChannelUpdate,
	"DELETE /channels/{channel_id}":                                         discord.AuditLogActionChannelDelete,
	"POST /channels/{channel_id}/threads":                                   discord.AuditLogActionThreadCreate,
	"POST /channels/{channel_id}/messages/{message_id}/threads":             discord.AuditLogActionThreadCreate,
	"DELETE /guilds/{guild_id}/members/{user_id}":                           discord.AuditLogActionMemberKick,
	"PATCH /guilds/{guild_id}/members/{user_id}":                            discord.AuditLogActionMemberUpdate,
	"PATCH /guilds/{guild_id}/members/@me":                                  discord.AuditLogActionMemberUpdate,
	"PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}":              discord.AuditLogActionMemberRoleUpdate,
	"DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}":           discord.AuditLogActionMemberRoleUpdate,
	"POST /guilds/{guild_id}/roles":                                         discord.AuditLogActionRoleCreate,
	"PATCH /guilds/{guild_id}/roles/{role_id}":                              discord.AuditLogActionRoleUpdate,
	"DELETE /guilds/{guild_id}/roles/{role_id}":                             discord.AuditLogActionRoleDelete,
	"POST /channels/{channel_id}/webhooks":                                  discord.AuditLogActionWebhookCreate,
	"PATCH /webhooks/{webhook_id}":                                          discord.AuditLogActionWebhookUpdate,
	"DELETE /webhooks/{webhook_id}":                                         discord.AuditLogActionWebhookDelete,
	"POST /guilds/{guild_id}/emojis":                                        discord.AuditLogActionEmojiCreate,
	"PATCH /guilds/{guild_id}/emojis/{emoji_id}":                            discord.AuditLogActionEmojiUpdate,
	"DELETE /guilds/{guild_id}/emojis/{emoji_id}":                           discord.AuditLogActionEmojiDelete,
	"POST /guilds/{guild_id}/stickers":                                      discord.AuditLogActionStickerCreate,
	"PATCH /guilds/{guild_id}/stickers/{sticker_id}":                        discord.AuditLogActionStickerUpdate,
	"DELETE /guilds/{guild_id}/stickers/{sticker_id}":                       discord.AuditLogActionStickerDelete,
	"POST /guilds/{guild_id}/soundboard-sounds":                             discord.AuditLogActionSoundboardSoundCreate,
	"PATCH /guilds/{guild_id}/soundboard-sounds/{sound_id}":                 discord.AuditLogActionSoundboardSoundUpdate,
	"DELETE /guilds/{guild_id}/soundboard-sounds/{sound_id}":                discord.AuditLogActionSoundboardSoundDelete,
	"POST /stage-instances":                                                 discord.AuditLogActionStageInstanceCreate,
	"PATCH /stage-instances/{channel_id}":                                   discord.AuditLogActionStageInstanceUpdate,
	"DELETE /stage-instances/{channel_id}":                                  discord.AuditLogActionStageInstanceDelete,
	"POST /guilds/{guild_id}/scheduled-events":                              discord.AuditLogActionGuildScheduledEventCreate,
	"PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}":  discord.AuditLogActionGuildScheduledEventUpdate,
	"DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}": discord.AuditLogActionGuildScheduledEventDelete,
	"POST /guilds/{guild_id}/auto-moderation/rules":                         discord.AuditLogActionAutoModerationRuleCreate,
	"PATCH /guilds/{guild_id}/auto-moderation/rules/{rule_id}":              discord.AuditLogActionAutoModerationRuleUpdate,
	"DELETE /guilds/{guild_id}/auto-moderation/rules/{rule_id}":             discord.AuditLogActionAutoModerationRuleDelete,
}

// An auditing compares an object before and after an operation. Nil: the
// operation writes no entry.
type auditing struct {
	action discord.AuditLogAction
	guild  *guild
	target snowflake
	before map[string]json.RawMessage // nil: it is made
}

// notAudited are fields of objects that are no changes of their own.
var notAudited = []string{"id", "guild_id", "user", "user_id", "creator", "creator_id", "roles", "emojis", "stickers", "member_count", "message_count", "last_message_id", "version", "token", "url", "discoverable_disabled"}

// auditFor remembers what an operation is about to change.
func (e *Emulator) auditFor(r *request) *auditing {
	action, audited := audits[r.route.method+" "+r.route.pattern]
	if !audited {
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
	case strings.HasSuffix(r.route.pattern, "/@me"):
		return g.members[e.state.bot.ID], snowflake(e.state.bot.ID), g
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
	case r.route.method == http.MethodDelete && a.action != discord.AuditLogActionMemberRoleUpdate:
	default:
		object, _, _ := e.audited(r)
		after = auditFields(object)
	}
	if a.action == discord.AuditLogActionMemberUpdate || a.action == discord.AuditLogActionMemberRoleUpdate {
		if roles := a.guild.rolesChanged(a.before["roles"], after["roles"]); len(roles) > 0 {
			e.log(r, a.guild, &discord.AuditLogEntry{ActionType: discord.AuditLogActionMemberRoleUpdate, TargetID: entry.TargetID, Changes: roles})
		}
	}
	if entry.Changes = auditChanges(a.before, after); len(entry.Changes) > 0 {
		e.log(r, a.guild, entry)
	}
}

// auditFields returns the fields of an object as Discord writes them.
func auditFields(object any) map[string]json.RawMessage {
	if ch, isChannel := object.(*channel); isChannel {
		object = ch.Channel
	}
	var fields map[string]json.RawMessage
	if b, err := encode(object); err == nil {
		_ = json.Unmarshal(b, &fields) // null is no object, and has none
	}
	return fields
}

// auditChanges lists the fields that differ. A field that is empty on the one
// side is left out there.
func auditChanges(before, after map[string]json.RawMessage) []discord.AuditLogChange {
	keys := make(map[string]bool)
	for _, fields := range []map[string]json.RawMessage{before, after} {
		for key := range fields {
			keys[key] = !slices.Contains(notAudited, key)
		}
	}
	var changes []discord.AuditLogChange
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		c := discord.AuditLogChange{Key: key, OldValue: given(before[key]), NewValue: given(after[key])}
		if keys[key] && string(c.OldValue) != string(c.NewValue) {
			changes = append(changes, c)
		}
	}
	return changes
}

// given returns a value, or nil where it is empty.
func given(value json.RawMessage) json.RawMessage {
	switch string(value) {
	case "null", "[]", "{}":
		return nil
	}
	return value
}

// rolesChanged returns which roles a member got and lost.
func (g *guild) rolesChanged(before, after json.RawMessage) (changes []discord.AuditLogChange) {
	type partialRole struct {
		Name string         `json:"name"`
		ID   discord.RoleID `json:"id"`
	}
	for _, c := range []struct {
		key      string
		from, to json.RawMessage
	}{{"$add", before, after}, {"$remove", after, before}} {
		var from, to []discord.RoleID
		if json.Unmarshal(c.from, &from) != nil || json.Unmarshal(c.to, &to) != nil {
			return nil
		}
		var roles []partialRole
		for _, id := range to {
			if role := g.role(id); role != nil && !slices.Contains(from, id) {
				roles = append(roles, partialRole{role.Name, id})
			}
		}
		if b, err := json.Marshal(roles); err == nil && len(roles) > 0 {
			changes = append(changes, discord.AuditLogChange{Key: c.key, NewValue: b})
		}
	}
	return changes
}
