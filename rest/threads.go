package rest

import (
	"context"
	"iter"
	"time"

	"github.com/accord-go/accord/discord"
)

// Threads are the operations that make and list threads, and on who is in
// them. A thread itself is changed and deleted as a channel is.
//
// Discord docs: https://docs.discord.com/developers/topics/threads
type Threads struct{ c *Client }

// CreateFromMessage starts a public thread from a message. Its ID is the
// message's. It needs CREATE_PUBLIC_THREADS. It takes a [Reason]. A message
// that has a thread is [ErrThreadAlreadyCreatedForMessage].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#start-thread-from-message
//
//discord:op create_thread_from_message POST /channels/{channel_id}/messages/{message_id}/threads
func (s Threads) CreateFromMessage(ctx context.Context, channel discord.ChannelID, message discord.MessageID, b discord.CreateThreadFromMessage, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, post("/channels/{channel_id}/messages/{message_id}/threads", channel, message), b, opts)
}

// Create starts a thread that belongs to no message. It needs
// CREATE_PUBLIC_THREADS or CREATE_PRIVATE_THREADS. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#start-thread-without-message
//
//discord:op create_thread POST /channels/{channel_id}/threads
func (s Threads) Create(ctx context.Context, channel discord.ChannelID, b discord.CreateThread, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, post("/channels/{channel_id}/threads", channel), b, opts)
}

// CreateInForum posts in a forum or media channel: a thread with its first
// message. It needs SEND_MESSAGES. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
//
//discord:op create_thread POST /channels/{channel_id}/threads
func (s Threads) CreateInForum(ctx context.Context, channel discord.ChannelID, b discord.CreateForumThread, opts ...Option) (*discord.Channel, error) {
	return do[discord.Channel](ctx, s.c, post("/channels/{channel_id}/threads", channel), s.c.forumThread(b), opts)
}

// forumThread completes a post that is to be sent.
func (c *Client) forumThread(b discord.CreateForumThread) any {
	if b.Message.AllowedMentions == nil {
		b.Message.AllowedMentions = c.core.config.AllowedMentions
	}
	b.Message.Attachments = describe(b.Message.Attachments, b.Files)
	return withFiles(&b, b.Files)
}

// Join adds the bot to a thread. The thread must not be archived.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#join-thread
//
//discord:op join_thread PUT /channels/{channel_id}/thread-members/@me
func (s Threads) Join(ctx context.Context, thread discord.ChannelID, opts ...Option) error {
	return doStatus(ctx, s.c, put("/channels/{channel_id}/thread-members/@me", thread), nil, opts)
}

// Leave takes the bot out of a thread. The thread must not be archived.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#leave-thread
//
//discord:op leave_thread DELETE /channels/{channel_id}/thread-members/@me
func (s Threads) Leave(ctx context.Context, thread discord.ChannelID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/thread-members/@me", thread), nil, opts)
}

// AddMember adds a user to a thread. The bot must be able to send messages
// there, and the thread must not be archived.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#add-thread-member
//
//discord:op add_thread_member PUT /channels/{channel_id}/thread-members/{user_id}
func (s Threads) AddMember(ctx context.Context, thread discord.ChannelID, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, put("/channels/{channel_id}/thread-members/{user_id}", thread, user), nil, opts)
}

// RemoveMember takes a user out of a thread. It needs MANAGE_THREADS, or that
// the bot made the private thread. The thread must not be archived.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#remove-thread-member
//
//discord:op delete_thread_member DELETE /channels/{channel_id}/thread-members/{user_id}
func (s Threads) RemoveMember(ctx context.Context, thread discord.ChannelID, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/channels/{channel_id}/thread-members/{user_id}", thread, user), nil, opts)
}

// GetMember returns a user's membership of a thread, with the guild member if
// withMember is set. A user who isn't there is [ErrUnknownMember].
//
// Discord docs: https://docs.discord.com/developers/resources/channel#get-thread-member
//
//discord:op get_thread_member GET /channels/{channel_id}/thread-members/{user_id}
func (s Threads) GetMember(ctx context.Context, thread discord.ChannelID, user discord.UserID, withMember bool, opts ...Option) (*discord.ThreadMember, error) {
	return do[discord.ThreadMember](ctx, s.c, get("/channels/{channel_id}/thread-members/{user_id}", thread, user).with(query("").bool("with_member", withMember)), nil, opts)
}

