package emulator

import (
	"crypto/rand"
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// inviteRoutes are the operations on invites.
//
// Discord docs: https://docs.discord.com/developers/resources/invite
var inviteRoutes = []route{
	{method: http.MethodGet, pattern: "/channels/{channel_id}/invites", handle: (*Emulator).listChannelInvites},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/invites", handle: (*Emulator).createInvite},
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/invites", handle: (*Emulator).listGuildInvites},
	{method: http.MethodGet, pattern: "/invites/{code}", auth: authNone, handle: (*Emulator).getInvite},
	{method: http.MethodDelete, pattern: "/invites/{code}", handle: (*Emulator).deleteInvite},
}

// invite is a way into a guild.
type invite struct {
	Type      int             `json:"type"`
	Code      string          `json:"code"`
	Guild     inviteGuild     `json:"guild"`
	GuildID   discord.GuildID `json:"guild_id"`
	Channel   inviteChannel   `json:"channel"`
	Inviter   *discord.User   `json:"inviter"`
	ExpiresAt discord.Time    `json:"expires_at"`
	Uses      *int            `json:"uses,omitempty"`
	MaxUses   *int            `json:"max_uses,omitempty"`
	MaxAge    *int            `json:"max_age,omitempty"` // seconds
	Temporary *bool           `json:"temporary,omitempty"`
	CreatedAt discord.Time    `json:"created_at,omitzero"`
}

// inviteGuild is what an invite tells of its guild.
type inviteGuild struct {
	ID                       discord.GuildID           `json:"id"`
	Name                     string                    `json:"name"`
	Splash                   *string                   `json:"splash"`
	Banner                   *string                   `json:"banner"`
	Description              *string                   `json:"description"`
	Icon                     *string                   `json:"icon"`
	Features                 []discord.GuildFeature    `json:"features"`
	VerificationLevel        discord.VerificationLevel `json:"verification_level"`
	VanityURLCode            *string                   `json:"vanity_url_code"`
	NSFWLevel                discord.NSFWLevel         `json:"nsfw_level"`
	NSFW                     bool                      `json:"nsfw"`
	PremiumSubscriptionCount int                       `json:"premium_subscription_count"`
}

// inviteChannel is what an invite tells of its channel.
type inviteChannel struct {
	ID   discord.ChannelID   `json:"id"`
	Type discord.ChannelType `json:"type"`
	Name *string             `json:"name"`
}

// inviteDay is how long an invite works that says nothing of it.
const inviteDay = 24 * 60 * 60

var errUnknownInvite = unknown(10006, "Invite")

// invitesWhere returns the invites that fit and still work.
func (e *Emulator) invitesWhere(now time.Time, fits func(*invite) bool) []*invite {
	out := []*invite{}
	for _, i := range e.state.invites {
		if fits(i) && !i.expired(now) {
			out = append(out, i)
		}
	}
	return out
}

func (i *invite) expired(now time.Time) bool {
	return !i.ExpiresAt.IsZero() && !now.Before(i.ExpiresAt.Time)
}

func (e *Emulator) listChannelInvites(r *request) (reply, error) {
	ch, err := e.channelFor(r, mayView|discord.PermissionManageChannels)
	if err != nil {
		return reply{}, err
	}
	return ok(e.invitesWhere(r.now, func(i *invite) bool { return i.Channel.ID == ch.ID }))
}

func (e *Emulator) listGuildInvites(r *request) (reply, error) {
	g, err := e.guildFor(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	return ok(e.invitesWhere(r.now, func(i *invite) bool { return i.GuildID == g.ID }))
}

// createInvite makes an invite, or returns one of the same kind that the bot
// has made before.
func (e *Emulator) createInvite(r *request) (reply, error) {
	ch, err := e.channelFor(r, mayView|discord.PermissionCreateInstantInvite)
	switch {
	case err != nil:
		return reply{}, err
	case ch.GuildID == 0:
		return reply{}, errNotInDMs
	case ch.IsThread() || ch.Type == discord.ChannelTypeGuildCategory:
		return reply{}, errWrongChannelType
	}
	var f struct {
		MaxAge    *int `json:"max_age" rule:"range=0..604800"`
		MaxUses   int  `json:"max_uses" rule:"range=0..100"`
		Temporary bool `json:"temporary"`
		Unique    bool `json:"unique"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	age := inviteDay
	set(&age, f.MaxAge)
	like := e.invitesWhere(r.now, func(i *invite) bool {
		return i.Channel.ID == ch.ID && i.Inviter.ID == e.state.bot.ID && *i.MaxAge == age && *i.MaxUses == f.MaxUses && *i.Temporary == f.Temporary
	})
	if len(like) > 0 && !f.Unique {
		return ok(like[0])
	}
	i := e.newInvite(ch, r.now)
	i.MaxAge, i.MaxUses, i.Temporary = &age, &f.MaxUses, &f.Temporary
	if age > 0 {
		i.ExpiresAt = discord.At(r.now.Add(time.Duration(age) * time.Second))
	}
	e.state.invites = append(e.state.invites, i)
	e.inviteCreated(i)
	return ok(i)
}

func (e *Emulator) newInvite(ch *channel, now time.Time) *invite {
	g := e.state.guilds[ch.GuildID]
	return &invite{
		Code: rand.Text()[:8], GuildID: g.ID, Inviter: e.state.bot, Uses: new(0), CreatedAt: discord.At(now),
		Channel: inviteChannel{ID: ch.ID, Type: ch.Type, Name: ch.Name},
		Guild: inviteGuild{
			ID: g.ID, Name: g.Name, Splash: g.Splash, Banner: g.Banner, Description: g.Description, Icon: g.Icon, Features: g.Features,
			VerificationLevel: g.VerificationLevel, VanityURLCode: g.VanityURLCode, NSFWLevel: g.NSFWLevel,
			PremiumSubscriptionCount: g.PremiumSubscriptionCount,
		},
	}
}

// inviteCreated tells of an invite, but only a bot that manages the channel.
func (e *Emulator) inviteCreated(i *invite) {
	if !e.managesInvites(i) {
		return
	}
	e.dispatch("INVITE_CREATE", struct {
		ChannelID discord.ChannelID `json:"channel_id"`
		Code      string            `json:"code"`
		CreatedAt discord.Time      `json:"created_at"`
		GuildID   discord.GuildID   `json:"guild_id"`
		Inviter   *discord.User     `json:"inviter"`
		MaxAge    int               `json:"max_age"`
		MaxUses   int               `json:"max_uses"`
		Temporary bool              `json:"temporary"`
		Uses      int               `json:"uses"`
		ExpiresAt discord.Time      `json:"expires_at"`
	}{i.Channel.ID, i.Code, i.CreatedAt, i.GuildID, i.Inviter, *i.MaxAge, *i.MaxUses, *i.Temporary, 0, i.ExpiresAt},
		audience{guild: i.GuildID, channel: i.Channel.ID, botOnly: true})
}

func (e *Emulator) managesInvites(i *invite) bool {
	ch := e.state.channels[i.Channel.ID]
	return ch != nil && e.state.may(ch, e.state.bot.ID, time.Now())&discord.PermissionManageChannels != 0
}

// inviteFor returns the invite of the request's path.
func (e *Emulator) inviteFor(r *request) (*invite, error) {
	found := e.invitesWhere(r.now, func(i *invite) bool { return i.Code == r.vars["code"] })
	if len(found) == 0 {
		return nil, errUnknownInvite
	}
	return found[0], nil
}

// getInvite tells anybody what an invite leads to.
func (e *Emulator) getInvite(r *request) (reply, error) {
	i, err := e.inviteFor(r)
	if err != nil {
		return reply{}, err
	}
	out := *i
	out.Uses, out.MaxUses, out.MaxAge, out.Temporary, out.CreatedAt = nil, nil, nil, nil, discord.Time{}
	return ok(out)
}

func (e *Emulator) deleteInvite(r *request) (reply, error) {
	i, err := e.inviteFor(r)
	if err != nil {
		return reply{}, err
	}
	manages := e.managesInvites(i)
	g := e.state.guilds[i.GuildID]
	if !manages && g.guildPermissions(e.state.bot.ID)&discord.PermissionManageGuild == 0 {
		return reply{}, errMissingPermissions
	}
	e.state.invites = slices.DeleteFunc(e.state.invites, func(x *invite) bool { return x == i })
	if manages {
		e.dispatch("INVITE_DELETE", struct {
			ChannelID discord.ChannelID `json:"channel_id"`
			GuildID   discord.GuildID   `json:"guild_id"`
			Code      string            `json:"code"`
		}{i.Channel.ID, i.GuildID, i.Code}, audience{guild: i.GuildID, channel: i.Channel.ID, botOnly: true})
	}
	return ok(i)
}
