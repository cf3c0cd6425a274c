package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// pollRoutes are the operations on polls. Bots can't vote.
//
// Discord docs: https://docs.discord.com/developers/resources/poll
var pollRoutes = []route{
	{method: http.MethodGet, pattern: "/channels/{channel_id}/polls/{message_id}/answers/{answer}", handle: (*bot).listVoters},
	{method: http.MethodPost, pattern: "/channels/{channel_id}/polls/{message_id}/expire", handle: (*bot).endPoll},
}

// over reports whether nobody can vote any more.
func (m *message) pollOver(now time.Time) bool {
	return m.Poll.Results.IsFinalized || !now.Before(m.Poll.Expiry.Time)
}

// listVoters returns who voted for an answer, ordered by ID.
func (b *bot) listVoters(r *request) (reply, error) {
	_, m, err := b.messageFor(r, mayRead)
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
	answer, convErr := strconv.Atoi(r.vars["answer"])
	if m.Poll == nil || convErr != nil || answer < 1 || answer > len(m.Poll.Answers) {
		return reply{}, errUnknownMessage
	}
	return ok(struct {
		Users []*discord.User `json:"users"`
	}{b.usersAfter(m.votes[answer], after, n)})
}

// endPoll ends a poll of the bot's.
func (b *bot) endPoll(r *request) (reply, error) {
	_, m, err := b.messageFor(r, mayRead)
	switch {
	case err != nil:
		return reply{}, err
	case m.Poll == nil:
		return reply{}, refuse(http.StatusBadRequest, 520006, "Cannot expire a non-poll message")
	case m.Author.ID != b.user.ID:
		return reply{}, errCannotEditOthers
	case m.pollOver(r.now):
		return reply{}, refuse(http.StatusBadRequest, 520001, "Poll expired")
	}
	m.Poll.Expiry = discord.At(r.now)
	m.Poll.Results.IsFinalized = true
	b.updated(m)
	return ok(b.view(m))
}

// Vote votes for an answer of a poll as a person does, or takes the vote back.
// Answers are numbered from 1; a zero user is the world's first person. The
// error tells why Discord's app would not let the person do that.
func (e *Emulator) Vote(id discord.MessageID, user discord.UserID, answer int, take bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	m, _, person, err := e.messageOf(id, user, now)
	switch {
	case err != nil:
		return err
	case m.Poll == nil:
		return badControl("message_id: %d is no poll", id)
	case answer < 1 || answer > len(m.Poll.Answers):
		return badControl("answer: the poll has no answer %d", answer)
	case m.pollOver(now):
		return badControl("message_id: the poll is over")
	}
	voted := slices.Contains(m.votes[answer], person.ID)
	switch {
	case take && voted:
		e.unvote(m, answer, person.ID)
	case !take && !voted:
		e.vote(m, answer, person.ID)
	}
	return nil
}

func (e *Emulator) vote(m *message, answer int, user discord.UserID) {
	if !m.Poll.AllowMultiselect {
		for other, users := range m.votes {
			if slices.Contains(users, user) {
				e.unvote(m, other, user)
			}
		}
	}
	if m.votes == nil {
		m.votes = make(map[int][]discord.UserID)
	}
	m.votes[answer] = append(m.votes[answer], user)
	m.countVotes()
	e.dispatch("MESSAGE_POLL_VOTE_ADD", &event.MessagePollVoteAdd{
		UserID: user, ChannelID: m.ChannelID, MessageID: m.ID, GuildID: m.guild, AnswerID: answer,
	}, e.audienceOf(m))
}

func (e *Emulator) unvote(m *message, answer int, user discord.UserID) {
	m.votes[answer] = slices.DeleteFunc(m.votes[answer], func(u discord.UserID) bool { return u == user })
	m.countVotes()
	e.dispatch("MESSAGE_POLL_VOTE_REMOVE", &event.MessagePollVoteRemove{
		UserID: user, ChannelID: m.ChannelID, MessageID: m.ID, GuildID: m.guild, AnswerID: answer,
	}, e.audienceOf(m))
}

// countVotes brings the poll's results up to date.
func (m *message) countVotes() {
	var counts []discord.PollAnswerCount
	for i := range m.Poll.Answers {
		if n := len(m.votes[i+1]); n > 0 {
			counts = append(counts, discord.PollAnswerCount{ID: i + 1, Count: n})
		}
	}
	m.Poll.Results.AnswerCounts = counts
}
