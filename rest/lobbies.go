package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Lobbies are the operations on lobbies: groups of users that a game makes.
// Those whose name has My or Join, and Leave, Link and those on messages, take
// the token of a user, with the scope sdk.social_layer; all others the bot's.
//
// A game that Discord has not approved for more can do most of them 100 times
// in 2 hours, and link channels 20 times.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby
type Lobbies struct{ c *Client }

// Create makes a lobby. Users can't join or leave it by themselves.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#create-lobby
//
//discord:op create_lobby POST /lobbies
func (s Lobbies) Create(ctx context.Context, b discord.CreateLobby, opts ...Option) (*discord.Lobby, error) {
	return do[discord.Lobby](ctx, s.c, post("/lobbies"), b, opts)
}

// CreateOrJoin takes the user into the lobby with a secret, which is made where
// there is none.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#create-or-join-lobby
//
//discord:op create_or_join_lobby PUT /lobbies
func (s Lobbies) CreateOrJoin(ctx context.Context, b discord.JoinLobby, opts ...Option) (*discord.Lobby, error) {
	return do[discord.Lobby](ctx, s.c, put("/lobbies"), b, opts)
}

// Get returns a lobby.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#get-lobby
//
//discord:op get_lobby GET /lobbies/{lobby_id}
func (s Lobbies) Get(ctx context.Context, lobby discord.LobbyID, opts ...Option) (*discord.Lobby, error) {
	return do[discord.Lobby](ctx, s.c, get("/lobbies/{lobby_id}", lobby), nil, opts)
}

// Update changes a lobby.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#modify-lobby
//
//discord:op edit_lobby PATCH /lobbies/{lobby_id}
func (s Lobbies) Update(ctx context.Context, lobby discord.LobbyID, b discord.UpdateLobby, opts ...Option) (*discord.Lobby, error) {
	return do[discord.Lobby](ctx, s.c, patch("/lobbies/{lobby_id}", lobby), b, opts)
}

// Delete ends a lobby. One that is gone already is no error.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#delete-lobby
//
//discord:op delete_lobby DELETE /lobbies/{lobby_id}
func (s Lobbies) Delete(ctx context.Context, lobby discord.LobbyID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/lobbies/{lobby_id}", lobby), nil, opts)
}

// AddMember adds a user to a lobby, or changes one who is there.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#add-a-member-to-a-lobby
//
//discord:op add_lobby_member PUT /lobbies/{lobby_id}/members/{user_id}
func (s Lobbies) AddMember(ctx context.Context, lobby discord.LobbyID, user discord.UserID, b discord.AddLobbyMember, opts ...Option) (*discord.LobbyMember, error) {
	return do[discord.LobbyMember](ctx, s.c, put("/lobbies/{lobby_id}/members/{user_id}", lobby, user), b, opts)
}

// BulkUpdateMembers adds, changes and removes up to 25 members. It returns those
// who were added or changed; users who are in too many lobbies, or may not be
// added, are missing there, without an error.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#bulk-update-lobby-members
//
//discord:op bulk_update_lobby_members POST /lobbies/{lobby_id}/members/bulk
func (s Lobbies) BulkUpdateMembers(ctx context.Context, lobby discord.LobbyID, b discord.BulkUpdateLobbyMembers, opts ...Option) ([]discord.LobbyMember, error) {
	return doList[discord.LobbyMember](ctx, s.c, post("/lobbies/{lobby_id}/members/bulk", lobby).as(repeatable), b, opts)
}

// RemoveMember takes a user out of a lobby. One who isn't there is no error.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#remove-a-member-from-a-lobby
//
//discord:op delete_lobby_member DELETE /lobbies/{lobby_id}/members/{user_id}
func (s Lobbies) RemoveMember(ctx context.Context, lobby discord.LobbyID, user discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/lobbies/{lobby_id}/members/{user_id}", lobby, user), nil, opts)
}

// Leave takes the user out of a lobby. One who isn't there is no error.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#leave-lobby
//
//discord:op leave_lobby DELETE /lobbies/{lobby_id}/members/@me
func (s Lobbies) Leave(ctx context.Context, lobby discord.LobbyID, opts ...Option) error {
	return doStatus(ctx, s.c, del("/lobbies/{lobby_id}/members/@me", lobby), nil, opts)
}

