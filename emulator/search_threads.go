package emulator

import (
	"cmp"
	"slices"

	"github.com/accord-go/accord/discord"
)

// searchThreads finds threads of a channel by name and tags.
func (b *bot) searchThreads(r *request) (reply, error) {
	parent, err := b.channelFor(r, mayRead)
	if err != nil {
		return reply{}, err
	}
	p, err := r.searchPage("name", 100)
	if err != nil {
		return reply{}, err
	}
	f := new(form)
	tags := r.queryIDs(f, "tag", 20)
	r.checkChoices(f, "tag_setting", "match_all", "match_some")
	r.checkChoices(f, "sort_by", "relevance", "creation_time", "last_message_time", "archive_time")
	archived, boolErr := r.queryBool("archived")
	if err := cmp.Or(f.err(), boolErr); err != nil {
		return reply{}, err
	}
	all := r.query.Get("tag_setting") == "match_all"
	var found []*channel
	for _, ch := range byID(b.state.guilds[parent.GuildID].channelsIn()) {
		if !ch.IsThread() || ch.ParentID != parent.ID || !b.sees(ch, r.now) {
			continue
		}
		if r.query.Has("archived") && ch.archived() != archived {
			continue
		}
		if p.fits(uint64(ch.ID), deref(ch.Name)) && ch.isTagged(tags, all) {
			found = append(found, ch)
		}
	}
	sortThreads(found, r.query.Get("sort_by"), p.ascending)
	return ok(b.threadsFound(p, found))
}

// isTagged reports whether a thread has all, or one, of some tags.
func (ch *channel) isTagged(tags []snowflake, all bool) bool {
	n := 0
	for _, tag := range tags {
		if slices.Contains(ch.AppliedTags, discord.ForumTagID(tag)) {
			n++
		}
	}
	return len(tags) == 0 || n == len(tags) || n > 0 && !all
}

// sortThreads orders threads, the latest first unless ascending.
func sortThreads(threads []*channel, by string, ascending bool) {
	key := func(ch *channel) int64 {
		switch {
		case by == "archive_time" && ch.ThreadMetadata != nil:
			return ch.ThreadMetadata.ArchiveTimestamp.UnixMicro()
		case by == "creation_time":
			return int64(ch.ID)
		default:
			return int64(ch.LastMessageID)
		}
	}
	slices.SortStableFunc(threads, func(a, b *channel) int {
		if ascending {
			a, b = b, a
		}
		return cmp.Compare(key(b), key(a))
	})
}

// threadsFound returns a page of threads, with their first messages.
func (b *bot) threadsFound(p searchPage, found []*channel) any {
	out := struct {
		Threads  []discord.Channel       `json:"threads"`
		Members  []*discord.ThreadMember `json:"members"`
		HasMore  bool                    `json:"has_more"`
		First    []*discord.Message      `json:"first_messages,omitempty"`
		Messages int                     `json:"total_results"`
	}{Messages: len(found), HasMore: p.offset+p.limit < len(found)}
	for _, ch := range of(p, found) {
		out.Threads = append(out.Threads, b.threadWithMember(ch))
		if member := ch.members[b.user.ID]; member != nil {
			out.Members = append(out.Members, member)
		}
		if m := b.state.messages[discord.MessageID(ch.ID)]; m != nil {
			out.First = append(out.First, b.view(m))
		}
	}
	return out
}
