package emulator

import (
	"slices"

	"github.com/accord-go/accord/discord"
)

// lobbyMemberChange is a change of a member, alone or with others.
type lobbyMemberChange struct {
	Metadata       optional[map[string]string] `json:"metadata"`
	Flags          *int                        `json:"flags" rule:"range=0..1"`
	AdditionalName optional[string]            `json:"additional_name" rule:"len=1..80"`
}

// put adds a user to a lobby, or changes one who is there.
func (l *lobby) put(user discord.UserID, f *lobbyMemberChange) *discord.LobbyMember {
	if l.member(user) == nil {
		l.Members = append(l.Members, discord.LobbyMember{ID: user})
	}
	m := l.member(user)
	if f.Metadata.present {
		m.Metadata = f.Metadata.value
	}
	if f.Flags != nil {
		m.Flags = discord.LobbyMemberFlags(*f.Flags)
	}
	if f.AdditionalName.present {
		m.AdditionalName = f.AdditionalName.value
	}
	return m
}

func (b *bot) putLobbyMember(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	var f lobbyMemberChange
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	checkMetadata(f.Metadata.value, check.at("metadata"))
	if err := check.err(); err != nil {
		return reply{}, err
	}
	if b.state.users[r.userID()] == nil {
		return reply{}, errUnknownUser
	}
	return ok(l.put(r.userID(), &f))
}

func (b *bot) removeLobbyMember(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	l.remove(r.userID())
	return noContent()
}

func (b *bot) leaveLobby(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	l.remove(r.grant.auth.user.ID)
	return noContent()
}

// bulkLobbyMembers changes several members, and returns those who stay.
func (b *bot) bulkLobbyMembers(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	var list []struct {
		ID snowflake `json:"id" rule:"required"`
		lobbyMemberChange
		RemoveMember bool `json:"remove_member"`
	}
	if err := r.bind(&list); err != nil {
		return reply{}, err
	}
	check := new(form)
	check.at().length(len(list), 1, 25)
	for i, f := range list {
		checkMetadata(f.Metadata.value, check.at(i, "metadata"))
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	for _, f := range list {
		if b.state.users[discord.UserID(f.ID)] == nil {
			return reply{}, errUnknownUser
		}
	}
	upserted := []discord.LobbyMember{}
	for _, f := range list {
		if f.RemoveMember {
			l.remove(discord.UserID(f.ID))
			continue
		}
		upserted = append(upserted, *l.put(discord.UserID(f.ID), &f.lobbyMemberChange))
	}
	return ok(upserted)
}

// inviteSelfToLobby makes an invite for the user who asks.
func (b *bot) inviteSelfToLobby(r *request) (reply, error) {
	l, m, err := b.lobbyOf(r)
	if err != nil {
		return reply{}, err
	}
	return b.lobbyInvite(r, l, m.ID)
}

func (b *bot) inviteToLobby(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	if b.state.users[r.userID()] == nil {
		return reply{}, errUnknownUser
	}
	return b.lobbyInvite(r, l, r.userID())
}

// lobbyInvite makes an invite to the guild of a lobby's linked channel, which
// works once, for an hour, for one user.
func (b *bot) lobbyInvite(r *request, l *lobby, user discord.UserID) (reply, error) {
	if l.LinkedChannel == nil || b.state.channels[l.LinkedChannel.ID] == nil {
		return reply{}, errUnknownChannel
	}
	i := b.newInvite(b.state.channels[l.LinkedChannel.ID], r.now, &inviteForm{MaxAge: new(3600), MaxUses: 1})
	i.targets, i.targeted = []discord.UserID{user}, r.now
	b.state.invites = append(b.state.invites, i)
	b.inviteCreated(i)
	return ok(discord.LobbyInvite{Code: i.Code})
}

func (b *bot) listLobbyMessages(r *request) (reply, error) {
	l, _, err := b.lobbyOf(r)
	if err != nil {
		return reply{}, err
	}
	limit, err := r.queryInt("limit", 50, 1, 200)
	if err != nil {
		return reply{}, err
	}
	newest := slices.Clone(l.messages[max(0, len(l.messages)-limit):])
	slices.Reverse(newest)
	return ok(append([]*discord.LobbyMessage{}, newest...))
}

// createLobbyMessage writes in a lobby. A linked channel does not get it.
func (b *bot) createLobbyMessage(r *request) (reply, error) {
	l, m, err := b.lobbyOf(r)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		Content  string            `json:"content" rule:"len=0..4000"`
		Metadata map[string]string `json:"metadata"`
		Flags    int               `json:"flags"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if f.Content == "" {
		return reply{}, errEmptyMessage
	}
	id := b.nextID(r.now)
	message := &discord.LobbyMessage{
		ID: discord.MessageID(id), Type: discord.MessageTypeDefault, Content: f.Content, LobbyID: l.ID, ChannelID: discord.ChannelID(l.ID),
		Author: *r.grant.auth.user, Metadata: f.Metadata, Flags: discord.MessageFlags(f.Flags), ApplicationID: b.app.ID,
	}
	if m.AdditionalName != "" {
		message.LobbyMember = &discord.MessageLobbyMember{AdditionalName: m.AdditionalName}
	}
	l.messages = append(l.messages, message)
	return created(message)
}
