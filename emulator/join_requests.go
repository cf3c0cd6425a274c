package emulator

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// joinRequestRoutes are the operations on requests to become a member of a guild
// that chooses its members. Discord has drafted their pages and not published
// them; what is here follows the draft and the OpenAPI document.
var joinRequestRoutes = []route{
	{method: http.MethodGet, pattern: "/guilds/{guild_id}/requests", handle: (*bot).listJoinRequests},
	{method: http.MethodPatch, pattern: "/guilds/{guild_id}/requests/{request_id}", handle: (*bot).decideJoinRequest},
}

// featureManualApproval is that of guilds where somebody decides on requests. It
// is part of the draft.
const featureManualApproval discord.GuildFeature = "MEMBER_VERIFICATION_MANUAL_APPROVAL"

var (
	errNoJoinRequests     = &apiError{status: http.StatusForbidden, message: "403: Forbidden"}
	errUnknownJoinRequest = errNotFound
)

// choosesMembers reports whether people must ask to join the guild.
func (g *guild) choosesMembers() bool {
	return slices.Contains(g.Features, discord.GuildFeatureMemberVerificationGateEnabled) && slices.Contains(g.Features, featureManualApproval)
}

// decided are the states in which a request is over.
var decided = []discord.JoinRequestStatus{discord.JoinRequestStatusApproved, discord.JoinRequestStatusRejected}

// listJoinRequests returns a page of the requests in one state, the newest
// first. Who may not kick is told only how many wait.
func (b *bot) listJoinRequests(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	if err != nil {
		return reply{}, err
	}
	p := b.permissions(g)
	switch {
	case p&(discord.PermissionKickMembers|discord.PermissionManageGuild) == 0:
		return reply{}, errMissingPermissions
	case !g.choosesMembers():
		return reply{}, errNoJoinRequests
	}
	page, err := r.cursor(100, 100)
	if err != nil {
		return reply{}, err
	}
	status := discord.JoinRequestStatusSubmitted
	if r.query.Has("status") {
		status = discord.JoinRequestStatus(r.query.Get("status"))
	}
	if status != discord.JoinRequestStatusSubmitted && !slices.Contains(decided, status) {
		return reply{}, invalid(codeChoices, "Value must be one of {'APPROVED', 'REJECTED', 'SUBMITTED'}.", "status")
	}
	var out struct {
		Total    *int                   `json:"total,omitzero"`
		Requests []*discord.JoinRequest `json:"guild_join_requests,omitzero"`
	}
	found := g.joinRequestsIn(status, page)
	if status == discord.JoinRequestStatusSubmitted {
		out.Total = new(len(g.joinRequestsIn(status, cursor{limit: len(g.requests)})))
	}
	if p&discord.PermissionKickMembers != 0 {
		out.Requests = found
	}
	return ok(out)
}

// joinRequestsIn returns a page of the requests in a state, the newest first: by
// their IDs, or by the time when they were decided on. after wins over before.
func (g *guild) joinRequestsIn(status discord.JoinRequestStatus, page cursor) []*discord.JoinRequest {
	at := func(q *discord.JoinRequest) snowflake {
		return snowflake(cmp.Or(discord.IDAt[discord.JoinRequest](q.ReviewedAt.Time), q.ID)) // virtual time begins before Discord's
	}
	found := []*discord.JoinRequest{} // the oldest first
	for _, q := range g.requests {
		inside := page.before == 0 || at(q) < page.before
		if page.after != 0 {
			inside = at(q) > page.after
		}
		if *q.ApplicationStatus == status && inside {
			found = append(found, q)
		}
	}
	slices.SortStableFunc(found, func(a, b *discord.JoinRequest) int { return a.ReviewedAt.Compare(b.ReviewedAt.Time) })
	n := min(page.limit, len(found))
	if page.after != 0 {
		found = found[:n]
	} else {
		found = found[len(found)-n:]
	}
	slices.Reverse(found)
	return found
}

