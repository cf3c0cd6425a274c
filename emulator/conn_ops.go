package emulator

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// The opcodes of the gateway.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes
const (
	opHeartbeat          = 1
	opIdentify           = 2
	opPresenceUpdate     = 3
	opVoiceStateUpdate   = 4
	opResume             = 6
	opReconnect          = 7
	opRequestMembers     = 8
	opInvalidSession     = 9
	opHello              = 10
	opHeartbeatACK       = 11
	opRequestSoundboard  = 31
	opRequestChannelInfo = 43
)

// handle does what a frame from the client asks for. The result is the code
// that the connection must be closed with, or zero.
func (c *conn) handle(op int, d json.RawMessage) closeCode {
	switch op {
	case opHeartbeat:
		return c.heartbeat(d)
	case opIdentify:
		return c.identify(d)
	case opResume:
		return c.resume(d)
	}
	command, known := gatewayCommands[op]
	if !known {
		return closeUnknownOpcode
	}
	c.e.mu.Lock()
	defer c.e.mu.Unlock()
	if c.session == nil {
		return closeNotAuthenticated
	}
	return command(c, d)
}

// gatewayCommands are the frames that need a session. They run under the world's lock.
var gatewayCommands = map[int]func(*conn, json.RawMessage) closeCode{
	opPresenceUpdate:     (*conn).updatePresence,
	opVoiceStateUpdate:   (*conn).updateVoiceState,
	opRequestMembers:     (*conn).requestMembers,
	opRequestSoundboard:  (*conn).requestSoundboard,
	opRequestChannelInfo: (*conn).requestChannelInfo,
}

// heartbeat acknowledges, unless a fault says otherwise.
func (c *conn) heartbeat(d json.RawMessage) closeCode {
	var seq *int64
	if json.Unmarshal(d, &seq) != nil && len(d) > 0 {
		return closeDecodeError
	}
	c.beats.Reset(c.patience())
	c.e.mu.Lock()
	c.e.stats.Heartbeats++
	if c.session != nil {
		c.session.bot.stats.Heartbeats++
	}
	c.e.mu.Unlock()
	if !c.faults().missACK() {
		c.out.push([]byte(`{"t":null,"s":null,"op":11,"d":null}`))
	}
	return 0
}

// updateVoiceState joins, moves or leaves voice. There is no voice server yet,
// so no VOICE_SERVER_UPDATE follows.
func (c *conn) updateVoiceState(d json.RawMessage) closeCode {
	var v struct {
		GuildID   snowflake `json:"guild_id" rule:"required"`
		ChannelID snowflake `json:"channel_id"`
		SelfMute  bool      `json:"self_mute"`
		SelfDeaf  bool      `json:"self_deaf"`
	}
	if bind(d, &v) != nil {
		return closeDecodeError
	}
	g, b := c.guild(v.GuildID), c.session.bot
	if g == nil {
		return 0
	}
	if v.ChannelID != 0 {
		ch := g.channels[discord.ChannelID(v.ChannelID)]
		if ch == nil || !isVoice(ch.Type) || !b.mayEnter(g, ch) {
			return 0 // Discord does not answer
		}
		c.e.logger.Info("the bot joined a voice channel, but the emulator has no voice server", "channel", ch.ID)
	}
	state := &discord.VoiceState{
		GuildID: g.ID, ChannelID: discord.ChannelID(v.ChannelID), UserID: b.user.ID, Member: g.members[b.user.ID],
		SessionID: c.session.id, SelfMute: v.SelfMute, SelfDeaf: v.SelfDeaf,
	}
	if v.ChannelID == 0 {
		delete(g.voice, b.user.ID)
	} else {
		g.voice[b.user.ID] = state
	}
	c.e.dispatch("VOICE_STATE_UPDATE", state, inGuild(g.ID))
	c.e.tellVoiceStarts(g, time.Now())
	return 0
}

// mayEnter reports whether the bot may connect to a voice channel: who may move
// members also may when it is full.
func (b *bot) mayEnter(g *guild, ch *channel) bool {
	inside := 0
	for _, v := range g.voice {
		if v.ChannelID == ch.ID && v.UserID != b.user.ID {
			inside++
		}
	}
	may := b.may(ch, time.Now())
	full := ch.UserLimit > 0 && inside >= ch.UserLimit
	return may&discord.PermissionConnect != 0 && (!full || may&discord.PermissionMoveMembers != 0)
}

func (c *conn) requestSoundboard(d json.RawMessage) closeCode {
	var v struct {
		GuildIDs []snowflake `json:"guild_ids" rule:"required"`
	}
	if bind(d, &v) != nil {
		return closeDecodeError
	}
	for _, id := range v.GuildIDs {
		if g := c.guild(id); g != nil {
			c.answer("SOUNDBOARD_SOUNDS", &event.SoundboardSounds{Sounds: g.sounds, GuildID: g.ID})
		}
	}
	return 0
}

func (c *conn) requestChannelInfo(d json.RawMessage) closeCode {
	var v struct {
		GuildID snowflake `json:"guild_id" rule:"required"`
		Fields  []string  `json:"fields" rule:"required"`
	}
	if bind(d, &v) != nil {
		return closeDecodeError
	}
	g := c.guild(v.GuildID)
	if g == nil {
		return 0
	}
	type info struct {
		ID     discord.ChannelID `json:"id"`
		Status *string           `json:"status,omitzero"`
		Start  *int64            `json:"voice_start_time,omitzero"`
	}
	withStatus, withStart := slices.Contains(v.Fields, "status"), slices.Contains(v.Fields, "voice_start_time")
	var channels []info
	for _, ch := range byID(g.channels) {
		if ch.Type == discord.ChannelTypeGuildVoice && c.session.bot.sees(ch, time.Now()) {
			one := info{ID: ch.ID}
			if withStatus {
				one.Status = ch.voiceStatus
			}
			if withStart {
				one.Start = ch.voiceStart()
			}
			channels = append(channels, one)
		}
	}
	c.answer("CHANNEL_INFO", struct {
		GuildID  discord.GuildID `json:"guild_id"`
		Channels []info          `json:"channels"`
	}{g.ID, channels})
	return 0
}

// guild returns a guild that the bot is in and that belongs to the session's
// shard, or nil.
func (c *conn) guild(id snowflake) *guild {
	g := c.e.state.guilds[discord.GuildID(id)]
	if g == nil || !c.session.covers(g) {
		return nil
	}
	return g
}

// answer sends an event to this session only.
func (c *conn) answer(name string, payload any) { c.session.tell(name, payload) }
