package rest

import (
	"context"
	"iter"
	"strconv"

	"github.com/accord-go/accord/discord"
)

// Polls are the operations on polls of messages. A poll is made with its message, by [Messages.Create]; bots can't vote.
//
// Discord docs: https://docs.discord.com/developers/resources/poll
type Polls struct{ c *Client }

// ListPollVoters says which voters to list.
type ListPollVoters struct {
	After discord.UserID // users with larger IDs
	Limit int            // 1 to 100; 0 means 25
}

func (p ListPollVoters) query() query {
	return query("").id("after", uint64(p.After)).int("limit", p.Limit)
}

// ListVoters returns one page of those who voted for an answer of a poll, in
// the order of their IDs. answer is the answer's AnswerID. It needs
// VIEW_CHANNEL and READ_MESSAGE_HISTORY.
//
// Discord docs: https://docs.discord.com/developers/resources/poll#get-answer-voters
//
//discord:op get_answer_voters GET /channels/{channel_id}/polls/{message_id}/answers/{answer_id}
func (s Polls) ListVoters(ctx context.Context, channel discord.ChannelID, message discord.MessageID, answer int, p ListPollVoters, opts ...Option) (*discord.PollVoters, error) {
	return do[discord.PollVoters](ctx, s.c, get("/channels/{channel_id}/polls/{message_id}/answers/{answer_id}", channel, message, text(strconv.Itoa(answer))).with(p.query()), nil, opts)
}

// AllVoters iterates over those who voted for an answer of a poll, in the
// order of their IDs. Limit bounds how many there are in all; 0 means no bound.
//
// Discord docs: https://docs.discord.com/developers/resources/poll#get-answer-voters
//
//discord:op get_answer_voters GET /channels/{channel_id}/polls/{message_id}/answers/{answer_id}
func (s Polls) AllVoters(ctx context.Context, channel discord.ChannelID, message discord.MessageID, answer int, p ListPollVoters, opts ...Option) iter.Seq2[discord.User, error] {
	return paginate(p.After, p.Limit, 100, func(after discord.UserID, size int) ([]discord.User, discord.UserID, bool, error) {
		page, err := s.ListVoters(ctx, channel, message, answer, ListPollVoters{After: after, Limit: size}, opts...)
		if err != nil {
			return nil, after, false, err
		}
		if n := len(page.Users); n > 0 {
			after = page.Users[n-1].ID
		}
		return page.Users, after, len(page.Users) == size, nil
	})
}

// End ends a poll of the bot's at once and returns its message. Another's poll
// can't be ended. A poll that is over is [ErrPollExpired].
//
// Discord docs: https://docs.discord.com/developers/resources/poll#end-poll
//
//discord:op poll_expire POST /channels/{channel_id}/polls/{message_id}/expire
func (s Polls) End(ctx context.Context, channel discord.ChannelID, message discord.MessageID, opts ...Option) (*discord.Message, error) {
	return do[discord.Message](ctx, s.c, post("/channels/{channel_id}/polls/{message_id}/expire", channel, message), nil, opts)
}
