package discord

import (
	"strings"

	"github.com/accord-go/accord/internal/wire"
)

// Choice is a value that is offered for an option: [StringChoice],
// [IntegerChoice] or [NumberChoice], as the option's type is.
type Choice interface{ choice() }

// Choices are what autocompletion offers.
type Choices []Choice

// UnmarshalJSON decodes an array of choices.
func (cs *Choices) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, cs) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders. A choice's type
// is that of its value; a number without fraction is an integer.
func (cs *Choices) UnmarshalJSONFrom(d *wire.Decoder) error {
	wire.Slice(d, (*[]Choice)(cs), func(d *wire.Decoder, c *Choice) { *c = decodeChoice(d) })
	return d.Err()
}

func decodeChoice(d *wire.Decoder) Choice {
	ahead, _ := d.Lookahead("value")
	switch value := ahead.Raw(); {
	case strings.HasPrefix(value, `"`):
		return decodeAs[StringChoice](d)
	case strings.ContainsAny(value, ".eE"):
		return decodeAs[NumberChoice](d)
	default:
		return decodeAs[IntegerChoice](d)
	}
}

// StringChoice is a choice of a [StringOption].
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure
type StringChoice struct {
	Name              string            `json:"name"` // 1 to 100 characters
	NameLocalizations map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized     string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Value             string            `json:"value"`                   // 1 to 100 characters
}

func (StringChoice) choice() {}

// IntegerChoice is a choice of an [IntegerOption].
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure
type IntegerChoice struct {
	Name              string            `json:"name"` // 1 to 100 characters
	NameLocalizations map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized     string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Value             int64             `json:"value"`                   // between -2^53+1 and 2^53-1
}

func (IntegerChoice) choice() {}

// NumberChoice is a choice of a [NumberOption].
//
// Discord docs: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure
type NumberChoice struct {
	Name              string            `json:"name"` // 1 to 100 characters
	NameLocalizations map[Locale]string `json:"name_localizations,omitzero"`
	NameLocalized     string            `json:"name_localized,omitzero"` // received only, in lists without all localizations
	Value             float64           `json:"value"`                   // between -2^53 and 2^53
}

func (NumberChoice) choice() {}
