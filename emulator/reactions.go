package emulator

import (
	"net/http"
	"regexp"
	"slices"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// reactionRoutes are the operations on reactions. They share a slow limit.
//
// Discord docs: https://docs.discord.com/developers/resources/message#create-reaction
var reactionRoutes = []route{
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/messages/{message_id}/reactions", limit: limitReaction, handle: (*bot).clearReactions},
	{method: http.MethodGet, pattern: "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}", handle: (*bot).listReactions},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}", limit: limitReaction, handle: (*bot).clearReaction},
	{method: http.MethodPut, pattern: "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me", limit: limitReaction, handle: (*bot).createReaction},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me", limit: limitReaction, handle: (*bot).deleteOwnReaction},
	{method: http.MethodDelete, pattern: "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/{user_id}", limit: limitReaction, handle: (*bot).deleteUserReaction},
}

// maxReactions is how many emojis may be under a message.
const maxReactions = 20

var errTooManyReactions = &apiError{status: http.StatusBadRequest, code: 30010, message: "Maximum number of reactions reached (20)"}

// A reaction is an emoji under a message, and who chose it, first to last.
type reaction struct {
	emoji discord.Emoji
	users []discord.UserID
}

// Emojis in paths: name:id, of which Discord looks at the id alone.
var customEmoji = regexp.MustCompile(`^(?:a:)?([\w~]{1,32}):([0-9]{1,20})$`)

// parseEmoji reads the emoji of a path.
func (e *Emulator) parseEmoji(text string) (discord.Emoji, error) {
	if match := customEmoji.FindStringSubmatch(text); match != nil {
		id, ok := parseSnowflake(match[2])
		if !ok {
			return discord.Emoji{}, errUnknownEmoji
		}
		for _, g := range e.state.guilds {
			for _, em := range g.Emojis {
				if uint64(em.ID) == uint64(id) {
					return discord.Emoji{ID: em.ID, Name: em.Name, Animated: em.Animated}, nil
				}
			}
		}
		return discord.Emoji{}, errUnknownEmoji
	}
	if !isUnicodeEmoji(text) {
		return discord.Emoji{}, errUnknownEmoji
	}
	return discord.Emoji{Name: &text}, nil
}

func sameEmoji(a, b discord.Emoji) bool {
	return a.ID == b.ID && (a.ID != 0 || deref(a.Name) == deref(b.Name))
}

// reactionTo returns the reaction with an emoji, or nil.
func (m *message) reactionTo(em discord.Emoji) *reaction {
	i := slices.IndexFunc(m.reactions, func(r *reaction) bool { return sameEmoji(r.emoji, em) })
	if i < 0 {
		return nil
	}
	return m.reactions[i]
}

// countReactions brings the message's reactions up to date.
func (m *message) countReactions() {
	m.reactions = slices.DeleteFunc(m.reactions, func(r *reaction) bool { return len(r.users) == 0 })
	m.Reactions = m.reactionsFor(0)
}

// reactionsFor returns the message's reactions as a user sees them.
func (m *message) reactionsFor(user discord.UserID) (out []discord.Reaction) {
	for _, r := range m.reactions {
		out = append(out, discord.Reaction{
			Count:        len(r.users),
			CountDetails: discord.ReactionCountDetails{Normal: len(r.users)},
			Me:           slices.Contains(r.users, user),
			Emoji:        r.emoji,
		})
	}
	return out
}

// hasReactionOf reports whether one of the reactions is the user's.
func (m *message) hasReactionOf(user discord.UserID) bool {
	return slices.ContainsFunc(m.reactions, func(r *reaction) bool { return slices.Contains(r.users, user) })
}

// react adds a user's reaction and tells of it. What is there already stays.
func (e *Emulator) react(m *message, user discord.UserID, em discord.Emoji) error {
	r := m.reactionTo(em)
	switch {
	case r == nil && len(m.reactions) >= maxReactions:
		return errTooManyReactions
	case r == nil:
		r = &reaction{emoji: em}
		m.reactions = append(m.reactions, r)
	case slices.Contains(r.users, user):
		return nil
	}
	r.users = append(r.users, user)
	m.countReactions()
	added := event.MessageReactionAdd{
		UserID: user, ChannelID: m.ChannelID, MessageID: m.ID, GuildID: m.guild, Emoji: em, MessageAuthorID: m.Author.ID,
	}
	if g := e.state.guilds[m.guild]; g != nil {
		added.Member = g.members[user]
	}
	e.dispatch("MESSAGE_REACTION_ADD", &added, e.audienceOf(m))
	return nil
}

