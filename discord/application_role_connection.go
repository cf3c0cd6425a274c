package discord

//go:generate go tool stringer -type=RoleConnectionMetadataType -output=application_role_connection_string.go

// RoleConnectionMetadata is something that an application knows of users'
// accounts, and that a guild can ask for before a user gets a linked role.
//
// Discord docs: https://docs.discord.com/developers/resources/application-role-connection-metadata#application-role-connection-metadata-object
type RoleConnectionMetadata struct {
	Type                     RoleConnectionMetadataType `json:"type"`
	Key                      string                     `json:"key"`  // 1-50 characters of a-z, 0-9 and _
	Name                     string                     `json:"name"` // 1-100 characters
	NameLocalizations        map[Locale]string          `json:"name_localizations,omitzero"`
	Description              string                     `json:"description"` // 1-200 characters
	DescriptionLocalizations map[Locale]string          `json:"description_localizations,omitzero"`
}

// RoleConnectionMetadataType is how a user's value is compared with the one
// that a guild asks for.
//
// Discord docs: https://docs.discord.com/developers/resources/application-role-connection-metadata#application-role-connection-metadata-object-application-role-connection-metadata-type
type RoleConnectionMetadataType int

// The comparisons. The guild's value of times is a number of days before now.
const (
	RoleConnectionMetadataTypeIntegerLessThanOrEqual     RoleConnectionMetadataType = 1
	RoleConnectionMetadataTypeIntegerGreaterThanOrEqual  RoleConnectionMetadataType = 2
	RoleConnectionMetadataTypeIntegerEqual               RoleConnectionMetadataType = 3
	RoleConnectionMetadataTypeIntegerNotEqual            RoleConnectionMetadataType = 4
	RoleConnectionMetadataTypeDatetimeLessThanOrEqual    RoleConnectionMetadataType = 5
	RoleConnectionMetadataTypeDatetimeGreaterThanOrEqual RoleConnectionMetadataType = 6
	RoleConnectionMetadataTypeBooleanEqual               RoleConnectionMetadataType = 7 // the value is "1" or "0"
	RoleConnectionMetadataTypeBooleanNotEqual            RoleConnectionMetadataType = 8
)

// RoleConnection is what an application tells of a user's account elsewhere,
// for linked roles.
//
// Discord docs: https://docs.discord.com/developers/resources/user#application-role-connection-object
type RoleConnection struct {
	PlatformName     string            `json:"platform_name,omitzero"`     // what the account is with
	PlatformUsername *string           `json:"platform_username,omitzero"` // the user's name there
	Metadata         map[string]string `json:"metadata,omitzero"`          // values, by the keys of RoleConnectionMetadata
}
