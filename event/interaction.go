package event

import "github.com/accord-go/accord/discord"

// InteractionCreate tells that a user used a command, a component or a modal.
// Answer within 3 seconds.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#interaction-create
type InteractionCreate struct {
	Meta `json:"-"`
	discord.Interaction
}

// EventName returns "INTERACTION_CREATE".
func (*InteractionCreate) EventName() string { return "INTERACTION_CREATE" }
