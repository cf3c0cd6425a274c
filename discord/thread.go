package discord

// ThreadMetadata are the fields that only threads have.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#thread-metadata-object
type ThreadMetadata struct {
	Archived            bool  `json:"archived"`
	AutoArchiveDuration int   `json:"auto_archive_duration"`     // minutes: 60, 1440, 4320 or 10080
	ArchiveTimestamp    Time  `json:"archive_timestamp"`         // when Archived last changed
	Locked              bool  `json:"locked"`                    // only members with MANAGE_THREADS can unarchive it
	Invitable           *bool `json:"invitable,omitzero"`        // private threads: whether members without MANAGE_THREADS may add others
	CreateTimestamp     Time  `json:"create_timestamp,omitzero"` // zero for threads older than 2022-01-09
}

// ThreadMember is a user's membership of a thread.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#thread-member-object
type ThreadMember struct {
	ID            ChannelID `json:"id,omitzero"`      // the thread; zero in GUILD_CREATE
	UserID        UserID    `json:"user_id,omitzero"` // zero in GUILD_CREATE
	JoinTimestamp Time      `json:"join_timestamp"`
	Flags         uint64    `json:"flags"` // notification settings
	Member        *Member   `json:"member,omitzero"`
}

// ThreadList is an answer of the endpoints that list threads.
type ThreadList struct {
	Threads []Channel      `json:"threads"`
	Members []ThreadMember `json:"members"`           // the current user's memberships
	HasMore bool           `json:"has_more,omitzero"` // whether there is another page; archived threads only

	FirstMessages []Message `json:"first_messages,omitzero"` // undocumented: of threads in forums
}
