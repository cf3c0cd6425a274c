package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

var (
	errUnknownTargetUsersJob = unknown(10124, "invite target users job")
	errUnknownTargetUsers    = unknown(10129, "invite target users")
)

// targetUsersTime is how long the work on a list of users takes here.
const targetUsersTime = time.Second

// targetUsers reads the file with the users of an invite; nil: there is none.
// The refusal of a bad file has a form of its own.
//
// Discord docs: https://docs.discord.com/developers/resources/invite#update-target-users
func (r *request) targetUsers() ([]discord.UserID, *reply) {
	n := slices.IndexFunc(r.files, func(u upload) bool { return u.field == "target_users_file" })
	if n < 0 {
		return nil, nil
	}
	users := []discord.UserID{}
	var faults []string
	line := 0
	for text := range strings.Lines(string(r.files[n].data)) {
		line++
		text = strings.TrimSpace(text)
		if text == "" || line == 1 && text == "user_id" {
			continue
		}
		id, ok := parseSnowflake(text)
		switch {
		case !ok:
			faults = append(faults, fmt.Sprintf("Line %d: invalid user ID format", line))
		case snowflakeTime(uint64(id)).Year() < 2015 || uint64(id) < 1<<22:
			faults = append(faults, fmt.Sprintf("Line %d: invalid user ID - must be a valid Discord snowflake", line))
		case !slices.Contains(users, discord.UserID(id)):
			users = append(users, discord.UserID(id))
		}
	}
	if len(faults) > 0 {
		return nil, &reply{status: http.StatusBadRequest, body: map[string][]string{"target_users_file": faults}}
	}
	return users, nil
}

// ownInvite returns the invite of the request's path, if the bot made it or has
// one of the permissions.
func (b *bot) ownInvite(r *request, any discord.Permissions) (*invite, error) {
	i, err := b.inviteFor(r)
	if err != nil {
		return nil, err
	}
	g := b.state.guilds[i.GuildID]
	if i.Inviter.ID != b.user.ID && b.permissions(g)&any == 0 {
		return nil, errMissingPermissions
	}
	return i, nil
}

func (b *bot) getTargetUsers(r *request) (reply, error) {
	i, err := b.ownInvite(r, discord.PermissionManageGuild|discord.PermissionViewAuditLog)
	if err != nil {
		return reply{}, err
	}
	if i.targets == nil {
		return reply{}, errUnknownTargetUsers
	}
	var text strings.Builder
	text.WriteString("user_id\n")
	for _, u := range i.targets {
		text.WriteString(u.String() + "\n")
	}
	return reply{status: http.StatusOK, raw: []byte(text.String()), contentType: "text/csv"}, nil
}

func (b *bot) setTargetUsers(r *request) (reply, error) {
	i, err := b.ownInvite(r, discord.PermissionManageGuild)
	if err != nil {
		return reply{}, err
	}
	users, refusal := r.targetUsers()
	switch {
	case refusal != nil:
		return *refusal, nil
	case users == nil:
		return reply{}, invalid(codeRequired, "This field is required", "target_users_file")
	}
	i.targets, i.targeted = users, r.now
	return noContent()
}

// getTargetUsersJob tells how far the work on the users is.
func (b *bot) getTargetUsersJob(r *request) (reply, error) {
	i, err := b.ownInvite(r, discord.PermissionManageGuild|discord.PermissionViewAuditLog)
	if err != nil {
		return reply{}, err
	}
	if i.targets == nil {
		return reply{}, errUnknownTargetUsersJob
	}
	job := discord.TargetUsersJobStatus{Status: discord.TargetUsersJobStatusTypeProcessing, TotalUsers: len(i.targets), CreatedAt: discord.At(i.targeted)}
	if end := i.targeted.Add(targetUsersTime); !r.now.Before(end) {
		job.Status, job.ProcessedUsers, job.CompletedAt = discord.TargetUsersJobStatusTypeCompleted, len(i.targets), discord.At(end)
	}
	return ok(job)
}
