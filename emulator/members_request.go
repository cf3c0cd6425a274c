package emulator

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// Bounds of requests for members.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#request-guild-members
const (
	chunkSize      = 1000
	maxQueried     = 100
	maxRequested   = 100
	maxMemberNonce = 32
	wholeGuildOnce = 30 * time.Second // per guild
)

// memberIDs is one ID or a list of them. What is no ID keeps its place, so that
// the answer can say that it was not found.
type memberIDs []json.RawMessage

func (m *memberIDs) bindJSON(raw json.RawMessage, at formPath, _ rule) {
	if raw[0] != '[' {
		*m = memberIDs{raw}
		return
	}
	if json.Unmarshal(raw, (*[]json.RawMessage)(m)) != nil {
		at.add(codeListConvert, "Only iterables may be used in a ListType")
	}
}

type membersRequest struct {
	GuildID   snowflake        `json:"guild_id" rule:"required"`
	Query     *string          `json:"query"`
	Limit     *int             `json:"limit"`
	Presences bool             `json:"presences"`
	UserIDs   *memberIDs       `json:"user_ids"`
	Nonce     *json.RawMessage `json:"nonce"`
}

// requestMembers sends members of a guild in chunks.
func (c *conn) requestMembers(d json.RawMessage) closeCode {
	var p membersRequest
	if bind(d, &p) != nil {
		return closeDecodeError
	}
	g := c.guild(p.GuildID)
	switch {
	case (p.Query == nil) == (p.UserIDs == nil), p.Query != nil && p.Limit == nil,
		p.UserIDs != nil && len(*p.UserIDs) > maxRequested:
		return closeDecodeError
	case g == nil:
		return 0
	}
	chunk := memberChunks{session: c.session, guild: g, nonce: p.nonce(), presences: p.Presences && c.session.intents.Has(discord.IntentGuildPresences)}
	switch {
	case p.UserIDs != nil:
		chunk.byIDs(*p.UserIDs)
	case *p.Query == "" && !c.session.intents.Has(discord.IntentGuildMembers):
		return closeDisallowedIntents
	case *p.Query == "" && *p.Limit == 0:
		if c.tooSoon(g, chunk.nonce) {
			return 0
		}
		chunk.members = byID(g.members)
	default:
		chunk.byName(*p.Query, *p.Limit)
	}
	chunk.send(c)
	return 0
}

// nonce returns what the client wants to find in the answer. A nonce that is
// too long, or no string, is passed over.
func (p *membersRequest) nonce() string {
	var s string
	if p.Nonce == nil || json.Unmarshal(*p.Nonce, &s) != nil || len(s) > maxMemberNonce {
		return ""
	}
	return s
}

// tooSoon refuses a request for a whole guild that follows another one of the
// bot, over whichever session.
func (c *conn) tooSoon(g *guild, nonce string) bool {
	now, b := time.Now(), c.session.bot
	wait := g.requested[b].Add(wholeGuildOnce).Sub(now)
	if wait <= 0 {
		g.requested[b] = now
		return false
	}
	c.answer("RATE_LIMITED", event.RateLimited{
		Opcode:     opRequestMembers,
		RetryAfter: wait.Seconds(),
		Detail:     event.RateLimitDetail{GuildID: g.ID, Nonce: nonce},
	})
	return true
}

// memberChunks is the answer to one request.
type memberChunks struct {
	session   *session
	guild     *guild
	nonce     string
	presences bool
	members   []*discord.Member
	notFound  []json.RawMessage
}

func (m *memberChunks) byIDs(ids memberIDs) {
	for _, raw := range ids {
		text := strings.Trim(string(raw), `"`)
		id, ok := parseSnowflake(text)
		member := m.guild.members[discord.UserID(id)]
		switch {
		case ok && member != nil:
			m.members = append(m.members, member)
		case ok && id >= 1<<22:
			m.notFound = append(m.notFound, json.RawMessage(`"`+text+`"`))
		case ok:
			m.notFound = append(m.notFound, json.RawMessage(text)) // too small for an ID: Discord answers with a number
		}
	}
}

// byName finds members whose name begins with a query.
func (m *memberChunks) byName(query string, limit int) {
	most := maxQueried
	if limit > 0 {
		most = min(most, limit)
	}
	query = strings.ToLower(query)
	for _, member := range byID(m.guild.members) {
		if len(m.members) < most && namedLike(member, query) {
			m.members = append(m.members, member)
		}
	}
}

func namedLike(m *discord.Member, query string) bool {
	names := []string{m.User.Username}
	if m.User.GlobalName != nil {
		names = append(names, *m.User.GlobalName)
	}
	if m.Nick != nil {
		names = append(names, *m.Nick)
	}
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(strings.ToLower(name), query) })
}

// memberChunk is one event of the answer.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-members-chunk
type memberChunk struct {
	GuildID    discord.GuildID     `json:"guild_id"`
	Members    []*discord.Member   `json:"members"`
	ChunkIndex int                 `json:"chunk_index"`
	ChunkCount int                 `json:"chunk_count"`
	NotFound   []json.RawMessage   `json:"not_found,omitzero"`
	Presences  []*discord.Presence `json:"presences,omitzero"`
	Nonce      string              `json:"nonce,omitzero"`
}

func (m *memberChunks) send(c *conn) {
	count := max(1, (len(m.members)+chunkSize-1)/chunkSize)
	for i := range count {
		chunk := memberChunk{GuildID: m.guild.ID, ChunkIndex: i, ChunkCount: count, Nonce: m.nonce}
		chunk.Members = m.members[i*chunkSize : min(len(m.members), (i+1)*chunkSize)]
		if i == 0 {
			chunk.NotFound = m.notFound
		}
		if m.presences {
			chunk.Presences = []*discord.Presence{}
			for _, member := range chunk.Members {
				if p := m.guild.presences[member.User.ID]; p != nil {
					chunk.Presences = append(chunk.Presences, p)
				}
			}
		}
		c.answer("GUILD_MEMBERS_CHUNK", chunk)
	}
}
