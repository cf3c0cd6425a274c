package emulator

import (
	"net/http"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// searchRoutes are the searches for messages and threads. Everything is indexed
// at once; a [Failure] with status 202 plays that it is not.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages
var searchRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/messages/search", handle: (*bot).searchMessages},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/threads/search", handle: (*bot).searchThreads},
}

// A searchPage is what all searches have in common: which IDs and words, and
// which part of what is found.
type searchPage struct {
	limit, offset int
	min, max      snowflake
	ascending     bool
	words         []string
}

// searchPage reads what all searches have in common. text is the parameter with
// the words.
func (r *request) searchPage(text string, longest int) (p searchPage, err error) {
	if p.limit, err = r.queryInt("limit", 25, 1, 25); err != nil {
		return p, err
	}
	if p.offset, err = r.queryInt("offset", 0, 0, 9975); err != nil {
		return p, err
	}
	if p.min, err = r.queryID("min_id"); err != nil {
		return p, err
	}
	if p.max, err = r.queryID("max_id"); err != nil {
		return p, err
	}
	if _, err = r.queryInt("slop", 2, 0, 100); err != nil {
		return p, err
	}
	f := new(form)
	f.at(text).length(len([]rune(r.query.Get(text))), 0, longest)
	r.checkChoices(f, "sort_order", "asc", "desc")
	p.ascending = r.query.Get("sort_order") == "asc"
	p.words = strings.Fields(strings.ToLower(r.query.Get(text)))
	return p, f.err()
}

// checkChoices reports values of the query that are none of those that it may
// have.
func (r *request) checkChoices(f *form, name string, choices ...string) {
	for i, v := range r.query[name] {
		if !slices.Contains(choices, v) {
			f.at(name, i).addf(codeChoices, "Value must be one of {%s}.", strings.Join(choices, ", "))
		}
	}
}

// of returns the part of a list.
func of[T any](p searchPage, list []T) []T {
	start := min(p.offset, len(list))
	return list[start:min(len(list), start+p.limit)]
}

// fits reports whether an ID lies where it should, and a text has the words.
func (p searchPage) fits(id uint64, text string) bool {
	if p.min != 0 && id <= uint64(p.min) || p.max != 0 && id >= uint64(p.max) {
		return false
	}
	text = strings.ToLower(text)
	return !slices.ContainsFunc(p.words, func(word string) bool { return !strings.Contains(text, word) })
}

// foundMessage is a message of a search, as only Discord's OpenAPI document
// has it.
type foundMessage struct {
	discord.Message
	Hit bool `json:"hit"`
}

func (b *bot) searchMessages(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	if !b.granted.Has(discord.IntentMessageContent) {
		return reply{}, errMissingAccess
	}
	p, err := r.searchPage("content", 1024)
	if err != nil {
		return reply{}, err
	}
	filter, err := newMessageFilter(r)
	if err != nil {
		return reply{}, err
	}
	var found []*message
	for _, ch := range byID(g.channels) {
		readable := b.may(ch, r.now)&mayRead == mayRead
		if !readable || ch.NSFW && r.query.Get("include_nsfw") != "true" {
			continue
		}
		for _, m := range ch.public() {
			if m.isOrdinary() && p.fits(uint64(m.ID), m.Content) && filter.fits(m) {
				found = append(found, m)
			}
		}
	}
	slices.SortFunc(found, func(a, b *message) int {
		if p.ascending {
			a, b = b, a
		}
		return int(min(1, max(-1, int64(b.ID)-int64(a.ID))))
	})
	return ok(b.messagesFound(p, found))
}

// messagesFound returns a page of messages, with the threads that they are in.
func (b *bot) messagesFound(p searchPage, found []*message) any {
	out := struct {
		Indexing bool                    `json:"doing_deep_historical_index"`
		Total    int                     `json:"total_results"`
		Messages [][]foundMessage        `json:"messages"`
		Threads  []discord.Channel       `json:"threads,omitempty"`
		Members  []*discord.ThreadMember `json:"members,omitempty"`
	}{Total: len(found)}
	seen := make(map[discord.ChannelID]bool)
	for _, m := range of(p, found) {
		view := *b.view(m)
		view.Reactions = nil
		out.Messages = append(out.Messages, []foundMessage{{view, true}})
		if ch := b.state.channels[m.ChannelID]; ch.IsThread() && !seen[ch.ID] {
			seen[ch.ID] = true
			out.Threads = append(out.Threads, b.threadWithMember(ch))
			if member := ch.members[b.user.ID]; member != nil {
				out.Members = append(out.Members, member)
			}
		}
	}
	return out
}

// queryIDs reads a list of IDs of the query.
func (r *request) queryIDs(f *form, name string, most int) []snowflake {
	f.at(name).length(len(r.query[name]), 0, most)
	var ids []snowflake
	for i, text := range r.query[name] {
		id, ok := parseSnowflake(text)
		if !ok {
			f.at(name, i).addf(codeNumberCoerce, "Value %q is not snowflake.", text)
		}
		ids = append(ids, id)
	}
	return ids
}