// ListThreadMembers says which members of a thread to list.
type ListThreadMembers struct {
	WithMember bool           // with the guild member; the list then comes in pages
	After      discord.UserID // users with larger IDs
	Limit      int            // 1 to 100; 0 means 100
}

func (p ListThreadMembers) query() query {
	return query("").bool("with_member", p.WithMember).id("after", uint64(p.After)).int("limit", p.Limit)
}

// ListMembers returns who is in a thread: all of them, or with WithMember one
// page. It needs the GUILD_MEMBERS intent.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-thread-members
//
//discord:op list_thread_members GET /channels/{channel_id}/thread-members
func (s Threads) ListMembers(ctx context.Context, thread discord.ChannelID, p ListThreadMembers, opts ...Option) ([]discord.ThreadMember, error) {
	return doList[discord.ThreadMember](ctx, s.c, get("/channels/{channel_id}/thread-members", thread).with(p.query()), nil, opts)
}

// AllMembers iterates over who is in a thread, with their guild members.
// Limit bounds how many there are in all; 0 means no bound. It needs the
// GUILD_MEMBERS intent.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-thread-members
//
//discord:op list_thread_members GET /channels/{channel_id}/thread-members
func (s Threads) AllMembers(ctx context.Context, thread discord.ChannelID, p ListThreadMembers, opts ...Option) iter.Seq2[discord.ThreadMember, error] {
	return paginate(p.After, p.Limit, 100, func(after discord.UserID, size int) ([]discord.ThreadMember, discord.UserID, bool, error) {
		page, err := s.ListMembers(ctx, thread, ListThreadMembers{WithMember: true, After: after, Limit: size}, opts...)
		if n := len(page); n > 0 {
			after = page[n-1].UserID
		}
		return page, after, len(page) == size, err
	})
}

// ListActive returns all threads of a guild that are not archived and that the
// bot can see, the newest first.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#list-active-guild-threads
//
//discord:op get_active_guild_threads GET /guilds/{guild_id}/threads/active
func (s Threads) ListActive(ctx context.Context, guild discord.GuildID, opts ...Option) (*discord.ThreadList, error) {
	return do[discord.ThreadList](ctx, s.c, get("/guilds/{guild_id}/threads/active", guild), nil, opts)
}

// ListArchivedThreads says which archived threads to list.
type ListArchivedThreads struct {
	Before time.Time // archived before then; zero: from the last archived on
	Limit  int       // 2 to 100; 0 means Discord's default
}

func (p ListArchivedThreads) query() query {
	return query("").time("before", p.Before).int("limit", p.Limit)
}

// ListPublicArchived returns one page of a channel's archived public threads,
// the last archived first. It needs READ_MESSAGE_HISTORY.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-public-archived-threads
//
//discord:op list_public_archived_threads GET /channels/{channel_id}/threads/archived/public
func (s Threads) ListPublicArchived(ctx context.Context, channel discord.ChannelID, p ListArchivedThreads, opts ...Option) (*discord.ThreadList, error) {
	return do[discord.ThreadList](ctx, s.c, get("/channels/{channel_id}/threads/archived/public", channel).with(p.query()), nil, opts)
}

// AllPublicArchived iterates over a channel's archived public threads, the
// last archived first. Limit bounds how many there are in all; 0 means no
// bound.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-public-archived-threads
//
//discord:op list_public_archived_threads GET /channels/{channel_id}/threads/archived/public
func (s Threads) AllPublicArchived(ctx context.Context, channel discord.ChannelID, p ListArchivedThreads, opts ...Option) iter.Seq2[discord.Channel, error] {
	return allArchived(p, func(p ListArchivedThreads) (*discord.ThreadList, error) {
		return s.ListPublicArchived(ctx, channel, p, opts...)
	})
}

