package gateway

import (
	"context"
	"encoding/json"
	"time"

	"github.com/accord-go/accord/discord"
)

// membersEvery is how often all members of a guild may be asked for.
const membersEvery = 30 * time.Second

// limited notes when a refused command may be sent again.
func (c *connection) limited(ctx context.Context, n news) {
	if n.err != nil {
		c.s.errorHook(ctx, n.err)
		return
	}
	if n.limited.Op == OpRequestGuildMembers && n.limited.GuildID != 0 {
		c.s.members[n.limited.GuildID] = time.Now().Add(n.limited.RetryAfter)
	}
	if hook := c.s.cfg.Hooks.RateLimited; hook != nil {
		hook(n.limited)
	}
}

// allowMembers refuses a request for all members of a guild that comes too
// soon after another.
func (s *Shard) allowMembers(now time.Time, payload []byte) error {
	guild, all := wholeGuild(payload)
	if !all {
		return nil
	}
	if wait := s.members[guild].Sub(now); wait > 0 {
		return &RateLimitError{Op: OpRequestGuildMembers, GuildID: guild, RetryAfter: wait}
	}
	for g, until := range s.members {
		if !until.After(now) {
			delete(s.members, g)
		}
	}
	s.members[guild] = now.Add(membersEvery)
	return nil
}

// wholeGuild returns the guild whose members a RequestGuildMembers payload asks
// for, if it asks for all of them.
func wholeGuild(payload []byte) (discord.GuildID, bool) {
	var p struct {
		Data struct {
			GuildID discord.GuildID `json:"guild_id"`
			UserIDs json.RawMessage `json:"user_ids"`
			Query   string          `json:"query"`
			Limit   int             `json:"limit"`
		} `json:"d"`
	}
	if json.Unmarshal(payload, &p) != nil {
		return 0, false
	}
	all := len(p.Data.UserIDs) == 0 && p.Data.Query == "" && p.Data.Limit == 0
	return p.Data.GuildID, all
}
