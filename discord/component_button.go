package discord

// Button is a button in an [ActionRow] or beside a [Section].
//
// Style says what a button does and what it needs: PRIMARY, SECONDARY, SUCCESS
// and DANGER need CustomID and send an interaction; LINK needs URL, PREMIUM
// needs SKUID and nothing else, and neither sends one. Other buttons need a
// Label or an Emoji.
//
// Discord docs: https://docs.discord.com/developers/components/reference#button
type Button struct {
	ID       int            `json:"id,omitzero"` // zero: Discord numbers it
	Style    ButtonStyle    `json:"style"`
	Label    string         `json:"label,omitzero"` // at most 80 characters
	Emoji    ComponentEmoji `json:"emoji,omitzero"`
	CustomID string         `json:"custom_id,omitzero"` // 1 to 100 characters, unique in the message
	SKUID    SKUID          `json:"sku_id,omitzero"`
	URL      string         `json:"url,omitzero"` // at most 512 characters
	Disabled bool           `json:"disabled,omitzero"`
}

// ButtonStyle is the look of a [Button], and what it does.
//
// Discord docs: https://docs.discord.com/developers/components/reference#button-button-styles
type ButtonStyle int

// The styles of buttons.
const (
	ButtonStylePrimary   ButtonStyle = 1
	ButtonStyleSecondary ButtonStyle = 2
	ButtonStyleSuccess   ButtonStyle = 3
	ButtonStyleDanger    ButtonStyle = 4
	ButtonStyleLink      ButtonStyle = 5 // opens URL
	ButtonStylePremium   ButtonStyle = 6 // sells SKUID
)

// ComponentType returns [ComponentTypeButton].
func (Button) ComponentType() ComponentType { return ComponentTypeButton }

// MarshalJSON adds the type.
func (c Button) MarshalJSON() ([]byte, error) {
	type plain Button
	return marshalMember(ComponentTypeButton, plain(c))
}

func (Button) component()        {}
func (Button) rowComponent()     {}
func (Button) sectionAccessory() {}

// ComponentEmoji is the emoji of a [Button] or of a select's option: a custom
// one by its ID, or a standard one by its Name.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#emoji-object
type ComponentEmoji struct {
	ID       EmojiID `json:"id,omitzero"`
	Name     string  `json:"name,omitzero"` // the emoji itself where it is a standard one
	Animated bool    `json:"animated,omitzero"`
}
