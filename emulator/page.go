package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
)

// page sends events to the pages that are open. The world's lock guards it.
type page struct {
	streams map[*stream]bool
}

// A stream is one page that is open, as one person sees it.
type stream struct {
	user discord.UserID
	out  *outbox
}

// publish sends an event, as server-sent events go, to the pages of those who
// see it.
func (p *page) publish(name string, data []byte, sees func(discord.UserID) bool) {
	var b []byte
	for s := range p.streams {
		if !sees(s.user) {
			continue
		}
		if b == nil {
			b = fmt.Appendf(nil, "event: %s\ndata: %s\n\n", name, data)
		}
		s.out.push(b)
	}
}

func (p *page) close() {
	for s := range p.streams {
		s.out.finish(ending{})
	}
}

// publish sends an event that only pages know.
func (e *Emulator) publish(name string, payload any, sees func(discord.UserID) bool) {
	if data, ok := e.encodeEvent(name, payload); ok {
		e.page.publish(name, data, sees)
	}
}

func everybody(discord.UserID) bool { return true }

// pageStatus tells the pages when the bot has come or gone. The caller holds the
// world's lock.
func (b *bot) pageStatus() {
	online := b.isOnline()
	if online == b.shown {
		return
	}
	b.shown = online
	b.publish("BOT_STATUS", struct {
		ID     discord.UserID `json:"id"`
		Online bool           `json:"online"`
	}{b.user.ID, online}, everybody)
}

// isOnline reports whether a client is connected to one of the bot's sessions.
func (b *bot) isOnline() bool {
	for _, s := range b.sessions.byID {
		if s.conn != nil {
			return true
		}
	}
	return false
}

// commandsChanged tells the pages to ask for the commands again.
func (e *Emulator) commandsChanged() { e.publish("COMMANDS_UPDATE", struct{}{}, everybody) }

// pageHandler answers what only the page asks. The parameter user_id says whose
// eyes it looks through; without it, it is the world's first person.
func (e *Emulator) pageHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ui/state", e.pageState)
	mux.HandleFunc("GET /ui/messages", e.pageMessages)
	mux.HandleFunc("GET /ui/events", e.pageEvents)
	return mux
}

// viewer returns the person who looks at the page.
func (e *Emulator) viewer(r *http.Request) (*discord.User, error) {
	id := e.state.home.user
	if text := r.URL.Query().Get("user_id"); text != "" {
		n, ok := parseSnowflake(text)
		if !ok {
			return nil, badControl("user_id: %q is not an ID", text)
		}
		id = discord.UserID(n)
	}
	user := e.state.users[id]
	if user == nil {
		return nil, badControl("user_id: there is no user %d", id)
	}
	return user, nil
}

// pageGuild is a guild as the page lists it.
type pageGuild struct {
	ID       discord.GuildID   `json:"id"`
	Name     string            `json:"name"`
	Roles    []discord.Role    `json:"roles"`
	Members  []*discord.Member `json:"members"`
	Channels []discord.Channel `json:"channels"`
	Threads  []discord.Channel `json:"threads"`

	Applications []discord.UserID `json:"applications"` // whose commands there are
}

// pageBot is a bot as the page shows it.
type pageBot struct {
	User   *discord.User `json:"user"`
	Online bool          `json:"online"`
}

func (e *Emulator) pageState(w http.ResponseWriter, r *http.Request) {
	e.respondControl(w, func() (any, error) {
		user, err := e.viewer(r)
		if err != nil {
			return nil, err
		}
		state := struct {
			User      *discord.User                 `json:"user"`
			Bots      []pageBot                     `json:"bots"`
			Control   string                        `json:"control"`
			ChannelID discord.ChannelID             `json:"channel_id"`
			Guilds    []pageGuild                   `json:"guilds"`
			Commands  []*discord.ApplicationCommand `json:"commands"`
			Features  map[string]bool               `json:"features"`
		}{
			User: user, Control: baseURL(r) + "/control", ChannelID: e.state.home.channel, Features: map[string]bool{"modal": true},
		}
		for _, b := range e.bots {
			state.Bots = append(state.Bots, pageBot{b.user, b.isOnline()})
			state.Commands = append(state.Commands, byID(b.commands)...)
		}
		for _, g := range byID(e.state.guilds) {
			if g.members[user.ID] != nil {
				state.Guilds = append(state.Guilds, e.pageGuild(g, user.ID))
			}
		}
		return state, nil
	})
}

