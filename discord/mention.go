package discord

import (
	"strconv"
	"time"
)

// MentionUser returns the text that mentions a user in a message.
//
// Discord docs: https://docs.discord.com/developers/reference#message-formatting
func MentionUser(id UserID) string { return "<@" + id.String() + ">" }

// MentionChannel returns the text that links to a channel in a message.
func MentionChannel(id ChannelID) string { return "<#" + id.String() + ">" }

// MentionRole returns the text that mentions a role in a message.
func MentionRole(id RoleID) string { return "<@&" + id.String() + ">" }

// MentionEveryone and MentionHere mention all members of a channel, and those
// who are online.
const (
	MentionEveryone = "@everyone"
	MentionHere     = "@here"
)

// MentionCommand returns the text that links to a slash command in a message.
// name is the whole name, with group and subcommand: "role add".
func MentionCommand(name string, id CommandID) string { return "</" + name + ":" + id.String() + ">" }

// Links to parts of the guild that a message is in.
//
// Discord docs: https://docs.discord.com/developers/reference#message-formatting-formats
const (
	LinkCustomize   = "<id:customize>" // channels and roles, with the prompts of the onboarding
	LinkBrowse      = "<id:browse>"    // the list of all channels
	LinkGuide       = "<id:guide>"
	LinkLinkedRoles = "<id:linked-roles>"
)

// LinkLinkedRole returns the text that links to one of the guild's linked
// roles.
func LinkLinkedRole(id RoleID) string { return "<id:linked-roles:" + id.String() + ">" }

// TimestampStyle is how a moment in a message is shown.
//
// Discord docs: https://docs.discord.com/developers/reference#message-formatting-timestamp-styles
type TimestampStyle string

// The styles, with what a reader in Britain may see.
const (
	TimestampShortTime           TimestampStyle = "t" // 16:20
	TimestampMediumTime          TimestampStyle = "T" // 16:20:30
	TimestampShortDate           TimestampStyle = "d" // 20/04/2021
	TimestampLongDate            TimestampStyle = "D" // April 20, 2021
	TimestampLongDateShortTime   TimestampStyle = "f" // April 20, 2021 at 16:20; the default
	TimestampFullDateShortTime   TimestampStyle = "F" // Tuesday, April 20, 2021 at 16:20
	TimestampShortDateShortTime  TimestampStyle = "s" // 20/04/2021, 16:20
	TimestampShortDateMediumTime TimestampStyle = "S" // 20/04/2021, 16:20:30
	TimestampRelative            TimestampStyle = "R" // 4 years ago
)

// Timestamp returns the text that shows a moment in each reader's own time
// zone and language, exact to the second. An empty style is the default.
func Timestamp(t time.Time, style TimestampStyle) string {
	text := "<t:" + strconv.FormatInt(t.Unix(), 10)
	if style != "" {
		text += ":" + string(style)
	}
	return text + ">"
}
