package event

import "github.com/accord-go/accord/discord"

// ThreadCreate tells that a thread was made ([discord.Channel.NewlyCreated]),
// or that the bot was added to one.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-create
type ThreadCreate struct {
	Meta `json:"-"`
	discord.Channel
}

// EventName returns "THREAD_CREATE".
func (*ThreadCreate) EventName() string { return "THREAD_CREATE" }

// ThreadUpdate tells that a thread changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-update
type ThreadUpdate struct {
	Meta `json:"-"`
	discord.Channel

	Old *discord.Channel `json:"-"` // the thread before; nil: not known, as without a cache
}

// EventName returns "THREAD_UPDATE".
func (*ThreadUpdate) EventName() string { return "THREAD_UPDATE" }

// ThreadDelete tells that a thread was deleted.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-delete
type ThreadDelete struct {
	Meta     `json:"-"`
	ID       discord.ChannelID   `json:"id"`
	GuildID  discord.GuildID     `json:"guild_id"`
	ParentID discord.ChannelID   `json:"parent_id"`
	Type     discord.ChannelType `json:"type"`

	Old *discord.Channel `json:"-"` // the thread as it was last known; nil: not known, as without a cache
}

// EventName returns "THREAD_DELETE".
func (*ThreadDelete) EventName() string { return "THREAD_DELETE" }

// ThreadListSync gives the active threads of channels that the bot can see
// since now.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-list-sync
type ThreadListSync struct {
	Meta       `json:"-"`
	GuildID    discord.GuildID        `json:"guild_id"`
	ChannelIDs []discord.ChannelID    `json:"channel_ids,omitzero"` // whose threads these are; nil: all of the guild
	Threads    []discord.Channel      `json:"threads"`
	Members    []discord.ThreadMember `json:"members"` // the bot's memberships
}

// EventName returns "THREAD_LIST_SYNC".
func (*ThreadListSync) EventName() string { return "THREAD_LIST_SYNC" }

// ThreadMemberUpdate tells that the bot's membership of a thread changed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-member-update
type ThreadMemberUpdate struct {
	Meta `json:"-"`
	discord.ThreadMember
	GuildID discord.GuildID `json:"guild_id"`

	Old *discord.ThreadMember `json:"-"` // the membership before; nil: not known, as without a cache
}

// EventName returns "THREAD_MEMBER_UPDATE".
func (*ThreadMemberUpdate) EventName() string { return "THREAD_MEMBER_UPDATE" }

// ThreadMembersUpdate tells who joined and left a thread.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#thread-members-update
type ThreadMembersUpdate struct {
	Meta             `json:"-"`
	ID               discord.ChannelID   `json:"id"` // the thread
	GuildID          discord.GuildID     `json:"guild_id"`
	MemberCount      int                 `json:"member_count"` // counts up to 50
	AddedMembers     []AddedThreadMember `json:"added_members,omitzero"`
	RemovedMemberIDs []discord.UserID    `json:"removed_member_ids,omitzero"`
}

// EventName returns "THREAD_MEMBERS_UPDATE".
func (*ThreadMembersUpdate) EventName() string { return "THREAD_MEMBERS_UPDATE" }

// AddedThreadMember is a user who joined a thread.
type AddedThreadMember struct {
	discord.ThreadMember
	Presence *discord.Presence `json:"presence,omitzero"`
}