// ListPrivateArchived returns one page of a channel's archived private
// threads, the last archived first. It needs READ_MESSAGE_HISTORY and
// MANAGE_THREADS.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-private-archived-threads
//
//discord:op list_private_archived_threads GET /channels/{channel_id}/threads/archived/private
func (s Threads) ListPrivateArchived(ctx context.Context, channel discord.ChannelID, p ListArchivedThreads, opts ...Option) (*discord.ThreadList, error) {
	return do[discord.ThreadList](ctx, s.c, get("/channels/{channel_id}/threads/archived/private", channel).with(p.query()), nil, opts)
}

// AllPrivateArchived iterates over a channel's archived private threads, the
// last archived first. Limit bounds how many there are in all; 0 means no
// bound.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-private-archived-threads
//
//discord:op list_private_archived_threads GET /channels/{channel_id}/threads/archived/private
func (s Threads) AllPrivateArchived(ctx context.Context, channel discord.ChannelID, p ListArchivedThreads, opts ...Option) iter.Seq2[discord.Channel, error] {
	return allArchived(p, func(p ListArchivedThreads) (*discord.ThreadList, error) {
		return s.ListPrivateArchived(ctx, channel, p, opts...)
	})
}

func allArchived(p ListArchivedThreads, list func(ListArchivedThreads) (*discord.ThreadList, error)) iter.Seq2[discord.Channel, error] {
	return paginate(p.Before, p.Limit, 100, func(before time.Time, size int) ([]discord.Channel, time.Time, bool, error) {
		// Discord lists no less than two.
		page, err := list(ListArchivedThreads{Before: before, Limit: max(2, size)})
		if err != nil {
			return nil, before, false, err
		}
		threads := page.Threads[:min(size, len(page.Threads))]
		if n := len(threads); n > 0 && threads[n-1].ThreadMetadata != nil {
			before = threads[n-1].ThreadMetadata.ArchiveTimestamp.Time
		}
		return threads, before, page.HasMore, nil
	})
}

// ListJoinedArchived says which archived threads to list.
type ListJoinedArchived struct {
	Before discord.ChannelID // threads with smaller IDs
	Limit  int               // 2 to 100; 0 means Discord's default
}

func (p ListJoinedArchived) query() query {
	return query("").id("before", uint64(p.Before)).int("limit", p.Limit)
}

// ListJoinedPrivateArchived returns one page of those archived private threads
// of a channel that the bot is in, ordered by ID, the newest first. It needs
// READ_MESSAGE_HISTORY.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-joined-private-archived-threads
//
//discord:op list_my_private_archived_threads GET /channels/{channel_id}/users/@me/threads/archived/private
func (s Threads) ListJoinedPrivateArchived(ctx context.Context, channel discord.ChannelID, p ListJoinedArchived, opts ...Option) (*discord.ThreadList, error) {
	return do[discord.ThreadList](ctx, s.c, get("/channels/{channel_id}/users/@me/threads/archived/private", channel).with(p.query()), nil, opts)
}

// AllJoinedPrivateArchived iterates over the archived private threads of a
// channel that the bot is in, the newest first, back from Before where that is
// set. Limit bounds how many there are in all; 0 means no bound. It needs
// READ_MESSAGE_HISTORY.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#list-joined-private-archived-threads
//
//discord:op list_my_private_archived_threads GET /channels/{channel_id}/users/@me/threads/archived/private
func (s Threads) AllJoinedPrivateArchived(ctx context.Context, channel discord.ChannelID, p ListJoinedArchived, opts ...Option) iter.Seq2[discord.Channel, error] {
	return paginate(p.Before, p.Limit, 100, func(before discord.ChannelID, size int) ([]discord.Channel, discord.ChannelID, bool, error) {
		// Discord lists no less than two.
		page, err := s.ListJoinedPrivateArchived(ctx, channel, ListJoinedArchived{Before: before, Limit: max(2, size)}, opts...)
		if err != nil {
			return nil, before, false, err
		}
		threads := page.Threads[:min(size, len(page.Threads))]
		if n := len(threads); n > 0 {
			before = threads[n-1].ID
		}
		return threads, before, page.HasMore, nil
	})
}
