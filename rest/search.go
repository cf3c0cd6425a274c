package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/internal/wire"
)

// SearchMessages says which messages of a guild to search for. A message found
// fits all that is set; of a list it fits any. Zero values are no conditions.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages
type SearchMessages struct {
	Content             string                     // words, at most 1024 characters
	Slop                *int                       // how many words may be between them, at most 100; nil: 2
	ChannelID           []discord.ChannelID        // at most 500
	AuthorID            []discord.UserID           // at most 100
	AuthorType          []discord.SearchAuthorType // at most 6
	Mentions            []discord.UserID           // at most 100
	MentionsRoleID      []discord.RoleID           // at most 100
	MentionEveryone     *bool
	RepliedToUserID     []discord.UserID    // at most 100
	RepliedToMessageID  []discord.MessageID // at most 100
	Pinned              *bool
	Has                 []discord.SearchHasType   // at most 18
	EmbedType           []discord.SearchEmbedType // at most 5
	EmbedProvider       []string                  // in its exact case, such as "Tenor"; at most 100
	LinkHostname        []string                  // such as "example.com"; at most 100
	AttachmentFilename  []string                  // at most 100
	AttachmentExtension []string                  // without dot; at most 100
	IncludeNSFW         bool                      // age-restricted channels too
	MinID               discord.MessageID         // messages after it
	MaxID               discord.MessageID         // messages before it
	SortBy              discord.SearchSortMode    // empty: by time
	SortOrder           discord.SortOrder         // empty: descending, the newest first; has no meaning with SearchSortModeRelevance
	Limit               int                       // 1 to 25; 0 means 25
	Offset              int                       // how many to skip, at most 9975
}

func (p SearchMessages) query() query {
	q := query("")
	if p.Content != "" {
		q = q.add("content", p.Content)
	}
	if p.Slop != nil {
		q = q.add("slop", strconv.Itoa(*p.Slop))
	}
	q = addIDs(q, "channel_id", p.ChannelID)
	q = addIDs(q, "author_id", p.AuthorID)
	q = addTexts(q, "author_type", p.AuthorType)
	q = addIDs(q, "mentions", p.Mentions)
	q = addIDs(q, "mentions_role_id", p.MentionsRoleID)
	q = q.maybe("mention_everyone", p.MentionEveryone)
	q = addIDs(q, "replied_to_user_id", p.RepliedToUserID)
	q = addIDs(q, "replied_to_message_id", p.RepliedToMessageID)
	q = q.maybe("pinned", p.Pinned)
	q = addTexts(q, "has", p.Has)
	q = addTexts(q, "embed_type", p.EmbedType)
	q = addTexts(q, "embed_provider", p.EmbedProvider)
	q = addTexts(q, "link_hostname", p.LinkHostname)
	q = addTexts(q, "attachment_filename", p.AttachmentFilename)
	q = addTexts(q, "attachment_extension", p.AttachmentExtension)
	q = q.bool("include_nsfw", p.IncludeNSFW).id("min_id", uint64(p.MinID)).id("max_id", uint64(p.MaxID))
	q = addTexts(q, "sort_by", []discord.SearchSortMode{p.SortBy})
	q = addTexts(q, "sort_order", []discord.SortOrder{p.SortOrder})
	return q.int("limit", p.Limit).int("offset", p.Offset)
}

// Search returns one page of a guild's messages that fit. It needs
// READ_MESSAGE_HISTORY and the intent MESSAGE_CONTENT.
//
// A guild that Discord has not indexed yet is asked again, five times at most,
// after the time that Discord names; then the error is
// [ErrIndexNotYetAvailable], and its RetryAfter is when to try again.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages
//
//discord:op guild_search GET /guilds/{guild_id}/messages/search
func (s Messages) Search(ctx context.Context, guild discord.GuildID, p SearchMessages, opts ...Option) (*discord.MessageSearch, error) {
	return doSearch[discord.MessageSearch](ctx, s.c, get("/guilds/{guild_id}/messages/search", guild).with(p.query()), opts)
}

// SearchAll iterates over a guild's messages that fit, from Offset on. Limit
// bounds how many there are in all; 0 means no bound. Discord shows the first
// 10,000; for more, search again with MaxID, or MinID, of the last.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages
//
//discord:op guild_search GET /guilds/{guild_id}/messages/search
func (s Messages) SearchAll(ctx context.Context, guild discord.GuildID, p SearchMessages, opts ...Option) iter.Seq2[discord.Message, error] {
	return searchAll(p.Offset, p.Limit, func(offset, size int) (messages []discord.Message, total int, err error) {
		p := p // an iteration leaves nothing behind
		p.Offset, p.Limit = offset, size
		page, err := s.Search(ctx, guild, p, opts...)
		if err != nil {
			return nil, 0, err
		}
		for _, found := range page.Messages {
			messages = append(messages, found...)
		}
		return messages, page.TotalResults, nil
	})
}

// SearchThreads says which threads of a channel to search for. Zero values are
// no conditions.
type SearchThreads struct {
	Name       string                         // words, at most 100 characters
	Slop       *int                           // how many words may be between them, at most 100
	Tag        []discord.ForumTagID           // at most 20
	TagSetting discord.ThreadSearchTagSetting // whether all tags count, or any
	Archived   *bool
	MinID      discord.ChannelID // threads after it
	MaxID      discord.ChannelID // threads before it
	SortBy     discord.ThreadSortMode
	SortOrder  discord.SortOrder
	Limit      int // 1 to 25; 0 means 25
	Offset     int // how many to skip, at most 9975
}

