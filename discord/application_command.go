package discord

//go:generate go tool stringer -type=CommandType,CommandHandler,CommandPermissionType,ApplicationIntegrationType,InteractionContextType,CommandOptionType -output=application_command_string.go

// ApplicationCommand is a command that an application offers: a slash command,
// an entry in the menu of a user or a message, or the way into its activity.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object
type ApplicationCommand struct {
	ID                       CommandID                    `json:"id"`
	Type                     CommandType                  `json:"type"`
	ApplicationID            ApplicationID                `json:"application_id"`
	GuildID                  GuildID                      `json:"guild_id,omitzero"` // zero: global
	Name                     string                       `json:"name"`
	NameLocalizations        map[Locale]string            `json:"name_localizations,omitzero"`
	NameLocalized            string                       `json:"name_localized,omitzero"` // only in lists without all localizations
	Description              string                       `json:"description"`             // empty but for slash commands and entry points
	DescriptionLocalizations map[Locale]string            `json:"description_localizations,omitzero"`
	DescriptionLocalized     string                       `json:"description_localized,omitzero"` // only in lists without all localizations
	Options                  CommandOptions               `json:"options,omitzero"`
	DefaultMemberPermissions *Permissions                 `json:"default_member_permissions"` // that members need; nil: none; zero: administrators only
	DMPermission             *bool                        `json:"dm_permission,omitzero"`     // deprecated: use Contexts
	NSFW                     bool                         `json:"nsfw,omitzero"`              // age-restricted
	IntegrationTypes         []ApplicationIntegrationType `json:"integration_types,omitzero"` // global commands only
	Contexts                 []InteractionContextType     `json:"contexts,omitzero"`          // global commands only; nil: all
	Version                  CommandVersionID             `json:"version"`                    // changes with the command
	Handler                  CommandHandler               `json:"handler,omitzero"`           // entry points only
}

// Mention returns the text that links to the command, or to its subcommand at
// path, in a message.
func (c *ApplicationCommand) Mention(path ...string) string {
	name := c.Name
	for _, sub := range path {
		name += " " + sub
	}
	return "</" + name + ":" + c.ID.String() + ">"
}

// CommandVersion stands for a version of a command, in its ID.
type CommandVersion struct{}

// CommandVersionID names a version of a command. It grows with each change.
type CommandVersionID = ID[CommandVersion]

// CommandType is the kind of a command.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-types
type CommandType int

// The kinds of commands.
const (
	CommandTypeChatInput         CommandType = 1 // slash command; at most 100
	CommandTypeUser              CommandType = 2 // in a user's menu; at most 15
	CommandTypeMessage           CommandType = 3 // in a message's menu; at most 15
	CommandTypePrimaryEntryPoint CommandType = 4 // opens the application's activity; at most 1, global
)

// CommandHandler is who handles an entry point command.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-entry-point-command-handler-types
type CommandHandler int

// The handlers of entry point commands.
const (
	CommandHandlerApp                   CommandHandler = 1 // the application, by an interaction
	CommandHandlerDiscordLaunchActivity CommandHandler = 2 // Discord: it launches the activity
)

// ApplicationIntegrationType is where an application is installed.
//
// Discord docs: https://docs.discord.com/developers/resources/application#application-object-application-integration-types
type ApplicationIntegrationType int

// The places to install an application in.
const (
	ApplicationIntegrationTypeGuildInstall ApplicationIntegrationType = 0
	ApplicationIntegrationTypeUserInstall  ApplicationIntegrationType = 1
)

// InteractionContextType is where an interaction happens, or may happen.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types
type InteractionContextType int

// The contexts of interactions.
const (
	InteractionContextTypeGuild          InteractionContextType = 0
	InteractionContextTypeBotDM          InteractionContextType = 1 // the direct messages with the bot itself
	InteractionContextTypePrivateChannel InteractionContextType = 2 // other direct messages, and group DMs; user installs only
)

// CommandPermissions are who may use a command in a guild.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object
type CommandPermissions struct {
	ID            CommandID           `json:"id"` // the application's ID where they are of all commands without their own
	ApplicationID ApplicationID       `json:"application_id"`
	GuildID       GuildID             `json:"guild_id"`
	Permissions   []CommandPermission `json:"permissions"` // at most 100
}

// CommandPermission allows or denies a command to a role, a user or a channel.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permissions-structure
type CommandPermission struct {
	ID         CommandPermissionID   `json:"id"` // the guild's ID: everyone; the guild's ID less one: all channels
	Type       CommandPermissionType `json:"type"`
	Permission bool                  `json:"permission"` // true allows, false denies
}

// CommandPermissionID is the ID of a role, a user or a channel.
type CommandPermissionID = ID[CommandPermission]

// CommandPermissionType tells what a [CommandPermission] is for.
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permission-type
type CommandPermissionType int

// The kinds of command permissions.
const (
	CommandPermissionTypeRole    CommandPermissionType = 1
	CommandPermissionTypeUser    CommandPermissionType = 2
	CommandPermissionTypeChannel CommandPermissionType = 3
)
