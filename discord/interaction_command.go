package discord

// CommandData is the use of a command.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-data-structure
type CommandData struct {
	ID       CommandID       `json:"id"`
	Name     string          `json:"name"` // never a localized one
	Type     CommandType     `json:"type"`
	Resolved *Resolved       `json:"resolved,omitzero"` // what options and TargetID name
	Options  []OptionValue   `json:"options,omitzero"`
	GuildID  GuildID         `json:"guild_id,omitzero"`  // that the command belongs to; zero: global
	TargetID CommandTargetID `json:"target_id,omitzero"` // the user or the message whose menu it was
}

// CommandTarget stands for a user or a message, in IDs that can be either's.
type CommandTarget struct{}

// CommandTargetID is the ID of a user or a message.
type CommandTargetID = ID[CommandTarget]

// SubCommand returns the names of the subcommand and of its group. They are
// empty where there is none.
func (c CommandData) SubCommand() (group, name string) {
	options := c.Options
	if len(options) == 1 && options[0].Type == CommandOptionTypeSubCommandGroup {
		group, options = options[0].Name, options[0].Options
	}
	if len(options) == 1 && options[0].Type == CommandOptionTypeSubCommand {
		name = options[0].Name
	}
	return group, name
}

// Values returns the options with a value: those of the subcommand, where
// there is one, or the command's own.
func (c CommandData) Values() []OptionValue {
	options := c.Options
	for range 2 { // a group, a subcommand
		if len(options) == 1 && options[0].isSubCommand() {
			options = options[0].Options
		}
	}
	return options
}

// Value returns the option of that name, and whether the user gave it.
func (c CommandData) Value(name string) (OptionValue, bool) {
	for _, o := range c.Values() {
		if o.Name == name {
			return o, true
		}
	}
	return OptionValue{}, false
}

// Target returns the user and, in a guild, the member whose menu a user
// command was used from. It reports false for other commands.
func (c CommandData) Target() (User, *Member, bool) { return c.Resolved.user(uint64(c.TargetID)) }

// TargetMessage returns the message whose menu a message command was used
// from. It reports false for other commands.
func (c CommandData) TargetMessage() (Message, bool) {
	if c.Resolved == nil {
		return Message{}, false
	}
	m, ok := c.Resolved.Messages[MessageID(c.TargetID)]
	return m, ok
}

// AutocompleteData is a command that a user is filling in. Required options
// may be missing, and no value has been checked.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#autocomplete
type AutocompleteData struct{ CommandData }

// Focused returns the option that the user is typing, and whether there is
// one. Its value is the text so far, even where the option takes a number.
func (a AutocompleteData) Focused() (OptionValue, bool) {
	for _, o := range a.Values() {
		if o.Focused {
			return o, true
		}
	}
	return OptionValue{}, false
}

// OptionValue is an option of a command as a user gave it: a value, or a
// subcommand or a group with its options.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-interaction-data-option-structure
type OptionValue struct {
	Name    string            `json:"name"`
	Type    CommandOptionType `json:"type"`
	Value   Scalar            `json:"value,omitzero"`   // a text, a number, a bool; IDs are texts
	Options []OptionValue     `json:"options,omitzero"` // of a subcommand or a group
	Focused bool              `json:"focused,omitzero"` // what the user is typing
}

func (o OptionValue) isSubCommand() bool {
	return o.Type == CommandOptionTypeSubCommand || o.Type == CommandOptionTypeSubCommandGroup
}

// Resolved are the objects that an interaction names by their IDs. The maps
// are nil where it names none.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure
type Resolved struct {
	Users       map[UserID]User             `json:"users,omitzero"`
	Members     map[UserID]Member           `json:"members,omitzero"` // without User, Deaf and Mute; each has its user in Users
	Roles       map[RoleID]Role             `json:"roles,omitzero"`
	Channels    map[ChannelID]Channel       `json:"channels,omitzero"` // partial
	Messages    map[MessageID]Message       `json:"messages,omitzero"` // partial
	Attachments map[AttachmentID]Attachment `json:"attachments,omitzero"`
}

// user returns a user and, in a guild, its member.
func (r *Resolved) user(id uint64) (User, *Member, bool) {
	if r == nil {
		return User{}, nil, false
	}
	u, ok := r.Users[UserID(id)]
	if m, isMember := r.Members[UserID(id)]; ok && isMember {
		return u, &m, true
	}
	return u, nil, ok
}

// User returns the user that the option names and, in a guild, its member.
func (c CommandData) User(option string) (User, *Member, bool) {
	id, ok := c.snowflake(option)
	if !ok {
		return User{}, nil, false
	}
	return c.Resolved.user(id)
}

// Role returns the role that the option names.
func (c CommandData) Role(option string) (Role, bool) {
	id, ok := c.snowflake(option)
	if !ok || c.Resolved == nil {
		return Role{}, false
	}
	r, ok := c.Resolved.Roles[RoleID(id)]
	return r, ok
}

// Channel returns the channel that the option names. It is partial.
func (c CommandData) Channel(option string) (Channel, bool) {
	id, ok := c.snowflake(option)
	if !ok || c.Resolved == nil {
		return Channel{}, false
	}
	ch, ok := c.Resolved.Channels[ChannelID(id)]
	return ch, ok
}

// Attachment returns the file that the user gave for the option.
func (c CommandData) Attachment(option string) (Attachment, bool) {
	id, ok := c.snowflake(option)
	if !ok || c.Resolved == nil {
		return Attachment{}, false
	}
	a, ok := c.Resolved.Attachments[AttachmentID(id)]
	return a, ok
}

// snowflake returns the ID that the option's value is.
func (c CommandData) snowflake(option string) (uint64, bool) {
	o, ok := c.Value(option)
	if !ok {
		return 0, false
	}
	return o.Value.Snowflake()
}