func (p SearchThreads) query() query {
	q := query("")
	if p.Name != "" {
		q = q.add("name", p.Name)
	}
	if p.Slop != nil {
		q = q.add("slop", strconv.Itoa(*p.Slop))
	}
	q = addIDs(q, "tag", p.Tag)
	q = addTexts(q, "tag_setting", []discord.ThreadSearchTagSetting{p.TagSetting})
	q = q.maybe("archived", p.Archived).id("min_id", uint64(p.MinID)).id("max_id", uint64(p.MaxID))
	q = addTexts(q, "sort_by", []discord.ThreadSortMode{p.SortBy})
	q = addTexts(q, "sort_order", []discord.SortOrder{p.SortOrder})
	return q.int("limit", p.Limit).int("offset", p.Offset)
}

// Search returns one page of a channel's threads that fit. A channel that
// Discord has not indexed yet is treated as by [Messages.Search]. Only
// Discord's OpenAPI document has this operation.
//
//discord:op thread_search GET /channels/{channel_id}/threads/search
func (s Threads) Search(ctx context.Context, channel discord.ChannelID, p SearchThreads, opts ...Option) (*discord.ThreadSearch, error) {
	return doSearch[discord.ThreadSearch](ctx, s.c, get("/channels/{channel_id}/threads/search", channel).with(p.query()), opts)
}

// SearchAll iterates over a channel's threads that fit, from Offset on. Limit
// bounds how many there are in all; 0 means no bound. Discord shows the first
// 10,000.
//
//discord:op thread_search GET /channels/{channel_id}/threads/search
func (s Threads) SearchAll(ctx context.Context, channel discord.ChannelID, p SearchThreads, opts ...Option) iter.Seq2[discord.Channel, error] {
	return searchAll(p.Offset, p.Limit, func(offset, size int) ([]discord.Channel, int, error) {
		p := p // an iteration leaves nothing behind
		p.Offset, p.Limit = offset, size
		page, err := s.Search(ctx, channel, p, opts...)
		if err != nil {
			return nil, 0, err
		}
		return page.Threads, page.TotalResults, nil
	})
}

// Sizes of searches.
const (
	maxSearchPage   = 25
	maxSearchOffset = 9975
)

// searchAll iterates over what a search finds. A page may be short, or even
// empty, though there are more: so it is the total that ends it.
func searchAll[T any](offset, limit int, fetch func(offset, size int) (page []T, total int, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		left := limit
		for at := offset; at <= maxSearchOffset; at += maxSearchPage {
			// Whole pages, since the offset counts what the page could have held.
			page, total, err := fetch(at, maxSearchPage)
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, v := range page {
				if !yield(v, nil) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
			if at+maxSearchPage >= total {
				return
			}
		}
	}
}

// How often a search is tried that Discord has no index for yet, and how long
// it waits before it tries again where Discord doesn't say.
const (
	maxSearches = 5
	searchDelay = time.Second
)

// doSearch sends a search and decodes its answer. Status 202 says that there is
// no index yet.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages
func doSearch[T any](ctx context.Context, c *Client, r route, opts []Option) (*T, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	for attempt := 1; ; attempt++ {
		v, notReady, err := trySearch[T](ctx, c, r, opts)
		if notReady == nil {
			return v, err
		}
		if o.noRetry || attempt == maxSearches {
			return nil, notReady
		}
		if err := sleep(ctx, notReady.RetryAfter); err != nil {
			return nil, fmt.Errorf("%w (after: %w)", err, notReady)
		}
	}
}

// trySearch sends a search once. notReady is what Discord says where it has no
// index yet.
func trySearch[T any](ctx context.Context, c *Client, r route, opts []Option) (v *T, notReady *Error, err error) {
	a, err := c.send(ctx, r, nil, opts)
	if err != nil {
		return nil, nil, err
	}
	defer a.free()
	if a.status == http.StatusAccepted {
		notReady = newError(&r, a.status, a.header, a.body.String())
		notReady.RetryAfter = indexDelay(a.body.Bytes())
		return nil, notReady, nil
	}
	v = new(T)
	if u, ok := any(v).(wire.Unmarshaler); ok {
		err = wire.Unmarshal(a.body.Bytes(), u)
	} else {
		err = json.Unmarshal(a.body.Bytes(), v)
	}
	if err != nil {
		return nil, nil, undecodable(&r, a.status, err)
	}
	return v, nil, nil
}

// indexDelay returns how long to wait for an index.
func indexDelay(body []byte) time.Duration {
	var answer struct {
		RetryAfter float64 `json:"retry_after"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || !(answer.RetryAfter > 0 && answer.RetryAfter < 3600) {
		return searchDelay
	}
	return time.Duration(answer.RetryAfter * float64(time.Second))
}

// addIDs adds a list of IDs to a query.
func addIDs[T any](q query, name string, ids []discord.ID[T]) query {
	for _, id := range ids {
		q = q.id(name, uint64(id))
	}
	return q
}

// addTexts adds a list of texts to a query, but for empty ones.
func addTexts[T ~string](q query, name string, texts []T) query {
	for _, t := range texts {
		if t != "" {
			q = q.add(name, string(t))
		}
	}
	return q
}

// maybe adds a boolean where false and absent are not the same.
func (q query) maybe(name string, v *bool) query {
	if v == nil {
		return q
	}
	return q.add(name, strconv.FormatBool(*v))
}
