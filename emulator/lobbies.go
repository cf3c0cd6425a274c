package emulator

import (
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// lobbies are the groups of users that the game has made. The world's lock
// guards them.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby
type lobbies struct {
	byID     map[discord.LobbyID]*lobby
	bySecret map[string]*lobby
}

// lobby is a lobby with what Discord keeps beside the object. It does not end
// by itself when it is idle.
type lobby struct {
	discord.Lobby
	secret   string // who knows it can join; empty: nobody can
	messages []*discord.LobbyMessage
}

func newLobbies() lobbies {
	return lobbies{byID: make(map[discord.LobbyID]*lobby), bySecret: make(map[string]*lobby)}
}

// limitLobby is what a game that was not approved for more may do, limitLink
// how often it may link channels.
var (
	limitLobby = limit{name: "lobby", n: 100, per: 2 * time.Hour}
	limitLink  = limit{name: "lobby link", n: 20, per: 2 * time.Hour}
)

// lobbyRoutes are the operations on lobbies.
var lobbyRoutes = []route{
	{method: http.MethodPost, pattern: "/lobbies", limit: limitLobby, handle: (*bot).createLobby},
	{method: http.MethodPut, pattern: "/lobbies", auth: authUser, limit: limitLobby, handle: (*bot).joinLobby},
	{method: http.MethodGet, pattern: "/lobbies/{lobby_id}", handle: (*bot).getLobby},
	{method: http.MethodPatch, pattern: "/lobbies/{lobby_id}", limit: limitLobby, handle: (*bot).updateLobby},
	{method: http.MethodDelete, pattern: "/lobbies/{lobby_id}", handle: (*bot).deleteLobby},
	{method: http.MethodPatch, pattern: "/lobbies/{lobby_id}/channel-linking", auth: authUser, limit: limitLink, handle: (*bot).linkLobby},
	{method: http.MethodPut, pattern: "/lobbies/{lobby_id}/members/{user_id}", limit: limitLobby, handle: (*bot).putLobbyMember},
	{method: http.MethodDelete, pattern: "/lobbies/{lobby_id}/members/{user_id}", limit: limitLobby, handle: (*bot).removeLobbyMember},
	{method: http.MethodDelete, pattern: "/lobbies/{lobby_id}/members/@me", auth: authUser, handle: (*bot).leaveLobby},
	{method: http.MethodPost, pattern: "/lobbies/{lobby_id}/members/bulk", limit: limitLobby, handle: (*bot).bulkLobbyMembers},
	{method: http.MethodPost, pattern: "/lobbies/{lobby_id}/members/@me/invites", auth: authUser, limit: limitLobby, handle: (*bot).inviteSelfToLobby},
	{method: http.MethodPost, pattern: "/lobbies/{lobby_id}/members/{user_id}/invites", limit: limitLobby, handle: (*bot).inviteToLobby},
	{method: http.MethodGet, pattern: "/lobbies/{lobby_id}/messages", auth: authUser, handle: (*bot).listLobbyMessages},
	{method: http.MethodPost, pattern: "/lobbies/{lobby_id}/messages", auth: authUser, limit: limitLobby, handle: (*bot).createLobbyMessage},
	{method: http.MethodPut, pattern: "/lobbies/{lobby_id}/messages/{message_id}/moderation-metadata", handle: (*bot).moderateLobbyMessage},
	{method: http.MethodPut, pattern: "/partner-sdk/dms/{first_user}/{second_user}/messages/{message_id}/moderation-metadata", handle: (*bot).moderateDM},
}

var errUnknownLobby = unknown(10031, "Lobby")

func (b *bot) lobbyFor(r *request) (*lobby, error) {
	l := b.lobbies.byID[discord.LobbyID(r.id("lobby_id"))]
	if l == nil {
		return nil, errUnknownLobby
	}
	return l, nil
}

// lobbyOf returns the lobby, and the membership of the user who asks.
func (b *bot) lobbyOf(r *request) (*lobby, *discord.LobbyMember, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return nil, nil, err
	}
	m := l.member(r.grant.auth.user.ID)
	if m == nil {
		return nil, nil, errMissingAccess
	}
	return l, m, nil
}

func (l *lobby) member(user discord.UserID) *discord.LobbyMember {
	i := slices.IndexFunc(l.Members, func(m discord.LobbyMember) bool { return m.ID == user })
	if i < 0 {
		return nil
	}
	return &l.Members[i]
}

func (l *lobby) remove(user discord.UserID) {
	l.Members = slices.DeleteFunc(l.Members, func(m discord.LobbyMember) bool { return m.ID == user })
}

// lobbyMemberForm is a member of a new or changed lobby.
type lobbyMemberForm struct {
	ID       snowflake         `json:"id" rule:"required"`
	Metadata map[string]string `json:"metadata"`
	Flags    *int              `json:"flags" rule:"range=0..1"`
}

// lobbyForm is a new lobby, or a change of one.
type lobbyForm struct {
	Metadata           optional[map[string]string] `json:"metadata"`
	Members            *[]lobbyMemberForm          `json:"members" rule:"len=0..25"`
	IdleTimeoutSeconds *int                        `json:"idle_timeout_seconds" rule:"range=5..604800"`
	Flags              *int                        `json:"flags" rule:"range=0..1"`
}

