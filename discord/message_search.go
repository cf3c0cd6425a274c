package discord

// MessageSearch is a page of what a search for messages found.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages
type MessageSearch struct {
	DoingDeepHistoricalIndex bool           `json:"doing_deep_historical_index"` // older messages are still being indexed
	DocumentsIndexed         *int           `json:"documents_indexed,omitzero"`  // how many, so far
	TotalResults             int            `json:"total_results"`               // on all pages; inexact while messages come and go
	Messages                 [][]Message    `json:"messages"`                    // each list is one message found, without its reactions
	Threads                  []Channel      `json:"threads,omitzero"`            // that the messages are in
	Members                  []ThreadMember `json:"members,omitzero"`            // of the bot in those threads that it has joined
}

// ThreadSearch is a page of what a search for threads found. Only Discord's
// OpenAPI document has it.
type ThreadSearch struct {
	Threads       []Channel      `json:"threads"`
	Members       []ThreadMember `json:"members"` // of the bot in those threads that it has joined
	HasMore       bool           `json:"has_more"`
	FirstMessages []Message      `json:"first_messages,omitzero"` // of the threads
	TotalResults  int            `json:"total_results"`           // on all pages
}

// SearchAuthorType is a kind of author to search for. A minus before it
// excludes the kind.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages-author-types
type SearchAuthorType string

// The kinds of authors.
const (
	SearchAuthorTypeUser      SearchAuthorType = "user"
	SearchAuthorTypeBot       SearchAuthorType = "bot"
	SearchAuthorTypeWebhook   SearchAuthorType = "webhook"
	SearchAuthorTypeNoUser    SearchAuthorType = "-user"
	SearchAuthorTypeNoBot     SearchAuthorType = "-bot"
	SearchAuthorTypeNoWebhook SearchAuthorType = "-webhook"
)

// SearchHasType is something that a message has. A minus before it excludes
// messages that have it.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages-search-has-types
type SearchHasType string

// What a message has.
const (
	SearchHasTypeImage      SearchHasType = "image"
	SearchHasTypeSound      SearchHasType = "sound"
	SearchHasTypeVideo      SearchHasType = "video"
	SearchHasTypeFile       SearchHasType = "file"
	SearchHasTypeSticker    SearchHasType = "sticker"
	SearchHasTypeEmbed      SearchHasType = "embed"
	SearchHasTypeLink       SearchHasType = "link"
	SearchHasTypePoll       SearchHasType = "poll"
	SearchHasTypeSnapshot   SearchHasType = "snapshot" // a forwarded message
	SearchHasTypeNoImage    SearchHasType = "-image"
	SearchHasTypeNoSound    SearchHasType = "-sound"
	SearchHasTypeNoVideo    SearchHasType = "-video"
	SearchHasTypeNoFile     SearchHasType = "-file"
	SearchHasTypeNoSticker  SearchHasType = "-sticker"
	SearchHasTypeNoEmbed    SearchHasType = "-embed"
	SearchHasTypeNoLink     SearchHasType = "-link"
	SearchHasTypeNoPoll     SearchHasType = "-poll"
	SearchHasTypeNoSnapshot SearchHasType = "-snapshot"
)

// SearchEmbedType is a kind of embed to search for. It is not the same as an
// embed's type.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages-search-embed-types
type SearchEmbedType string

// The kinds of embeds.
const (
	SearchEmbedTypeImage   SearchEmbedType = "image"
	SearchEmbedTypeVideo   SearchEmbedType = "video"
	SearchEmbedTypeGIF     SearchEmbedType = "gif"
	SearchEmbedTypeSound   SearchEmbedType = "sound"
	SearchEmbedTypeArticle SearchEmbedType = "article"
)

// SearchSortMode is by what messages found are ordered.
//
// Discord docs: https://docs.discord.com/developers/resources/message#search-guild-messages-search-sort-modes
type SearchSortMode string

// The orders of messages found.
const (
	SearchSortModeTimestamp SearchSortMode = "timestamp" // the default
	SearchSortModeRelevance SearchSortMode = "relevance"
)

// SortOrder is a direction of sorting.
type SortOrder string

// The directions.
const (
	SortOrderAscending  SortOrder = "asc"
	SortOrderDescending SortOrder = "desc"
)

// ThreadSortMode is by what threads found are ordered. Only Discord's OpenAPI
// document has it.
type ThreadSortMode string

// The orders of threads found.
const (
	ThreadSortModeRelevance       ThreadSortMode = "relevance"
	ThreadSortModeCreationTime    ThreadSortMode = "creation_time"
	ThreadSortModeLastMessageTime ThreadSortMode = "last_message_time"
	ThreadSortModeArchiveTime     ThreadSortMode = "archive_time"
)

// ThreadSearchTagSetting tells how many of the tags a thread must have. Only
// Discord's OpenAPI document has it.
type ThreadSearchTagSetting string

// How many of the tags.
const (
	ThreadSearchTagSettingMatchAll  ThreadSearchTagSetting = "match_all"
	ThreadSearchTagSettingMatchSome ThreadSearchTagSetting = "match_some"
)
