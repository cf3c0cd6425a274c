package emulator

import (
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
)

// A Bot is what a client needs to be an application's bot.
type Bot struct {
	ApplicationID discord.ApplicationID `json:"application_id"` // its user has the same ID
	Token         string                `json:"token"`
	ClientSecret  string                `json:"client_secret"` // of the application, for OAuth2
}

// Bots returns all bots in the order in which they were added, that of the
// world's first application first.
func (e *Emulator) Bots() []Bot {
	e.mu.Lock()
	defer e.mu.Unlock()
	bots := make([]Bot, len(e.bots))
	for i, b := range e.bots {
		bots[i] = b.login()
	}
	return bots
}

// login returns what a client needs to be the bot.
func (b *bot) login() Bot {
	return Bot{ApplicationID: b.app.ID, Token: b.token, ClientSecret: b.oauth.secret}
}

// AddBot adds an application to the world while it runs, and installs it in
// guilds, as their owners do by its install link: their other bots are told of
// it. Where its ID is zero, one is made up. The error tells what is wrong with
// the application, or that there is no such guild.
func (e *Emulator) AddBot(a WorldApplication, guilds ...discord.GuildID) (Bot, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	if a.ID == 0 {
		a.ID = discord.ApplicationID(e.nextID(now))
	}
	check := worldCheck{ids: e.state.takenIDs(), users: make(map[discord.UserID]bool), bots: make(map[discord.UserID]bool)}
	if check.application("application", &a); check.err != nil {
		return Bot{}, controlError(check.err.Error())
	}
	for i, id := range guilds {
		if e.state.guilds[id] == nil {
			return Bot{}, badControl("guild_ids[%d]: there is no guild %d", i, id)
		}
	}
	e.ids.last = max(e.ids.last, a.lastID())
	b := e.newBot(&a)
	e.bots = append(e.bots, b)
	for _, id := range guilds {
		g := e.state.guilds[id]
		r := &request{now: now, by: g.OwnerID}
		b.join(r, g, a.Permissions)
		b.integrate(r, g, botScopes)
	}
	e.commandsChanged()
	return b.login(), nil
}

// takenIDs returns the IDs that an application can't have, with what has them.
func (s *state) takenIDs() map[uint64]string {
	taken := make(map[uint64]string)
	for id := range s.users {
		taken[uint64(id)] = "a user"
	}
	for id := range s.guilds {
		taken[uint64(id)] = "a guild"
	}
	for id := range s.channels {
		taken[uint64(id)] = "a channel"
	}
	return taken
}

func (e *Emulator) controlBot(_ *http.Request, in *struct {
	ID          snowflake           `json:"id"`
	Name        string              `json:"name"`
	Token       string              `json:"token"`
	Privileged  *discord.Intents    `json:"privileged_intents"`
	Permissions discord.Permissions `json:"permissions"`
	GuildIDs    []discord.GuildID   `json:"guild_ids"`
}) (any, error) {
	return e.AddBot(WorldApplication{
		ID: discord.ApplicationID(in.ID), Name: in.Name, Token: in.Token, Privileged: in.Privileged, Permissions: in.Permissions,
	}, in.GuildIDs...)
}
