package rest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// Requests that were decided on are paged by the time of that, not by their
// IDs: here the one that was made last was the first to be approved.
func TestDecidedJoinRequests(t *testing.T) {
	t.Parallel()
	const n = 250
	approved := make([]discord.JoinRequest, n)
	for i := range approved {
		status := discord.JoinRequestStatusApproved
		at := discord.At(time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC))
		approved[i] = discord.JoinRequest{ID: discord.JoinRequestID(1000 - i), ApplicationStatus: &status, CreatedAt: at, ReviewedAt: at}
	}
	c := newClient(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		limit, _ := strconv.Atoi(q.Get("limit"))
		before, _ := strconv.ParseUint(q.Get("before"), 10, 64)
		after, _ := strconv.ParseUint(q.Get("after"), 10, 64)
		var page []discord.JoinRequest // the oldest first
		for _, v := range approved {
			if at := uint64(discord.IDAt[discord.JoinRequest](v.ReviewedAt.Time)); after != 0 && at > after || after == 0 && (before == 0 || at < before) {
				page = append(page, v)
			}
		}
		if after != 0 {
			page = page[:min(limit, len(page))]
		} else {
			page = page[max(0, len(page)-limit):]
		}
		slices.Reverse(page)
		body, err := json.Marshal(discord.JoinRequests{Requests: page})
		if err != nil {
			t.Error(err)
		}
		reply(w, 200, string(body))
	}))
	for name, p := range map[string]rest.ListJoinRequests{
		"up":   {Status: discord.JoinRequestStatusApproved},
		"down": {Status: discord.JoinRequestStatusApproved, Before: discord.IDAt[discord.JoinRequest](time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))},
	} {
		var got []discord.JoinRequestID
		for v, err := range c.JoinRequests.All(t.Context(), 1, p) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v.ID)
		}
		var want []discord.JoinRequestID
		for _, v := range approved {
			want = append(want, v.ID)
		}
		if name == "down" {
			slices.Reverse(want)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d requests, want %d in the order of their decisions: %v", name, len(got), n, got)
		}
	}
}
