package discord

// MentionUser returns the text that mentions a user in a message.
//
// Discord docs: https://docs.discord.com/developers/reference#message-formatting
func MentionUser(id UserID) string { return "<@" + id.String() + ">" }

// MentionChannel returns the text that links to a channel in a message.
func MentionChannel(id ChannelID) string { return "<#" + id.String() + ">" }

// MentionRole returns the text that mentions a role in a message.
func MentionRole(id RoleID) string { return "<@&" + id.String() + ">" }

// MentionCommand returns the text that links to a slash command in a message.
// name is the whole name, with group and subcommand: "role add".
func MentionCommand(name string, id CommandID) string { return "</" + name + ":" + id.String() + ">" }
