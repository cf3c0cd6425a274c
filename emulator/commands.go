package emulator

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
)

// commandRoutes are the operations on commands: global ones, and a guild's.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#endpoints
var commandRoutes = []route{
	{method: http.MethodGet, pattern: "/applications/{application_id}/commands", handle: (*bot).listCommands},
	{method: http.MethodPost, pattern: "/applications/{application_id}/commands", handle: (*bot).createCommand},
	{method: http.MethodPut, pattern: "/applications/{application_id}/commands", handle: (*bot).replaceCommands},
	{method: http.MethodGet, pattern: "/applications/{application_id}/commands/{command_id}", handle: (*bot).getCommand},
	{method: http.MethodPatch, pattern: "/applications/{application_id}/commands/{command_id}", handle: (*bot).updateCommand},
	{method: http.MethodDelete, pattern: "/applications/{application_id}/commands/{command_id}", handle: (*bot).deleteCommand},
	{method: http.MethodGet, pattern: "/applications/{application_id}/guilds/{guild_id}/commands", handle: (*bot).listCommands},
	{method: http.MethodPost, pattern: "/applications/{application_id}/guilds/{guild_id}/commands", handle: (*bot).createCommand},
	{method: http.MethodPut, pattern: "/applications/{application_id}/guilds/{guild_id}/commands", handle: (*bot).replaceCommands},
	{method: http.MethodGet, pattern: "/applications/{application_id}/guilds/{guild_id}/commands/permissions", handle: (*bot).listCommandPermissions},
	{method: http.MethodGet, pattern: "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", handle: (*bot).getCommand},
	{method: http.MethodPatch, pattern: "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", handle: (*bot).updateCommand},
	{method: http.MethodDelete, pattern: "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", handle: (*bot).deleteCommand},
	{method: http.MethodGet, pattern: "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions", handle: (*bot).getCommandPermissions},
	{method: http.MethodPut, pattern: "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions", handle: (*bot).setCommandPermissions},
}

// commandLimits are how many commands of each kind a scope may have.
var commandLimits = map[discord.CommandType]int{
	discord.CommandTypeChatInput:         100,
	discord.CommandTypeUser:              15,
	discord.CommandTypeMessage:           15,
	discord.CommandTypePrimaryEntryPoint: 1,
}

// commandScope refuses commands of another application, or of a guild that the
// bot is not in. The guild is zero for global commands.
func (b *bot) commandScope(r *request) (discord.GuildID, error) {
	if err := b.ownOnly(r); err != nil {
		return 0, err
	}
	if r.vars["guild_id"] == "" {
		return 0, nil
	}
	if _, err := b.guildFor(r, 0); err != nil {
		return 0, errMissingAccess
	}
	return r.guildID(), nil
}

// commandFor returns the command of the request's path.
func (b *bot) commandFor(r *request) (*discord.ApplicationCommand, error) {
	scope, err := b.commandScope(r)
	if err != nil {
		return nil, err
	}
	cmd := b.commands[discord.CommandID(r.id("command_id"))]
	if cmd == nil || cmd.GuildID != scope {
		return nil, errUnknownCommand
	}
	return cmd, nil
}

// commandsIn returns the commands of a scope, oldest first.
func (b *bot) commandsIn(scope discord.GuildID) (found []*discord.ApplicationCommand) {
	for _, cmd := range byID(b.commands) {
		if cmd.GuildID == scope {
			found = append(found, cmd)
		}
	}
	return found
}

func (b *bot) listCommands(r *request) (reply, error) {
	scope, err := b.commandScope(r)
	if err != nil {
		return reply{}, err
	}
	full, err := r.queryBool("with_localizations")
	if err != nil {
		return reply{}, err
	}
	out := []discord.ApplicationCommand{}
	for _, cmd := range b.commandsIn(scope) {
		c := *cmd
		if !full {
			c.NameLocalizations, c.DescriptionLocalizations = nil, nil
			if c.Options, err = withoutLocalizations(c.Options); err != nil {
				return reply{}, err
			}
		}
		out = append(out, c)
	}
	return ok(out)
}

// withoutLocalizations returns options with their default texts alone.
func withoutLocalizations(options discord.CommandOptions) (discord.CommandOptions, error) {
	b, err := json.Marshal(options)
	if err != nil || len(options) == 0 {
		return nil, err
	}
	var plain []commandOption
	f := new(form)
	bindOne(b, &plain, f.at(), rule{})
	stripLocalizations(plain)
	return discordOptions(plain)
}

func stripLocalizations(options []commandOption) {
	for i := range options {
		o := &options[i]
		o.NameLocalizations, o.DescriptionLocalizations = nil, nil
		for j := range o.Choices {
			o.Choices[j].NameLocalizations = nil
		}
		stripLocalizations(o.Options)
	}
}

