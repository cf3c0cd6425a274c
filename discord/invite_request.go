package discord

// CreateChannelInvite is a new invite to a channel. Everything may be left
// out.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#create-channel-invite
type CreateChannelInvite struct {
	MaxAge              *int             `json:"max_age,omitzero"`  // seconds, at most 604800 (a week); 0: for ever; nil: a day
	MaxUses             int              `json:"max_uses,omitzero"` // at most 100; zero: no bound
	Temporary           bool             `json:"temporary,omitzero"`
	Unique              bool             `json:"unique,omitzero"` // never one that there is already
	TargetType          InviteTargetType `json:"target_type,omitzero"`
	TargetUserID        UserID           `json:"target_user_id,omitzero"`        // for STREAM: a user who streams in the channel
	TargetApplicationID ApplicationID    `json:"target_application_id,omitzero"` // for EMBEDDED_APPLICATION: an application with the flag EMBEDDED
	RoleIDs             []RoleID         `json:"role_ids,omitzero"`              // given to who accepts; needs MANAGE_ROLES

	// TargetUsers are who may see and accept the invite; empty: everyone.
	// Discord works on the list after it has answered; see
	// Invites.GetTargetUsersJobStatus of package rest.
	TargetUsers []UserID `json:"-"`
}

// maxInviteAge is how many seconds an invite may work. Discord's documentation
// says a week, its OpenAPI document 60 days: what lies between is Discord's to
// refuse.
const maxInviteAge = 60 * 24 * 60 * 60

// Validate checks the limits that Discord documents.
func (b CreateChannelInvite) Validate() error {
	var c checker
	if b.MaxAge != nil {
		c.between("max_age", *b.MaxAge, 0, maxInviteAge)
	}
	c.between("max_uses", b.MaxUses, 0, 100)
	c.required("target_user_id", b.TargetType != InviteTargetTypeStream || b.TargetUserID != 0)
	c.required("target_application_id", b.TargetType != InviteTargetTypeEmbeddedApplication || b.TargetApplicationID != 0)
	c.count("role_ids", len(b.RoleIDs), 0, 250)
	return c.err()
}

// AddGroupDMUser adds a user to a group DM.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#group-dm-add-recipient
type AddGroupDMUser struct {
	AccessToken string `json:"access_token"`  // secret; of the user, with the scope gdm.join
	Nick        string `json:"nick,omitzero"` // what the user is called there
}

// Validate checks that there is a token, and the limits that Discord
// documents.
func (b AddGroupDMUser) Validate() error {
	var c checker
	c.required("access_token", b.AccessToken != "")
	c.length("access_token", b.AccessToken, 0, maxText)
	c.length("nick", b.Nick, 0, maxText)
	return c.err()
}
