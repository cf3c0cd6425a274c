package emulator

import (
	"net/http"
	"time"

	"github.com/accord-go/accord/discord"
)

// voiceState returns what becomes of a member's voice state by the change, or
// nil where that says nothing of it. Who is in no voice channel can't be muted,
// deafened or moved; a null channel ends the connection.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-member
func (f *memberForm) voiceState(b *bot, g *guild, user discord.UserID, now time.Time) (*discord.VoiceState, error) {
	if f.Mute == nil && f.Deaf == nil && !f.ChannelID.present {
		return nil, nil
	}
	v := g.voice[user]
	if v == nil {
		return nil, refuse(http.StatusBadRequest, 40032, "Target user is not connected to voice.")
	}
	changed := *v
	set(&changed.Mute, f.Mute)
	set(&changed.Deaf, f.Deaf)
	if !f.ChannelID.present {
		return &changed, nil
	}
	changed.ChannelID = 0
	if id, given := f.ChannelID.get(); given {
		ch, err := b.channelWith(discord.ChannelID(id), now, mayView|discord.PermissionConnect)
		switch {
		case err != nil:
			return nil, err
		case ch.GuildID != g.ID || !isVoice(ch.Type):
			return nil, errWrongChannelType
		}
		changed.ChannelID = ch.ID
	}
	return &changed, nil
}

// setVoiceState puts a user where a voice state says, and tells of it.
func (e *Emulator) setVoiceState(r *request, g *guild, v *discord.VoiceState) {
	from := g.voice[v.UserID].ChannelID
	if v.ChannelID == 0 {
		delete(g.voice, v.UserID)
	} else {
		g.voice[v.UserID] = v
	}
	e.dispatch("VOICE_STATE_UPDATE", v, inGuild(g.ID))
	e.tellVoiceStarts(g, r.now)
	switch v.ChannelID {
	case from:
	case 0:
		e.log(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionMemberDisconnect, Options: &discord.AuditLogOptions{Count: "1"}})
	default:
		e.log(r, g, &discord.AuditLogEntry{ActionType: discord.AuditLogActionMemberMove, Options: &discord.AuditLogOptions{ChannelID: v.ChannelID, Count: "1"}})
	}
}
