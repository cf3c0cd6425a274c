package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
)

// followRoutes is the operation by which a channel follows another.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#follow-announcement-channel
var followRoutes = []route{
	{method: http.MethodPost, pattern: "/channels/{channel_id}/followers", handle: (*bot).followChannel},
}

// followChannel makes a webhook in the channel that follows, by which published
// messages will come.
func (b *bot) followChannel(r *request) (reply, error) {
	source, err := b.channelFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	if source.Type != discord.ChannelTypeGuildAnnouncement {
		return reply{}, errWrongChannelType
	}
	var f struct {
		Target snowflake `json:"webhook_channel_id" rule:"required"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	target, err := b.channelWith(discord.ChannelID(f.Target), r.now, mayView|discord.PermissionManageWebhooks)
	switch {
	case err != nil:
		return reply{}, err
	case target.Type != discord.ChannelTypeGuildText && target.Type != discord.ChannelTypeGuildAnnouncement:
		return reply{}, errWrongChannelType
	case b.hasMaxWebhooks(target):
		return reply{}, errMaxWebhooks
	}
	g := b.state.guilds[source.GuildID]
	name := g.Name + " #" + deref(source.Name)
	w := &discord.Webhook{
		ID: discord.WebhookID(b.nextID(r.now)), Type: discord.WebhookTypeChannelFollower, GuildID: target.GuildID, ChannelID: target.ID,
		User: b.user, Name: &name, Avatar: g.Icon,
		SourceGuild:   &discord.WebhookSourceGuild{ID: g.ID, Name: g.Name, Icon: g.Icon},
		SourceChannel: &discord.WebhookSourceChannel{ID: source.ID, Name: deref(source.Name)},
	}
	b.state.webhooks[w.ID] = w
	b.webhooksChanged(target)
	b.logChange(r, b.state.guilds[target.GuildID], &discord.AuditLogEntry{ActionType: discord.AuditLogActionWebhookCreate, TargetID: discord.AuditLogTargetID(w.ID)}, nil, w)

	notice := b.newNotice(r, target, discord.MessageTypeChannelFollowAdd, b.user)
	notice.Content = name
	notice.MessageReference = &discord.MessageReference{ChannelID: source.ID, GuildID: g.ID}
	b.post(notice, r.now)
	return ok(discord.FollowedChannel{ChannelID: source.ID, WebhookID: w.ID})
}

// deliver posts a published message to the channels that follow its channel.
func (e *Emulator) deliver(r *request, m *message) {
	for _, w := range byID(e.state.webhooks) {
		target := e.state.channels[w.ChannelID]
		if w.SourceChannel == nil || w.SourceChannel.ID != m.ChannelID || target == nil {
			continue
		}
		posted := new(message)
		posted.ID, posted.ChannelID, posted.guild = discord.MessageID(e.nextID(r.now)), target.ID, target.GuildID
		posted.Author, posted.WebhookID, posted.Timestamp = *webhookAuthor(w, new(webhookForm)), w.ID, discord.At(r.now)
		posted.Content, posted.Embeds, posted.Attachments = m.Content, m.Embeds, m.Attachments
		posted.Components, posted.parts = m.Components, m.parts
		posted.Flags = m.Flags&^discord.MessageFlagCrossposted | discord.MessageFlagIsCrosspost
		posted.MessageReference = &discord.MessageReference{MessageID: m.ID, ChannelID: m.ChannelID, GuildID: m.guild}
		e.post(posted, r.now)
	}
}
