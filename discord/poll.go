package discord

// Poll is a question with answers that users vote for.
//
// Discord docs: https://docs.discord.com/developers/resources/poll#poll-object
type Poll struct {
	Question         PollMedia      `json:"question"` // text only
	Answers          []PollAnswer   `json:"answers"`
	Expiry           Time           `json:"expiry"` // zero: never
	AllowMultiselect bool           `json:"allow_multiselect"`
	LayoutType       PollLayoutType `json:"layout_type"`
	Results          *PollResults   `json:"results,omitzero"` // nil: not known, which is not the same as no votes
}

// PollMedia is the text of a question or an answer.
type PollMedia struct {
	Text  *string `json:"text,omitzero"` // question: at most 300 characters, answer: at most 55
	Emoji *Emoji  `json:"emoji,omitzero"`
}

// PollAnswer is one of a poll's answers.
type PollAnswer struct {
	AnswerID  int       `json:"answer_id,omitzero"` // zero in a new poll; Discord numbers them from 1
	PollMedia PollMedia `json:"poll_media"`
}

// PollResults are the votes of a poll. While it runs they may be inexact.
type PollResults struct {
	IsFinalized  bool              `json:"is_finalized"`
	AnswerCounts []PollAnswerCount `json:"answer_counts"` // an answer that is missing has no votes
}

// PollAnswerCount is the number of votes for one answer.
type PollAnswerCount struct {
	ID      int  `json:"id"`
	Count   int  `json:"count"`
	MeVoted bool `json:"me_voted"`
}

// PollLayoutType is how a poll looks.
type PollLayoutType int

// The layouts of a poll.
const (
	PollLayoutTypeDefault PollLayoutType = 1
)

// CreatePoll is a poll in a new message.
//
// Discord docs: https://docs.discord.com/developers/resources/poll#poll-create-request-object
type CreatePoll struct {
	Question         PollMedia      `json:"question"`
	Answers          []PollAnswer   `json:"answers"`           // 1-10
	Duration         int            `json:"duration,omitzero"` // hours, at most 768; zero: 24
	AllowMultiselect bool           `json:"allow_multiselect,omitzero"`
	LayoutType       PollLayoutType `json:"layout_type,omitzero"`
}

// PollVoters are users who voted for an answer.
//
// Discord docs: https://docs.discord.com/developers/resources/poll#get-answer-voters
type PollVoters struct {
	Users []User `json:"users"`
}