// unreact removes a user's reaction and tells of it, if there is one.
func (e *Emulator) unreact(m *message, user discord.UserID, em discord.Emoji) bool {
	r := m.reactionTo(em)
	if r == nil || !slices.Contains(r.users, user) {
		return false
	}
	r.users = slices.DeleteFunc(r.users, func(u discord.UserID) bool { return u == user })
	m.countReactions()
	e.dispatch("MESSAGE_REACTION_REMOVE", &event.MessageReactionRemove{
		UserID: user, ChannelID: m.ChannelID, MessageID: m.ID, GuildID: m.guild, Emoji: em,
	}, e.audienceOf(m))
	return true
}

// reactionFor returns the message and the emoji of the request's path.
func (b *bot) reactionFor(r *request, need discord.Permissions) (*message, discord.Emoji, error) {
	ch, m, err := b.messageFor(r, need)
	if err != nil {
		return nil, discord.Emoji{}, err
	}
	if ch.archived() && r.route.method != http.MethodGet {
		return nil, discord.Emoji{}, errArchivedThread
	}
	em, err := b.parseEmoji(r.vars["emoji"])
	return m, em, err
}

// createReaction adds the bot's reaction. Only the first one with an emoji
// needs ADD_REACTIONS.
func (b *bot) createReaction(r *request) (reply, error) {
	m, em, err := b.reactionFor(r, mayRead)
	if err != nil {
		return reply{}, err
	}
	ch := b.state.channels[m.ChannelID]
	if m.reactionTo(em) == nil && b.may(ch, r.now)&discord.PermissionAddReactions == 0 {
		return reply{}, errMissingPermissions
	}
	if err := b.react(m, b.user.ID, em); err != nil {
		return reply{}, err
	}
	return noContent()
}

func (b *bot) deleteOwnReaction(r *request) (reply, error) {
	m, em, err := b.reactionFor(r, mayView)
	if err != nil {
		return reply{}, err
	}
	b.unreact(m, b.user.ID, em)
	return noContent()
}

func (b *bot) deleteUserReaction(r *request) (reply, error) {
	m, em, err := b.reactionFor(r, mayView|discord.PermissionManageMessages)
	if err != nil {
		return reply{}, err
	}
	if b.state.users[r.userID()] == nil {
		return reply{}, errUnknownUser
	}
	b.unreact(m, r.userID(), em)
	return noContent()
}

// listReactions returns who reacted with an emoji, ordered by ID.
func (b *bot) listReactions(r *request) (reply, error) {
	m, em, err := b.reactionFor(r, mayRead)
	if err != nil {
		return reply{}, err
	}
	n, err := r.queryInt("limit", 25, 1, 100)
	if err != nil {
		return reply{}, err
	}
	after, err := r.queryID("after")
	if err != nil {
		return reply{}, err
	}
	found := m.reactionTo(em)
	if found == nil {
		return ok([]discord.User{})
	}
	return ok(b.usersAfter(found.users, after, n))
}

// usersAfter returns at most n of the users whose IDs come after one.
func (e *Emulator) usersAfter(ids []discord.UserID, after snowflake, n int) []*discord.User {
	var out []*discord.User
	for _, id := range slices.Sorted(slices.Values(ids)) {
		if uint64(id) > uint64(after) && len(out) < n {
			out = append(out, e.state.users[id])
		}
	}
	return out
}

func (b *bot) clearReactions(r *request) (reply, error) {
	ch, m, err := b.messageFor(r, mayView|discord.PermissionManageMessages)
	switch {
	case err != nil:
		return reply{}, err
	case ch.archived():
		return reply{}, errArchivedThread
	}
	m.reactions = nil
	m.countReactions()
	b.dispatch("MESSAGE_REACTION_REMOVE_ALL", &event.MessageReactionRemoveAll{
		ChannelID: m.ChannelID, MessageID: m.ID, GuildID: m.guild,
	}, b.audienceOf(m))
	return noContent()
}

func (b *bot) clearReaction(r *request) (reply, error) {
	m, em, err := b.reactionFor(r, mayView|discord.PermissionManageMessages)
	if err != nil {
		return reply{}, err
	}
	found := m.reactionTo(em)
	if found == nil {
		return noContent()
	}
	found.users = nil
	m.countReactions()
	b.dispatch("MESSAGE_REACTION_REMOVE_EMOJI", &event.MessageReactionRemoveEmoji{
		ChannelID: m.ChannelID, GuildID: m.guild, MessageID: m.ID, Emoji: em,
	}, b.audienceOf(m))
	return noContent()
}
