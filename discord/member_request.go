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
	c.count("roles", len(b.Roles), 0, 350)
	return c.err()
}

// AddMember lets a user into a guild who has allowed it.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#add-guild-member
type AddMember struct {
	AccessToken string      `json:"access_token"`   // secret; of the user, with the scope guilds.join
	Nick        string      `json:"nick,omitzero"`  // at most 32 characters; needs MANAGE_NICKNAMES
	Roles       []RoleID    `json:"roles,omitzero"` // at most 250; needs MANAGE_ROLES
	Mute        bool        `json:"mute,omitzero"`  // in voice; needs MUTE_MEMBERS
	Deaf        bool        `json:"deaf,omitzero"`  // in voice; needs DEAFEN_MEMBERS
	Flags       MemberFlags `json:"flags,omitzero"` // undocumented
}

// Validate checks that there is a token, and the limits that Discord
// documents.
func (b AddMember) Validate() error {
	var c checker
	c.required("access_token", b.AccessToken != "")
	c.length("access_token", b.AccessToken, 0, 10240)
	c.length("nick", b.Nick, 0, 32)
	c.count("roles", len(b.Roles), 0, 250)
	return c.err()
}

// UpdateCurrentMember is a change of the bot itself in a guild. Fields that are
// absent stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-current-member
type UpdateCurrentMember struct {
	Nick   Optional[string]    `json:"nick,omitzero"` // at most 32 characters; needs CHANGE_NICKNAME
	Avatar Optional[ImageData] `json:"avatar,omitzero"`
	Banner Optional[ImageData] `json:"banner,omitzero"`
	Bio    Optional[string]    `json:"bio,omitzero"` // at most 190 characters
}

// Validate checks the limits that Discord documents.
func (b UpdateCurrentMember) Validate() error {
	var c checker
	nick, _ := b.Nick.Get()
	c.length("nick", nick, 0, 32)
	bio, _ := b.Bio.Get()
	c.length("bio", bio, 0, 190)
	return c.err()
}

// UpdateCurrentNick is a change of the bot's own nickname in a guild.
// Deprecated by Discord in favour of [UpdateCurrentMember].
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-current-user-nick
type UpdateCurrentNick struct {
	Nick Optional[string] `json:"nick,omitzero"` // at most 32 characters
}

// Validate checks the limit that Discord documents.
func (b UpdateCurrentNick) Validate() error {
	var c checker
	nick, _ := b.Nick.Get()
	c.length("nick", nick, 0, 32)
	return c.err()
}

// MemberNick is a member's nickname.
type MemberNick struct {
	Nick *string `json:"nick"`
}
