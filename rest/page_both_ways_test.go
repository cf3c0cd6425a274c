package rest_test

import (
	"cmp"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// TestAllBothWays iterates over lists that Discord pages by before and after,
// over none, one, three and exactly three pages, whichever way a page is
// ordered.
func TestAllBothWays(t *testing.T) {
	t.Parallel()
	type list struct {
		name string
		size int // of a page
		ids  func(c *rest.Client, before, after uint64, limit int) ([]uint64, error)
	}
	lists := []list{
		{"guilds", 200, func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
			all := c.Users.AllGuilds(t.Context(), rest.ListGuilds{Before: discord.GuildID(before), After: discord.GuildID(after), Limit: limit})
			return idsOf(all, func(v discord.UserGuild) uint64 { return uint64(v.ID) })
		}},
		{"entitlements", 100, func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
			all := c.Entitlements.All(t.Context(), 1, rest.ListEntitlements{Before: discord.EntitlementID(before), After: discord.EntitlementID(after), Limit: limit})
			return idsOf(all, func(v discord.Entitlement) uint64 { return uint64(v.ID) })
		}},
		{"subscriptions", 100, func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
			all := c.Subscriptions.All(t.Context(), 1, rest.ListSubscriptions{Before: discord.SubscriptionID(before), After: discord.SubscriptionID(after), Limit: limit})
			return idsOf(all, func(v discord.Subscription) uint64 { return uint64(v.ID) })
		}},
		{"bans", 1000, func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
			all := c.Bans.All(t.Context(), 1, rest.ListBans{Before: discord.UserID(before), After: discord.UserID(after), Limit: limit})
			return idsOf(all, func(v discord.Ban) uint64 { return uint64(v.User.ID) })
		}},
		{"join requests", 100, func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
			all := c.JoinRequests.All(t.Context(), 1, rest.ListJoinRequests{Before: discord.JoinRequestID(before), After: discord.JoinRequestID(after), Limit: limit})
			return idsOf(all, func(v discord.JoinRequest) uint64 { return uint64(v.ID) })
		}},
		{"users of an event", 100, func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
			all := c.ScheduledEvents.AllUsers(t.Context(), 1, 2, rest.ListScheduledEventUsers{Before: discord.UserID(before), After: discord.UserID(after), Limit: limit})
			return idsOf(all, func(v discord.ScheduledEventUser) uint64 { return uint64(v.User.ID) })
		}},
		{"users of an exception", 100, func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
			all := c.ScheduledEvents.AllExceptionUsers(t.Context(), 1, 2, 3, rest.ListScheduledEventUsers{Before: discord.UserID(before), After: discord.UserID(after), Limit: limit})
			return idsOf(all, func(v discord.ScheduledEventUser) uint64 { return uint64(v.User.ID) })
		}},
	}
	for _, l := range lists {
		for _, n := range []int{0, 1, 3*l.size - 1, 3 * l.size} {
			for _, limit := range []int{0, 1, l.size + 1} {
				for _, descending := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s/%d/%d/%t", l.name, n, limit, descending), func(t *testing.T) {
						t.Parallel()
						c := newClient(t, servePages(t, n, descending))
						var forward []uint64 // IDs are 11 to n+10
						for id := range n {
							forward = append(forward, uint64(id+11))
						}
						back := slices.Clone(forward)
						slices.Reverse(back)
						checkIDs(t, l.ids, c, 0, 0, limit, forward)
						checkIDs(t, l.ids, c, 0, 11, limit, forward[min(1, n):])
						checkIDs(t, l.ids, c, uint64(n)+11, 0, limit, back)
						checkIDs(t, l.ids, c, uint64(n)+10, 0, limit, back[min(1, n):])
					})
				}
			}
		}
	}
}

func checkIDs(t *testing.T, ids func(*rest.Client, uint64, uint64, int) ([]uint64, error), c *rest.Client, before, after uint64, limit int, want []uint64) {
	t.Helper()
	if limit > 0 {
		want = want[:min(limit, len(want))]
	}
	got, err := ids(c, before, after, limit)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("before %d, after %d, limit %d: %d IDs from %v, %v; want %d from %v", before, after, limit, len(got), got[:min(1, len(got))], err, len(want), want[:min(1, len(want))])
	}
}

func idsOf[T any](all iter.Seq2[T, error], id func(T) uint64) (ids []uint64, err error) {
	for v, e := range all {
		if e != nil {
			return ids, e
		}
		ids = append(ids, id(v))
	}
	return ids, nil
}

// servePages serves the IDs 11 to n+10, as many as limit says, next to before
// or after.
func servePages(t *testing.T, n int, descending bool) rest.Config {
	t.Helper()
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		limit, _ := strconv.Atoi(q.Get("limit"))
		before, after := n+11, 0
		if q.Has("before") {
			before, _ = strconv.Atoi(q.Get("before"))
		}
		if q.Has("after") {
			after, _ = strconv.Atoi(q.Get("after"))
		}
		var ids []int
		for id := max(after+1, 11); id < min(before, n+11); id++ {
			ids = append(ids, id)
		}
		if q.Has("before") {
			ids = ids[max(0, len(ids)-limit):]
		} else {
			ids = ids[:min(limit, len(ids))]
		}
		if descending {
			slices.SortFunc(ids, func(a, b int) int { return cmp.Compare(b, a) })
		}
		var items []string
		for _, id := range ids {
			items = append(items, fmt.Sprintf(`{"id":"%d","user":{"id":"%d"}}`, id, id))
		}
		list := "[" + strings.Join(items, ",") + "]"
		if strings.HasSuffix(r.URL.Path, "/requests") {
			list = `{"total":` + strconv.Itoa(n) + `,"guild_join_requests":` + list + `}`
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, list)
	})
	cfg.Limiter = rest.NoLimit
	return cfg
}