// LinkChannel links a lobby with a text channel, which then shows its messages.
// A channel of zero unlinks it. The user must be a member with
// [discord.LobbyMemberFlagCanLinkLobby].
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#link-channel-to-lobby
//
//discord:op edit_lobby_channel_link PATCH /lobbies/{lobby_id}/channel-linking
func (s Lobbies) LinkChannel(ctx context.Context, lobby discord.LobbyID, channel discord.ChannelID, opts ...Option) (*discord.Lobby, error) {
	return do[discord.Lobby](ctx, s.c, patch("/lobbies/{lobby_id}/channel-linking", lobby), discord.LinkLobbyChannel{ChannelID: channel}, opts)
}

// CreateMyInvite makes an invite for the user to the guild of the lobby's
// linked channel. It works once, for an hour.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#create-lobby-channel-invite-for-self
//
//discord:op create_linked_lobby_guild_invite_for_self POST /lobbies/{lobby_id}/members/@me/invites
func (s Lobbies) CreateMyInvite(ctx context.Context, lobby discord.LobbyID, opts ...Option) (*discord.LobbyInvite, error) {
	return do[discord.LobbyInvite](ctx, s.c, post("/lobbies/{lobby_id}/members/@me/invites", lobby), nil, opts)
}

// CreateInvite makes an invite for a user to the guild of the lobby's linked
// channel. It works once, for an hour.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#create-lobby-channel-invite-for-user
//
//discord:op create_linked_lobby_guild_invite_for_user POST /lobbies/{lobby_id}/members/{user_id}/invites
func (s Lobbies) CreateInvite(ctx context.Context, lobby discord.LobbyID, user discord.UserID, opts ...Option) (*discord.LobbyInvite, error) {
	return do[discord.LobbyInvite](ctx, s.c, post("/lobbies/{lobby_id}/members/{user_id}/invites", lobby, user), nil, opts)
}

// ListMessages returns the newest messages of a lobby: at most limit, 1 to 200;
// 0 means 50. Discord has no way to get older ones. The user must be a member.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#get-lobby-messages
//
//discord:op get_lobby_messages GET /lobbies/{lobby_id}/messages
func (s Lobbies) ListMessages(ctx context.Context, lobby discord.LobbyID, limit int, opts ...Option) ([]discord.LobbyMessage, error) {
	return doList[discord.LobbyMessage](ctx, s.c, get("/lobbies/{lobby_id}/messages", lobby).with(query("").int("limit", limit)), nil, opts)
}

// CreateMessage writes in a lobby, and in its linked channel if there is one:
// where that fails, the lobby has the message all the same. The user must be a
// member.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#send-lobby-message
//
//discord:op create_lobby_message POST /lobbies/{lobby_id}/messages
func (s Lobbies) CreateMessage(ctx context.Context, lobby discord.LobbyID, b discord.CreateLobbyMessage, opts ...Option) (*discord.LobbyMessage, error) {
	return do[discord.LobbyMessage](ctx, s.c, post("/lobbies/{lobby_id}/messages", lobby), s.c.lobbyMessage(b), opts)
}

// lobbyMessage completes a message that is to be sent.
func (c *Client) lobbyMessage(b discord.CreateLobbyMessage) any {
	if b.AllowedMentions == nil {
		b.AllowedMentions = c.core.config.AllowedMentions
	}
	b.Attachments = describe(b.Attachments, b.Files)
	return withFiles(&b, b.Files)
}

// UpdateMessageModeration tells the members' games what moderation found in a
// message: what it means is theirs to decide. It replaces what was told before.
//
// Discord docs: https://docs.discord.com/developers/resources/lobby#update-lobby-message-moderation-metadata
//
//discord:op update_lobby_message_external_moderation_metadata PUT /lobbies/{lobby_id}/messages/{message_id}/moderation-metadata
func (s Lobbies) UpdateMessageModeration(ctx context.Context, lobby discord.LobbyID, message discord.MessageID, b discord.ModerationMetadata, opts ...Option) error {
	return doStatus(ctx, s.c, put("/lobbies/{lobby_id}/messages/{message_id}/moderation-metadata", lobby, message), b, opts)
}
