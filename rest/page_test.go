package rest

import (
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestPaginate(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	tests := []struct {
		name           string
		items          int // that there are
		total          int // that are asked for
		stop           int // after so many the reader stops; 0: never
		fail           int // this page fails; 0: none
		want, requests int
	}{
		{name: "empty", want: 0, requests: 1},
		{name: "part of a page", items: 3, want: 3, requests: 1},
		{name: "exactly a page", items: 10, want: 10, requests: 2},
		{name: "three pages", items: 25, want: 25, requests: 3},
		{name: "exactly three pages", items: 30, want: 30, requests: 4},
		{name: "bounded within a page", items: 25, total: 4, want: 4, requests: 1},
		{name: "bounded at a page", items: 25, total: 10, want: 10, requests: 1},
		{name: "bounded in the third page", items: 30, total: 23, want: 23, requests: 3},
		{name: "bound above what there is", items: 12, total: 100, want: 12, requests: 2},
		{name: "reader stops", items: 30, stop: 11, want: 11, requests: 2},
		{name: "reader stops at a page's end", items: 30, stop: 10, want: 10, requests: 1},
		{name: "first page fails", items: 30, fail: 1, want: 0, requests: 1},
		{name: "second page fails", items: 30, fail: 2, want: 10, requests: 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			requests := 0
			all := paginate(0, tt.total, 10, func(at, size int) ([]int, int, bool, error) {
				if requests++; requests == tt.fail {
					return nil, 0, false, broken
				}
				var page []int
				for i := at; i < min(at+size, tt.items); i++ {
					page = append(page, i)
				}
				return page, at + len(page), len(page) == size, nil
			})
			if requests != 0 {
				t.Error("a page was fetched before the iteration began")
			}
			var got []int
			var err error
			for v, e := range all {
				if e != nil {
					err = e
					continue
				}
				if got = append(got, v); len(got) == tt.stop {
					break
				}
			}
			if (tt.fail > 0) != errors.Is(err, broken) {
				t.Errorf("error = %v", err)
			}
			for i, v := range got {
				if i != v {
					t.Fatalf("item %d is %d", i, v)
				}
			}
			if len(got) != tt.want || requests != tt.requests {
				t.Errorf("%d items in %d requests, want %d in %d", len(got), requests, tt.want, tt.requests)
			}
		})
	}
}

// pageServer serves the IDs 11 to n+10 as Discord pages each endpoint.
type pageServer struct {
	n        int
	requests []string
}

func (s *pageServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/api/v10")
	s.requests = append(s.requests, path+"?"+r.URL.RawQuery)
	q := r.URL.Query()
	limit, _ := strconv.Atoi(q.Get("limit"))
	number := func(name string, otherwise int) int {
		if v := q.Get(name); v != "" {
			otherwise, _ = strconv.Atoi(v)
		}
		return otherwise
	}
	var ids []int
	last, after := s.n+10, max(10, number("after", 0))
	switch {
	case strings.HasSuffix(path, "/messages") && q.Has("after"): // newest first, but those next to the cursor
		for id := min(last, after+limit); id > after; id-- {
			ids = append(ids, id)
		}
	case strings.HasSuffix(path, "/messages"), strings.HasSuffix(path, "/pins"), strings.Contains(path, "/archived/"):
		before := number("before", last+1)
		if t, err := time.Parse(time.RFC3339Nano, q.Get("before")); err == nil {
			before = int(t.Unix())
		}
		for id := before - 1; id > 10 && len(ids) < limit; id-- {
			ids = append(ids, id)
		}
	default:
		for id := after + 1; id <= last && len(ids) < limit; id++ {
			ids = append(ids, id)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprint(w, pageBody(path, ids))
}

// pageBody writes a page in the form of its endpoint.
func pageBody(path string, ids []int) string {
	at := func(id int) string { return time.Unix(int64(id), 0).UTC().Format("2006-01-02T15:04:05.000000+00:00") }
	more := len(ids) > 0 && ids[len(ids)-1] > 11
	var items []string
	for _, id := range ids {
		switch {
		case strings.HasSuffix(path, "/members"):
			items = append(items, fmt.Sprintf(`{"user":{"id":"%d","username":"u"},"roles":[]}`, id))
		case strings.HasSuffix(path, "/thread-members"):
			items = append(items, fmt.Sprintf(`{"user_id":"%d"}`, id))
		case strings.HasSuffix(path, "/pins"):
			items = append(items, fmt.Sprintf(`{"pinned_at":"%s","message":{"id":"%d"}}`, at(id), id))
		case strings.Contains(path, "/archived/"):
			items = append(items, fmt.Sprintf(`{"id":"%d","type":11,"thread_metadata":{"archive_timestamp":"%s"}}`, id, at(id)))
		default:
			items = append(items, fmt.Sprintf(`{"id":"%d"}`, id))
		}
	}
	list := "[" + strings.Join(items, ",") + "]"
	switch {
	case strings.Contains(path, "/polls/"):
		return fmt.Sprintf(`{"users":%s}`, list)
	case strings.HasSuffix(path, "/pins"):
		return fmt.Sprintf(`{"items":%s,"has_more":%t}`, list, more)
	case strings.Contains(path, "/archived/"):
		return fmt.Sprintf(`{"threads":%s,"members":[],"has_more":%t}`, list, more)
	}
	return list
}

// collect returns the IDs of an iteration.
func collect[T any](t *testing.T, all iter.Seq2[T, error], id func(T) uint64) []int {
	t.Helper()
	var ids []int
	for v, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, int(id(v)))
	}
	return ids
}

