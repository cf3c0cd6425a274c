package rest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// TestAllAuditLog iterates over audit logs of none, one, almost three and exactly
// three pages: back from the newest entry, unless it is told where to begin.
func TestAllAuditLog(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 299, 300} {
		for _, limit := range []int{0, 1, 101} {
			t.Run(fmt.Sprintf("%d/%d", n, limit), func(t *testing.T) {
				t.Parallel()
				c := newClient(t, serveAuditLog(t, n))
				ids := func(c *rest.Client, before, after uint64, limit int) ([]uint64, error) {
					p := rest.ListAuditLog{Before: discord.AuditLogEntryID(before), After: discord.AuditLogEntryID(after), ActionType: discord.AuditLogActionMemberKick, Limit: limit}
					return idsOf(c.AuditLog.All(t.Context(), 1, p), func(e discord.AuditLogEntry) uint64 { return uint64(e.ID) })
				}
				var forward []uint64 // IDs are 11 to n+10
				for id := range n {
					forward = append(forward, uint64(id+11))
				}
				back := slices.Clone(forward)
				slices.Reverse(back)
				checkIDs(t, ids, c, 0, 0, limit, back)
				checkIDs(t, ids, c, uint64(n)+10, 0, limit, back[min(1, n):])
				checkIDs(t, ids, c, 0, 1, limit, forward)
				checkIDs(t, ids, c, 0, 11, limit, forward[min(1, n):])
			})
		}
	}
}

// serveAuditLog serves entries with the IDs 11 to n+10 as Discord does: after an
// ID in their order, otherwise the newest first.
func serveAuditLog(t *testing.T, n int) rest.Config {
	t.Helper()
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("action_type") != "20" {
			t.Errorf("asked for %s", r.URL.RawQuery)
		}
		limit, _ := strconv.Atoi(q.Get("limit"))
		var ids []int
		if after, err := strconv.Atoi(q.Get("after")); err == nil {
			for id := max(after+1, 11); id < n+11; id++ {
				ids = append(ids, id)
			}
		} else {
			before := n + 11
			if q.Has("before") {
				before, _ = strconv.Atoi(q.Get("before"))
			}
			for id := min(before, n+11) - 1; id > 10; id-- {
				ids = append(ids, id)
			}
		}
		var items []string
		for _, id := range ids[:min(limit, len(ids))] {
			items = append(items, fmt.Sprintf(`{"id":"%d","action_type":20}`, id))
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"audit_log_entries":[%s]}`, strings.Join(items, ","))
	})
	cfg.Limiter = rest.NoLimit
	return cfg
}
