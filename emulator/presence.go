package emulator

import (
	"encoding/json"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// presenceLimit is how often a bot may change its presence in presencePeriod.
const (
	presenceLimit  = 5
	presencePeriod = 20 * time.Second
)

// presenceUpdate is the presence that a bot sets, here and in IDENTIFY.
type presenceUpdate struct {
	Since      *float64 `json:"since"`
	Activities []struct {
		Name  string `json:"name" rule:"required"`
		Type  int    `json:"type"`
		State string `json:"state"`
		URL   string `json:"url"`
	} `json:"activities"`
	Status string `json:"status" rule:"required"`
	AFK    bool   `json:"afk"`
}

// valid reports whether the presence has all that an update must have.
func (p *presenceUpdate) valid() bool {
	switch discord.Status(p.Status) {
	case discord.StatusOnline, discord.StatusDND, discord.StatusIdle, discord.StatusInvisible, discord.StatusOffline:
		return p.Activities != nil
	default:
		return false
	}
}

func (c *conn) updatePresence(d json.RawMessage) closeCode {
	var p presenceUpdate
	if bind(d, &p) != nil || !p.valid() {
		return closeDecodeError
	}
	now, s := time.Now(), c.session
	for len(s.presented) > 0 && now.Sub(s.presented[0]) >= presencePeriod {
		s.presented = s.presented[1:]
	}
	if len(s.presented) == presenceLimit {
		return 0 // Discord passes it over without a word
	}
	s.presented = append(s.presented, now)
	s.setPresence(&p)
	return 0
}

// setPresence makes the presence known in all guilds of the session's shard.
func (s *session) setPresence(p *presenceUpdate) {
	s.presence = p.presence(s.bot.user.ID)
	for _, g := range s.guilds() {
		s.bot.showPresence(g, s.presence, nil)
	}
}

// presence returns the update as the presence of a user.
func (p *presenceUpdate) presence(user discord.UserID) discord.Presence {
	status := discord.Status(p.Status)
	if status == discord.StatusInvisible {
		status = discord.StatusOffline
	}
	presence := discord.Presence{User: discord.PresenceUser{ID: user}, Status: status}
	for _, a := range p.Activities {
		activity := discord.Activity{Name: a.Name, Type: discord.ActivityType(a.Type), CreatedAt: time.Now().UnixMilli()}
		if a.State != "" {
			activity.State = &a.State
		}
		if a.URL != "" {
			activity.URL = &a.URL
		}
		presence.Activities = append(presence.Activities, activity)
	}
	if status != discord.StatusOffline {
		presence.ClientStatus.Web = status // where bots are
	}
	return presence
}

// showPresence makes the bot's presence known in a guild, but not to the bot
// except. Pages are told by BOT_STATUS who comes and goes.
func (b *bot) showPresence(g *guild, p discord.Presence, except *bot) {
	p.GuildID = g.ID
	g.presences[b.user.ID] = &p
	to := inGuild(g.ID)
	to.except, to.botOnly = except, except != nil
	b.dispatch("PRESENCE_UPDATE", event.PresenceUpdate{Presence: p}, to)
}

// cameOnline shows the bot in the guilds of a session that a client has connected
// to, as it last was. The bot itself is not told.
func (s *session) cameOnline() {
	for _, g := range s.guilds() {
		if g.presences[s.bot.user.ID] == nil {
			s.bot.showPresence(g, s.presence, s.bot)
		}
	}
}

// wentOffline shows the bot as offline in the guilds of a session that has lost its
// connection, unless another one is still there. The bot itself is not told.
func (s *session) wentOffline() {
	b := s.bot
	for _, g := range s.guilds() {
		shown := g.presences[b.user.ID]
		if shown == nil || b.sessionIn(g) != nil {
			continue
		}
		if shown.Status != discord.StatusOffline {
			b.showPresence(g, discord.Presence{User: shown.User, Status: discord.StatusOffline}, b)
		}
		delete(g.presences, b.user.ID)
	}
}

// sessionIn returns a session of the bot's in a guild that a client is connected
// to, or nil.
func (b *bot) sessionIn(g *guild) *session {
	for _, s := range b.sessions.byID {
		if s.conn != nil && s.covers(g) {
			return s
		}
	}
	return nil
}
