package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// moveForm is the new place of one channel.
type moveForm struct {
	ID              snowflake           `json:"id" rule:"required"`
	Position        *int                `json:"position" rule:"range=0.."`
	ParentID        optional[snowflake] `json:"parent_id"`
	LockPermissions bool                `json:"lock_permissions"`
}

// movesOut reports whether the channel gets another category, or none.
func (m *moveForm) movesOut(ch *channel) bool {
	return m.ParentID.present && discord.ChannelID(m.ParentID.value) != ch.ParentID
}

// mayMove refuses what the bot may not do with a channel: it must manage the
// channels of the guild or of the channel's category; and to change that, the
// channel itself and where it goes.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions
func (b *bot) mayMove(g *guild, ch *channel, m *moveForm, now time.Time) error {
	manages := func(category discord.ChannelID) bool {
		parent := g.channels[category]
		if parent == nil {
			return b.permissions(g)&discord.PermissionManageChannels != 0
		}
		return b.may(parent, now)&discord.PermissionManageChannels != 0
	}
	if !m.movesOut(ch) {
		if !manages(0) && !manages(ch.ParentID) {
			return errMissingPermissions
		}
		return nil
	}
	switch own := b.may(ch, now); {
	case own&discord.PermissionViewChannel == 0, own&discord.PermissionManageChannels == 0, !manages(discord.ChannelID(m.ParentID.value)):
		return errMissingAccess
	case m.LockPermissions && own&discord.PermissionManageRoles == 0:
		return errMissingPermissions
	}
	return nil
}

// moveChannels changes the order of channels, and the category of at most one.
func (b *bot) moveChannels(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	var moves []moveForm
	if err := r.bind(&moves); err != nil {
		return reply{}, err
	}
	parents := 0
	for _, m := range moves {
		ch := g.channels[discord.ChannelID(m.ID)]
		if ch == nil || ch.IsThread() {
			return reply{}, errUnknownChannel
		}
		if m.movesOut(ch) {
			parents++
		}
		if err := b.mayMove(g, ch, &m, r.now); err != nil {
			return reply{}, err
		}
	}
	if parents > 1 {
		return reply{}, refuse(http.StatusBadRequest, 40009, "Only one channel can have a parent_id modified at a time")
	}
	for _, m := range moves {
		ch := g.channels[discord.ChannelID(m.ID)]
		before := ch.PermissionOverwrites
		set(&ch.Position, m.Position)
		if m.ParentID.present {
			ch.ParentID = discord.ChannelID(m.ParentID.value)
		}
		if parent := g.channels[ch.ParentID]; m.LockPermissions && parent != nil {
			ch.PermissionOverwrites = slices.Clone(parent.PermissionOverwrites)
		}
		b.channelUpdated(ch)
		b.logOverwrites(r, g, discord.AuditLogTargetID(ch.ID), before, ch.PermissionOverwrites)
	}
	return noContent()
}
