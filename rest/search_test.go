package rest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// found is what a search server has found: IDs 1 to n, and from time to time a
// page that lacks some of them.
type found struct {
	n, gap  int // gap: every gap-th is missing; 0: none
	queries []string
}

func (f *found) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.queries = append(f.queries, r.URL.RawQuery)
	q := r.URL.Query()
	limit, _ := strconv.Atoi(q.Get("limit"))
	offset, _ := strconv.Atoi(q.Get("offset"))
	var messages, threads []string
	for id := offset + 1; id <= min(offset+limit, f.n); id++ {
		if f.gap > 0 && id%f.gap == 0 {
			continue
		}
		messages = append(messages, "["+message(id, "hi")+"]")
		threads = append(threads, fmt.Sprintf(`{"id":"%d","type":11}`, id))
	}
	reply(w, 200, fmt.Sprintf(`{"doing_deep_historical_index":false,"total_results":%d,"messages":[%s],"threads":[%s],"members":[],"has_more":true}`,
		f.n, strings.Join(messages, ","), strings.Join(threads, ",")))
}

// TestSearchAll pages through what searches find: exact and other numbers,
// short and empty pages, bounds, and what Discord doesn't show.
func TestSearchAll(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                string
		n, gap              int
		offset, limit       int
		first, last, amount int
		requests            int
	}{
		{"nothing", 0, 0, 0, 0, 0, 0, 0, 1},
		{"one", 1, 0, 0, 0, 1, 1, 1, 1},
		{"a page", 25, 0, 0, 0, 1, 25, 25, 1},
		{"three pages", 75, 0, 0, 0, 1, 75, 75, 3},
		{"three pages and one", 76, 0, 0, 0, 1, 76, 76, 4},
		{"short pages", 75, 5, 0, 0, 1, 74, 60, 3},
		{"empty pages", 75, 1, 0, 0, 0, 0, 0, 3},
		{"bounded", 75, 0, 0, 30, 1, 30, 30, 2},
		{"bounded at a page", 75, 0, 0, 25, 1, 25, 25, 1},
		{"from an offset", 75, 0, 40, 0, 41, 75, 35, 2},
		{"more than Discord shows", 20_000, 0, 9950, 0, 9951, 10_000, 50, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := &found{n: tt.n, gap: tt.gap}
			cfg := serve(t, f.ServeHTTP)
			cfg.Limiter = rest.NoLimit
			c := newClient(t, cfg)
			messages := ids(t, c.Messages.SearchAll(t.Context(), 1, rest.SearchMessages{Content: "hi", Offset: tt.offset, Limit: tt.limit}), func(m discord.Message) int { return int(m.ID) })
			if len(f.queries) != tt.requests {
				t.Errorf("%d requests, want %d: %v", len(f.queries), tt.requests, f.queries)
			}
			threads := ids(t, c.Threads.SearchAll(t.Context(), 1, rest.SearchThreads{Name: "hi", Offset: tt.offset, Limit: tt.limit}), func(c discord.Channel) int { return int(c.ID) })
			for _, got := range [][]int{messages, threads} {
				if len(got) != tt.amount || len(got) > 0 && (got[0] != tt.first || got[len(got)-1] != tt.last) || !slices.IsSorted(got) {
					t.Errorf("%d found: %v…", len(got), got[:min(5, len(got))])
				}
			}
		})
	}
}

func ids[T any](t *testing.T, all iter.Seq2[T, error], id func(T) int) (ids []int) {
	t.Helper()
	for v, err := range all {
		if err != nil {
			t.Error(err)
			return ids
		}
		ids = append(ids, id(v))
	}
	return ids
}

