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
	{method: http.MethodPut, pattern: "/channels/{channel_id}/recipients/{user_id}", handle: (*Emulator).addRecipient},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/recipients/{user_id}", handle: (*Emulator).removeRecipient},
}

// Limits of group DMs.
const (
	maxGroupDMs     = 10 // of an application
	maxGroupMembers = 10
)

var errInvalidRecipients = refuse(http.StatusBadRequest, 50033, "Invalid Recipient(s)")

// joiner returns the user of an access token, who must have let the application
// open group DMs with them.
func (e *Emulator) joiner(token string, now time.Time) (*discord.User, error) {
	g := e.grantOf("Bearer "+token, now)
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
func (e *Emulator) createGroupDM(r *request, tokens []string) (reply, error) {
	open := 0
	for _, ch := range e.state.channels {
		if ch.Type == discord.ChannelTypeGroupDM {
			open++
		}
	}
	if open >= maxGroupDMs {
		return reply{}, refuse(http.StatusBadRequest, 30011, "Maximum number of group DMs reached (%d)", maxGroupDMs)
	}
	ch := &channel{Channel: discord.Channel{
		ID: discord.ChannelID(e.nextID(r.now)), Type: discord.ChannelTypeGroupDM, ApplicationID: e.state.app.ID, Managed: true,
	}}
	for _, token := range tokens {
		user, err := e.joiner(token, r.now)
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
	e.state.channels[ch.ID] = ch
	return ok(ch.Channel)
}

var errMaxRecipients = refuse(http.StatusBadRequest, 30004, "Maximum number of recipients reached (%d)", maxGroupMembers)

func (ch *channel) hasRecipient(user discord.UserID) bool {
	return slices.ContainsFunc(ch.Recipients, func(u discord.User) bool { return u.ID == user })
}

// groupDMFor returns the group DM of the request's path.
func (e *Emulator) groupDMFor(r *request) (*channel, error) {
	ch := e.state.channels[r.channelID()]
	switch {
	case ch == nil:
		return nil, errUnknownChannel
	case ch.Type != discord.ChannelTypeGroupDM:
		return nil, errWrongChannelType
	}
	return ch, nil
}

func (e *Emulator) addRecipient(r *request) (reply, error) {
	ch, err := e.groupDMFor(r)
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
	user, err := e.joiner(f.AccessToken, r.now)
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
	e.tellRecipient(r, ch, discord.MessageTypeRecipientAdd, user)
	return created(ch.Channel)
}

func (e *Emulator) removeRecipient(r *request) (reply, error) {
	ch, err := e.groupDMFor(r)
	if err != nil {
		return reply{}, err
	}
	user := e.state.users[r.userID()]
	if user == nil || !ch.hasRecipient(user.ID) {
		return reply{}, errInvalidRecipients
	}
	ch.Recipients = slices.DeleteFunc(ch.Recipients, func(u discord.User) bool { return u.ID == user.ID })
	e.tellRecipient(r, ch, discord.MessageTypeRecipientRemove, user)
	return noContent()
}

// tellRecipient posts that a user came or went.
func (e *Emulator) tellRecipient(r *request, ch *channel, kind discord.MessageType, user *discord.User) {
	notice := e.newNotice(r, ch, kind)
	notice.Mentions = []discord.User{*user}
	e.post(notice, r.now)
}
