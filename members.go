package accord

import (
	"context"
	"crypto/rand"
	"iter"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// A MembersQuery says which members of a guild to ask for. The zero
// MembersQuery asks for all of them.
type MembersQuery struct {
	// UserIDs are the members; up to 100. The rest must be zero then.
	UserIDs []discord.UserID

	// Prefix is what the members' names begin with. Empty: anything.
	Prefix string

	// Limit is how many there may be, up to 100. Zero: 100 with a Prefix, and
	// without one all, which is allowed once in 30 seconds for each guild. Without
	// a Prefix it needs [discord.IntentGuildMembers].
	Limit int

	// Presences asks for what they are doing too. It needs
	// [discord.IntentGuildPresences] and is passed over without.
	Presences bool
}

// Members asks the gateway for members of a guild and iterates over them as
// they come, 1000 at a time.
//
//	for member, err := range client.Members(ctx, guild, accord.MembersQuery{}) {
//		if err != nil {
//			return err
//		}
//		…
//	}
//
// The loop ends by itself behind the last one. It ends with an error when ctx
// ends, with [ErrNotRunning] or [ErrStopped] when the client does not run (any
// more), with [ErrSessionLost] or [ErrNoAnswer] when the rest won't come, with a
// [*discord.ValidationError] when q asks for what Discord does not give, and with
// a [*gateway.RateLimitError] that says how long to wait when all members are
// asked for too often. Nothing is sent before the loop begins; ranging over it
// again asks again. In a handler, other handlers run while the loop waits.
//
// Discord is silent about guilds that the bot isn't in: after 15 seconds of that, or
// some more, the loop ends with [ErrNotInGuild].
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#request-guild-members
func (c *Client) Members(ctx context.Context, guild discord.GuildID, q MembersQuery) iter.Seq2[discord.Member, error] {
	return func(yield func(discord.Member, error) bool) {
		for chunk, err := range c.MemberChunks(ctx, guild, q) {
			if err != nil {
				yield(discord.Member{}, err)
				return
			}
			for _, m := range chunk.Members {
				if !yield(m, nil) {
					return
				}
			}
		}
	}
}

// MemberChunks is [Client.Members] for those who want to know more: which of
// the UserIDs are no members, the presences, and how far it has got.
func (c *Client) MemberChunks(ctx context.Context, guild discord.GuildID, q MembersQuery) iter.Seq2[*event.GuildMembersChunk, error] {
	return func(yield func(*event.GuildMembersChunk, error) bool) {
		r := q.request(guild)
		a, err := c.ask(ctx, guild, question{op: gateway.OpRequestGuildMembers, data: r, kind: aboutMembers, fits: func(e event.Event) bool {
			switch e := e.(type) {
			case *event.GuildMembersChunk:
				return e.Nonce == r.Nonce
			case *event.RateLimited:
				return e.Detail.Nonce == r.Nonce
			default:
				return false
			}
		}})
		if err != nil {
			yield(nil, err)
			return
		}
		defer a.stop()
		for received := 1; ; received++ {
			e, err := a.next(ctx)
			if limited, ok := e.(*event.RateLimited); ok {
				err = &gateway.RateLimitError{
					Op: gateway.OpRequestGuildMembers, GuildID: guild,
					RetryAfter: time.Duration(limited.RetryAfter * float64(time.Second)),
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			chunk := e.(*event.GuildMembersChunk)
			if !yield(chunk, nil) || received >= chunk.ChunkCount {
				return
			}
		}
	}
}

// aboutMembers tells which kinds of events answer a request for members.
func aboutMembers(e event.Event) bool {
	switch e.(type) {
	case *event.GuildMembersChunk, *event.RateLimited:
		return true
	default:
		return false
	}
}

// request is the command that asks for what q says.
func (q MembersQuery) request(guild discord.GuildID) gateway.RequestGuildMembers {
	limit := q.Limit
	if limit == 0 && q.Prefix != "" {
		limit = 100
	}
	return gateway.RequestGuildMembers{
		GuildID:   guild,
		UserIDs:   q.UserIDs,
		Query:     q.Prefix,
		Limit:     limit,
		Presences: q.Presences,
		Nonce:     rand.Text(), // 26 letters
	}
}
