package discord

import "slices"

// AllowedMentions limits whom a message notifies, whatever its text says. An
// empty AllowedMentions notifies nobody; where a message has none, all that is
// mentioned is notified (in answers to interactions and webhooks: users only).
//
// Discord docs: https://docs.discord.com/developers/resources/message#allowed-mentions-object
type AllowedMentions struct {
	Parse       []AllowedMentionType `json:"parse"`                 // kinds to take from the text
	Roles       []RoleID             `json:"roles,omitzero"`        // at most 100; not together with "roles" in Parse
	Users       []UserID             `json:"users,omitzero"`        // at most 100; not together with "users" in Parse
	RepliedUser bool                 `json:"replied_user,omitzero"` // notify the author of the message that is answered
}

// AllowedMentionType is a kind of mention that is taken from the text.
type AllowedMentionType string

// The kinds of mentions.
const (
	AllowedMentionTypeRoles    AllowedMentionType = "roles"
	AllowedMentionTypeUsers    AllowedMentionType = "users"
	AllowedMentionTypeEveryone AllowedMentionType = "everyone"
)

// check checks the limits of whom a message notifies; nil has none.
func (m *AllowedMentions) check(c *checker, path string) {
	if m == nil {
		return
	}
	c.within(path, func(c *checker) {
		c.count("roles", len(m.Roles), 0, 100)
		c.count("users", len(m.Users), 0, 100)
		if len(m.Roles) > 0 && slices.Contains(m.Parse, AllowedMentionTypeRoles) {
			c.add("roles", "must be empty together with roles in parse")
		}
		if len(m.Users) > 0 && slices.Contains(m.Parse, AllowedMentionTypeUsers) {
			c.add("users", "must be empty together with users in parse")
		}
	})
}