func (e *Emulator) pageGuild(g *guild, user discord.UserID) pageGuild {
	p := pageGuild{ID: g.ID, Name: g.Name, Roles: g.Roles, Members: byID(g.members)}
	for _, i := range g.integrations {
		p.Applications = append(p.Applications, i.bot.ID)
	}
	now := time.Now()
	for _, ch := range byID(g.channels) {
		switch {
		case ch.Type != discord.ChannelTypeGuildCategory && !e.state.sees(ch, user, now):
		case !ch.IsThread():
			p.Channels = append(p.Channels, ch.Channel)
		case e.isActive(ch):
			p.Threads = append(p.Threads, ch.Channel)
		}
	}
	return p
}

// Bounds of /ui/messages.
const (
	defaultPageMessages = 50
	maxPageMessages     = 200
)

func (e *Emulator) pageMessages(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	e.respondControl(w, func() (any, error) {
		user, err := e.viewer(r)
		if err != nil {
			return nil, err
		}
		id, _ := parseSnowflake(query.Get("channel_id"))
		ch := e.state.channels[discord.ChannelID(id)]
		if ch == nil || !e.state.sees(ch, user.ID, time.Now()) {
			return nil, badControl("channel_id: %q is not a channel that this person sees", query.Get("channel_id"))
		}
		limit := defaultPageMessages
		if text := query.Get("limit"); text != "" {
			if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > maxPageMessages {
				return nil, badControl("limit: %q is not between 1 and %d", text, maxPageMessages)
			}
		}
		before := ^snowflake(0)
		if text := query.Get("before"); text != "" {
			var ok bool
			if before, ok = parseSnowflake(text); !ok {
				return nil, badControl("before: %q is not an ID", text)
			}
		}
		return e.lastMessages(ch, user.ID, discord.MessageID(before), limit), nil
	})
}

// lastMessages returns the newest messages before one, oldest first, that a
// person sees.
func (e *Emulator) lastMessages(ch *channel, user discord.UserID, before discord.MessageID, limit int) []*discord.Message {
	found := []*discord.Message{}
	for _, m := range slices.Backward(ch.messages) {
		if len(found) == limit {
			break
		}
		if m.ID < before && (m.onlyFor == 0 || m.onlyFor == user) {
			found = append(found, e.viewFor(m, user))
		}
	}
	slices.Reverse(found)
	return found
}

// pageEvents streams events for as long as the page is open.
func (e *Emulator) pageEvents(w http.ResponseWriter, r *http.Request) {
	s, err := e.openStream(r)
	if err != nil {
		writeControl(w, http.StatusBadRequest, controlFailure(err))
		return
	}
	defer e.closeStream(s)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	stream := http.NewResponseController(w)
	_ = stream.SetWriteDeadline(time.Time{}) // it lasts; see newHandler for the error
	flush := stream.Flush
	if _, err := w.Write([]byte(": hello\n\n")); err != nil || flush() != nil {
		return
	}
	for {
		select {
		case <-r.Context().Done():
			return
		case <-s.out.wake:
		}
		frames, end := s.out.take()
		for _, f := range frames {
			if _, err := w.Write(f.data); err != nil {
				return
			}
		}
		if flush() != nil || end != nil {
			return
		}
	}
}

func (e *Emulator) openStream(r *http.Request) (*stream, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	user, err := e.viewer(r)
	if err != nil {
		return nil, err
	}
	if e.closed {
		return nil, badControl("the emulator is shutting down")
	}
	s := &stream{user: user.ID, out: newOutbox()}
	e.page.streams[s] = true
	e.conns.Add(1)
	return s, nil
}

func (e *Emulator) closeStream(s *stream) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.page.streams, s)
	e.conns.Done()
}

// respondControl runs a handler of the page or the control API under the
// world's lock, and writes its result, or what is wrong with the request.
func (e *Emulator) respondControl(w http.ResponseWriter, handle func() (any, error)) {
	status, body := http.StatusOK, json.RawMessage(nil)
	func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		result, err := handle()
		if err == nil {
			body, err = encode(result)
		}
		if err != nil {
			status, body = http.StatusBadRequest, controlFailure(err)
		}
	}()
	writeControl(w, status, body)
}
