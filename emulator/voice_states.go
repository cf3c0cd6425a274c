package emulator

import (
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// voiceRoutes are the operations on voice states, regions and channels.
//
// Discord docs: https://docs.discord.com/developers/resources/voice
var voiceRoutes = []route{
	{method: http.MethodGet, pattern: "/voice/regions", handle: (*bot).listVoiceRegions},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/regions", handle: (*bot).listGuildVoiceRegions},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/voice-states/@me", handle: (*bot).getOwnVoiceState},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/voice-states/@me", handle: (*bot).updateOwnVoiceState},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/voice-states/{user_id}", handle: (*bot).getVoiceState},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/voice-states/{user_id}", handle: (*bot).updateOthersVoiceState},
	{method: http.MethodPut, pattern: "/channels/{channel_id}/voice-status", handle: (*bot).setVoiceStatus},
}

var voiceRegions = []discord.VoiceRegion{{ID: "rotterdam", Name: "Rotterdam", Optimal: true}, {ID: "us-east", Name: "US East"}}

func (e *Emulator) listVoiceRegions(*request) (reply, error) { return ok(voiceRegions) }

func (b *bot) listGuildVoiceRegions(r *request) (reply, error) {
	if _, err := b.guildFor(r, 0); err != nil {
		return reply{}, err
	}
	return ok(voiceRegions)
}

func (b *bot) getOwnVoiceState(r *request) (reply, error) {
	_, v, err := b.voiceStateOf(r, b.user.ID)
	if err != nil {
		return reply{}, err
	}
	return ok(v)
}

// getVoiceState tells where a user is, but not of a channel that the bot can't
// connect to.
func (b *bot) getVoiceState(r *request) (reply, error) {
	_, v, err := b.voiceStateOf(r, r.userID())
	if err != nil {
		return reply{}, err
	}
	ch := b.state.channels[v.ChannelID]
	if ch == nil || b.may(ch, r.now)&discord.PermissionConnect == 0 {
		return reply{}, errMissingAccess
	}
	return ok(v)
}

func (b *bot) voiceStateOf(r *request, user discord.UserID) (*guild, *discord.VoiceState, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return nil, nil, err
	}
	v := g.voice[user]
	if v == nil {
		return nil, nil, unknown(10065, "Voice State")
	}
	return g, v, nil
}

// stageState returns a user's voice state, and refuses unless that is on a
// stage, which is the one that the request names if it names any.
func (b *bot) stageState(r *request, user discord.UserID, named snowflake) (*channel, *discord.VoiceState, error) {
	_, v, err := b.voiceStateOf(r, user)
	if err != nil {
		return nil, nil, err
	}
	ch := b.state.channels[v.ChannelID]
	switch {
	case named != 0 && discord.ChannelID(named) != v.ChannelID:
		return nil, nil, errUnknownChannel
	case ch == nil || ch.Type != discord.ChannelTypeGuildStageVoice:
		return nil, nil, errWrongChannelType
	}
	return ch, v, nil
}

// updateOwnVoiceState lets the bot speak, be silent, or ask to speak.
func (b *bot) updateOwnVoiceState(r *request) (reply, error) {
	var f struct {
		ChannelID snowflake        `json:"channel_id"`
		Suppress  *bool            `json:"suppress"`
		Request   optional[string] `json:"request_to_speak_timestamp"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	ch, v, err := b.stageState(r, b.user.ID, f.ChannelID)
	if err != nil {
		return reply{}, err
	}
	may := b.may(ch, r.now)
	changed := *v
	if f.Suppress != nil {
		if !*f.Suppress && may&discord.PermissionMuteMembers == 0 {
			return reply{}, errMissingPermissions
		}
		changed.Suppress = *f.Suppress
	}
	if f.Request.present {
		changed.RequestToSpeakTimestamp = discord.Time{}
		if text, given := f.Request.get(); given {
			at, good := parseTime(text)
			switch {
			case may&discord.PermissionRequestToSpeak == 0:
				return reply{}, errMissingPermissions
			case !good:
				return reply{}, invalid(codeDateTime, "Could not parse "+text+". Should be ISO8601.", "request_to_speak_timestamp")
			case at.Before(r.now.Add(-time.Minute)): // Discord's and the bot's clocks may differ
				return reply{}, invalid("REQUEST_TO_SPEAK_TIMESTAMP_IN_PAST", "Must be a present or future time.", "request_to_speak_timestamp")
			}
			changed.RequestToSpeakTimestamp = discord.At(at)
		}
	}
	return b.changeVoiceState(v, changed)
}

// updateOthersVoiceState lets another user speak or be silent.
func (b *bot) updateOthersVoiceState(r *request) (reply, error) {
	var f struct {
		ChannelID snowflake `json:"channel_id"`
		Suppress  *bool     `json:"suppress"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	ch, v, err := b.stageState(r, r.userID(), f.ChannelID)
	switch {
	case err != nil:
		return reply{}, err
	case b.may(ch, r.now)&discord.PermissionMuteMembers == 0:
		return reply{}, errMissingPermissions
	case f.Suppress == nil:
		return noContent()
	}
	changed := *v
	changed.Suppress = *f.Suppress
	changed.RequestToSpeakTimestamp = discord.Time{}
	if u := b.state.users[v.UserID]; !changed.Suppress && u != nil && !u.Bot {
		changed.RequestToSpeakTimestamp = discord.At(r.now) // a person is asked first
	}
	return b.changeVoiceState(v, changed)
}

func (e *Emulator) changeVoiceState(v *discord.VoiceState, changed discord.VoiceState) (reply, error) {
	*v = changed
	e.dispatch("VOICE_STATE_UPDATE", v, inGuild(v.GuildID))
	return noContent()
}

// setVoiceStatus sets the line of text that is shown with a voice channel.
func (b *bot) setVoiceStatus(r *request) (reply, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionSetVoiceChannelStatus)
	switch {
	case err != nil:
		return reply{}, err
	case ch.Type != discord.ChannelTypeGuildVoice:
		return reply{}, errWrongChannelType
	}
	v := b.state.guilds[ch.GuildID].voice[b.user.ID]
	inside := v != nil && v.ChannelID == ch.ID
	if !inside && b.may(ch, r.now)&discord.PermissionManageChannels == 0 {
		return reply{}, errMissingPermissions
	}
	var f struct {
		Status *string `json:"status" rule:"len=0..500"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if deref(f.Status) == "" {
		f.Status = nil
	}
	was := deref(ch.voiceStatus)
	ch.voiceStatus = f.Status
	b.dispatch("VOICE_CHANNEL_STATUS_UPDATE", &event.VoiceChannelStatusUpdate{ID: ch.ID, GuildID: ch.GuildID, Status: ch.voiceStatus}, inChannel(ch))
	if now := deref(f.Status); now != was {
		action := discord.AuditLogActionVoiceChannelStatusCreate
		if now == "" {
			action = discord.AuditLogActionVoiceChannelStatusDelete
		}
		b.log(r, b.state.guilds[ch.GuildID], &discord.AuditLogEntry{
			ActionType: action, TargetID: discord.AuditLogTargetID(ch.ID), Options: &discord.AuditLogOptions{ChannelID: ch.ID, Status: now},
		})
	}
	return noContent()
}
