package emulator

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/accord-go/accord/discord"
)

// check returns the first thing in w that Discord could not have, or nil.
func (w *World) check() error {
	c := worldCheck{ids: make(map[uint64]string), users: make(map[discord.UserID]bool), bots: make(map[discord.UserID]bool)}
	c.that(len(w.Applications) > 0, "applications: there must be at least one")
	for i := range w.Applications {
		c.application(fmt.Sprintf("applications[%d]", i), &w.Applications[i])
	}
	for i := range w.Users {
		c.user(fmt.Sprintf("users[%d]", i), &w.Users[i])
	}
	c.that(len(w.Guilds) > 0, "guilds: there must be at least one")
	for i := range w.Guilds {
		c.guild(fmt.Sprintf("guilds[%d]", i), w, &w.Guilds[i])
	}
	c.rules(w.Rules)
	return c.err
}

// worldCheck walks a world and keeps the first thing that is wrong.
type worldCheck struct {
	err   error
	ids   map[uint64]string       // where each ID was used first
	users map[discord.UserID]bool // bots too
	bots  map[discord.UserID]bool
}

func (c *worldCheck) that(ok bool, format string, args ...any) {
	if !ok && c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// id wants an ID that nothing else has.
func (c *worldCheck) id(at string, id uint64) {
	c.that(id != 0, "%s.id: missing", at)
	first, twice := c.ids[id]
	c.that(!twice, "%s.id: %d is already the ID of %s", at, id, first)
	c.ids[id] = at
}

func (c *worldCheck) length(at, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	c.that(n >= least && n <= most, "%s: %q must have %d to %d characters", at, s, least, most)
}

func (c *worldCheck) application(at string, a *WorldApplication) {
	c.id(at, uint64(a.ID))
	c.users[discord.UserID(a.ID)], c.bots[discord.UserID(a.ID)] = true, true
	c.length(at+".name", a.Name, 2, 32)
	if a.Token != "" {
		c.that(strings.Count(a.Token, ".") == 2 && strings.HasPrefix(a.Token, tokenHead(a.ID)+"."),
			"%s.token: must be three parts with dots between, of which the first is %s, as in Discord's", at, tokenHead(a.ID))
	}
	for i, uri := range a.RedirectURIs {
		u, err := url.Parse(uri)
		c.that(err == nil && u.Scheme != "" && u.Fragment == "", "%s.redirect_uris[%d]: %q is no address without a fragment", at, i, uri)
	}
	c.store(at, a)
	if a.Privileged != nil {
		c.that(*a.Privileged&^discord.IntentsPrivileged == 0, "%s.privileged_intents: %d has intents that are not privileged", at, *a.Privileged)
	}
}

func (c *worldCheck) user(at string, u *WorldUser) {
	c.id(at, uint64(u.ID))
	c.users[u.ID], c.bots[u.ID] = true, u.Bot
	c.length(at+".username", u.Username, 2, 32)
	c.length(at+".global_name", u.GlobalName, 0, 32)
}

func (c *worldCheck) guild(at string, w *World, g *WorldGuild) {
	c.id(at, uint64(g.ID))
	c.length(at+".name", g.Name, 2, 100)
	roles := map[discord.RoleID]bool{discord.RoleID(g.ID): true}
	for i := range g.Roles {
		r := &g.Roles[i]
		at := fmt.Sprintf("%s.roles[%d]", at, i)
		if r.ID != discord.RoleID(g.ID) {
			c.id(at, uint64(r.ID))
		}
		c.length(at+".name", r.Name, 1, 100)
		roles[r.ID] = true
	}
	c.members(at, w, g, roles)
	c.channels(at, g)
}

func (c *worldCheck) members(at string, w *World, g *WorldGuild, roles map[discord.RoleID]bool) {
	seen := make(map[discord.UserID]bool)
	person := false
	for i := range g.Members {
		m := &g.Members[i]
		at := fmt.Sprintf("%s.members[%d]", at, i)
		c.that(c.users[m.UserID], "%s.user_id: there is no user %d", at, m.UserID)
		c.that(!seen[m.UserID], "%s.user_id: %d is a member already", at, m.UserID)
		seen[m.UserID] = true
		person = person || !c.bots[m.UserID]
		c.length(at+".nick", m.Nick, 0, 32)
		for j, r := range m.Roles {
			c.that(roles[r], "%s.roles[%d]: the guild has no role %d", at, j, r)
		}
	}
	c.that(person, "%s.members: there must be a person, not only bots", at)
	first := len(w.Applications) > 0 && uint64(w.Applications[0].ID) == uint64(g.OwnerID) // is a member anyway
	c.that(seen[g.OwnerID] || first, "%s.owner_id: %d is not a member", at, g.OwnerID)
}

func (c *worldCheck) channels(at string, g *WorldGuild) {
	kinds := make(map[discord.ChannelID]discord.ChannelType)
	for i := range g.Channels {
		kinds[g.Channels[i].ID] = g.Channels[i].Type
	}
	text := false
	for i := range g.Channels {
		ch := &g.Channels[i]
		at := fmt.Sprintf("%s.channels[%d]", at, i)
		c.id(at, uint64(ch.ID))
		c.length(at+".name", ch.Name, 1, 100)
		c.length(at+".topic", ch.Topic, 0, 4096)
		c.that(worldChannelTypes[ch.Type], "%s.type: %d is not the type of a guild's channel", at, ch.Type)
		c.that(ch.Slowmode >= 0 && ch.Slowmode <= 21600, "%s.rate_limit_per_user: %d is not between 0 and 21600", at, ch.Slowmode)
		kind, ok := kinds[ch.ParentID]
		c.that(ch.ParentID == 0 || ok && kind == discord.ChannelTypeGuildCategory, "%s.parent_id: there is no category %d", at, ch.ParentID)
		text = text || ch.Type == discord.ChannelTypeGuildText
	}
	c.that(text, "%s.channels: there must be a text channel", at)
}

// worldChannelTypes are the channels that a world can begin with.
var worldChannelTypes = map[discord.ChannelType]bool{
	discord.ChannelTypeGuildText:         true,
	discord.ChannelTypeGuildVoice:        true,
	discord.ChannelTypeGuildCategory:     true,
	discord.ChannelTypeGuildAnnouncement: true,
	discord.ChannelTypeGuildStageVoice:   true,
	discord.ChannelTypeGuildForum:        true,
	discord.ChannelTypeGuildMedia:        true,
}

func (c *worldCheck) rules(r Rules) {
	c.that(r.HeartbeatInterval >= 0, "rules.heartbeat_interval: negative")
	c.that(r.ResumeWindow >= 0, "rules.resume_window: negative")
	c.that(r.ReplayEvents >= 0, "rules.replay_events: negative")
	c.that(r.SessionStarts >= 0, "rules.session_starts: negative")
	c.that(r.MaxConcurrency >= 0, "rules.max_concurrency: negative")
	c.that(r.Shards >= 0, "rules.shards: negative")
	c.that(r.InvalidRequests >= 0, "rules.invalid_requests: negative")
}
