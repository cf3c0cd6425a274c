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
	if g.down == !available {
		return nil
	}
	g.down = !available
	if g.down {
		e.dispatch("GUILD_DELETE", unavailable(id), audience{guild: id, botOnly: true})
		return nil
	}
	for _, b := range e.bots {
		b.sendGuildToAll(g)
	}
	return nil
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
