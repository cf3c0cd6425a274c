package emulator

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/accord-go/accord/discord"
)

// notAudited are fields of objects that are no changes of their own.
var notAudited = []string{
	"id", "guild_id", "user", "user_id", "creator", "creator_id", "roles", "emojis", "stickers", "member_count", "message_count", "last_message_id",
	"version", "token", "url", "discoverable_disabled", "event_id", "event_exception_id", "guild_scheduled_event_exceptions", "prompts",
}

// logChange writes an entry that tells how an object was before and after, if
// anything changed. Nil: it was not there, or is no longer.
func (e *Emulator) logChange(r *request, g *guild, entry *discord.AuditLogEntry, before, after any) {
	if entry.Changes = auditChanges(auditFields(before), auditFields(after)); len(entry.Changes) > 0 {
		e.log(r, g, entry)
	}
}

// auditFields returns the fields of an object as Discord writes them, but for
// the exceptions of its audit log.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-change-object-audit-log-change-exceptions
func auditFields(object any) map[string]json.RawMessage {
	if ch, isChannel := object.(*channel); isChannel {
		object = ch.Channel
	}
	var fields map[string]json.RawMessage
	if b, err := encode(object); err == nil {
		_ = json.Unmarshal(b, &fields) // null is no object, and has none
	}
	switch object.(type) {
	case discord.Webhook, *discord.Webhook:
		if avatar, there := fields["avatar"]; there {
			fields["avatar_hash"] = avatar
			delete(fields, "avatar")
		}
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

// overwritesKey is the field of a channel that has entries of its own.
const overwritesKey = "permission_overwrites"

func overwritesIn(channel map[string]json.RawMessage) (overwrites []discord.PermissionOverwrite) {
	if channel[overwritesKey] != nil {
		_ = json.Unmarshal(channel[overwritesKey], &overwrites) // it was written by auditFields
	}
	return overwrites
}

// logOverwrites writes an entry for each overwrite of a channel that was added,
// changed or deleted.
func (e *Emulator) logOverwrites(r *request, g *guild, channel discord.AuditLogTargetID, before, after []discord.PermissionOverwrite) {
	for _, old := range before {
		now := find(after, func(o *discord.PermissionOverwrite) bool { return o.ID == old.ID })
		action := discord.AuditLogActionChannelOverwriteUpdate
		if now == nil {
			action = discord.AuditLogActionChannelOverwriteDelete
		}
		e.logChange(r, g, g.overwriteEntry(action, channel, &old), old, now)
	}
	for _, o := range after {
		if find(before, func(old *discord.PermissionOverwrite) bool { return old.ID == o.ID }) == nil {
			e.logChange(r, g, g.overwriteEntry(discord.AuditLogActionChannelOverwriteCreate, channel, &o), nil, o)
		}
	}
}

func (g *guild) overwriteEntry(action discord.AuditLogAction, channel discord.AuditLogTargetID, o *discord.PermissionOverwrite) *discord.AuditLogEntry {
	options := &discord.AuditLogOptions{ID: o.ID, Type: strconv.Itoa(int(o.Type))}
	if role := g.role(discord.RoleID(o.ID)); role != nil && o.Type == discord.OverwriteTypeRole {
		options.RoleName = role.Name
	}
	return &discord.AuditLogEntry{ActionType: action, TargetID: channel, Options: options}
}
