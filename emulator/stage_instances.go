package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// stageRoutes are the operations on what goes on in stage channels.
//
// Discord docs: https://docs.discord.com/developers/resources/stage-instance
var stageRoutes = []route{
	{method: http.MethodPost, pattern: "/stage-instances", handle: (*bot).createStage},
	{method: http.MethodGet, pattern: "/stage-instances/{channel_id}", handle: (*bot).getStage},
	{method: http.MethodPatch, pattern: "/stage-instances/{channel_id}", handle: (*bot).updateStage, audit: discord.AuditLogActionStageInstanceUpdate},
	{method: http.MethodDelete, pattern: "/stage-instances/{channel_id}", handle: (*bot).deleteStage, audit: discord.AuditLogActionStageInstanceDelete},
}

var (
	errUnknownStage = unknown(10067, "Stage Instance")
	errStageOpen    = refuse(http.StatusBadRequest, 150006, "The Stage is already open")
)

func (b *bot) createStage(r *request) (reply, error) {
	var f struct {
		ChannelID             snowflake `json:"channel_id" rule:"required"`
		Topic                 string    `json:"topic" rule:"required,len=1..120"`
		PrivacyLevel          *int      `json:"privacy_level" rule:"range=1..2"`
		SendStartNotification bool      `json:"send_start_notification"`
		EventID               snowflake `json:"guild_scheduled_event_id"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	need := mayView | stageModerator
	if f.SendStartNotification {
		need |= discord.PermissionMentionEveryone
	}
	ch, err := b.channelWith(discord.ChannelID(f.ChannelID), r.now, need)
	if err != nil {
		return reply{}, err
	}
	g := b.state.guilds[ch.GuildID]
	switch {
	case g == nil || ch.Type != discord.ChannelTypeGuildStageVoice:
		return reply{}, errWrongChannelType
	case g.stages[ch.ID] != nil:
		return reply{}, errStageOpen
	case f.EventID != 0 && g.events[discord.ScheduledEventID(f.EventID)] == nil:
		return reply{}, errUnknownEvent
	}
	s := &discord.StageInstance{
		ID: discord.StageInstanceID(b.nextID(r.now)), GuildID: g.ID, ChannelID: ch.ID, Topic: f.Topic,
		PrivacyLevel: discord.StageInstancePrivacyLevelGuildOnly, ScheduledEventID: discord.ScheduledEventID(f.EventID),
	}
	set((*int)(&s.PrivacyLevel), f.PrivacyLevel)
	if g.stages == nil {
		g.stages = make(map[discord.ChannelID]*discord.StageInstance)
	}
	g.stages[ch.ID] = s
	b.dispatch("STAGE_INSTANCE_CREATE", &event.StageInstanceCreate{StageInstance: *s}, inChannel(ch))
	b.logChange(r, g, &discord.AuditLogEntry{
		ActionType: discord.AuditLogActionStageInstanceCreate, TargetID: discord.AuditLogTargetID(s.ID), Options: &discord.AuditLogOptions{ChannelID: ch.ID},
	}, nil, s)
	return ok(s)
}

// stageFor returns the stage channel of the request's path that is live.
func (b *bot) stageFor(r *request, need discord.Permissions) (*channel, *discord.StageInstance, error) {
	ch, err := b.channelFor(r, mayView|need)
	if err != nil {
		return nil, nil, err
	}
	g := b.state.guilds[ch.GuildID]
	if g == nil || g.stages[ch.ID] == nil {
		return nil, nil, errUnknownStage
	}
	return ch, g.stages[ch.ID], nil
}

func (b *bot) getStage(r *request) (reply, error) {
	_, s, err := b.stageFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	return ok(s)
}

func (b *bot) updateStage(r *request) (reply, error) {
	ch, s, err := b.stageFor(r, stageModerator)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Topic        *string `json:"topic" rule:"len=1..120"`
		PrivacyLevel *int    `json:"privacy_level" rule:"range=1..2"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	set(&s.Topic, f.Topic)
	set((*int)(&s.PrivacyLevel), f.PrivacyLevel)
	b.dispatch("STAGE_INSTANCE_UPDATE", &event.StageInstanceUpdate{StageInstance: *s}, inChannel(ch))
	return ok(s)
}

func (b *bot) deleteStage(r *request) (reply, error) {
	ch, s, err := b.stageFor(r, stageModerator)
	if err != nil {
		return reply{}, err
	}
	delete(b.state.guilds[ch.GuildID].stages, ch.ID)
	b.dispatch("STAGE_INSTANCE_DELETE", &event.StageInstanceDelete{StageInstance: *s}, inChannel(ch))
	return noContent()
}
