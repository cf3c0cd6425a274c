package emutest

import (
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// AddBot adds an application to the world and its bot to guilds, and returns this
// Discord with the token and the application of that bot.
func (d *Discord) AddBot(a emulator.WorldApplication, guilds ...discord.GuildID) *Discord {
	d.t.Helper()
	b, err := d.Emulator.AddBot(a, guilds...)
	if err != nil {
		d.t.Fatalf("add bot: %v", err)
	}
	return d.as(b)
}

// As returns this Discord with the token of another application's bot, which is
// in the world.
func (d *Discord) As(id discord.ApplicationID) *Discord {
	d.t.Helper()
	for _, b := range d.Emulator.Bots() {
		if b.ApplicationID == id {
			return d.as(b)
		}
	}
	d.t.Fatalf("as: there is no application %d", id)
	return nil
}

func (d *Discord) as(b emulator.Bot) *Discord {
	other := *d
	other.Token, other.ApplicationID, other.BotID = b.Token, b.ApplicationID, discord.UserID(b.ApplicationID)
	return &other
}
