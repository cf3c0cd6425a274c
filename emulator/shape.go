package emulator

import (
	"reflect"

	"github.com/accord-go/accord/discord"
)

// A shape is what Discord writes of an object although discord's type would not:
// fields that are there even where they are empty, which other clients count
// on, and fields that nobody should use and that the type leaves out.
type shape struct {
	always []string
	extra  []extraField
}

// An extraField is a field with one value for ever.
type extraField struct {
	name  string
	value any
}

// shapes follows what Discord's OpenAPI document requires of responses.
var shapes = map[reflect.Type]shape{
	reflect.TypeFor[discord.User]():   {always: []string{"flags", "public_flags", "primary_guild"}},
	reflect.TypeFor[discord.Member](): {always: []string{"nick", "avatar", "banner", "premium_since", "pending", "communication_disabled_until"}},
	reflect.TypeFor[discord.Role]():   {always: []string{"icon", "unicode_emoji"}},
	reflect.TypeFor[discord.Guild](): {
		always: []string{
			"region", "widget_enabled", "widget_channel_id", "max_presences", "max_members", "premium_subscription_count",
			"max_video_channel_users", "max_stage_video_channel_users", "stickers",
		},
		extra: []extraField{{"home_header", nil}, {"hub_type", nil}, {"nsfw", false}}, // hub_type: only discord-api-types wants it
	},
	reflect.TypeFor[discord.Message]():                {always: []string{"flags", "components"}},
	reflect.TypeFor[discord.PartialMessage]():         {always: []string{"flags", "components"}},
	reflect.TypeFor[discord.MessageReference]():       {always: []string{"type"}},
	reflect.TypeFor[discord.Application]():            {always: []string{"flags"}},
	reflect.TypeFor[discord.ApplicationCommand]():     {always: []string{"nsfw"}},
	reflect.TypeFor[discord.VoiceState]():             {always: []string{"self_stream"}},
	reflect.TypeFor[discord.IntegrationApplication](): {always: []string{"type"}},
	reflect.TypeFor[discord.RecurrenceRule]():         {always: []string{"end", "by_year_day", "count"}}, // as documented
	reflect.TypeFor[discord.ScheduledEvent]():         {always: []string{"entity_metadata"}},
}

// alwaysWritten returns the fields of v that are written even when they are
// empty.
func alwaysWritten(v reflect.Value) []string {
	switch {
	case v.Type() == channelType:
		return channelFields(discord.ChannelType(v.FieldByName("Type").Int()))
	case v.Type() == reflect.TypeFor[discord.AutoModerationTrigger]() && v.FieldByName("MentionTotalLimit").Int() > 0:
		return []string{"mention_raid_protection_enabled"}
	case v.Type() == emojiType && !v.FieldByName("Available").IsNil(): // a whole one, not that of a reaction or a component
		return []string{"roles", "require_colons", "managed", "animated"}
	}
	return shapes[v.Type()].always
}

// neverWritten returns the fields of v that are left out although its type has
// them: deaf and mute of the members that an interaction resolves, which are
// the only ones with permissions and without a user, and the overwrites of its
// channels, which are the only ones with permissions.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure
func neverWritten(v reflect.Value) []string {
	switch {
	case v.Type() == memberType && v.FieldByName("User").IsNil() && !v.FieldByName("Permissions").IsNil():
		return []string{"deaf", "mute"}
	case v.Type() == channelType && !v.FieldByName("Permissions").IsNil():
		return []string{"permission_overwrites"}
	default:
		return nil
	}
}

// channelFields returns the fields that a channel of a type always has.
func channelFields(t discord.ChannelType) []string {
	switch t {
	case discord.ChannelTypeDM:
		return []string{"flags", "last_message_id", "recipients"}
	case discord.ChannelTypeGroupDM:
		return []string{"flags", "last_message_id", "recipients", "name", "icon"}
	case discord.ChannelTypeGuildCategory:
		return []string{"flags", "position", "permission_overwrites", "parent_id"}
	case discord.ChannelTypeGuildVoice, discord.ChannelTypeGuildStageVoice:
		return []string{"flags", "position", "permission_overwrites", "parent_id", "last_message_id", "nsfw", "bitrate", "user_limit", "rtc_region", "rate_limit_per_user"}
	case discord.ChannelTypeGuildForum, discord.ChannelTypeGuildMedia:
		return []string{"flags", "position", "permission_overwrites", "parent_id", "last_message_id", "nsfw", "topic", "rate_limit_per_user", "available_tags", "default_reaction_emoji", "default_sort_order", "default_forum_layout"}
	case discord.ChannelTypeAnnouncementThread, discord.ChannelTypePublicThread, discord.ChannelTypePrivateThread:
		return []string{"flags", "last_message_id", "rate_limit_per_user", "message_count", "member_count", "total_message_sent"}
	default:
		return []string{"flags", "position", "permission_overwrites", "parent_id", "last_message_id", "nsfw", "topic", "rate_limit_per_user"}
	}
}

var (
	channelType = reflect.TypeFor[discord.Channel]()
	emojiType   = reflect.TypeFor[discord.Emoji]()
	memberType  = reflect.TypeFor[discord.Member]()
	messageType = reflect.TypeFor[discord.Message]()
)

// answers reports whether a message answers another: then that is written, and
// null tells that it was deleted. A message inside a message does not say.
func answers(message reflect.Value) bool {
	t := discord.MessageType(message.FieldByName("Type").Int())
	return t == discord.MessageTypeReply || t == discord.MessageTypeThreadStarterMessage
}
