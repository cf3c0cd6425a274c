package discord

import (
	"encoding/json"
	"slices"
)

// UpdateGuild is a change of a guild. Fields that are absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild
type UpdateGuild struct {
	Name                        string                                `json:"name,omitzero"`   // 2-100 characters; empty keeps
	Region                      Optional[string]                      `json:"region,omitzero"` // deprecated
	VerificationLevel           Optional[VerificationLevel]           `json:"verification_level,omitzero"`
	DefaultMessageNotifications Optional[DefaultMessageNotifications] `json:"default_message_notifications,omitzero"`
	ExplicitContentFilter       Optional[ExplicitContentFilter]       `json:"explicit_content_filter,omitzero"`
	AFKChannelID                Optional[ChannelID]                   `json:"afk_channel_id,omitzero"`
	AFKTimeout                  Optional[int]                         `json:"afk_timeout,omitzero"`      // seconds: 60, 300, 900, 1800 or 3600
	Icon                        Optional[ImageData]                   `json:"icon,omitzero"`             // 1024 by 1024; animated with the feature ANIMATED_ICON
	Splash                      Optional[ImageData]                   `json:"splash,omitzero"`           // 16 by 9; needs the feature INVITE_SPLASH
	DiscoverySplash             Optional[ImageData]                   `json:"discovery_splash,omitzero"` // 16 by 9; needs the feature DISCOVERABLE
	Banner                      Optional[ImageData]                   `json:"banner,omitzero"`           // 16 by 9; needs the feature BANNER; animated with ANIMATED_BANNER
	HomeHeader                  Optional[ImageData]                   `json:"home_header,omitzero"`      // in Discord's OpenAPI document only
	SystemChannelID             Optional[ChannelID]                   `json:"system_channel_id,omitzero"`
	SystemChannelFlags          Optional[SystemChannelFlags]          `json:"system_channel_flags,omitzero"`
	RulesChannelID              Optional[ChannelID]                   `json:"rules_channel_id,omitzero"`          // of a community
	PublicUpdatesChannelID      Optional[ChannelID]                   `json:"public_updates_channel_id,omitzero"` // of a community
	PreferredLocale             Optional[Locale]                      `json:"preferred_locale,omitzero"`          // of a community; null: en-US
	Features                    []GuildFeature                        `json:"features,omitzero"`                  // all of them; COMMUNITY, DISCOVERABLE, INVITES_DISABLED and RAID_ALERTS_DISABLED can be changed; nil keeps
	Description                 Optional[string]                      `json:"description,omitzero"`               // at most 300 characters
	PremiumProgressBarEnabled   Optional[bool]                        `json:"premium_progress_bar_enabled,omitzero"`
	SafetyAlertsChannelID       Optional[ChannelID]                   `json:"safety_alerts_channel_id,omitzero"`
}

// afkTimeouts are the times, in seconds, after which Discord moves members to the
// AFK channel.
var afkTimeouts = []int{60, 300, 900, 1800, 3600}

// Validate checks the limits that Discord documents.
func (b UpdateGuild) Validate() error {
	var c checker
	if b.Name != "" {
		c.length("name", b.Name, 2, 100)
	}
	if n, ok := b.AFKTimeout.Get(); ok && !slices.Contains(afkTimeouts, n) {
		c.add("afk_timeout", "must be 60, 300, 900, 1800 or 3600")
	}
	c.optionalImage("icon", b.Icon)
	c.optionalImage("splash", b.Splash)
	c.optionalImage("discovery_splash", b.DiscoverySplash)
	c.optionalImage("banner", b.Banner)
	c.optionalImage("home_header", b.HomeHeader)
	c.optionalText("description", b.Description, 0, 300)
	seen := make(map[string]bool, len(b.Features))
	c.count("features", len(b.Features), 0, 1521)
	for i, f := range b.Features {
		c.length(c.index("features", i), string(f), 0, maxText)
		c.distinct(c.index("features", i), string(f), seen)
	}
	return c.err()
}

// UpdateChannelPositions moves channels of a guild. Channels that it does not
// name stay where they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions
type UpdateChannelPositions []ChannelPosition

// ChannelPosition is where a channel is to be.
type ChannelPosition struct {
	ID              ChannelID              `json:"id"`
	Position        Optional[int]          `json:"position,omitzero"`         // channels of equal position are ordered by ID
	LockPermissions *bool                  `json:"lock_permissions,omitzero"` // true: it gets the overwrites of its new category
	ParentID        Optional[ChannelID]    `json:"parent_id,omitzero"`        // its category; null: none
	Flags           Optional[ChannelFlags] `json:"flags,omitzero"`
}

// MarshalJSON writes a list, and an empty one where there is none.
func (b UpdateChannelPositions) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]ChannelPosition{}, b...))
}

// Validate checks the limits that Discord documents.
func (b UpdateChannelPositions) Validate() error {
	var c checker
	for i, p := range b {
		c.within(c.index("", i), func(c *checker) {
			c.required("id", p.ID != 0)
			if n, ok := p.Position.Get(); ok {
				c.notNegative("position", n)
			}
		})
	}
	return c.err()
}
