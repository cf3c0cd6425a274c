package event

import "github.com/accord-go/accord/discord"

// ApplicationCommandPermissionsUpdate gives the permissions of one command in a
// guild, or of all commands of the application, after a change. Then ID is the
// application's.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#application-command-permissions-update
type ApplicationCommandPermissionsUpdate struct {
	Meta `json:"-"`
	discord.CommandPermissions
}

// EventName returns "APPLICATION_COMMAND_PERMISSIONS_UPDATE".
func (*ApplicationCommandPermissionsUpdate) EventName() string {
	return "APPLICATION_COMMAND_PERMISSIONS_UPDATE"
}
