package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// CommandUse is a person's use of a command.
type CommandUse struct {
	ChannelID     discord.ChannelID     // zero: the world's first text channel
	UserID        discord.UserID        // zero: the world's first person
	Command       string                // its name
	ApplicationID discord.ApplicationID // whose command it is; zero: the first that has one of the name
	Options       []OptionUse
	TargetID      uint64 // the user or message of a command in a menu
}

// OptionUse is an option that a person gives.
type OptionUse struct {
	Type    discord.CommandOptionType // zero: what the command says
	Name    string
	Value   any         // string, bool, number or ID; nil for subcommands and groups
	Options []OptionUse // of a subcommand or a group
}

// Interaction uses a command as a person does, and returns the interaction's
// ID. The error tells why Discord's app would not let the person do that.
func (e *Emulator) Interaction(use CommandUse) (discord.InteractionID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.useCommand(&use)
}

func (e *Emulator) useCommand(use *CommandUse) (discord.InteractionID, error) {
	now := time.Now()
	ch, person, err := e.actor(use.ChannelID, use.UserID, now)
	if err != nil {
		return 0, err
	}
	b, cmd, err := e.usable(use.Command, use.ApplicationID, ch, person.ID, now)
	if err != nil {
		return 0, err
	}
	defs, err := optionDefs(cmd)
	if err != nil {
		return 0, err
	}
	it := b.newInteraction(discord.InteractionTypeApplicationCommand, ch, person, now)
	u := optionReader{b: b, ch: ch, person: person.ID}
	data := discord.CommandData{ID: cmd.ID, Name: cmd.Name, Type: cmd.Type, GuildID: cmd.GuildID}
	if data.Options, err = u.read(use.Options, defs, "options"); err != nil {
		return 0, err
	}
	if err := u.target(&data, use.TargetID); err != nil {
		return 0, err
	}
	data.Resolved = u.resolved
	it.Data = data
	e.begin(it)
	return it.ID, nil
}

// usable returns the command of that name and its bot, if the person may use it
// in the channel. The zero application is the first that has one.
func (e *Emulator) usable(name string, of discord.ApplicationID, ch *channel, person discord.UserID, now time.Time) (*bot, *discord.ApplicationCommand, error) {
	for _, b := range e.bots {
		cmd := b.commandNamed(name, ch.GuildID)
		if cmd == nil || of != 0 && of != b.app.ID || !b.isInstalledIn(ch) {
			continue
		}
		return b, cmd, e.mayUse(cmd, ch, person, now)
	}
	return nil, nil, badControl("command: the bot has no command %q here", name)
}

// isInstalledIn reports whether people are offered the application's commands in
// a channel.
func (b *bot) isInstalledIn(ch *channel) bool {
	if g := b.state.guilds[ch.GuildID]; g != nil {
		return g.integrationOf(b.user.ID) != nil
	}
	return ch.bot == b.user.ID
}

// commandNamed returns the command that a person in a guild gets by a name: the
// guild's own goes before a global one.
func (b *bot) commandNamed(name string, guild discord.GuildID) (found *discord.ApplicationCommand) {
	for _, cmd := range byID(b.commands) {
		if cmd.Name == name && (cmd.GuildID == 0 && found == nil || cmd.GuildID != 0 && cmd.GuildID == guild) {
			found = cmd
		}
	}
	return found
}

// mayUse checks whether Discord's app offers a command to a person.
func (e *Emulator) mayUse(cmd *discord.ApplicationCommand, ch *channel, person discord.UserID, now time.Time) error {
	p := e.state.may(ch, person, now)
	need := deref(cmd.DefaultMemberPermissions)
	switch {
	case ch.GuildID == 0 && cmd.Contexts != nil && !slices.Contains(cmd.Contexts, discord.InteractionContextTypeBotDM),
		ch.GuildID != 0 && cmd.Contexts != nil && !slices.Contains(cmd.Contexts, discord.InteractionContextTypeGuild):
		return badControl("command: %s is not offered in this kind of channel", cmd.Name)
	case ch.GuildID == 0:
		return nil
	case p&discord.PermissionUseApplicationCommands == 0:
		return badControl("user_id: %d may not use commands in this channel", person)
	case cmd.DefaultMemberPermissions != nil && p != everything && (need == 0 || p&need != need):
		return badControl("user_id: %d may not use %s, which needs the permissions %d", person, cmd.Name, need)
	}
	return nil
}

// optionDef is what a command says of an option, as far as Discord's app
// checks it.
type optionDef struct {
	Type      discord.CommandOptionType `json:"type"`
	Name      string                    `json:"name"`
	Required  bool                      `json:"required"`
	Options   []optionDef               `json:"options"`
	Auto      bool                      `json:"autocomplete"`
	Choices   []optionChoice            `json:"choices"`
	Channels  []discord.ChannelType     `json:"channel_types"`
	MinValue  *float64                  `json:"min_value"`
	MaxValue  *float64                  `json:"max_value"`
	MinLength int                       `json:"min_length"`
	MaxLength int                       `json:"max_length"`
}

// optionChoice is one of the values that an option can have.
type optionChoice struct {
	Value any `json:"value"`
}