// TestAll iterates over none, one and three pages of every endpoint that has
// pages in one direction, from its start and from a cursor, with and without a
// bound. The others are in page_both_ways_test.go, searches in search_test.go.
func TestAll(t *testing.T) {
	t.Parallel()
	message := func(m discord.Message) uint64 { return uint64(m.ID) }
	user := func(u discord.User) uint64 { return uint64(u.ID) }
	thread := func(ch discord.Channel) uint64 { return uint64(ch.ID) }
	when := func(at int) time.Time {
		if at == 0 {
			return time.Time{}
		}
		return time.Unix(int64(at), 0)
	}
	endpoints := []struct {
		name       string
		size       int
		descending bool
		all        func(t *testing.T, c *Client, at, limit int) []int
	}{
		{"messages", 100, true, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Messages.All(t.Context(), 1, ListMessages{Before: discord.MessageID(at), Limit: limit}), message)
		}},
		{"messages after", 100, false, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Messages.All(t.Context(), 1, ListMessages{After: discord.MessageID(max(1, at)), Limit: limit}), message)
		}},
		{"pins", 50, true, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Messages.AllPins(t.Context(), 1, ListPins{Before: when(at), Limit: limit}), func(p discord.MessagePin) uint64 { return uint64(p.Message.ID) })
		}},
		{"reactions", 100, false, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Reactions.All(t.Context(), 1, 2, "🔥", ListReactions{After: discord.UserID(at), Limit: limit}), user)
		}},
		{"poll voters", 100, false, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Polls.AllVoters(t.Context(), 1, 2, 3, ListPollVoters{After: discord.UserID(at), Limit: limit}), user)
		}},
		{"thread members", 100, false, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Threads.AllMembers(t.Context(), 1, ListThreadMembers{After: discord.UserID(at), Limit: limit}), func(m discord.ThreadMember) uint64 { return uint64(m.UserID) })
		}},
		{"public archived threads", 100, true, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Threads.AllPublicArchived(t.Context(), 1, ListArchivedThreads{Before: when(at), Limit: limit}), thread)
		}},
		{"private archived threads", 100, true, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Threads.AllPrivateArchived(t.Context(), 1, ListArchivedThreads{Before: when(at), Limit: limit}), thread)
		}},
		{"joined archived threads", 100, true, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Threads.AllJoinedPrivateArchived(t.Context(), 1, ListJoinedArchived{Before: discord.ChannelID(at), Limit: limit}), thread)
		}},
		{"members", 1000, false, func(t *testing.T, c *Client, at, limit int) []int {
			return collect(t, c.Members.All(t.Context(), 1, ListMembers{After: discord.UserID(at), Limit: limit}), func(m discord.Member) uint64 { return uint64(m.User.ID) })
		}},
	}
	for _, e := range endpoints {
		for _, n := range []int{0, 1, e.size, 2*e.size + 1, 3 * e.size} {
			for _, limit := range []int{0, 1, e.size, 2*e.size + 1} {
				t.Run(fmt.Sprintf("%s/%d of %d", e.name, limit, n), func(t *testing.T) {
					t.Parallel()
					s := &pageServer{n: n}
					server := httptest.NewServer(s)
					defer server.Close()
					c := New(Bot("t"), Config{API: server.URL, Limiter: NoLimit, Logger: slog.New(slog.DiscardHandler)})
					defer c.Close()
					want, first := make([]int, n), 11
					for i := range want {
						want[i] = i + 11
					}
					if e.descending {
						slices.Reverse(want)
						first = n + 10
					}
					s.check(t, e.all(t, c, 0, limit), want, limit, e.size)
					s.check(t, e.all(t, c, first, limit), want[min(1, n):], limit, e.size)
				})
			}
		}
	}
}

// check compares what an iteration gave with what is wanted, of which it was
// bound to limit, and counts its requests.
func (s *pageServer) check(t *testing.T, got, want []int, limit, size int) {
	t.Helper()
	if limit > 0 {
		want = want[:min(limit, len(want))]
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d items, %v…, want %d, %v…; requests:\n%s", len(got), got[:min(5, len(got))], len(want), want[:min(5, len(want))], strings.Join(s.requests, "\n"))
	}
	if most := len(want)/size + 2; len(s.requests) > most {
		t.Errorf("%d requests for %d items", len(s.requests), len(want))
	}
	s.requests = nil
}
