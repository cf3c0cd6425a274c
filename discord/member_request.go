package discord

// UpdateMember is a change of a member. Fields that are absent stay as they
// are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-member
type UpdateMember struct {
	Nick                       Optional[string]      `json:"nick,omitzero"`                         // at most 32 characters; needs MANAGE_NICKNAMES
	Roles                      []RoleID              `json:"roles,omitzero"`                        // nil keeps, empty clears; needs MANAGE_ROLES
	Mute                       Optional[bool]        `json:"mute,omitzero"`                         // in voice; needs MUTE_MEMBERS
	Deaf                       Optional[bool]        `json:"deaf,omitzero"`                         // in voice; needs DEAFEN_MEMBERS
	ChannelID                  Optional[ChannelID]   `json:"channel_id,omitzero"`                   // moves in voice, null disconnects; needs MOVE_MEMBERS
	CommunicationDisabledUntil Optional[Time]        `json:"communication_disabled_until,omitzero"` // timeout, at most 28 days ahead; needs MODERATE_MEMBERS
	Flags                      Optional[MemberFlags] `json:"flags,omitzero"`                        // BYPASSES_VERIFICATION only
}

// Validate checks the limits that Discord documents.
func (b UpdateMember) Validate() error {
	var c checker
	if nick, ok := b.Nick.Get(); ok {
		c.length("nick", nick, 0, 32)
	}
	return c.err()
}

// CreateBan bans a user.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#create-guild-ban
type CreateBan struct {
	DeleteMessageSeconds int `json:"delete_message_seconds,omitzero"` // deletes messages of that age, at most 604800 (7 days)
}

// Validate checks the limits that Discord documents.
func (b CreateBan) Validate() error {
	var c checker
	c.between("delete_message_seconds", b.DeleteMessageSeconds, 0, 604800)
	return c.err()
}
