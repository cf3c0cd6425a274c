package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/accord-go/accord/discord"
)

// Invites are the operations on invites to channels.
//
// Discord docs: https://docs.discord.com/developers/resources/invite
type Invites struct{ c *Client }

// GetInvite says what to tell of an invite.
type GetInvite struct {
	WithCounts            bool                     // how many members there are, about
	GuildScheduledEventID discord.ScheduledEventID // with this event of the guild
	TargetChannelID       discord.ChannelID        // in Discord's OpenAPI document only
	TargetMessageID       discord.MessageID        // in Discord's OpenAPI document only
}

func (p GetInvite) query() query {
	return query("").bool("with_counts", p.WithCounts).id("guild_scheduled_event_id", uint64(p.GuildScheduledEventID)).
		id("target_channel_id", uint64(p.TargetChannelID)).id("target_message_id", uint64(p.TargetMessageID))
}

// Get returns an invite, without its metadata. It needs no credential. One
// that has expired or never was is [ErrUnknownInvite].
//
// Discord docs: https://docs.discord.com/developers/resources/invite#get-invite
//
//discord:op invite_resolve GET /invites/{code}
func (s Invites) Get(ctx context.Context, code string, p GetInvite, opts ...Option) (*discord.Invite, error) {
	return do[discord.Invite](ctx, s.c, get("/invites/{code}", text(code)).with(p.query()), nil, opts)
}

// ListInChannel returns a guild channel's invites with their metadata. It needs
// MANAGE_CHANNELS.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#get-channel-invites
//
//discord:op list_channel_invites GET /channels/{channel_id}/invites
func (s Invites) ListInChannel(ctx context.Context, channel discord.ChannelID, opts ...Option) ([]discord.Invite, error) {
	return doList[discord.Invite](ctx, s.c, get("/channels/{channel_id}/invites", channel), nil, opts)
}

// ListInGuild returns a guild's invites, with their metadata if the bot has
// MANAGE_GUILD. It needs that or VIEW_AUDIT_LOG.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#get-guild-invites
//
//discord:op list_guild_invites GET /guilds/{guild_id}/invites
func (s Invites) ListInGuild(ctx context.Context, guild discord.GuildID, opts ...Option) ([]discord.Invite, error) {
	return doList[discord.Invite](ctx, s.c, get("/guilds/{guild_id}/invites", guild), nil, opts)
}

// Create makes an invite to a guild's channel, or returns one that is alike
// unless Unique is set. It needs CREATE_INSTANT_INVITE, and for RoleIDs
// MANAGE_ROLES. It takes a [Reason].
//
// TargetUsers go as a file. An ID among them that is none of a user's makes
// the request fail, and the error's Fields name its line.
//
// Discord docs: https://docs.discord.com/developers/resources/channel#create-channel-invite
//
//discord:op create_channel_invite POST /channels/{channel_id}/invites
func (s Invites) Create(ctx context.Context, channel discord.ChannelID, b discord.CreateChannelInvite, opts ...Option) (*discord.Invite, error) {
	return do[discord.Invite](ctx, s.c, post("/channels/{channel_id}/invites", channel), withTargetUsers(b), opts)
}

// Delete deletes an invite and returns what it was. It needs MANAGE_CHANNELS
// for its channel, or MANAGE_GUILD. It takes a [Reason].
//
// Discord docs: https://docs.discord.com/developers/resources/invite#delete-invite
//
//discord:op invite_revoke DELETE /invites/{code}
func (s Invites) Delete(ctx context.Context, code string, opts ...Option) (*discord.Invite, error) {
	return do[discord.Invite](ctx, s.c, del("/invites/{code}", text(code)), nil, opts)
}

// GetTargetUsers returns who may see and accept an invite. One that was given
// no users, which is for everyone, is [ErrUnknownInviteTargetUsers]. It needs
// that the bot made the invite, or MANAGE_GUILD, or VIEW_AUDIT_LOG.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#get-target-users
//
//discord:op get_invite_target_users GET /invites/{code}/target-users
func (s Invites) GetTargetUsers(ctx context.Context, code string, opts ...Option) ([]discord.UserID, error) {
	return parseTargetUsers(doRaw(ctx, s.c, get("/invites/{code}/target-users", text(code)), nil, opts))
}

// SetTargetUsers replaces the users who may see and accept an invite. It needs
// that the bot made the invite, or MANAGE_GUILD. Discord works on the list
// after it has answered; see [Invites.GetTargetUsersJobStatus]. An ID that is
// none of a user's makes the request fail, and the error's Fields name its
// line.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#update-target-users
//
//discord:op update_invite_target_users PUT /invites/{code}/target-users
func (s Invites) SetTargetUsers(ctx context.Context, code string, users []discord.UserID, opts ...Option) error {
	return doStatus(ctx, s.c, put("/invites/{code}/target-users", text(code)), upload{files: targetUsers(users)}, opts)
}

// GetTargetUsersJobStatus returns how far Discord is with the users that an
// invite was given. It needs that the bot made the invite, or MANAGE_GUILD, or
// VIEW_AUDIT_LOG.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#get-target-users-job-status
//
//discord:op get_invite_target_users_job_status GET /invites/{code}/target-users/job-status
func (s Invites) GetTargetUsersJobStatus(ctx context.Context, code string, opts ...Option) (*discord.TargetUsersJobStatus, error) {
	return do[discord.TargetUsersJobStatus](ctx, s.c, get("/invites/{code}/target-users/job-status", text(code)), nil, opts)
}

// withTargetUsers returns what a request with a new invite carries.
func withTargetUsers(b discord.CreateChannelInvite) any {
	if len(b.TargetUsers) == 0 {
		return b
	}
	return upload{payload: b, files: targetUsers(b.TargetUsers)}
}

// targetUsersHeader is the first line of a file of users.
const targetUsersHeader = "user_id"

// targetUsers writes users as the file that Discord wants.
func targetUsers(users []discord.UserID) []formFile {
	var b strings.Builder
	b.WriteString(targetUsersHeader + "\n")
	for _, u := range users {
		b.WriteString(u.String() + "\n")
	}
	return []formFile{{"target_users_file", discord.File{Name: "target_users.csv", Reader: strings.NewReader(b.String())}}}
}

// parseTargetUsers reads the file of users that an answer is.
func parseTargetUsers(file []byte, err error) ([]discord.UserID, error) {
	if err != nil {
		return nil, err
	}
	content := string(file)
	if strings.HasPrefix(content, `"`) { // the file as a JSON string
		if err := json.Unmarshal(file, &content); err != nil {
			return nil, fmt.Errorf("rest: the invite's users can't be read: %w", err)
		}
	}
	var users []discord.UserID
	n := 0
	for line := range strings.Lines(content) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || n == 1 && line == targetUsersHeader {
			continue
		}
		id, err := discord.ParseID[discord.User](line)
		if err != nil {
			return nil, fmt.Errorf("rest: the invite's users can't be read: line %d: %w", n, err)
		}
		users = append(users, id)
	}
	return users, nil
}
