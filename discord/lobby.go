package discord

// Lobby is a group of users that a game has made: they can write to each
// other, and call.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#lobby-object
type Lobby struct {
	ID                       LobbyID           `json:"id"`
	ApplicationID            ApplicationID     `json:"application_id"` // the game
	Metadata                 map[string]string `json:"metadata"`       // the game's own; nil: none
	Members                  []LobbyMember     `json:"members"`
	LinkedChannel            *Channel          `json:"linked_channel,omitzero"`              // that shows the lobby's messages
	Flags                    LobbyFlags        `json:"flags"`                                // not documented
	OverrideEventWebhooksURL *string           `json:"override_event_webhooks_url,omitzero"` // not documented
}

// LobbyFlags are marks of a lobby. Which there are is not documented.
type LobbyFlags uint64

// Has reports whether f contains all of flags.
func (f LobbyFlags) Has(flags LobbyFlags) bool { return f&flags == flags }

// LobbyMember is a user in a lobby.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#lobby-member-object
type LobbyMember struct {
	ID             UserID            `json:"id"`
	Metadata       map[string]string `json:"metadata"` // the game's own; nil: none
	Flags          LobbyMemberFlags  `json:"flags"`
	AdditionalName string            `json:"additional_name,omitzero"` // such as that of the character in the game
}

// LobbyMemberFlags are what a member of a lobby may do.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#lobby-member-object-lobby-member-flags
type LobbyMemberFlags uint64

// The flags of a lobby's member.
const (
	LobbyMemberFlagCanLinkLobby LobbyMemberFlags = 1 << 0 // may link a channel to the lobby
)

// Has reports whether f contains all of flags.
func (f LobbyMemberFlags) Has(flags LobbyMemberFlags) bool { return f&flags == flags }

// LobbyMessage is a message that was written in a lobby.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#lobby-message-object
type LobbyMessage struct {
	ID                 MessageID           `json:"id"`
	Type               MessageType         `json:"type"`
	Content            string              `json:"content"`
	LobbyID            LobbyID             `json:"lobby_id"`
	ChannelID          ChannelID           `json:"channel_id"` // the same as LobbyID
	Author             User                `json:"author"`
	LobbyMember        *MessageLobbyMember `json:"lobby_member,omitzero"` // nil: the author has no additional name
	Metadata           map[string]string   `json:"metadata,omitzero"`     // the game's own
	ModerationMetadata map[string]string   `json:"moderation_metadata,omitzero"`
	Flags              MessageFlags        `json:"flags"`
	ApplicationID      ApplicationID       `json:"application_id,omitzero"` // that sent it
}

// LobbyInvite is an invite for one user to the guild of a lobby's linked
// channel. It works once, for an hour.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#lobby-invite-object
type LobbyInvite struct {
	Code string `json:"code"`
}
