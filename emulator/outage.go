package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
)

// SetGuildAvailable takes a guild down, as an outage of Discord's does, or
// brings it back. The error says that there is no such guild.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#tracking-state
func (e *Emulator) SetGuildAvailable(id discord.GuildID, available bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	g := e.state.guilds[id]
	if g == nil {
		return badControl("guild_id: there is no guild %d", id)
	}
	e.setAvailable(g, available)
	return nil
}

// setAvailable is SetGuildAvailable for who holds the world's lock.
func (e *Emulator) setAvailable(g *guild, available bool) {
	if g.down == !available {
		return
	}
	g.down = !available
	if g.down {
		e.dispatch("GUILD_DELETE", unavailable(g.ID), audience{guild: g.ID, botOnly: true})
		return
	}
	for _, b := range e.bots {
		b.sendGuild(g)
	}
}

func (e *Emulator) controlGuildAvailable(_ *http.Request, in *struct {
	GuildID   snowflake `json:"guild_id" rule:"required"`
	Available bool      `json:"available"`
}) (any, error) {
	return struct{}{}, e.SetGuildAvailable(discord.GuildID(in.GuildID), in.Available)
}

func unavailable(id discord.GuildID) discord.UnavailableGuild {
	return discord.UnavailableGuild{ID: id, Unavailable: true}
}
