package discord

// InteractionCallback is what Discord made of an answer to an interaction,
// where the request asked for it.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object
type InteractionCallback struct {
	Interaction CallbackInteraction `json:"interaction"`
	Resource    *CallbackResource   `json:"resource,omitzero"` // nil: nothing was made
}

// CallbackInteraction is the interaction after it was answered.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-object
type CallbackInteraction struct {
	ID                       InteractionID   `json:"id"`
	Type                     InteractionType `json:"type"`
	ActivityInstanceID       *string         `json:"activity_instance_id,omitzero"` // of the activity that was opened or joined
	ResponseMessageID        MessageID       `json:"response_message_id,omitzero"`
	ResponseMessageLoading   bool            `json:"response_message_loading,omitzero"`
	ResponseMessageEphemeral bool            `json:"response_message_ephemeral,omitzero"`
	ChannelID                ChannelID       `json:"channel_id,omitzero"` // not documented
	GuildID                  GuildID         `json:"guild_id,omitzero"`   // not documented
}

// CallbackResource is what an answer made: a message or an activity.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-resource-object
type CallbackResource struct {
	Type             InteractionCallbackType `json:"type"`
	ActivityInstance *ActivityInstance       `json:"activity_instance,omitzero"` // LAUNCH_ACTIVITY only
	Message          *Message                `json:"message,omitzero"`           // CHANNEL_MESSAGE_WITH_SOURCE and UPDATE_MESSAGE only
}

// ActivityInstance names an activity that runs.
type ActivityInstance struct {
	ID string `json:"id"`
}
