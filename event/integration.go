package event

import "github.com/accord-go/accord/discord"

// IntegrationCreate tells that an integration was added to a guild.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#integration-create
type IntegrationCreate struct {
	Meta `json:"-"`
	discord.Integration
	GuildID discord.GuildID `json:"guild_id"`
}

// EventName returns "INTEGRATION_CREATE".
func (*IntegrationCreate) EventName() string { return "INTEGRATION_CREATE" }

// IntegrationUpdate tells that an integration of a guild changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#integration-update
type IntegrationUpdate struct {
	Meta `json:"-"`
	discord.Integration
	GuildID discord.GuildID `json:"guild_id"`
}

// EventName returns "INTEGRATION_UPDATE".
func (*IntegrationUpdate) EventName() string { return "INTEGRATION_UPDATE" }

// IntegrationDelete tells that an integration was removed from a guild.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#integration-delete
type IntegrationDelete struct {
	Meta          `json:"-"`
	ID            discord.IntegrationID `json:"id"`
	GuildID       discord.GuildID       `json:"guild_id"`
	ApplicationID discord.ApplicationID `json:"application_id,omitzero"` // of the bot that it was
}

// EventName returns "INTEGRATION_DELETE".
func (*IntegrationDelete) EventName() string { return "INTEGRATION_DELETE" }
