// Package corpus makes the events of a made-up Discord: the same ones for the
// same seed, in the shapes and sizes that the real one sends.
//
// Objects have their keys in the gateway's order, mostly reverse alphabetical.
// Text is raw UTF-8 with the escapes \n and \". What a user looks like follows
// from the user's ID alone, so it is the same in each event and each guild.
package corpus

import "sort"

// A Size is a kind of guild.
type Size struct{ Members, Channels, Roles, Emojis int }

// The sizes of guilds, and about how many bytes a GUILD_CREATE of each takes.
var (
	Small  = Size{Members: 50, Channels: 12, Roles: 10, Emojis: 5}        // 39 KB
	Medium = Size{Members: 1000, Channels: 60, Roles: 45, Emojis: 40}     // 620 KB
	Large  = Size{Members: 10000, Channels: 300, Roles: 200, Emojis: 250} // 5.9 MB
)

// Counts says how many guilds of each size there are.
type Counts struct{ Small, Medium, Large int }

// Shard is what one shard of a large bot sees: 221 guilds, 40,000 members,
// 26 MB.
var Shard = Counts{Small: 200, Medium: 20, Large: 1}

// A World is the guilds that a bot is in. It is not safe for concurrent use.
type World struct {
	seed     uint64
	guilds   []guild
	members  []int // for each guild, the members of all guilds up to it
	channels int
}

// A guild knows its members and channels by number; IDs follow from these.
type guild struct {
	id      uint64
	size    Size
	users   []int // numbers of users
	channel int   // number of the first channel
}

// shared is how many users many guilds have in common.
const shared = 500

// New returns the world of a seed. It must have at least one guild.
func New(seed uint64, c Counts) *World {
	w := &World{seed: seed}
	users := shared
	for kind, n := range []int{c.Small, c.Medium, c.Large} {
		for range n {
			users = w.addGuild([]Size{Small, Medium, Large}[kind], users)
		}
	}
	return w
}

// addGuild adds a guild; one in ten of its members is in others too. Users is
// the number of the next user that nobody knows.
func (w *World) addGuild(size Size, users int) int {
	r := random{mix(w.seed, uint64(len(w.guilds)), 1)}
	g := guild{id: snowflake(kindGuild, len(w.guilds)), size: size, channel: w.channels}
	first := r.below(shared)
	for i := range size.Members {
		if i%10 == 9 {
			// Neighbours, so that nobody is twice in one guild.
			if n := i / 10; n < shared {
				g.users = append(g.users, (first+n)%shared)
				continue
			}
		}
		g.users = append(g.users, users)
		users++
	}
	w.channels += size.Channels
	w.guilds = append(w.guilds, g)
	w.members = append(w.members, size.Members)
	if n := len(w.members); n > 1 {
		w.members[n-1] += w.members[n-2]
	}
	return users
}

// Channels returns how many channels there are. Their numbers, which messages
// begin with, are less than that.
func (w *World) Channels() int { return w.channels }

// pick returns a guild, a large one more often.
func (w *World) pick(r *random) *guild {
	n := r.below(w.members[len(w.members)-1])
	return &w.guilds[sort.SearchInts(w.members, n+1)]
}

// Kinds of objects, so that no two have the same ID.
const (
	kindGuild = iota
	kindChannel
	kindRole
	kindUser
	kindMessage
	kindOther
)

// snowflake returns the ID of the nth object of a kind: 18 digits, as most of
// those in use today.
func snowflake(kind, n int) uint64 {
	var r random
	r.state = uint64(kind)<<32 | uint64(n)
	const start = 175928847299117063
	return start + uint64(n)*0x3fffff*7 + uint64(kind)<<50 + r.next()&0xfffff
}

func channelID(n int) uint64 { return snowflake(kindChannel, n) }
func userID(n int) uint64    { return snowflake(kindUser, n) }

// roleID returns the ID of a guild's nth role; the first is @everyone, whose ID
// is the guild's.
func (g *guild) roleID(n int) uint64 {
	if n == 0 {
		return g.id
	}
	return snowflake(kindRole, g.channel*8+n)
}
