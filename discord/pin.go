package discord

// MessagePin is a message that is pinned in a channel.
//
// Discord docs: https://docs.discord.com/developers/resources/message#message-pin-object
type MessagePin struct {
	PinnedAt Time    `json:"pinned_at"`
	Message  Message `json:"message"`
}

// MessagePins is one page of a channel's pins, the last pinned first.
//
// Discord docs: https://docs.discord.com/developers/resources/message#get-channel-pins
type MessagePins struct {
	Items   []MessagePin `json:"items"`
	HasMore bool         `json:"has_more"` // whether there is another page
}
