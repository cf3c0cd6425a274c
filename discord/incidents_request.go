package discord

// UpdateIncidentActions switches safety measures of a guild on and off, each for
// at most 24 hours. Fields that are absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-incident-actions
type UpdateIncidentActions struct {
	InvitesDisabledUntil Optional[Time] `json:"invites_disabled_until,omitzero"` // null: invites work
	DMsDisabledUntil     Optional[Time] `json:"dms_disabled_until,omitzero"`     // null: members may write to each other
}