func optionDefs(cmd *discord.ApplicationCommand) (defs []optionDef, err error) {
	b, err := json.Marshal(cmd.Options)
	if err == nil {
		err = json.Unmarshal(b, &defs)
	}
	return defs, err
}

func isSubcommand(t discord.CommandOptionType) bool {
	return t == discord.CommandOptionTypeSubCommand || t == discord.CommandOptionTypeSubCommandGroup
}

// An optionReader checks options as Discord's app does, and gathers what they
// name.
type optionReader struct {
	b        *bot // that gets them
	ch       *channel
	person   discord.UserID
	resolved *discord.Resolved
}

func (u *optionReader) read(uses []OptionUse, defs []optionDef, at string) ([]discord.OptionValue, error) {
	var values []discord.OptionValue
	given := make(map[string]bool)
	for i, use := range uses {
		at := fmt.Sprintf("%s[%d]", at, i)
		n := slices.IndexFunc(defs, func(d optionDef) bool { return d.Name == use.Name })
		switch {
		case n < 0:
			return nil, badControl("%s.name: the command has no option %q there", at, use.Name)
		case given[use.Name]:
			return nil, badControl("%s.name: %q is given twice", at, use.Name)
		case use.Type != 0 && use.Type != defs[n].Type:
			return nil, badControl("%s.type: %q has type %d, not %d", at, use.Name, defs[n].Type, use.Type)
		}
		given[use.Name] = true
		value, err := u.option(&use, &defs[n], at)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, checkGiven(given, defs, at)
}

// checkGiven wants all required options, and one subcommand where there are
// any.
func checkGiven(given map[string]bool, defs []optionDef, at string) error {
	for _, d := range defs {
		switch {
		case d.Required && !given[d.Name]:
			return badControl("%s: %q is required", at, d.Name)
		case isSubcommand(d.Type) && len(given) != 1:
			return badControl("%s: exactly one subcommand or group must be given", at)
		}
	}
	return nil
}

func (u *optionReader) option(use *OptionUse, def *optionDef, at string) (discord.OptionValue, error) {
	value := discord.OptionValue{Name: use.Name, Type: def.Type}
	var err error
	if isSubcommand(def.Type) {
		if use.Value != nil {
			return value, badControl("%s.value: a subcommand has none", at)
		}
		value.Options, err = u.read(use.Options, def.Options, at+".options")
		return value, err
	}
	if len(use.Options) > 0 {
		return value, badControl("%s.options: only subcommands have some", at)
	}
	value.Value, err = u.value(use.Value, def, at+".value")
	return value, err
}

func (u *optionReader) target(data *discord.CommandData, id uint64) error {
	data.TargetID = discord.CommandTargetID(id)
	switch data.Type {
	case discord.CommandTypeUser:
		return u.user(id, "target_id")
	case discord.CommandTypeMessage:
		m := u.b.state.messages[discord.MessageID(id)]
		if m == nil || m.ChannelID != u.ch.ID || m.onlyFor != 0 && m.onlyFor != u.person {
			return badControl("target_id: there is no message %d in the channel", id)
		}
		u.all().Messages = map[discord.MessageID]discord.Message{m.ID: m.Message}
		return nil
	}
	if id != 0 {
		return badControl("target_id: %s is not in a menu", data.Name)
	}
	return nil
}

// optionIn is an option in a request to the control API.
type optionIn struct {
	Type    discord.CommandOptionType `json:"type"`
	Name    string                    `json:"name"`
	Value   any                       `json:"value"`
	Options []optionIn                `json:"options"`
}

func optionUses(in []optionIn) []OptionUse {
	var uses []OptionUse
	for _, o := range in {
		uses = append(uses, OptionUse{Type: o.Type, Name: o.Name, Value: o.Value, Options: optionUses(o.Options)})
	}
	return uses
}

func (e *Emulator) controlInteraction(_ *http.Request, in *struct {
	ChannelID   snowflake  `json:"channel_id"`
	GuildID     snowflake  `json:"guild_id"`
	UserID      snowflake  `json:"user_id"`
	Command     string     `json:"command"`
	Application snowflake  `json:"application_id"`
	Options     []optionIn `json:"options"`
	TargetID    snowflake  `json:"target_id"`
}) (any, error) {
	if in.ChannelID == 0 {
		return nil, badControl("channel_id: missing")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	id := discord.ChannelID(in.ChannelID)
	if ch := e.state.channels[id]; in.GuildID != 0 && ch != nil && uint64(ch.GuildID) != uint64(in.GuildID) {
		return nil, badControl("guild_id: the channel %d is not in %d", id, in.GuildID)
	}
	made, err := e.useCommand(&CommandUse{
		ChannelID: id, UserID: discord.UserID(in.UserID), Command: in.Command, ApplicationID: discord.ApplicationID(in.Application),
		Options: optionUses(in.Options), TargetID: uint64(in.TargetID),
	})
	return madeInteraction{made}, err
}

// madeInteraction is what the control API answers.
type madeInteraction struct {
	ID discord.InteractionID `json:"id"`
}
