package accord

import (
	"context"
	"iter"

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
		for left := guilds; len(left) > 0; {
			s, err := c.guildShard(left[0])
			if err != nil {
				yield(nil, err)
				return
			}
			some, others := s.some(left)
			for sounds, err := range s.soundboardSounds(ctx, some) {
				if s.replaced(err) {
					others = left // nothing was sent
					break
				}
				if !yield(sounds, err) || err != nil {
					return
				}
			}
			left = others
		}
	}
}

// some returns as many of the guilds whose events s gets as one command can name,
// and the others.
func (s *shard) some(guilds []discord.GuildID) (some, others []discord.GuildID) {
	for _, id := range guilds {
		if len(some) < soundGuilds && s.generation.shardOf(id) == s.id {
			some = append(some, id)
		} else {
			others = append(others, id)
		}
	}
	return some, others
}

// soundboardSounds asks one shard with one command.
func (s *shard) soundboardSounds(ctx context.Context, guilds []discord.GuildID) iter.Seq2[*event.SoundboardSounds, error] {
	return func(yield func(*event.SoundboardSounds, error) bool) {
		missing := make(map[discord.GuildID]bool, len(guilds))
		for _, id := range guilds {
			missing[id] = true
		}
		a, err := s.ask(ctx, 0, question{
			op: gateway.OpRequestSoundboardSounds, data: gateway.RequestSoundboardSounds{GuildIDs: guilds},
			kind: func(e event.Event) bool { _, ok := e.(*event.SoundboardSounds); return ok },
			fits: func(event.Event) bool { return true },
		})
		if err != nil {
			yield(nil, err)
			return
		}
		defer a.stop()
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