func (f *lobbyForm) check(b *bot) error {
	check := new(form)
	checkMetadata(f.Metadata.value, check.at("metadata"))
	for i, m := range deref(f.Members) {
		checkMetadata(m.Metadata, check.at("members", i, "metadata"))
		if b.state.users[discord.UserID(m.ID)] == nil {
			return errUnknownUser
		}
	}
	return check.err()
}

func (f *lobbyForm) apply(l *lobby) {
	if f.Metadata.present {
		l.Metadata = f.Metadata.value
	}
	if f.Flags != nil {
		l.Flags = discord.LobbyFlags(*f.Flags)
	}
	if f.Members != nil {
		l.Members = nil
		for _, m := range *f.Members {
			l.remove(discord.UserID(m.ID))
			l.Members = append(l.Members, discord.LobbyMember{ID: discord.UserID(m.ID), Metadata: m.Metadata, Flags: discord.LobbyMemberFlags(deref(m.Flags))})
		}
	}
}

// checkMetadata checks what a game keeps with a lobby or a member.
func checkMetadata(metadata map[string]string, at formPath) {
	at.length(len(metadata), 0, 25)
	total := 0
	for key, value := range metadata {
		total += len([]rune(key)) + len([]rune(value))
		at.at(key).length(len([]rune(value)), 0, 1024)
	}
	at.length(total, 0, 1000)
}

func (b *bot) createLobby(r *request) (reply, error) {
	var f lobbyForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if err := f.check(b); err != nil {
		return reply{}, err
	}
	l := b.newLobby(r)
	f.apply(l)
	return created(l.Lobby)
}

func (b *bot) newLobby(r *request) *lobby {
	l := &lobby{Lobby: discord.Lobby{ID: discord.LobbyID(b.nextID(r.now)), ApplicationID: b.app.ID}}
	b.lobbies.byID[l.ID] = l
	return l
}

// joinLobby takes the user into the lobby with a secret, which is made where
// there is none.
func (b *bot) joinLobby(r *request) (reply, error) {
	var f struct {
		Secret             string                      `json:"secret" rule:"required,len=0..250"`
		LobbyMetadata      optional[map[string]string] `json:"lobby_metadata"`
		MemberMetadata     optional[map[string]string] `json:"member_metadata"`
		IdleTimeoutSeconds *int                        `json:"idle_timeout_seconds" rule:"range=5..604800"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	checkMetadata(f.LobbyMetadata.value, check.at("lobby_metadata"))
	checkMetadata(f.MemberMetadata.value, check.at("member_metadata"))
	if err := check.err(); err != nil {
		return reply{}, err
	}
	l := b.lobbies.bySecret[f.Secret]
	if l == nil {
		l = b.newLobby(r)
		l.secret = f.Secret
		b.lobbies.bySecret[f.Secret] = l
	}
	if f.LobbyMetadata.present {
		l.Metadata = f.LobbyMetadata.value
	}
	user := r.grant.auth.user.ID
	if l.member(user) == nil {
		l.Members = append(l.Members, discord.LobbyMember{ID: user})
	}
	if f.MemberMetadata.present {
		l.member(user).Metadata = f.MemberMetadata.value
	}
	return ok(l.Lobby)
}

func (b *bot) getLobby(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	return ok(l.Lobby)
}

func (b *bot) updateLobby(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	var f lobbyForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if err := f.check(b); err != nil {
		return reply{}, err
	}
	f.apply(l)
	return ok(l.Lobby)
}

// deleteLobby ends a lobby; one that is gone is no error.
func (b *bot) deleteLobby(r *request) (reply, error) {
	if l := b.lobbies.byID[discord.LobbyID(r.id("lobby_id"))]; l != nil {
		delete(b.lobbies.byID, l.ID)
		delete(b.lobbies.bySecret, l.secret)
	}
	return noContent()
}

// linkLobby links a lobby with a channel, or unlinks it.
func (b *bot) linkLobby(r *request) (reply, error) {
	l, m, err := b.lobbyOf(r)
	if err != nil {
		return reply{}, err
	}
	var f struct {
		ChannelID snowflake `json:"channel_id"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if !m.Flags.Has(discord.LobbyMemberFlagCanLinkLobby) {
		return reply{}, errMissingPermissions
	}
	if f.ChannelID == 0 {
		l.LinkedChannel = nil
		return ok(l.Lobby)
	}
	ch := b.state.channels[discord.ChannelID(f.ChannelID)]
	switch {
	case ch == nil || ch.GuildID == 0:
		return reply{}, errUnknownChannel
	case ch.Type != discord.ChannelTypeGuildText:
		return reply{}, errWrongChannelType
	case b.state.may(ch, m.ID, r.now)&discord.PermissionManageChannels == 0:
		return reply{}, errMissingPermissions
	}
	linked := ch.Channel
	l.LinkedChannel = &linked
	return ok(l.Lobby)
}