// discordOptions makes checked options what a command has.
func discordOptions(options []commandOption) (discord.CommandOptions, error) {
	if len(options) == 0 {
		return nil, nil
	}
	b, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	var out discord.CommandOptions
	err = json.Unmarshal(b, &out)
	return out, err
}

func (b *bot) getCommand(r *request) (reply, error) {
	cmd, err := b.commandFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(cmd)
}

// kind returns the kind of the new command.
func (f *commandForm) kind() discord.CommandType {
	if f.Type == nil {
		return discord.CommandTypeChatInput
	}
	return discord.CommandType(*f.Type)
}

// command makes a checked form a command.
func (f *commandForm) command(b *bot, scope discord.GuildID, r *request) (*discord.ApplicationCommand, error) {
	options, err := discordOptions(f.Options)
	if err != nil {
		return nil, err
	}
	cmd := &discord.ApplicationCommand{
		Type: f.kind(), ApplicationID: b.app.ID, GuildID: scope, Name: f.Name, Description: f.Description,
		NameLocalizations: f.NameLocalizations, DescriptionLocalizations: f.DescriptionLocalizations, Options: options,
		DefaultMemberPermissions: f.DefaultMemberPermissions, NSFW: f.NSFW, Version: discord.CommandVersionID(b.nextID(r.now)),
		IntegrationTypes: enums[discord.ApplicationIntegrationType](f.IntegrationTypes),
	}
	if len(f.IntegrationTypes) == 0 {
		cmd.IntegrationTypes = []discord.ApplicationIntegrationType{discord.ApplicationIntegrationTypeGuildInstall}
	}
	if scope == 0 {
		cmd.Contexts = enums[discord.InteractionContextType](f.Contexts)
		cmd.DMPermission = new(f.DMPermission == nil || *f.DMPermission)
	}
	if cmd.Type == discord.CommandTypePrimaryEntryPoint {
		cmd.Handler = discord.CommandHandler(max(1, deref(f.Handler)))
	}
	return cmd, nil
}

// enums makes numbers values of an enumeration; none are nil.
func enums[T ~int](numbers []int) (out []T) {
	for _, n := range numbers {
		out = append(out, T(n))
	}
	return out
}

// commandLike returns the command that a new one of that name would replace.
func (b *bot) commandLike(scope discord.GuildID, kind discord.CommandType, name string) *discord.ApplicationCommand {
	for _, cmd := range b.commands {
		if cmd.GuildID == scope && cmd.Type == kind && cmd.Name == name {
			return cmd
		}
	}
	return nil
}

// createCommand makes a command, or replaces the one of its name.
func (b *bot) createCommand(r *request) (reply, error) {
	scope, err := b.commandScope(r)
	if err != nil {
		return reply{}, err
	}
	var f commandForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	f.check(scope, check.at())
	if err := check.err(); err != nil {
		return reply{}, err
	}
	old := b.commandLike(scope, f.kind(), f.Name)
	if old == nil {
		if err := b.commandRoom(scope, f.kind()); err != nil {
			return reply{}, err
		}
	}
	cmd, err := f.command(b, scope, r)
	if err != nil {
		return reply{}, err
	}
	cmd.ID = discord.CommandID(b.nextID(r.now))
	if old != nil {
		cmd.ID = old.ID
	}
	b.commands[cmd.ID] = cmd
	b.commandsChanged()
	if old != nil {
		return ok(cmd)
	}
	return created(cmd)
}

// commandRoom refuses more commands of a kind than a scope may have.
func (b *bot) commandRoom(scope discord.GuildID, kind discord.CommandType) error {
	n := 0
	for _, cmd := range b.commands {
		if cmd.GuildID == scope && cmd.Type == kind {
			n++
		}
	}
	if most := commandLimits[kind]; n >= most {
		return tooManyCommands(most)
	}
	return nil
}

func tooManyCommands(most int) error {
	return refuse(http.StatusBadRequest, 30032, "Maximum number of application commands reached (%d).", most)
}

// replaceCommands makes a list of commands all that a scope has. Those of a
// name that was there keep their IDs.
func (b *bot) replaceCommands(r *request) (reply, error) {
	scope, err := b.commandScope(r)
	if err != nil {
		return reply{}, err
	}
	var forms []commandForm
	if err := r.bind(&forms); err != nil {
		return reply{}, err
	}
	if err := checkCommands(forms, scope); err != nil {
		return reply{}, err
	}
	out := make([]*discord.ApplicationCommand, len(forms))
	for i := range forms {
		if out[i], err = forms[i].command(b, scope, r); err != nil {
			return reply{}, err
		}
		if old := b.commandLike(scope, out[i].Type, out[i].Name); old != nil {
			out[i].ID = old.ID
		} else {
			out[i].ID = discord.CommandID(b.nextID(r.now))
		}
	}
	for _, old := range b.commandsIn(scope) {
		delete(b.commands, old.ID)
	}
	for _, cmd := range out {
		b.commands[cmd.ID] = cmd
	}
	b.commandsChanged()
	return ok(out)
}

