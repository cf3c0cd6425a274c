package discord

// EmbeddedActivityInstance is an activity that runs: a program inside Discord that
// several users share.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-instance-object
type EmbeddedActivityInstance struct {
	ApplicationID ApplicationID    `json:"application_id"`
	InstanceID    string           `json:"instance_id"`
	LaunchID      string           `json:"launch_id"` // a snowflake
	Location      ActivityLocation `json:"location"`
	Users         []UserID         `json:"users"` // that are in it now
}

// ActivityLocation is where an activity runs.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-location-object
type ActivityLocation struct {
	ID        string               `json:"id"`
	Kind      ActivityLocationKind `json:"kind"`
	ChannelID ChannelID            `json:"channel_id"`
	GuildID   GuildID              `json:"guild_id,omitzero"` // zero: in direct messages
}

// ActivityLocationKind is the kind of a place where an activity runs.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-application-activity-instance-activity-location-kind-enum
type ActivityLocationKind string

// The kinds of places.
const (
	ActivityLocationKindGuildChannel   ActivityLocationKind = "gc"
	ActivityLocationKindPrivateChannel ActivityLocationKind = "pc" // direct messages, of two or of a group
)

// ApplicationAttachment is a file that was uploaded for an activity.
type ApplicationAttachment struct {
	Attachment Attachment `json:"attachment"`
}
