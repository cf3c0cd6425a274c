package discord

import (
	"encoding/json"
	"maps"
	"slices"
)

// CreateLobby is a new lobby. Everything may be left out.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#create-lobby
type CreateLobby struct {
	Metadata           map[string]string `json:"metadata,omitzero"`             // at most 25 entries and 1000 characters in all
	Members            []NewLobbyMember  `json:"members,omitzero"`              // at most 25
	IdleTimeoutSeconds int               `json:"idle_timeout_seconds,omitzero"` // 5 to 604800 (a week) after which an idle lobby ends; zero: Discord's own

	// What follows is not documented.

	Flags                    LobbyFlags `json:"flags,omitzero"`
	OverrideEventWebhooksURL string     `json:"override_event_webhooks_url,omitzero"` // at most 512 characters
}

// Validate checks the limits that Discord documents.
func (b CreateLobby) Validate() error {
	var c checker
	c.lobbyMetadata("metadata", b.Metadata)
	c.lobbyMembers(b.Members)
	c.idleTimeout(b.IdleTimeoutSeconds)
	c.length("override_event_webhooks_url", b.OverrideEventWebhooksURL, 0, 512)
	return c.err()
}

// JoinLobby joins the lobby with a secret, or creates it.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#create-or-join-lobby
type JoinLobby struct {
	Secret             string            `json:"secret"`                        // at most 250 characters; who knows it can join
	LobbyMetadata      map[string]string `json:"lobby_metadata,omitzero"`       // replaces the lobby's; at most 25 entries and 1000 characters in all
	MemberMetadata     map[string]string `json:"member_metadata,omitzero"`      // the user's own; as LobbyMetadata
	IdleTimeoutSeconds int               `json:"idle_timeout_seconds,omitzero"` // 5 to 604800 (a week) after which an idle lobby ends; zero: Discord's own
	Flags              LobbyFlags        `json:"flags,omitzero"`                // not documented
}

// Validate checks the limits that Discord documents.
func (b JoinLobby) Validate() error {
	var c checker
	c.length("secret", b.Secret, 0, 250)
	c.lobbyMetadata("lobby_metadata", b.LobbyMetadata)
	c.lobbyMetadata("member_metadata", b.MemberMetadata)
	c.idleTimeout(b.IdleTimeoutSeconds)
	return c.err()
}

// UpdateLobby is a change of a lobby. Fields that are absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#modify-lobby
type UpdateLobby struct {
	Metadata           Optional[map[string]string] `json:"metadata,omitzero"`             // replaces all; at most 25 entries and 1000 characters in all
	Members            []NewLobbyMember            `json:"members,omitzero"`              // replaces all; at most 25; nil keeps, empty removes everyone
	IdleTimeoutSeconds Optional[int]               `json:"idle_timeout_seconds,omitzero"` // 5 to 604800 (a week)

	// What follows is not documented.

	Flags                    Optional[LobbyFlags] `json:"flags,omitzero"`
	OverrideEventWebhooksURL Optional[string]     `json:"override_event_webhooks_url,omitzero"` // at most 512 characters
}

// Validate checks the limits that Discord documents.
func (b UpdateLobby) Validate() error {
	var c checker
	if metadata, ok := b.Metadata.Get(); ok {
		c.lobbyMetadata("metadata", metadata)
	}
	c.lobbyMembers(b.Members)
	if seconds, ok := b.IdleTimeoutSeconds.Get(); ok {
		c.between("idle_timeout_seconds", seconds, 5, maxLobbyIdle)
	}
	c.optionalText("override_event_webhooks_url", b.OverrideEventWebhooksURL, 0, 512)
	return c.err()
}

// LinkLobbyChannel links a lobby with a channel.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#link-channel-to-lobby
type LinkLobbyChannel struct {
	ChannelID ChannelID `json:"channel_id,omitzero"` // zero unlinks
}

// NewLobbyMember is a user whom a new or changed lobby is to have.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#lobby-member-json-params
type NewLobbyMember struct {
	ID       UserID            `json:"id"`
	Metadata map[string]string `json:"metadata,omitzero"` // at most 25 entries and 1000 characters in all
	Flags    LobbyMemberFlags  `json:"flags,omitzero"`
}

// AddLobbyMember adds a user to a lobby, or changes one who is there.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#add-a-member-to-a-lobby
type AddLobbyMember struct {
	Metadata       map[string]string `json:"metadata,omitzero"` // at most 25 entries and 1000 characters in all
	Flags          LobbyMemberFlags  `json:"flags,omitzero"`
	AdditionalName Optional[string]  `json:"additional_name,omitzero"` // 1-80 characters; absent keeps, null clears
}

// Validate checks the limits that Discord documents.
func (b AddLobbyMember) Validate() error {
	var c checker
	c.lobbyMetadata("metadata", b.Metadata)
	c.optionalText("additional_name", b.AdditionalName, 1, 80)
	return c.err()
}

