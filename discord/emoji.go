package discord

import "strings"

// Emoji is a custom emoji, or a standard one where only Name is set.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#emoji-object
type Emoji struct {
	ID            EmojiID  `json:"id"`             // zero: a standard emoji
	Name          *string  `json:"name"`           // the emoji itself where it is a standard one; nil in reactions with an emoji that was deleted
	Roles         []RoleID `json:"roles,omitzero"` // who may use it; empty: everyone
	User          *User    `json:"user,omitzero"`  // who made it
	RequireColons bool     `json:"require_colons,omitzero"`
	Managed       bool     `json:"managed,omitzero"`
	Animated      bool     `json:"animated,omitzero"`
	Available     *bool    `json:"available,omitzero"` // false: lost with the guild's boosts
}

// UnicodeEmoji returns the standard emoji s, for places that take an [Emoji].
func UnicodeEmoji(s string) *Emoji { return &Emoji{Name: &s} }

// APIName returns the emoji's name in the paths of reactions: "name:id", or
// the emoji itself.
func (e *Emoji) APIName() string {
	var name string
	if e.Name != nil {
		name = *e.Name
	}
	if e.ID == 0 {
		return name
	}
	return name + ":" + e.ID.String()
}

// Mention returns the text that shows the emoji in a message.
func (e *Emoji) Mention() string {
	if e.ID == 0 {
		return e.APIName()
	}
	var b strings.Builder
	b.WriteByte('<')
	if e.Animated {
		b.WriteByte('a')
	}
	b.WriteByte(':')
	b.WriteString(e.APIName())
	b.WriteByte('>')
	return b.String()
}

// ApplicationEmojis are the emojis of an application, at most 2000.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#list-application-emojis
type ApplicationEmojis struct {
	Items []Emoji `json:"items"`
}
