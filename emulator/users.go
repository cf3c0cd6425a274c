package emulator

import (
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// userRoutes are the operations on users.
//
// Discord docs: https://docs.discord.com/developers/resources/user
var userRoutes = []route{
	{method: http.MethodGet, pattern: "/users/@me", handle: (*bot).getSelf},
	{method: http.MethodPatch, pattern: "/users/@me", handle: (*bot).updateSelf},
	{method: http.MethodGet, pattern: "/users/{user_id}", handle: (*bot).getUser},
	{method: http.MethodGet, pattern: "/users/@me/guilds", handle: (*bot).listOwnGuilds},
	{method: http.MethodDelete, pattern: "/users/@me/guilds/{guild_id}", handle: (*bot).leaveGuild},
	{method: http.MethodPost, pattern: "/users/@me/channels", handle: (*bot).createDM},
}

// self is the bot's account as its own token sees it.
type self struct {
	discord.User
	MFAEnabled bool    `json:"mfa_enabled"`
	Locale     string  `json:"locale"`
	Verified   bool    `json:"verified"`
	Email      *string `json:"email"`
}

func (b *bot) self() self { return self{User: *b.user, Locale: "en-US", Verified: true} }

// getSelf returns the bot, or the user of an access token, with the address
// where the scope email is granted.
func (b *bot) getSelf(r *request) (reply, error) {
	switch {
	case r.grant == nil:
		return ok(b.self())
	case r.grant.has(discord.ScopeEmail):
		user := r.grant.auth.user
		return ok(self{User: *user, Locale: "en-US", Verified: true, Email: new(emailOf(user))})
	}
	return ok(struct {
		discord.User
		MFAEnabled bool   `json:"mfa_enabled"`
		Locale     string `json:"locale"`
	}{User: *r.grant.auth.user, Locale: "en-US"})
}

// updateSelf changes the bot's name. Its pictures are taken, but not kept: a
// hash stands for them.
func (b *bot) updateSelf(r *request) (reply, error) {
	var f struct {
		Username *string          `json:"username" rule:"len=2..32"`
		Avatar   optional[string] `json:"avatar"`
		Banner   optional[string] `json:"banner"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	changed := *b.user
	set(&changed.Username, f.Username)
	if err := setImage(&changed.Avatar, f.Avatar, "avatar"); err != nil {
		return reply{}, err
	}
	if err := setImage(&changed.Banner, f.Banner, "banner"); err != nil {
		return reply{}, err
	}
	*b.user = changed
	b.dispatch("USER_UPDATE", &event.UserUpdate{User: changed}, forBot(b))
	return ok(b.self())
}

func (e *Emulator) getUser(r *request) (reply, error) {
	u := e.state.users[r.userID()]
	if u == nil {
		return reply{}, errUnknownUser
	}
	return ok(u)
}

// ownGuild is a guild as the list of one's own has it.
type ownGuild struct {
	ID                       discord.GuildID        `json:"id"`
	Name                     string                 `json:"name"`
	Icon                     *string                `json:"icon"`
	Banner                   *string                `json:"banner"`
	Owner                    bool                   `json:"owner"`
	Permissions              discord.Permissions    `json:"permissions"`
	Features                 []discord.GuildFeature `json:"features"`
	ApproximateMemberCount   int                    `json:"approximate_member_count,omitzero"`
	ApproximatePresenceCount int                    `json:"approximate_presence_count,omitzero"`
}

// listOwnGuilds returns a page of the asker's guilds, ordered by ID.
func (b *bot) listOwnGuilds(r *request) (reply, error) {
	page, err := r.cursor(200, 200)
	if err != nil {
		return reply{}, err
	}
	counts, err := r.queryBool("with_counts")
	if err != nil {
		return reply{}, err
	}
	out, who := []ownGuild{}, b.asker(r).ID
	for _, g := range byID(b.state.guilds) {
		id := snowflake(g.ID)
		if g.members[who] == nil || id <= page.after || page.before != 0 && id >= page.before {
			continue
		}
		own := ownGuild{
			ID: g.ID, Name: g.Name, Icon: g.Icon, Banner: g.Banner, Owner: g.OwnerID == who,
			Permissions: g.guildPermissions(who), Features: g.Features,
		}
		if counts {
			own.ApproximateMemberCount, own.ApproximatePresenceCount = len(g.members), g.online()
		}
		out = append(out, own)
	}
	if len(out) > page.limit && page.before != 0 && page.after == 0 {
		return ok(out[len(out)-page.limit:])
	}
	return ok(out[:min(page.limit, len(out))])
}

// leaveGuild takes the bot out of a guild, which it then no longer knows.
func (b *bot) leaveGuild(r *request) (reply, error) {
	g, err := b.guildFor(r, 0)
	switch {
	case err != nil:
		return reply{}, err
	case g.OwnerID == b.user.ID:
		return reply{}, invalid("GUILD_OWNER_CANNOT_LEAVE", "The owner of a guild cannot leave it", "guild_id")
	}
	b.removeMember(r, g, b.user)
	return noContent()
}

// createDM opens direct messages with a user, or returns those that are open.
// With access tokens it opens a group DM.
func (b *bot) createDM(r *request) (reply, error) {
	var f struct {
		RecipientID  snowflake `json:"recipient_id"`
		AccessTokens []string  `json:"access_tokens" rule:"len=1..1521"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	switch {
	case f.AccessTokens != nil:
		return b.createGroupDM(r, f.AccessTokens)
	case f.RecipientID == 0:
		return reply{}, invalid(codeRequired, "This field is required", "recipient_id")
	}
	switch user := b.state.users[discord.UserID(f.RecipientID)]; {
	case user == nil:
		return reply{}, errInvalidRecipients
	case user.Bot:
		return reply{}, errCannotDM
	default:
		return ok(b.dmWith(user, r).Channel)
	}
}

// errCannotDM is what opening direct messages with a bot meets, be it the bot
// itself.
var errCannotDM = refuse(http.StatusBadRequest, 50007, "Cannot send messages to this user")

// dmWith returns the bot's direct messages with a user.
func (b *bot) dmWith(user *discord.User, r *request) *channel {
	for _, ch := range b.state.channels {
		if ch.Type == discord.ChannelTypeDM && ch.bot == b.user.ID && slices.ContainsFunc(ch.Recipients, func(u discord.User) bool { return u.ID == user.ID }) {
			return ch
		}
	}
	ch := &channel{Channel: discord.Channel{
		ID: discord.ChannelID(b.nextID(r.now)), Type: discord.ChannelTypeDM, Recipients: []discord.User{*user},
	}, bot: b.user.ID}
	b.state.channels[ch.ID] = ch
	return ch
}
