package emulator

import (
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// listEventUsers returns a page of who will come, in the order of their IDs: to
// an event, or to one occasion of it. before wins over after.
func (b *bot) listEventUsers(r *request) (reply, error) {
	g, ev, err := b.eventFor(r)
	if err != nil {
		return reply{}, err
	}
	page, err := r.cursor(100, 100)
	if err != nil {
		return reply{}, err
	}
	withMember, err := r.queryBool("with_member")
	if err != nil {
		return reply{}, err
	}
	occasion := discord.ScheduledEventExceptionID(r.id("guild_scheduled_event_exception_id"))
	coming := make(map[discord.UserID]*discord.User)
	for id := range ev.users[occasion] {
		coming[id] = b.state.users[id]
	}
	out := []discord.ScheduledEventUser{}
	for _, user := range byID(coming) {
		if id := snowflake(user.ID); page.before != 0 && id >= page.before || page.before == 0 && id <= page.after {
			continue
		}
		u := discord.ScheduledEventUser{EventID: ev.ID, ExceptionID: occasion, UserID: user.ID, User: user, Response: discord.ScheduledEventUserResponseInterested}
		if withMember {
			u.Member = g.members[user.ID]
		}
		out = append(out, u)
	}
	if page.before != 0 {
		return ok(out[max(0, len(out)-page.limit):])
	}
	return ok(out[:min(page.limit, len(out))])
}

func (b *bot) countEventUsers(r *request) (reply, error) {
	_, ev, err := b.eventFor(r)
	if err != nil {
		return reply{}, err
	}
	counts := discord.ScheduledEventUserCounts{Event: len(ev.users[0]), Exceptions: make(map[discord.ScheduledEventExceptionID]int)}
	const name = "guild_scheduled_event_exception_ids"
	if len(r.query[name]) > 10 {
		check := new(form)
		check.at(name).length(len(r.query[name]), 0, 10)
		return reply{}, check.err()
	}
	for _, text := range r.query[name] {
		id, valid := parseSnowflake(text)
		if !valid {
			return reply{}, notSnowflake(name, text)
		}
		occasion := discord.ScheduledEventExceptionID(id)
		counts.Exceptions[occasion] = len(ev.users[occasion])
	}
	return ok(counts)
}

// RSVP is a person's answer to a scheduled event.
type RSVP struct {
	GuildID    discord.GuildID // zero: the world's first guild
	EventID    discord.ScheduledEventID
	UserID     discord.UserID // zero: the world's first person
	Interested bool           // false: no longer
}

// RSVP lets a person say whether to come to a scheduled event. The error tells
// why that person could not.
func (e *Emulator) RSVP(v RSVP) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	setZero(&v.GuildID, e.state.home.guild)
	setZero(&v.UserID, e.state.home.user)
	g := e.state.guilds[v.GuildID]
	if g == nil {
		return badControl("guild_id: there is no guild %d", v.GuildID)
	}
	ev := g.events[v.EventID]
	ch := g.channels[ev.channelID()]
	switch {
	case ev == nil:
		return badControl("event_id: there is no event %d", v.EventID)
	case g.members[v.UserID] == nil || g.members[v.UserID].User.Bot:
		return badControl("user_id: %d is no person in the guild", v.UserID)
	case ch != nil && !e.state.sees(ch, v.UserID, time.Now()):
		return badControl("user_id: %d does not see the channel %d", v.UserID, ch.ID)
	case ev.users[0][v.UserID] == v.Interested:
		return nil
	}
	if !v.Interested {
		delete(ev.users[0], v.UserID)
		e.dispatch("GUILD_SCHEDULED_EVENT_USER_REMOVE", &event.GuildScheduledEventUserRemove{EventID: ev.ID, UserID: v.UserID, GuildID: g.ID}, ev.audience())
		return nil
	}
	if ev.users == nil {
		ev.users = map[discord.ScheduledEventExceptionID]map[discord.UserID]bool{0: {}}
	}
	ev.users[0][v.UserID] = true
	e.dispatch("GUILD_SCHEDULED_EVENT_USER_ADD", &event.GuildScheduledEventUserAdd{EventID: ev.ID, UserID: v.UserID, GuildID: g.ID}, ev.audience())
	return nil
}

// channelID returns where the event happens; no event happens nowhere.
func (ev *scheduledEvent) channelID() discord.ChannelID {
	if ev == nil {
		return 0
	}
	return ev.ChannelID
}

func (e *Emulator) controlRSVP(_ *http.Request, in *struct {
	GuildID    snowflake `json:"guild_id"`
	EventID    snowflake `json:"event_id"`
	UserID     snowflake `json:"user_id"`
	Interested bool      `json:"interested"`
}) (any, error) {
	return struct{}{}, e.RSVP(RSVP{
		GuildID: discord.GuildID(in.GuildID), EventID: discord.ScheduledEventID(in.EventID),
		UserID: discord.UserID(in.UserID), Interested: in.Interested,
	})
}
