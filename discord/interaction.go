package discord

import (
	"encoding/json"
	"fmt"

	"github.com/accord-go/accord/internal/wire"
)

//go:generate go tool stringer -type=InteractionType,InteractionCallbackType -output=interaction_string.go

// Interaction is what a user did with an application: they used a command, a
// component or a modal, or are filling in a command's option. It has to be
// answered within three seconds; its token works for 15 minutes.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
type Interaction struct {
	ID                           InteractionID                                `json:"id"`
	ApplicationID                ApplicationID                                `json:"application_id"`
	Type                         InteractionType                              `json:"type"`
	Data                         InteractionData                              `json:"data,omitzero"` // nil for PING
	Guild                        *InteractionGuild                            `json:"guild,omitzero"`
	GuildID                      GuildID                                      `json:"guild_id,omitzero"`
	Channel                      *Channel                                     `json:"channel,omitzero"` // partial
	ChannelID                    ChannelID                                    `json:"channel_id,omitzero"`
	Member                       *Member                                      `json:"member,omitzero"` // who did it, in a guild; with User and Permissions
	User                         *User                                        `json:"user,omitzero"`   // who did it, elsewhere
	Token                        string                                       `json:"token"`
	Version                      int                                          `json:"version"`                        // always 1
	Message                      *Message                                     `json:"message,omitzero"`               // that the component belongs to, or the component that opened the modal
	AppPermissions               Permissions                                  `json:"app_permissions"`                // of the application in the channel
	Locale                       Locale                                       `json:"locale,omitzero"`                // the user's; not for PING
	GuildLocale                  Locale                                       `json:"guild_locale,omitzero"`          // the guild's preferred one
	Entitlements                 []Entitlement                                `json:"entitlements"`                   // of the user and the guild
	AuthorizingIntegrationOwners map[ApplicationIntegrationType]ID[GuildUser] `json:"authorizing_integration_owners"` // who installed the application; a guild install in the bot's DM: zero
	Context                      *InteractionContextType                      `json:"context,omitzero"`
	AttachmentSizeLimit          int64                                        `json:"attachment_size_limit"` // bytes for each file of an answer
}

// String shows the interaction without its token, with which anybody can answer it.
func (i Interaction) String() string {
	type fields Interaction // without this method
	f := fields(i)
	f.Token = hidden(i.Token)
	return fmt.Sprintf("%+v", f)
}

// GoString returns the same as String.
func (i Interaction) GoString() string { return i.String() }

// Invoker returns who did it, in a guild or elsewhere. It is nil for PING.
func (i *Interaction) Invoker() *User {
	if i.Member != nil && i.Member.User != nil {
		return i.Member.User
	}
	return i.User
}

// InteractionGuild is the part of a guild that an interaction tells.
type InteractionGuild struct {
	ID       GuildID        `json:"id"`
	Locale   Locale         `json:"locale"`
	Features []GuildFeature `json:"features"`
}

// InteractionType is the kind of an interaction.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type
type InteractionType int

// The kinds of interactions.
const (
	InteractionTypePing                           InteractionType = 1
	InteractionTypeApplicationCommand             InteractionType = 2
	InteractionTypeMessageComponent               InteractionType = 3
	InteractionTypeApplicationCommandAutocomplete InteractionType = 4
	InteractionTypeModalSubmit                    InteractionType = 5

	// InteractionTypeSocialLayerSKUPurchaseEligibility is not documented. Its
	// data is an UnknownData.
	InteractionTypeSocialLayerSKUPurchaseEligibility InteractionType = 6
)

// InteractionData is what an interaction is about, by its type: [CommandData],
// [ComponentData], [AutocompleteData], [ModalData] or, for a type that this
// version does not know, [UnknownData].
type InteractionData interface{ interactionData() }

func (CommandData) interactionData()   {}
func (ComponentData) interactionData() {}
func (ModalData) interactionData()     {}
func (UnknownData) interactionData()   {}

// UnknownData is the data of an interaction of a type that this version does
// not know. It is encoded as it came.
type UnknownData struct {
	Raw json.RawMessage
}

// MarshalJSON returns d.Raw.
func (d UnknownData) MarshalJSON() ([]byte, error) {
	if len(d.Raw) == 0 {
		return []byte("null"), nil
	}
	return d.Raw, nil
}

// decodeStart reads the type, which may stand behind the data that depends on
// it.
func (i *Interaction) decodeStart(d *wire.Decoder) {
	i.Type, _ = lookaheadInt[InteractionType](d, "type")
}

func (i *Interaction) decodeData(d *wire.Decoder) { i.Data = decodeInteractionData(d, i.Type) }

// decodeInteractionData decodes the data of an interaction of type t.
func decodeInteractionData(d *wire.Decoder, t InteractionType) InteractionData {
	if d.Null() {
		return nil
	}
	switch t {
	case InteractionTypeApplicationCommand:
		return decodeAs[CommandData](d)
	case InteractionTypeMessageComponent:
		return decodeAs[ComponentData](d)
	case InteractionTypeApplicationCommandAutocomplete:
		return AutocompleteData{decodeAs[CommandData](d)}
	case InteractionTypeModalSubmit:
		return decodeAs[ModalData](d)
	default:
		return UnknownData{Raw: json.RawMessage(d.Raw())}
	}
}