// decideJoinRequest approves or rejects a request. One that was decided on stays
// as it is.
func (b *bot) decideJoinRequest(r *request) (reply, error) {
	g, err := b.guildFor(r, discord.PermissionKickMembers)
	switch {
	case err != nil:
		return reply{}, err
	case !g.choosesMembers():
		return reply{}, errNoJoinRequests
	}
	var f struct {
		Action discord.JoinRequestStatus `json:"action" rule:"required"`
		Reason optional[string]          `json:"rejection_reason" rule:"len=0..160"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if !slices.Contains(decided, f.Action) {
		return reply{}, invalid(codeChoices, "Value must be one of {'APPROVED', 'REJECTED'}.", "action")
	}
	i := slices.IndexFunc(g.requests, func(q *discord.JoinRequest) bool { return q.ID == discord.JoinRequestID(r.id("request_id")) })
	if i < 0 {
		return reply{}, errUnknownJoinRequest
	}
	q := g.requests[i]
	if slices.Contains(decided, *q.ApplicationStatus) {
		return ok(q)
	}
	q.ApplicationStatus, q.ReviewedAt, q.ActionedByUser = &f.Action, discord.At(r.now), b.user
	if f.Action == discord.JoinRequestStatusRejected {
		q.RejectionReason = f.Reason.pointer()
	}
	b.dispatch("GUILD_JOIN_REQUEST_UPDATE", &event.GuildJoinRequestUpdate{GuildID: g.ID, Status: f.Action, Request: *q}, ofJoinRequests(g))
	if f.Action == discord.JoinRequestStatusApproved {
		b.admit(g, q.UserID, false, r.now)
	}
	return ok(q)
}

// ofJoinRequests is the audience of requests.
func ofJoinRequests(g *guild) audience {
	to := forBots(g)
	to.need = discord.PermissionKickMembers
	return to
}

// admit makes a user a member, who may have to wait for what members may do, or
// ends that wait.
func (e *Emulator) admit(g *guild, user discord.UserID, pending bool, now time.Time) {
	if m := g.members[user]; m != nil {
		m.Pending = pending
		e.memberUpdated(g, m)
		return
	}
	m := e.state.newMember(user, now)
	m.Pending = pending
	g.members[user] = m
	e.dispatch("GUILD_MEMBER_ADD", &event.GuildMemberAdd{GuildID: g.ID, Member: *m}, inGuild(g.ID))
}

// A JoinRequest is a person's wish to become a member of a guild with the
// features MEMBER_VERIFICATION_GATE_ENABLED and
// MEMBER_VERIFICATION_MANUAL_APPROVAL.
type JoinRequest struct {
	GuildID   discord.GuildID // zero: the world's first guild
	UserID    discord.UserID  // of the world, and not a member
	Responses []discord.JoinRequestResponse
	Withdraw  bool // the person no longer wishes it
}

// RequestToJoin lets a person ask to become a member of a guild, or take that
// back, and returns the request's ID. In guilds with the feature PREVIEW_ENABLED
// that makes the person a pending member. The error tells why that person can't
// ask.
func (e *Emulator) RequestToJoin(j JoinRequest) (discord.JoinRequestID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	setZero(&j.GuildID, e.state.home.guild)
	g, user := e.state.guilds[j.GuildID], e.state.users[j.UserID]
	switch {
	case g == nil:
		return 0, badControl("guild_id: there is no guild %d", j.GuildID)
	case !g.choosesMembers():
		return 0, badControl("guild_id: the guild %d does not have the features MEMBER_VERIFICATION_GATE_ENABLED and %s", g.ID, featureManualApproval)
	case user == nil || user.Bot:
		return 0, badControl("user_id: there is no person %d", j.UserID)
	}
	i := slices.IndexFunc(g.requests, func(q *discord.JoinRequest) bool {
		return q.UserID == user.ID && *q.ApplicationStatus == discord.JoinRequestStatusSubmitted
	})
	if j.Withdraw {
		if i < 0 {
			return 0, badControl("user_id: %d has not asked to join", user.ID)
		}
		q := g.requests[i]
		g.requests = slices.Delete(g.requests, i, i+1)
		e.dispatch("GUILD_JOIN_REQUEST_DELETE", &event.GuildJoinRequestDelete{ID: q.ID, GuildID: g.ID, UserID: user.ID}, ofJoinRequests(g))
		return q.ID, nil
	}
	if i >= 0 || g.members[user.ID] != nil || g.bans[user.ID] != nil {
		return 0, badControl("user_id: %d is a member, banned, or has asked before", user.ID)
	}
	now := time.Now()
	q := &discord.JoinRequest{
		ID: discord.JoinRequestID(e.nextID(now)), GuildID: g.ID, UserID: user.ID, User: user, CreatedAt: discord.At(now),
		ApplicationStatus: new(discord.JoinRequestStatusSubmitted), FormResponses: j.Responses,
	}
	g.requests = append(g.requests, q)
	e.dispatch("GUILD_JOIN_REQUEST_CREATE", &event.GuildJoinRequestCreate{GuildID: g.ID, Status: *q.ApplicationStatus, Request: *q}, ofJoinRequests(g))
	if slices.Contains(g.Features, discord.GuildFeaturePreviewEnabled) {
		e.admit(g, user.ID, true, now)
	}
	return q.ID, nil
}

func (e *Emulator) controlJoinRequest(_ *http.Request, in *struct {
	GuildID   snowflake       `json:"guild_id"`
	UserID    snowflake       `json:"user_id"`
	Responses json.RawMessage `json:"responses"`
	Withdraw  bool            `json:"withdraw"`
}) (any, error) {
	j := JoinRequest{GuildID: discord.GuildID(in.GuildID), UserID: discord.UserID(in.UserID), Withdraw: in.Withdraw}
	if len(in.Responses) > 0 {
		if err := json.Unmarshal(in.Responses, &j.Responses); err != nil {
			return nil, badControl("responses: %v", err)
		}
	}
	id, err := e.RequestToJoin(j)
	return struct {
		ID discord.JoinRequestID `json:"id"`
	}{id}, err
}
