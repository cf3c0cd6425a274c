package emulator

import (
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// readyPayload is the first event of a session.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#ready
type readyPayload struct {
	V                int                        `json:"v"`
	User             currentUser                `json:"user"`
	Guilds           []discord.UnavailableGuild `json:"guilds"`
	SessionID        string                     `json:"session_id"`
	ResumeGatewayURL string                     `json:"resume_gateway_url"`
	Shard            []int                      `json:"shard,omitzero"`
	Application      readyApplication           `json:"application"`
	undocumentedReady
}

// undocumentedReady is what READY has for people's clients. Bots get it too,
// empty, and some libraries do not start without it (eris reads
// private_channels).
type undocumentedReady struct {
	SessionType          string     `json:"session_type"`
	PrivateChannels      []struct{} `json:"private_channels"`
	Relationships        []struct{} `json:"relationships"`
	GameRelationships    []struct{} `json:"game_relationships"`
	Presences            []struct{} `json:"presences"`
	GuildJoinRequests    []struct{} `json:"guild_join_requests"`
	GeoOrderedRTCRegions []string   `json:"geo_ordered_rtc_regions"`
	UserSettings         struct{}   `json:"user_settings"`
	Auth                 struct{}   `json:"auth"`
	Trace                []string   `json:"_trace"`
}

// readyApplication has the flags twice: a number is too small for some.
type readyApplication struct {
	event.ReadyApplication
	FlagsNew string `json:"flags_new"`
}

// currentUser is the bot as only it sees itself.
type currentUser struct {
	discord.User
	MFAEnabled bool    `json:"mfa_enabled"`
	Verified   bool    `json:"verified"`
	Email      *string `json:"email"`
}

// sendReady sends READY, in which no guild is available yet, and then each
// guild. The caller holds the world's lock.
func (c *conn) sendReady() {
	s, b := c.session, c.session.bot
	guilds := s.guilds()
	ready := readyPayload{
		V:                c.version,
		User:             currentUser{User: *b.user, Verified: true},
		SessionID:        s.id,
		ResumeGatewayURL: c.e.gatewayURLFor(c.base),
		Application:      readyApplication{event.ReadyApplication{ID: b.app.ID, Flags: b.app.Flags}, strconv.FormatUint(uint64(b.app.Flags), 10)},

		undocumentedReady: undocumentedReady{SessionType: "normal"},
	}
	if s.named {
		ready.Shard = []int{s.shard, s.shards}
	}
	for _, g := range guilds {
		ready.Guilds = append(ready.Guilds, unavailable(g.ID))
	}
	c.answer("READY", ready)
	for _, g := range guilds {
		s.sendGuild(g)
	}
}

// sendGuild tells the session of a guild: what is in it, or that it is down.
func (s *session) sendGuild(g *guild) {
	switch {
	case !s.intents.Has(discord.IntentGuilds):
	case g.down:
		s.tell("GUILD_DELETE", unavailable(g.ID))
	default:
		s.tell("GUILD_CREATE", s.guildCreate(g))
		s.bot.noteViews(g, time.Now())
	}
}

// sendGuild tells the bot's sessions of a guild that has become available,
// if the bot is in it.
func (b *bot) sendGuild(g *guild) {
	for _, s := range b.sessions.byID {
		if s.covers(g) {
			s.sendGuild(g)
		}
	}
}

// guildCreate is a guild as the gateway sends it at first.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-create
type guildCreate struct {
	discord.Guild
	JoinedAt             discord.Time              `json:"joined_at"`
	Large                bool                      `json:"large"`
	Unavailable          bool                      `json:"unavailable"`
	MemberCount          int                       `json:"member_count"`
	VoiceStates          []discord.VoiceState      `json:"voice_states"`
	Members              []discord.Member          `json:"members"`
	Channels             []discord.Channel         `json:"channels"`
	Threads              []discord.Channel         `json:"threads"`
	Presences            []discord.Presence        `json:"presences"`
	StageInstances       []*discord.StageInstance  `json:"stage_instances"`
	GuildScheduledEvents []discord.ScheduledEvent  `json:"guild_scheduled_events"`
	SoundboardSounds     []discord.SoundboardSound `json:"soundboard_sounds"`
}

func (s *session) guildCreate(g *guild) guildCreate {
	b := s.bot
	p := guildCreate{
		Guild:            g.Guild,
		JoinedAt:         g.members[b.user.ID].JoinedAt,
		Large:            len(g.members) > s.large,
		MemberCount:      len(g.members),
		SoundboardSounds: g.sounds,
		StageInstances:   byID(g.stages),
	}
	for _, v := range byID(g.voice) {
		state := *v
		state.GuildID, state.Member = 0, nil
		p.VoiceStates = append(p.VoiceStates, state)
	}
	now := time.Now()
	for _, ev := range byID(g.events) {
		if b.seesEvent(ev, now) {
			p.GuildScheduledEvents = append(p.GuildScheduledEvents, ev.ScheduledEvent)
		}
	}
	for _, ch := range byID(g.channels) {
		switch {
		case !ch.IsThread():
			p.Channels = append(p.Channels, s.channel(ch, now))
		case b.isActive(ch) && b.sees(ch, now):
			p.Threads = append(p.Threads, b.threadWithMember(ch))
		}
	}
	withPresences := s.intents.Has(discord.IntentGuildPresences)
	for _, m := range byID(g.members) {
		if b.isInitial(g, m, withPresences, p.Large) {
			p.Members = append(p.Members, *m)
		}
	}
	if withPresences {
		for _, presence := range byID(g.presences) {
			bare := *presence
			bare.GuildID = 0
			p.Presences = append(p.Presences, bare)
		}
	}
	return p
}

// isInitial reports whether a member is part of GUILD_CREATE: without
// GUILD_PRESENCES only the bot and who is in voice; with it, in large guilds
// those who are online, have a role or a nickname too, and else everyone.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#guild-create
func (b *bot) isInitial(g *guild, m *discord.Member, withPresences, large bool) bool {
	id := m.User.ID
	if id == b.user.ID || g.voice[id] != nil {
		return true
	}
	return withPresences && (!large || len(m.Roles) > 0 || m.Nick != nil || g.presences[id] != nil)
}

// isActive reports whether a thread is not archived.
func (e *Emulator) isActive(ch *channel) bool {
	return ch.ThreadMetadata != nil && !ch.ThreadMetadata.Archived
}

// threadWithMember returns a thread with the bot's membership, if it has one.
func (b *bot) threadWithMember(ch *channel) discord.Channel {
	thread := ch.Channel
	thread.Member = ch.members[b.user.ID]
	return thread
}
