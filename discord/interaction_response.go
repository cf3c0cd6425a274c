package discord

import (
	"encoding/json"

	"github.com/accord-go/accord/internal/wire"
)

// InteractionResponse is the first answer to an interaction. Which Data it has
// depends on Type.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
type InteractionResponse struct {
	Type InteractionCallbackType `json:"type"`
	Data InteractionCallbackData `json:"data,omitzero"` // nil: none
}

// Validate checks the limits that Discord documents, and that Data fits Type.
// It returns a [*ValidationError] that names every field in error, or nil.
func (r InteractionResponse) Validate() error {
	var c checker
	fits := r.Data == nil
	switch data := r.Data.(type) {
	case InteractionMessage:
		fits = r.Type == InteractionCallbackTypeChannelMessageWithSource ||
			r.Type == InteractionCallbackTypeDeferredChannelMessageWithSource
		c.within("data", func(c *checker) { data.check(c, r.Type) })
	case UpdateMessage:
		fits = r.Type == InteractionCallbackTypeUpdateMessage
		c.merge("data", data.Validate())
		content, _ := data.Content.Get()
		c.within("data", func(c *checker) { c.webhookContent(content) })
	case AutocompleteResult:
		fits = r.Type == InteractionCallbackTypeApplicationCommandAutocompleteResult
		c.within("data", data.check)
	case Modal:
		fits = r.Type == InteractionCallbackTypeModal
		c.within("data", data.check)
	case UnknownData:
		fits = true
	default:
		c.required("data", !r.Type.needsData())
	}
	if !fits {
		c.add("data", "does not fit type "+r.Type.String())
	}
	return c.err()
}

// Files returns the files to upload with the answer.
func (r InteractionResponse) Files() []File {
	switch data := r.Data.(type) {
	case InteractionMessage:
		return data.Files
	case UpdateMessage:
		return data.Files
	default:
		return nil
	}
}

// InteractionCallbackType is the kind of an answer.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type
type InteractionCallbackType int

// The kinds of answers.
const (
	InteractionCallbackTypePong                                 InteractionCallbackType = 1  // to PING only
	InteractionCallbackTypeChannelMessageWithSource             InteractionCallbackType = 4  // a message: InteractionMessage
	InteractionCallbackTypeDeferredChannelMessageWithSource     InteractionCallbackType = 5  // a message later, the user sees that it is coming; of InteractionMessage only the flag EPHEMERAL
	InteractionCallbackTypeDeferredUpdateMessage                InteractionCallbackType = 6  // to components: maybe an edit later, the user sees nothing
	InteractionCallbackTypeUpdateMessage                        InteractionCallbackType = 7  // to components: an edit of their message: UpdateMessage
	InteractionCallbackTypeApplicationCommandAutocompleteResult InteractionCallbackType = 8  // AutocompleteResult
	InteractionCallbackTypeModal                                InteractionCallbackType = 9  // to anything but a modal: Modal
	InteractionCallbackTypePremiumRequired                      InteractionCallbackType = 10 // deprecated: use a button of style PREMIUM
	InteractionCallbackTypeLaunchActivity                       InteractionCallbackType = 12 // opens the application's activity

	// InteractionCallbackTypeSocialLayerSKUPurchaseEligibility is not
	// documented. Its data is an UnknownData.
	InteractionCallbackTypeSocialLayerSKUPurchaseEligibility InteractionCallbackType = 13
)

// needsData reports whether an answer of type t can't do without data.
func (t InteractionCallbackType) needsData() bool {
	switch t {
	case InteractionCallbackTypeChannelMessageWithSource, InteractionCallbackTypeUpdateMessage,
		InteractionCallbackTypeApplicationCommandAutocompleteResult, InteractionCallbackTypeModal:
		return true
	default:
		return false
	}
}

// InteractionCallbackData is what an answer consists of: [InteractionMessage],
// [UpdateMessage], [AutocompleteResult], [Modal] or [UnknownData].
type InteractionCallbackData interface{ interactionCallbackData() }

func (InteractionMessage) interactionCallbackData() {}
func (UpdateMessage) interactionCallbackData()      {}
func (AutocompleteResult) interactionCallbackData() {}
func (Modal) interactionCallbackData()              {}
func (UnknownData) interactionCallbackData()        {}

