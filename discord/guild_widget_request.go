package discord

// UpdateGuildWidgetSettings is a change of a guild's widget. Fields that are
// absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-widget
type UpdateGuildWidgetSettings struct {
	Enabled   Optional[bool]      `json:"enabled,omitzero"`
	ChannelID Optional[ChannelID] `json:"channel_id,omitzero"` // that the widget's invite leads to; null: it has none
}