// BulkLobbyMember is a user who is added to a lobby, changed, or removed with
// others.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#bulk-update-lobby-members
//
//wire:encode
type BulkLobbyMember struct {
	ID             UserID            `json:"id"`
	Metadata       map[string]string `json:"metadata,omitzero"` // at most 25 entries and 1000 characters in all
	Flags          LobbyMemberFlags  `json:"flags,omitzero"`
	AdditionalName Optional[string]  `json:"additional_name,omitzero"` // 1-80 characters; absent keeps, null clears
	RemoveMember   bool              `json:"remove_member,omitzero"`
}

// BulkUpdateLobbyMembers are changes of several members of a lobby: 1 to 25.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#bulk-update-lobby-members
type BulkUpdateLobbyMembers []BulkLobbyMember

// Validate checks the limits that Discord documents.
func (b BulkUpdateLobbyMembers) Validate() error {
	var c checker
	c.count("", len(b), 1, 25)
	for i, m := range b {
		c.within(c.index("", i), func(c *checker) {
			c.required("id", m.ID != 0)
			c.lobbyMetadata("metadata", m.Metadata)
			c.optionalText("additional_name", m.AdditionalName, 1, 80)
		})
	}
	return c.err()
}

// CreateLobbyMessage is a new message in a lobby. Discord's documentation knows
// its content, metadata and flags; the rest, which is as in [CreateMessage], is
// in its OpenAPI document only.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#send-lobby-message
type CreateLobbyMessage struct {
	Content  string            `json:"content,omitzero"`  // at most 4000 characters
	Metadata map[string]string `json:"metadata,omitzero"` // for the members' games; the message in a linked channel does not have it
	Flags    MessageFlags      `json:"flags,omitzero"`

	Nonce             Nonce               `json:"nonce,omitzero"` // at most 25 characters
	EnforceNonce      bool                `json:"enforce_nonce,omitzero"`
	TTS               bool                `json:"tts,omitzero"`
	Embeds            []Embed             `json:"embeds,omitzero"` // at most 10
	AllowedMentions   *AllowedMentions    `json:"allowed_mentions,omitzero"`
	MessageReference  *MessageReference   `json:"message_reference,omitzero"`
	Components        Components          `json:"components,omitzero"`
	StickerIDs        []StickerID         `json:"sticker_ids,omitzero"` // at most 3
	Attachments       []AttachmentRequest `json:"attachments,omitzero"` // filled from Files where it is nil
	Poll              *CreatePoll         `json:"poll,omitzero"`
	SharedClientTheme *SharedClientTheme  `json:"shared_client_theme,omitzero"`

	Files []File `json:"-"` // to upload; at most 10
}

// Validate checks the limits that Discord documents.
func (b CreateLobbyMessage) Validate() error {
	return CreateMessage{
		Content: b.Content, Flags: b.Flags, Nonce: b.Nonce, EnforceNonce: b.EnforceNonce, TTS: b.TTS, Embeds: b.Embeds,
		AllowedMentions: b.AllowedMentions, MessageReference: b.MessageReference, Components: b.Components, StickerIDs: b.StickerIDs,
		Attachments: b.Attachments, Poll: b.Poll, SharedClientTheme: b.SharedClientTheme, Files: b.Files,
	}.Validate()
}

// ModerationMetadata is what a game's own moderation says of a message, to be
// shown or hidden by the game: at most 5 entries, with keys of at most 1024
// characters and values of at most 2000.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#update-lobby-message-moderation-metadata
type ModerationMetadata map[string]string

// Validate checks the limits that Discord documents.
func (b ModerationMetadata) Validate() error {
	var c checker
	c.count("", len(b), 0, 5)
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if characters(key) > 1024 {
			c.add("", "must have keys of at most 1024 characters")
		}
		c.length(key, b[key], 0, 2000)
	}
	return c.err()
}

// MarshalJSON writes an object, and an empty one where there is none.
func (b ModerationMetadata) MarshalJSON() ([]byte, error) {
	if b == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(map[string]string(b))
}

// maxLobbyIdle is how many seconds a lobby may be idle at most.
const maxLobbyIdle = 7 * 24 * 60 * 60

func (c *checker) idleTimeout(seconds int) {
	if seconds != 0 {
		c.between("idle_timeout_seconds", seconds, 5, maxLobbyIdle)
	}
}

func (c *checker) lobbyMembers(members []NewLobbyMember) {
	c.count("members", len(members), 0, 25)
	for i, m := range members {
		c.within(c.index("members", i), func(c *checker) {
			c.required("id", m.ID != 0)
			c.lobbyMetadata("metadata", m.Metadata)
		})
	}
}

// lobbyMetadata checks what a game keeps with a lobby or a member. Discord's
// documentation bounds all of it, its OpenAPI document each value.
func (c *checker) lobbyMetadata(path string, metadata map[string]string) {
	c.count(path, len(metadata), 0, 25)
	total := 0
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		total += characters(key) + characters(metadata[key])
		c.length(path+"."+key, metadata[key], 0, 1024)
	}
	if total > 1000 {
		c.add(path, "must have at most 1000 characters in all")
	}
}
