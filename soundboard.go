package accord

import (
	"context"
	"iter"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

// soundGuilds is how many guilds one command can name, such that it fits in a
// frame.
const soundGuilds = 150

// SoundboardSounds asks the gateway for the sounds of guilds, and iterates over
// the answers as they come: one for each guild, in no order. It ends behind the
// last one, or with an error as [Client.Members] does.
//
// Discord is silent about guilds that the bot isn't in: give ctx a deadline. For
// a single guild [rest.Soundboard.List] does the same over HTTP.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds
func (c *Client) SoundboardSounds(ctx context.Context, guilds ...discord.GuildID) iter.Seq2[*event.SoundboardSounds, error] {
	return func(yield func(*event.SoundboardSounds, error) bool) {
		for shard, guilds := range c.byShard(guilds) {
			for some := range slices.Chunk(guilds, soundGuilds) {
				for sounds, err := range c.soundboardSounds(ctx, shard, some) {
					if !yield(sounds, err) || err != nil {
						return
					}
				}
			}
		}
	}
}

// soundboardSounds asks one shard.
func (c *Client) soundboardSounds(ctx context.Context, shard int, guilds []discord.GuildID) iter.Seq2[*event.SoundboardSounds, error] {
	return func(yield func(*event.SoundboardSounds, error) bool) {
		missing := make(map[discord.GuildID]bool, len(guilds))
		for _, id := range guilds {
			missing[id] = true
		}
		a := ask(c, shard,
			func(e event.Event) bool { _, ok := e.(*event.SoundboardSounds); return ok },
			func(event.Event) bool { return true },
		)
		defer a.stop()
		if err := c.Send(ctx, shard, gateway.OpRequestSoundboardSounds, gateway.RequestSoundboardSounds{GuildIDs: guilds}); err != nil {
			yield(nil, err)
			return
		}
		for len(missing) > 0 {
			e, err := a.next(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			sounds := e.(*event.SoundboardSounds)
			if !missing[sounds.GuildID] { // somebody else's
				continue
			}
			delete(missing, sounds.GuildID)
			if !yield(sounds, nil) {
				return
			}
		}
	}
}

// byShard sorts guilds by the shard that gets their events.
func (c *Client) byShard(guilds []discord.GuildID) map[int][]discord.GuildID {
	shards := make(map[int][]discord.GuildID)
	for _, id := range guilds {
		shards[c.ShardOf(id)] = append(shards[c.ShardOf(id)], id)
	}
	return shards
}
