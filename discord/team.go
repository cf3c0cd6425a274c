package discord

//go:generate go tool stringer -type=MembershipState -output=team_string.go

// Team is a group of developers that owns applications.
//
// Discord docs: https://docs.discord.com/developers/topics/teams#data-models-team-object
type Team struct {
	ID          TeamID       `json:"id"`
	Icon        *string      `json:"icon"` // hash
	Members     []TeamMember `json:"members"`
	Name        string       `json:"name"`
	OwnerUserID UserID       `json:"owner_user_id"`
}

// TeamMember is a developer in a team.
//
// Discord docs: https://docs.discord.com/developers/topics/teams#data-models-team-member-object
type TeamMember struct {
	MembershipState MembershipState `json:"membership_state"`
	TeamID          TeamID          `json:"team_id"`
	User            User            `json:"user"`                 // partial
	Role            TeamRole        `json:"role"`                 // of the owner admin; Team.OwnerUserID tells who that is
	Permissions     []string        `json:"permissions,omitzero"` // "*"; Discord stopped to send it
}

// MembershipState tells whether a developer has joined a team.
//
// Discord docs: https://docs.discord.com/developers/topics/teams#data-models-membership-state-enum
type MembershipState int

// The states of membership.
const (
	MembershipStateInvited  MembershipState = 1
	MembershipStateAccepted MembershipState = 2
)

// TeamRole is what a developer may do in a team.
//
// Discord docs: https://docs.discord.com/developers/topics/teams#team-member-roles-team-member-role-types
type TeamRole string

// The roles in a team.
const (
	TeamRoleAdmin     TeamRole = "admin"
	TeamRoleDeveloper TeamRole = "developer"
	TeamRoleReadOnly  TeamRole = "read_only"
)
