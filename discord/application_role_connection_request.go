package discord

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// UpdateRoleConnectionMetadata are all that an application knows of users'
// accounts; what was there before is replaced. Empty: nothing any more.
//
// Discord docs: https://docs.discord.com/developers/resources/application-role-connection-metadata#update-application-role-connection-metadata-records
type UpdateRoleConnectionMetadata []RoleConnectionMetadata // at most 5

// MarshalJSON writes a list, and an empty one where there is none.
func (b UpdateRoleConnectionMetadata) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]RoleConnectionMetadata{}, b...))
}

// Validate checks the limits that Discord documents.
func (b UpdateRoleConnectionMetadata) Validate() error {
	var c checker
	c.count("", len(b), 0, 5)
	seen := make(map[string]bool)
	for i := range b {
		c.within(c.index("", i), func(c *checker) { b[i].check(c, seen) })
	}
	return c.err()
}

func (m *RoleConnectionMetadata) check(c *checker, seen map[string]bool) {
	c.required("type", m.Type != 0)
	c.length("key", m.Key, 1, 50)
	c.distinct("key", m.Key, seen)
	if strings.Trim(m.Key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		c.add("key", "may have only a-z, 0-9 and _")
	}
	c.length("name", m.Name, 1, 100)
	c.length("description", m.Description, 1, 200)
	for _, locale := range slices.Sorted(maps.Keys(m.NameLocalizations)) {
		c.length("name_localizations."+string(locale), m.NameLocalizations[locale], 1, 100)
	}
	for _, locale := range slices.Sorted(maps.Keys(m.DescriptionLocalizations)) {
		c.length("description_localizations."+string(locale), m.DescriptionLocalizations[locale], 1, 200)
	}
}

// UpdateRoleConnection is what an application tells of a user's account
// elsewhere. What was there before is replaced.
//
// Discord docs: https://docs.discord.com/developers/resources/user#update-current-user-application-role-connection
type UpdateRoleConnection struct {
	PlatformName     string `json:"platform_name,omitzero"`     // what the account is with; at most 50 characters
	PlatformUsername string `json:"platform_username,omitzero"` // the user's name there; at most 100 characters

	// Metadata are the values, at most 5, by the keys of
	// [RoleConnectionMetadata]: a number, a time in ISO 8601, or "1" or "0",
	// each of 1 to 100 characters.
	Metadata map[string]string `json:"metadata,omitzero"`
}

// Validate checks the limits that Discord documents.
func (b UpdateRoleConnection) Validate() error {
	var c checker
	c.length("platform_name", b.PlatformName, 0, 50)
	c.length("platform_username", b.PlatformUsername, 0, 100)
	c.count("metadata", len(b.Metadata), 0, 5)
	for _, key := range slices.Sorted(maps.Keys(b.Metadata)) {
		c.length("metadata."+key, b.Metadata[key], 1, 100)
	}
	return c.err()
}
