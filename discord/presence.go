package discord

import (
	"cmp"
	"encoding/json"
)

//go:generate go tool stringer -type=ActivityType -trimprefix=ActivityType -output=presence_string.go

// Status is whether a user is online.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#update-presence-status-types
type Status string

// The statuses. Invisible can be set but is seen as offline.
const (
	StatusOnline    Status = "online"
	StatusDND       Status = "dnd"
	StatusIdle      Status = "idle"
	StatusInvisible Status = "invisible"
	StatusOffline   Status = "offline"
)

// UpdatePresence is the presence that a bot shows. The zero UpdatePresence is
// online, doing nothing.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#update-presence
type UpdatePresence struct {
	Since      *int64        `json:"since"` // when the bot became idle, in Unix milliseconds; nil: it is not
	Activities []SetActivity `json:"activities"`
	Status     Status        `json:"status"` // empty: online
	AFK        bool          `json:"afk"`
}

// Validate checks what Discord closes the connection for.
func (p UpdatePresence) Validate() error {
	var c checker
	switch p.Status {
	case "", StatusOnline, StatusDND, StatusIdle, StatusInvisible, StatusOffline:
	default:
		c.add("status", "must be online, dnd, idle, invisible or offline")
	}
	for i, a := range p.Activities {
		c.required(c.index("activities", i)+".name", a.Name != "")
	}
	return c.err()
}

// MarshalJSON writes what Discord wants to have: a list, also of no activities,
// and a status.
func (p UpdatePresence) MarshalJSON() ([]byte, error) {
	type plain UpdatePresence
	p.Activities = append([]SetActivity{}, p.Activities...)
	p.Status = cmp.Or(p.Status, StatusOnline)
	return json.Marshal(plain(p))
}

// SetActivity is what a bot shows that it is doing. Bots can set nothing else
// of an activity.
type SetActivity struct {
	Name  string       `json:"name"`
	Type  ActivityType `json:"type"`
	State string       `json:"state,omitzero"` // the text of a custom status
	URL   string       `json:"url,omitzero"`   // streaming: on twitch.tv or youtube.com
}

// ActivityType is the kind of an activity.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#activity-object-activity-types
type ActivityType int

// The kinds of activities.
const (
	ActivityTypePlaying   ActivityType = 0
	ActivityTypeStreaming ActivityType = 1
	ActivityTypeListening ActivityType = 2
	ActivityTypeWatching  ActivityType = 3
	ActivityTypeCustom    ActivityType = 4
	ActivityTypeCompeting ActivityType = 5
)

// Activity is what a user is doing. Discord checks none of its fields.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#activity-object
type Activity struct {
	Name              string             `json:"name"`
	Type              ActivityType       `json:"type"`
	URL               *string            `json:"url,omitzero"`
	CreatedAt         int64              `json:"created_at,omitzero"` // Unix milliseconds
	Timestamps        ActivityTimestamps `json:"timestamps,omitzero"` // zero: it has none
	ApplicationID     ApplicationID      `json:"application_id,omitzero"`
	StatusDisplayType *int               `json:"status_display_type,omitzero"` // what the member list shows: 0 name, 1 state, 2 details
	Details           *string            `json:"details,omitzero"`
	DetailsURL        *string            `json:"details_url,omitzero"`
	State             *string            `json:"state,omitzero"`
	StateURL          *string            `json:"state_url,omitzero"`
	Emoji             *Emoji             `json:"emoji,omitzero"`
	Party             *ActivityParty     `json:"party,omitzero"`
	Assets            *ActivityAssets    `json:"assets,omitzero"`
	Secrets           *ActivitySecrets   `json:"secrets,omitzero"`
	Instance          bool               `json:"instance,omitzero"`
	Flags             uint64             `json:"flags,omitzero"`
	Buttons           []string           `json:"buttons,omitzero"` // labels
}

// ActivityTimestamps are when an activity began and ends, in Unix
// milliseconds.
type ActivityTimestamps struct {
	Start int64 `json:"start,omitzero"`
	End   int64 `json:"end,omitzero"`
}

// ActivityParty is the group that a user plays in.
type ActivityParty struct {
	ID   string `json:"id,omitzero"`
	Size []int  `json:"size,omitzero"` // how many, and how many fit
}

// ActivityAssets are the pictures of an activity, and their texts.
type ActivityAssets struct {
	LargeImage       string `json:"large_image,omitzero"`
	LargeText        string `json:"large_text,omitzero"`
	LargeURL         string `json:"large_url,omitzero"`
	SmallImage       string `json:"small_image,omitzero"`
	SmallText        string `json:"small_text,omitzero"`
	SmallURL         string `json:"small_url,omitzero"`
	InviteCoverImage string `json:"invite_cover_image,omitzero"`
}

// ActivitySecrets let others join an activity.
type ActivitySecrets struct {
	Join     string `json:"join,omitzero"`
	Spectate string `json:"spectate,omitzero"`
	Match    string `json:"match,omitzero"`
}

// Presence is what a user is doing and on which devices. In the presences of
// GUILD_CREATE the guild's ID is missing. Discord does not check what games tell,
// so a field that has another type than is documented is zero.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#presence-update
//
//wire:lenient
type Presence struct {
	User         PresenceUser `json:"user"`
	GuildID      GuildID      `json:"guild_id,omitzero"`
	Status       Status       `json:"status"`
	Activities   []Activity   `json:"activities"`
	ClientStatus ClientStatus `json:"client_status"`
}

// PresenceUser is the user of a presence. Only the ID is always there; any
// other field is there only when it changed, and nil otherwise.
type PresenceUser struct {
	ID                   UserID                `json:"id"`
	Username             *string               `json:"username,omitzero"`
	Discriminator        *string               `json:"discriminator,omitzero"`
	GlobalName           *string               `json:"global_name,omitzero"`
	Avatar               *string               `json:"avatar,omitzero"`
	Bot                  *bool                 `json:"bot,omitzero"`
	System               *bool                 `json:"system,omitzero"`
	Banner               *string               `json:"banner,omitzero"`
	AccentColor          *Color                `json:"accent_color,omitzero"`
	Flags                *UserFlags            `json:"flags,omitzero"`
	PublicFlags          *UserFlags            `json:"public_flags,omitzero"`
	AvatarDecorationData *AvatarDecorationData `json:"avatar_decoration_data,omitzero"`
	Collectibles         *Collectibles         `json:"collectibles,omitzero"`
	PrimaryGuild         *PrimaryGuild         `json:"primary_guild,omitzero"`
}

// ClientStatus is a user's status on each kind of device; empty: not there.
type ClientStatus struct {
	Desktop Status `json:"desktop,omitzero"`
	Mobile  Status `json:"mobile,omitzero"`
	Web     Status `json:"web,omitzero"`
	VR      Status `json:"vr,omitzero"`
}
