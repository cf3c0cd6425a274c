package discord

// GuildWidgetSettings say whether a guild has a widget.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-widget-settings-object
type GuildWidgetSettings struct {
	Enabled   bool      `json:"enabled"`
	ChannelID ChannelID `json:"channel_id"` // that the widget's invite leads to; zero: it has none
}

// GuildWidget is what a guild shows on other web sites.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#guild-widget-object
type GuildWidget struct {
	ID            GuildID              `json:"id"`
	Name          string               `json:"name"`
	InstantInvite *string              `json:"instant_invite"` // URL
	Channels      []GuildWidgetChannel `json:"channels"`       // voice and stage channels that everyone may see
	Members       []GuildWidgetMember  `json:"members"`        // at most 100, who are online
	PresenceCount int                  `json:"presence_count"` // members online
}

// GuildWidgetChannel is a channel in a widget.
type GuildWidgetChannel struct {
	ID       ChannelID `json:"id"`
	Name     string    `json:"name"`
	Position int       `json:"position"`
}

// GuildWidgetMember is a member in a widget, without a name that could be
// followed: ID, discriminator and avatar are not the user's own.
type GuildWidgetMember struct {
	ID            string               `json:"id"`
	Username      string               `json:"username"`
	Discriminator string               `json:"discriminator"`
	Avatar        *string              `json:"avatar"` // always nil
	Status        Status               `json:"status"`
	AvatarURL     string               `json:"avatar_url"`
	Activity      *GuildWidgetActivity `json:"activity,omitzero"`
	ChannelID     ChannelID            `json:"channel_id,omitzero"` // of voice, as what follows
	Deaf          bool                 `json:"deaf,omitzero"`
	Mute          bool                 `json:"mute,omitzero"`
	SelfDeaf      bool                 `json:"self_deaf,omitzero"`
	SelfMute      bool                 `json:"self_mute,omitzero"`
	Suppress      bool                 `json:"suppress,omitzero"`
}

// GuildWidgetActivity is what a member in a widget is doing.
type GuildWidgetActivity struct {
	Name string `json:"name"`
}

// GuildWidgetStyle is how the picture of a widget looks.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-widget-image-widget-style-options
type GuildWidgetStyle string

// The styles of widgets.
const (
	GuildWidgetStyleShield  GuildWidgetStyle = "shield"  // a small sign with the number of members online
	GuildWidgetStyleBanner1 GuildWidgetStyle = "banner1" // large, with the guild's icon
	GuildWidgetStyleBanner2 GuildWidgetStyle = "banner2" // smaller, with the guild's icon
	GuildWidgetStyleBanner3 GuildWidgetStyle = "banner3" // large, with the guild's icon on the left
	GuildWidgetStyleBanner4 GuildWidgetStyle = "banner4" // large, with a button to join
)
