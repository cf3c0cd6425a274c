package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// groupDMRoutes are the operations on who is in a group DM.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#group-dm-add-recipient
var groupDMRoutes = []route{
	{method: http.MethodPut, pattern: "/channels/{channel_id}/recipients/{user_id}", handle: (*bot).addRecipient},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/recipients/{user_id}", handle: (*bot).removeRecipient},
}

// Limits of group DMs.
const (
	maxGroupDMs     = 10 // of an application
	maxGroupMembers = 10
)

var errInvalidRecipients = refuse(http.StatusBadRequest, 50033, "Invalid Recipient(s)")

// joiner returns the user of an access token, who must have let the application
// open group DMs with them.
func (b *bot) joiner(token string, now time.Time) (*discord.User, error) {
	g := b.grantOf("Bearer "+token, now)
	switch {
	case g == nil:
		return nil, refuse(http.StatusBadRequest, 50025, "Invalid OAuth2 access token")
	case !g.has(discord.ScopeGDMJoin):
		return nil, refuse(http.StatusForbidden, 50026, "Missing required OAuth2 scope")
	}
	return g.auth.user, nil
}

// createGroupDM opens a group DM of the users of access tokens.
//
// Discord docs: https://docs.discord.com/developers/resources/user#create-group-dm
func (b *bot) createGroupDM(r *request, tokens []string) (reply, error) {
	open := 0
	for _, ch := range b.state.channels {
		if ch.Type == discord.ChannelTypeGroupDM && ch.bot == b.user.ID {
			open++
		}
	}
	if open >= maxGroupDMs {
		return reply{}, refuse(http.StatusBadRequest, 30011, "Maximum number of group DMs reached (%d)", maxGroupDMs)
	}
	ch := &channel{Channel: discord.Channel{
		ID: discord.ChannelID(b.nextID(r.now)), Type: discord.ChannelTypeGroupDM, ApplicationID: b.app.ID, Managed: true,
	}, bot: b.user.ID}
	for _, token := range tokens {
		user, err := b.joiner(token, r.now)
		switch {
		case err != nil:
			return reply{}, err
		case !ch.hasRecipient(user.ID):
			ch.Recipients = append(ch.Recipients, *user)
		}
	}
	if len(ch.Recipients) > maxGroupMembers {
		return reply{}, errMaxRecipients
	}
	ch.OwnerID = ch.Recipients[0].ID
	b.state.channels[ch.ID] = ch
	return ok(ch.Channel)
}

var errMaxRecipients = refuse(http.StatusBadRequest, 30004, "Maximum number of recipients reached (%d)", maxGroupMembers)

func (ch *channel) hasRecipient(user discord.UserID) bool {
	return slices.ContainsFunc(ch.Recipients, func(u discord.User) bool { return u.ID == user })
}

// groupDMFor returns the group DM of the request's path.
func (b *bot) groupDMFor(r *request) (*channel, error) {
	ch := b.state.channels[r.channelID()]
	switch {
	case ch == nil:
		return nil, errUnknownChannel
	case !b.sees(ch, r.now):
		return nil, errMissingAccess
	case ch.Type != discord.ChannelTypeGroupDM:
		return nil, errWrongChannelType
	}
	return ch, nil
}

func (b *bot) addRecipient(r *request) (reply, error) {
	ch, err := b.groupDMFor(r)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		AccessToken string `json:"access_token" rule:"required"`
		Nick        string `json:"nick"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	user, err := b.joiner(f.AccessToken, r.now)
	switch {
	case err != nil:
		return reply{}, err
	case user.ID != r.userID():
		return reply{}, errInvalidRecipients
	case ch.hasRecipient(user.ID):
		return noContent()
	case len(ch.Recipients) >= maxGroupMembers:
		return reply{}, errMaxRecipients
	}
	ch.Recipients = append(ch.Recipients, *user)
	b.tellRecipient(r, ch, discord.MessageTypeRecipientAdd, user)
	return created(ch.Channel)
}

func (b *bot) removeRecipient(r *request) (reply, error) {
	ch, err := b.groupDMFor(r)
	if err != nil {
		return reply{}, err
	}
	user := b.state.users[r.userID()]
	if user == nil || !ch.hasRecipient(user.ID) {
		return reply{}, errInvalidRecipients
	}
	ch.Recipients = slices.DeleteFunc(ch.Recipients, func(u discord.User) bool { return u.ID == user.ID })
	b.tellRecipient(r, ch, discord.MessageTypeRecipientRemove, user)
	return noContent()
}

// tellRecipient posts that a user came or went.
func (b *bot) tellRecipient(r *request, ch *channel, kind discord.MessageType, user *discord.User) {
	notice := b.newNotice(r, ch, kind, b.user)
	notice.Mentions = []discord.User{*user}
	b.post(notice, r.now)
}
