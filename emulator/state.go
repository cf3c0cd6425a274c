package emulator

import (
	"cmp"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// state is the world as it is now. The world's lock, [Emulator.mu], guards all
// of it.
type state struct {
	users    map[discord.UserID]*discord.User
	guilds   map[discord.GuildID]*guild
	channels map[discord.ChannelID]*channel // of guilds, threads, and direct messages
	messages map[discord.MessageID]*message
	home     home

	interactions map[discord.InteractionID]*interaction
	resources
}

// home is where the page and the control API are when they are not told.
type home struct {
	guild   discord.GuildID
	channel discord.ChannelID
	user    discord.UserID
}

// A guild is a guild with what Discord keeps beside the object.
type guild struct {
	discord.Guild
	down      bool                           // an outage: nothing is told of it
	requested map[*bot]time.Time             // when a bot last asked for all members
	channels  map[discord.ChannelID]*channel // threads too
	members   map[discord.UserID]*discord.Member
	voice     map[discord.UserID]*discord.VoiceState
	presences map[discord.UserID]*discord.Presence
	viewed    map[*bot]map[discord.ChannelID]bool // whether a bot could view it when it was last told; nil: never
	guildExtra
}

// A channel is a channel, thread or direct message with its messages.
type channel struct {
	discord.Channel
	messages []*message                               // oldest first
	members  map[discord.UserID]*discord.ThreadMember // of a thread
	bot      discord.UserID                           // of a direct message: whose it is, besides the recipients

	voiceStatus *string   // of a voice channel
	voiceSince  time.Time // since when somebody is in it; zero: nobody is
}

// A message is a message with what Discord keeps beside the object.
type message struct {
	discord.Message
	guild   discord.GuildID // zero: a direct message
	onlyFor discord.UserID  // the one person who sees an ephemeral message; zero: everyone does
	messageExtra
}

// newState returns the state of a world in which nothing is.
func newState() *state {
	return &state{
		users:    make(map[discord.UserID]*discord.User),
		guilds:   make(map[discord.GuildID]*guild),
		channels: make(map[discord.ChannelID]*channel),
		messages: make(map[discord.MessageID]*message),

		interactions: make(map[discord.InteractionID]*interaction),
		resources:    newResources(),
	}
}

// fill puts what a world that is checked begins with into the emulator's.
func (e *Emulator) fill(w *World, now time.Time) {
	s := e.state
	for i := range w.Applications {
		e.bots = append(e.bots, e.newBot(&w.Applications[i]))
	}
	for _, u := range w.Users {
		user := &discord.User{ID: u.ID, Username: u.Username, Discriminator: "0", Bot: u.Bot}
		if u.GlobalName != "" {
			user.GlobalName = &u.GlobalName
		}
		s.users[u.ID] = user
	}
	for i := range w.Guilds {
		s.addGuild(&w.Guilds[i], e.first().user.ID, now)
	}
	s.home = findHome(s, &w.Guilds[0])
}

// addGuild adds a guild. The first bot is a member whether the world says so or
// not.
func (s *state) addGuild(w *WorldGuild, first discord.UserID, now time.Time) {
	g := &guild{
		Guild: discord.Guild{
			ID: w.ID, Name: w.Name, OwnerID: w.OwnerID, AFKTimeout: 300, PreferredLocale: "en-US", Region: new("deprecated"),
			MaxMembers: 500000, MaxVideoChannelUsers: 25, MaxStageVideoChannelUsers: 50,
		},
		channels:  make(map[discord.ChannelID]*channel),
		members:   make(map[discord.UserID]*discord.Member),
		voice:     make(map[discord.UserID]*discord.VoiceState),
		presences: make(map[discord.UserID]*discord.Presence),
		requested: make(map[*bot]time.Time),
		viewed:    make(map[*bot]map[discord.ChannelID]bool),
	}
	for _, f := range w.Features {
		g.Features = append(g.Features, discord.GuildFeature(f))
	}
	g.Roles = worldRoles(w)
	for _, m := range w.Members {
		member := s.newMember(m.UserID, now)
		member.Roles = slices.Clone(m.Roles)
		if m.Nick != "" {
			member.Nick = &m.Nick
		}
		g.members[m.UserID] = member
	}
	if g.members[first] == nil {
		g.members[first] = s.newMember(first, now)
	}
	s.integrateBots(g)
	for i, c := range w.Channels {
		s.addChannel(g, worldChannel(g.ID, &c, i))
	}
	s.guilds[g.ID] = g
}

// addChannel makes a channel or thread part of a guild.
func (s *state) addChannel(g *guild, c *discord.Channel) *channel {
	ch := &channel{Channel: *c}
	if ch.IsThread() {
		ch.members = make(map[discord.UserID]*discord.ThreadMember)
	}
	g.channels[ch.ID] = ch
	s.channels[ch.ID] = ch
	return ch
}

func (s *state) newMember(id discord.UserID, now time.Time) *discord.Member {
	return &discord.Member{User: s.users[id], JoinedAt: discord.At(now)}
}

// worldRoles returns the roles of a guild, @everyone first.
func worldRoles(w *WorldGuild) []discord.Role {
	roles := []discord.Role{{ID: discord.RoleID(w.ID), Name: "@everyone", Permissions: everyonePermissions}}
	for _, r := range w.Roles {
		role := discord.Role{
			ID: r.ID, Name: r.Name, Color: discord.Color(r.Color), Hoist: r.Hoist,
			Mentionable: r.Mentionable, Permissions: r.Permissions, Position: len(roles),
		}
		role.Colors.PrimaryColor = role.Color
		if role.ID == roles[0].ID {
			role.Position = 0
			roles[0] = role
			continue
		}
		roles = append(roles, role)
	}
	return roles
}

func worldChannel(g discord.GuildID, w *WorldChannel, position int) *discord.Channel {
	c := &discord.Channel{
		ID: w.ID, Type: w.Type, GuildID: g, Name: &w.Name, ParentID: w.ParentID, Position: position,
		NSFW: w.NSFW, RateLimitPerUser: w.Slowmode, PermissionOverwrites: slices.Clone(w.Overwrites),
	}
	if w.Topic != "" {
		c.Topic = &w.Topic
	}
	if w.Type == discord.ChannelTypeGuildVoice || w.Type == discord.ChannelTypeGuildStageVoice {
		c.Bitrate = 64000
	}
	return c
}

// findHome picks the first text channel of the guild, and its first member who
// is no bot.
func findHome(s *state, w *WorldGuild) home {
	h := home{guild: w.ID}
	for _, c := range w.Channels {
		if c.Type == discord.ChannelTypeGuildText {
			h.channel = c.ID
			break
		}
	}
	for _, m := range w.Members {
		if !s.users[m.UserID].Bot {
			h.user = m.UserID
			break
		}
	}
	return h
}

// byID returns the values of a map of Discord's objects in the order of their
// IDs, which is the order in which they were made.
func byID[K ~uint64, V any](m map[K]V) []V {
	values := make([]V, 0, len(m))
	for _, id := range slices.SortedFunc(maps.Keys(m), cmp.Compare[K]) {
		values = append(values, m[id])
	}
	return values
}

// newToken makes up a token of the shape that Discord's have: the bot's ID,
// the time, and a secret.
func newToken(id discord.ApplicationID) string {
	return tokenHead(id) + "." + randomText(4) + "." + randomText(20)
}

// tokenHead is the first part of a bot's token.
func tokenHead(id discord.ApplicationID) string {
	return base64.RawStdEncoding.EncodeToString([]byte(id.String()))
}

// randomText returns n random bytes in an alphabet that needs no escaping in
// URLs.
func randomText(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// randomHex returns n random bytes in hexadecimal.
func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return hex.EncodeToString(b)
}