// checkCommands checks all commands of a scope together.
func checkCommands(forms []commandForm, scope discord.GuildID) error {
	type key struct {
		kind discord.CommandType
		name string
	}
	check := new(form)
	names := make(map[key]bool)
	counts := make(map[discord.CommandType]int)
	for i := range forms {
		f, at := &forms[i], check.at(i)
		f.check(scope, at)
		if names[key{f.kind(), f.Name}] {
			at.add("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		names[key{f.kind(), f.Name}] = true
		counts[f.kind()]++
	}
	for kind, n := range counts {
		if most := commandLimits[kind]; n > most {
			return tooManyCommands(most)
		}
	}
	return check.err()
}

// updateCommand changes a command. What is named is replaced as a whole.
func (b *bot) updateCommand(r *request) (reply, error) {
	cmd, err := b.commandFor(r)
	if err != nil {
		return reply{}, err
	}
	var edit commandEditForm
	if err := r.bind(&edit); err != nil {
		return reply{}, err
	}
	f, err := edit.onto(cmd)
	if err != nil {
		return reply{}, err
	}
	check := new(form)
	f.check(cmd.GuildID, check.at())
	if err := check.err(); err != nil {
		return reply{}, err
	}
	if other := b.commandLike(cmd.GuildID, cmd.Type, f.Name); other != nil && other != cmd {
		return reply{}, refuse(http.StatusBadRequest, 40041, "An application command with that name already exists")
	}
	changed, err := f.command(b, cmd.GuildID, r)
	if err != nil {
		return reply{}, err
	}
	changed.ID = cmd.ID
	b.commands[cmd.ID] = changed
	b.commandsChanged()
	return ok(changed)
}

func (b *bot) deleteCommand(r *request) (reply, error) {
	cmd, err := b.commandFor(r)
	if err != nil {
		return reply{}, err
	}
	delete(b.commands, cmd.ID)
	b.commandsChanged()
	return noContent()
}

// listCommandPermissions returns who may use which command. Nobody has said
// anything about that: only people can, in the guild's settings.
func (b *bot) listCommandPermissions(r *request) (reply, error) {
	if _, err := b.commandScope(r); err != nil {
		return reply{}, err
	}
	return ok([]discord.CommandPermissions{})
}

func (b *bot) getCommandPermissions(r *request) (reply, error) {
	if _, err := b.commandFor(r); err != nil {
		return reply{}, err
	}
	return reply{}, unknown(10066, "application command permissions")
}

// setCommandPermissions is what a bot's token can't do.
func (e *Emulator) setCommandPermissions(*request) (reply, error) {
	return reply{}, refuse(http.StatusForbidden, 20001, "Bots cannot use this endpoint")
}

// onto returns the command as a form, with the changes.
func (f *commandEditForm) onto(cmd *discord.ApplicationCommand) (*commandForm, error) {
	n := &commandForm{
		Name: cmd.Name, NameLocalizations: cmd.NameLocalizations, Description: cmd.Description, DescriptionLocalizations: cmd.DescriptionLocalizations,
		DefaultMemberPermissions: cmd.DefaultMemberPermissions, DMPermission: cmd.DMPermission, NSFW: cmd.NSFW, Type: new(int(cmd.Type)),
		IntegrationTypes: ints(cmd.IntegrationTypes), Contexts: ints(cmd.Contexts), Handler: new(int(cmd.Handler)), Options: f.Options.value,
	}
	if !f.Options.present {
		b, err := json.Marshal(cmd.Options)
		if err != nil {
			return nil, err
		}
		bindOne(b, &n.Options, new(form).at(), rule{})
	}
	set(&n.Name, f.Name)
	set(&n.Description, f.Description)
	set(&n.NSFW, f.NSFW)
	if f.NameLocalizations.present {
		n.NameLocalizations = f.NameLocalizations.value
	}
	if f.DescriptionLocalizations.present {
		n.DescriptionLocalizations = f.DescriptionLocalizations.value
	}
	if f.DefaultMemberPermissions.present {
		n.DefaultMemberPermissions = f.DefaultMemberPermissions.pointer()
	}
	if f.DMPermission != nil {
		n.DMPermission = f.DMPermission
	}
	if f.IntegrationTypes.present {
		n.IntegrationTypes = f.IntegrationTypes.value
	}
	if f.Contexts.present {
		n.Contexts = f.Contexts.value
	}
	if f.Handler != nil {
		n.Handler = f.Handler
	}
	return n, nil
}

func ints[T ~int](values []T) (out []int) {
	for _, v := range values {
		out = append(out, int(v))
	}
	return slices.Clip(out)
}