// InteractionMessage is a message that answers an interaction, first or as a
// follow-up. One of Content, Embeds, Components, Files and Poll must be set.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages
type InteractionMessage struct {
	TTS             bool                `json:"tts,omitzero"`
	Content         string              `json:"content,omitzero"` // at most 2000 characters
	Embeds          []Embed             `json:"embeds,omitzero"`  // at most 10, 6000 characters together
	AllowedMentions *AllowedMentions    `json:"allowed_mentions,omitzero"`
	Flags           MessageFlags        `json:"flags,omitzero"` // SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_VOICE_MESSAGE and IS_COMPONENTS_V2
	Components      Components          `json:"components,omitzero"`
	Attachments     []AttachmentRequest `json:"attachments,omitzero"` // filled from Files where it is nil
	Poll            *CreatePoll         `json:"poll,omitzero"`

	Files []File `json:"-"` // to upload; at most 10
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (m InteractionMessage) Validate() error {
	var c checker
	m.check(&c, InteractionCallbackTypeChannelMessageWithSource)
	return c.err()
}

func (m InteractionMessage) check(c *checker, t InteractionCallbackType) {
	if t == InteractionCallbackTypeDeferredChannelMessageWithSource {
		if m.Flags.Without(MessageFlagEphemeral) != 0 {
			c.add("flags", "may only have EPHEMERAL where the message is deferred")
		}
		return
	}
	c.message(m.Content, m.Embeds, m.Components, m.Files, m.Flags)
	c.webhookContent(m.Content)
	c.attachments("attachments", m.Attachments)
	m.AllowedMentions.check(c, "allowed_mentions")
	if m.Content == "" && len(m.Embeds) == 0 && len(m.Components) == 0 &&
		len(m.Files) == 0 && len(m.Attachments) == 0 && m.Poll == nil {
		c.add("", "Cannot send an empty message")
	}
	m.Poll.check(c)
}

// AutocompleteResult is what to offer for the option that a user is typing.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete
type AutocompleteResult struct {
	Choices Choices `json:"choices"` // at most 25
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (r AutocompleteResult) Validate() error {
	var c checker
	r.check(&c)
	return c.err()
}

func (r AutocompleteResult) check(c *checker) {
	c.count("choices", len(r.Choices), 0, 25)
	for i, choice := range r.Choices {
		c.within(c.index("choices", i), func(c *checker) { c.choice(choice) })
	}
}

// Modal is a window with fields to fill in.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
type Modal struct {
	CustomID   string          `json:"custom_id"`  // 1 to 100 characters
	Title      string          `json:"title"`      // 1 to 45 characters
	Components ModalComponents `json:"components"` // 1 to 5; Discord may take more
}

// Validate checks the limits that Discord documents. It returns a
// [*ValidationError] that names every field in error, or nil.
func (m Modal) Validate() error {
	var c checker
	m.check(&c)
	return c.err()
}

func (m Modal) check(c *checker) {
	c.length("custom_id", m.CustomID, 1, 100)
	c.length("title", m.Title, 1, 45)
	c.modalComponents("components", m.Components)
}

// UnmarshalJSON decodes an answer.
func (r *InteractionResponse) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, r) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (r *InteractionResponse) UnmarshalJSONFrom(d *wire.Decoder) error {
	t, _ := lookaheadInt[InteractionCallbackType](d, "type")
	if !d.ObjectStart() {
		return d.Err()
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		switch key {
		case "type":
			wire.Int(d, &r.Type)
		case "data":
			r.Data = decodeInteractionCallbackData(d, t)
		default:
			d.Skip()
		}
	}
	return d.Err()
}

// decodeInteractionCallbackData decodes the data of an answer of type t.
func decodeInteractionCallbackData(d *wire.Decoder, t InteractionCallbackType) InteractionCallbackData {
	if d.Null() {
		return nil
	}
	switch t {
	case InteractionCallbackTypeChannelMessageWithSource, InteractionCallbackTypeDeferredChannelMessageWithSource:
		return decodeAs[InteractionMessage](d)
	case InteractionCallbackTypeUpdateMessage:
		return decodeAs[UpdateMessage](d)
	case InteractionCallbackTypeApplicationCommandAutocompleteResult:
		return decodeAs[AutocompleteResult](d)
	case InteractionCallbackTypeModal:
		return decodeAs[Modal](d)
	default:
		return UnknownData{Raw: json.RawMessage(d.Raw())}
	}
}
