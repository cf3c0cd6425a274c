package emulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// How long a bot may take for its first answer, and how long the token of an
// interaction works after that.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
const (
	interactionDeadline = 3 * time.Second
	interactionLifetime = 15 * time.Minute
)

// An interaction is something that a person did with a bot, and what the bot
// has made of it.
type interaction struct {
	discord.Interaction
	bot     *bot // whose it is
	person  *discord.User
	channel *channel
	source  *message     // that the component belongs to
	opener  *interaction // that was answered with the modal
	created time.Time

	callback  json.RawMessage // the first answer as it came: type and data; nil: there is none yet
	original  *message        // what @original means; nil: nothing yet, or it was deleted
	followups []*message
	failed    bool        // the bot did not answer in time
	deadline  *time.Timer // makes it fail
}

// usable reports whether the bot can still answer with the token.
func (it *interaction) usable(now time.Time) bool {
	return now.Before(it.created.Add(interactionLifetime))
}

// newInteraction fills in what all interactions of a person in a channel have
// in common.
func (b *bot) newInteraction(kind discord.InteractionType, ch *channel, person *discord.User, now time.Time) *interaction {
	it := &interaction{bot: b, channel: ch, person: person, created: now}
	s, id := b.state, b.nextID(now)
	partial := ch.Channel
	permissions := s.grantedIn(ch, person.ID)
	partial.Permissions = &permissions
	it.Interaction = discord.Interaction{
		ID:                           discord.InteractionID(id),
		ApplicationID:                b.app.ID,
		Type:                         kind,
		Channel:                      &partial,
		ChannelID:                    ch.ID,
		Token:                        randomText(120),
		Version:                      1,
		AppPermissions:               b.appPermissions(ch),
		Locale:                       "en-US",
		AuthorizingIntegrationOwners: map[discord.ApplicationIntegrationType]discord.ID[discord.GuildUser]{},
		AttachmentSizeLimit:          maxFileSize,
	}
	context := discord.InteractionContextTypeBotDM
	if g := s.guilds[ch.GuildID]; g != nil {
		context = discord.InteractionContextTypeGuild
		member := *g.members[person.ID]
		member.Permissions = &permissions
		it.Member = &member
		it.GuildID = g.ID
		it.GuildLocale = g.PreferredLocale
		it.Guild = &discord.InteractionGuild{ID: g.ID, Locale: g.PreferredLocale, Features: g.Features}
		it.AuthorizingIntegrationOwners[discord.ApplicationIntegrationTypeGuildInstall] = discord.ID[discord.GuildUser](g.ID)
	} else {
		it.User = person
	}
	it.Context = &context
	return it
}

// permissionsOfAnswers are those that matter for answers to interactions.
const permissionsOfAnswers = discord.PermissionAttachFiles | discord.PermissionEmbedLinks | discord.PermissionMentionEveryone | discord.PermissionUseExternalEmojis

// appPermissions returns what the application may do where an interaction happens.
// In a guild that the bot is not in, it has of @everyone's what matters for answers,
// files and embeds always: the change log of June 29, 2022, and a word of Discord's
// in https://github.com/discord/discord-api-docs/issues/5316 say so. For an
// application that a user has brought along, what the user may do counts too
// (issue 7251 there), but nobody can here.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure
func (b *bot) appPermissions(ch *channel) discord.Permissions {
	g := b.state.guilds[ch.GuildID]
	switch {
	case g == nil && ch.Type == discord.ChannelTypeDM && ch.bot == b.user.ID:
		return permissionsOfAnswers
	case g == nil:
		return permissionsOfAnswers &^ discord.PermissionUseExternalEmojis
	case b.isIn(g):
		return b.state.grantedIn(ch, b.user.ID)
	default:
		return b.state.everyoneIn(ch)&permissionsOfAnswers | discord.PermissionAttachFiles | discord.PermissionEmbedLinks
	}
}

// begin sends an interaction to the bot, which has three seconds.
func (e *Emulator) begin(it *interaction) {
	e.state.forgetInteractions(it.created)
	e.state.interactions[it.ID] = it
	it.deadline = time.AfterFunc(interactionDeadline, func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		if it.callback == nil && !e.closed {
			it.failed = true
			e.tellPage(it)
		}
	})
	e.dispatch("INTERACTION_CREATE", &event.InteractionCreate{Interaction: it.Interaction}, audience{guild: it.GuildID, botOnly: true, bot: it.bot})
	e.tellPage(it)
}

// manyInteractions is how many are kept, so that tests can ask for their state
// later.
const manyInteractions = 5000

// forgetInteractions drops those whose tokens are worth nothing any more, when
// there are many.
func (s *state) forgetInteractions(now time.Time) {
	if len(s.interactions) < manyInteractions {
		return
	}
	maps.DeleteFunc(s.interactions, func(_ discord.InteractionID, it *interaction) bool { return !it.usable(now) })
}

// respond notes the bot's first answer as it came. The caller has checked that
// there was none, makes the message if there is to be one, and calls tellPage.
func (it *interaction) respond(callback json.RawMessage) {
	it.callback = callback
	it.deadline.Stop()
}

// interactionByToken returns the interaction of a token that is still worth
// something.
func (s *state) interactionByToken(token string, now time.Time) *interaction {
	for _, it := range s.interactions {
		if it.Token == token && it.usable(now) {
			return it
		}
	}
	return nil
}

// tellPage tells the person's page how far an interaction is.
func (e *Emulator) tellPage(it *interaction) {
	status := struct {
		ID      discord.InteractionID `json:"id"`
		State   string                `json:"state"`
		Message *discord.Message      `json:"message,omitzero"`
	}{ID: it.ID, State: "thinking"}
	switch {
	case it.failed:
		status.State = "failed"
	case it.callback != nil:
		status.State = "answered"
	}
	if it.original != nil {
		status.Message = it.bot.view(it.original)
	}
	e.publish("INTERACTION", status, func(user discord.UserID) bool { return user == it.person.ID })
}

// InteractionState is what a bot has answered to an interaction so far.
type InteractionState struct {
	Response  json.RawMessage   // the callback as it came: type and data; nil: none
	Original  *discord.Message  // the message that it became; nil: none, or it was deleted
	Followups []discord.Message // in order
	Failed    bool              // the bot did not answer within three seconds
}

// InteractionState returns how far an interaction is. It reports false where
// there is none of that ID.
func (e *Emulator) InteractionState(id discord.InteractionID) (InteractionState, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	it := e.state.interactions[id]
	if it == nil {
		return InteractionState{}, false
	}
	st := InteractionState{Response: slices.Clone(it.callback), Failed: it.failed}
	if it.original != nil {
		m := it.original.Message
		st.Original = &m
	}
	for _, m := range it.followups {
		st.Followups = append(st.Followups, m.Message)
	}
	return st, true
}

func (e *Emulator) controlInteractionState(w http.ResponseWriter, r *http.Request) {
	e.respondControl(w, func() (any, error) {
		text := r.URL.Query().Get("id")
		id, ok := parseSnowflake(text)
		it := e.state.interactions[discord.InteractionID(id)]
		if !ok || it == nil {
			return nil, badControl("id: there is no interaction %q", text)
		}
		state := struct {
			Response  json.RawMessage    `json:"response"`
			Original  *discord.Message   `json:"original"`
			Followups []*discord.Message `json:"followups"`
			Failed    bool               `json:"failed"`
		}{Response: it.callback, Failed: it.failed}
		if it.original != nil {
			state.Original = &it.original.Message
		}
		for _, m := range it.followups {
			state.Followups = append(state.Followups, &m.Message)
		}
		return state, nil
	})
}