func TestSearchQueries(t *testing.T) {
	t.Parallel()
	f := new(found)
	c := bot(t, f.ServeHTTP)
	_, err := c.Messages.Search(t.Context(), 1, rest.SearchMessages{
		Content: "a b", Slop: new(0), ChannelID: []discord.ChannelID{1, 2}, AuthorID: []discord.UserID{3}, AuthorType: []discord.SearchAuthorType{discord.SearchAuthorTypeNoBot},
		Mentions: []discord.UserID{4}, MentionsRoleID: []discord.RoleID{5}, MentionEveryone: new(false), RepliedToUserID: []discord.UserID{6},
		RepliedToMessageID: []discord.MessageID{7}, Pinned: new(true), Has: []discord.SearchHasType{discord.SearchHasTypeLink, discord.SearchHasTypeNoEmbed},
		EmbedType: []discord.SearchEmbedType{discord.SearchEmbedTypeGIF}, EmbedProvider: []string{"Tenor"}, LinkHostname: []string{"example.com"},
		AttachmentFilename: []string{"a b.txt"}, AttachmentExtension: []string{"txt"}, IncludeNSFW: true, MinID: 8, MaxID: 9,
		SortBy: discord.SearchSortModeRelevance, SortOrder: discord.SortOrderAscending, Limit: 10, Offset: 11,
	})
	want := "content=a%20b&slop=0&channel_id=1&channel_id=2&author_id=3&author_type=-bot&mentions=4&mentions_role_id=5&mention_everyone=false&replied_to_user_id=6" +
		"&replied_to_message_id=7&pinned=true&has=link&has=-embed&embed_type=gif&embed_provider=Tenor&link_hostname=example.com&attachment_filename=a%20b.txt" +
		"&attachment_extension=txt&include_nsfw=true&min_id=8&max_id=9&sort_by=relevance&sort_order=asc&limit=10&offset=11"
	if err != nil || f.queries[0] != want {
		t.Errorf("%v, query %s\nwant %s", err, f.queries[0], want)
	}
	_, err = c.Threads.Search(t.Context(), 1, rest.SearchThreads{
		Name: "n", Slop: new(1), Tag: []discord.ForumTagID{1, 2}, TagSetting: discord.ThreadSearchTagSettingMatchAll, Archived: new(false), MinID: 3, MaxID: 4,
		SortBy: discord.ThreadSortModeArchiveTime, SortOrder: discord.SortOrderDescending, Limit: 5, Offset: 6,
	})
	want = "name=n&slop=1&tag=1&tag=2&tag_setting=match_all&archived=false&min_id=3&max_id=4&sort_by=archive_time&sort_order=desc&limit=5&offset=6"
	if err != nil || f.queries[1] != want {
		t.Errorf("%v, query %s\nwant %s", err, f.queries[1], want)
	}
}

// notReady says that there is no index yet.
func notReady(after string) http.HandlerFunc {
	return answer(202, `{"message":"Index not yet available. Try again later","code":110000,"documents_indexed":0,"retry_after":`+after+`}`)
}

// A search without an index is tried again when Discord says.
func TestSearchWithoutIndex(t *testing.T) {
	t.Parallel()
	result := answer(200, `{"doing_deep_historical_index":true,"documents_indexed":5,"total_results":1,"messages":[[`+message(7, "hi")+`]]}`)
	tests := []struct {
		name     string
		handlers []http.HandlerFunc
		opts     []rest.Option
		requests int
		waited   time.Duration
		err      bool
	}{
		{"ready at last", []http.HandlerFunc{notReady("2"), notReady("3"), result}, nil, 3, 5 * time.Second, false},
		{"a short delay where it says none", []http.HandlerFunc{notReady("0"), result}, nil, 2, time.Second, false},
		{"nonsense is a short delay", []http.HandlerFunc{notReady("1e9"), notReady(`"x"`), notReady("-1"), result}, nil, 4, 3 * time.Second, false},
		{"never ready", []http.HandlerFunc{notReady("2")}, nil, 5, 8 * time.Second, true},
		{"no retry", []http.HandlerFunc{notReady("2"), result}, []rest.Option{rest.NoRetry()}, 1, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &sequence{handlers: tt.handlers}
				cfg := serve(t, s.ServeHTTP)
				cfg.Limiter = rest.NoLimit
				start := time.Now()
				found, err := newClient(t, cfg).Messages.Search(t.Context(), 1, rest.SearchMessages{Content: "hi"}, tt.opts...)
				if waited := time.Since(start); s.count() != tt.requests || waited != tt.waited {
					t.Errorf("%d requests in %s, want %d in %s", s.count(), waited, tt.requests, tt.waited)
				}
				if !tt.err {
					if err != nil || found.TotalResults != 1 || found.Messages[0][0].ID != 7 || *found.DocumentsIndexed != 5 {
						t.Errorf("%+v, %v", found, err)
					}
					return
				}
				var e *rest.Error
				if found != nil || !errors.Is(err, rest.ErrIndexNotYetAvailable) || !errors.As(err, &e) || e.Status != 202 || e.RetryAfter != 2*time.Second {
					t.Errorf("%+v, error = %#v", found, err)
				}
			})
		})
	}
}

// Who can't wait for the index gets both reasons.
func TestSearchGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := bot(t, notReady("60"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Threads.Search(ctx, 1, rest.SearchThreads{Name: "hi"})
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, rest.ErrIndexNotYetAvailable) {
			t.Errorf("error = %v", err)
		}
	})
}
