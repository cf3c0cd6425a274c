package emulator

import (
	"crypto/subtle"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// A bot is an application with its bot, which acts in the world. What is done in
// its name, or told to it, is a method of the bot; what is the same whoever does
// it is one of the emulator. The world's lock guards all of it.
type bot struct {
	*Emulator
	user       *discord.User
	app        discord.Application
	token      string
	granted    discord.Intents                                   // of the privileged ones
	commands   map[discord.CommandID]*discord.ApplicationCommand // global ones, and those of guilds
	emojis     []discord.Emoji                                   // of the application
	sessions   sessions
	oauth      oauth
	store      store
	links      roleLinks
	lobbies    lobbies
	players    map[identity]*player                                    // of the application's game
	activities map[discord.ChannelID]*discord.EmbeddedActivityInstance // by where they run
	shown      bool                                                    // as online, on the page
	own        ownFaults                                               // in place of everybody's
	stats      Stats                                                   // the part of the emulator's that is this bot's
}

// newBot returns the bot of an application that is checked. It is in no guild
// yet.
func (e *Emulator) newBot(w *WorldApplication) *bot {
	b := &bot{
		Emulator:   e,
		user:       &discord.User{ID: discord.UserID(w.ID), Username: w.Name, Discriminator: "0", Bot: true},
		token:      w.Token,
		granted:    discord.IntentsPrivileged,
		commands:   make(map[discord.CommandID]*discord.ApplicationCommand),
		sessions:   newSessions(e.rules),
		oauth:      newOAuth(w),
		store:      newStore(w),
		links:      newRoleLinks(),
		lobbies:    newLobbies(),
		players:    make(map[identity]*player),
		activities: make(map[discord.ChannelID]*discord.EmbeddedActivityInstance),
	}
	if b.token == "" {
		b.token = newToken(w.ID)
	}
	if w.Privileged != nil {
		b.granted = *w.Privileged
	}
	b.app = b.application(w)
	e.state.users[b.user.ID] = b.user
	e.record.hide(b.token)
	return b
}

// first returns the bot that is meant where none is named.
func (e *Emulator) first() *bot { return e.bots[0] }

// botOf returns the bot of a user, or of an application, since they have one ID.
// Nil: the user is none, or a bot that nobody can log in as.
func (e *Emulator) botOf(id discord.UserID) *bot {
	for _, b := range e.bots {
		if b.user.ID == id {
			return b
		}
	}
	return nil
}

// botOfApplication is botOf for the application's ID.
func (e *Emulator) botOfApplication(id discord.ApplicationID) *bot {
	return e.botOf(discord.UserID(id))
}

// botsOf returns the bots of some applications; where none is named, all.
func (e *Emulator) botsOf(applications []discord.ApplicationID) ([]*bot, error) {
	if len(applications) == 0 {
		return e.bots, nil
	}
	var bots []*bot
	for _, id := range applications {
		b := e.botOfApplication(id)
		if b == nil {
			return nil, noApplication(id)
		}
		bots = append(bots, b)
	}
	return bots, nil
}

// botWithToken returns the bot that a token belongs to, or nil.
func (e *Emulator) botWithToken(token string) (found *bot) {
	for _, b := range e.bots {
		if !b.sessions.revoked && subtle.ConstantTimeCompare([]byte(token), []byte(b.token)) == 1 {
			found = b
		}
	}
	return found
}

// botAuthorized returns the bot that an Authorization header has the token of,
// or nil.
func (e *Emulator) botAuthorized(header string) *bot {
	if token, ok := strings.CutPrefix(header, "Bot "); ok {
		return e.botWithToken(token)
	}
	return nil
}

// isIn reports whether the bot is a member of a guild.
func (b *bot) isIn(g *guild) bool { return g.members[b.user.ID] != nil }

// may returns what the bot can do in a channel.
func (b *bot) may(ch *channel, now time.Time) discord.Permissions {
	return b.state.may(ch, b.user.ID, now)
}

// sees reports whether the bot can see a channel.
func (b *bot) sees(ch *channel, now time.Time) bool { return b.state.sees(ch, b.user.ID, now) }

// permissions returns what the bot may do in a guild before any overwrites.
func (b *bot) permissions(g *guild) discord.Permissions { return g.guildPermissions(b.user.ID) }
