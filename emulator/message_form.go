package emulator

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
)

// messageForm is a new message of a request.
//
// Discord docs: https://docs.discord.com/developers/resources/message#create-message
type messageForm struct {
	Content          string                 `json:"content" rule:"len=0..2000"`
	TTS              bool                   `json:"tts"`
	Nonce            nonceForm              `json:"nonce"`
	EnforceNonce     bool                   `json:"enforce_nonce"`
	Embeds           []embedForm            `json:"embeds" rule:"len=0..10"`
	AllowedMentions  *allowedMentionsForm   `json:"allowed_mentions"`
	MessageReference *referenceForm         `json:"message_reference"`
	Components       componentList[topRole] `json:"components"`
	StickerIDs       []snowflake            `json:"sticker_ids" rule:"len=0..3"`
	Attachments      []attachmentForm       `json:"attachments" rule:"len=0..10"`
	Flags            discord.MessageFlags   `json:"flags"`
	Poll             *pollForm              `json:"poll"`
}

// editForm is a change of a message. What it does not name stays.
//
// Discord docs: https://docs.discord.com/developers/resources/message#edit-message
type editForm struct {
	Content         optional[string]                 `json:"content" rule:"len=0..2000"`
	Embeds          optional[[]embedForm]            `json:"embeds" rule:"len=0..10"`
	AllowedMentions *allowedMentionsForm             `json:"allowed_mentions"`
	Components      optional[componentList[topRole]] `json:"components"`
	Attachments     optional[[]attachmentForm]       `json:"attachments" rule:"len=0..10"`
	Flags           optional[discord.MessageFlags]   `json:"flags"`
	Poll            *pollForm                        `json:"poll"` // only where the answer was deferred
}

// referenceForm is what a message answers or forwards.
type referenceForm struct {
	Type            discord.MessageReferenceType `json:"type" rule:"range=0..1"`
	MessageID       snowflake                    `json:"message_id" rule:"required"`
	ChannelID       snowflake                    `json:"channel_id"`
	GuildID         snowflake                    `json:"guild_id"`
	FailIfNotExists *bool                        `json:"fail_if_not_exists"`
}

// nonceForm is a sender's mark: an integer of 64 bits or a short text.
type nonceForm string

// bindJSON reads an integer, a string or null.
func (n *nonceForm) bindJSON(raw json.RawMessage, at formPath, _ rule) {
	if string(raw) == "null" {
		return
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		at.length(len([]rune(s)), 0, 25)
		*n = nonceForm(s)
		return
	}
	if _, err := strconv.ParseInt(string(raw), 10, 64); err != nil {
		at.addf(codeUnionConvert, "Could not interpret %q as int or string.", raw)
		return
	}
	*n = nonceForm(raw)
}

const codeUnionConvert = "UNION_TYPE_CONVERT"

// pollForm is a new poll.
//
// Discord docs: https://docs.discord.com/developers/resources/poll#poll-create-request-object
type pollForm struct {
	Question struct {
		Text string `json:"text" rule:"required,len=1..300"`
	} `json:"question" rule:"required"`
	Answers          []pollAnswerForm `json:"answers" rule:"required,len=1..10"`
	Duration         *int             `json:"duration" rule:"range=1..768"`
	AllowMultiselect bool             `json:"allow_multiselect"`
	LayoutType       *int             `json:"layout_type" rule:"range=1..1"`
}

type pollAnswerForm struct {
	PollMedia struct {
		Text  *string `json:"text" rule:"len=1..55"`
		Emoji *struct {
			ID   snowflake `json:"id"`
			Name string    `json:"name" rule:"len=0..32"`
		} `json:"emoji"`
	} `json:"poll_media" rule:"required"`
}

// pollHours is how long a poll runs that says nothing of it.
const pollHours = 24

func (f *pollForm) poll(now time.Time) *discord.Poll {
	if f == nil {
		return nil
	}
	p := &discord.Poll{
		Question:         discord.PollMedia{Text: new(f.Question.Text)},
		AllowMultiselect: f.AllowMultiselect,
		LayoutType:       discord.PollLayoutTypeDefault,
		Results:          new(discord.PollResults),
	}
	hours := pollHours
	if f.Duration != nil {
		hours = *f.Duration
	}
	p.Expiry = discord.At(now.Add(time.Duration(hours) * time.Hour))
	for i, a := range f.Answers {
		answer := discord.PollAnswer{AnswerID: i + 1, PollMedia: discord.PollMedia{Text: a.PollMedia.Text}}
		if em := a.PollMedia.Emoji; em != nil {
			answer.PollMedia.Emoji = &discord.Emoji{ID: discord.EmojiID(em.ID), Name: new(em.Name)}
		}
		p.Answers = append(p.Answers, answer)
	}
	return p
}

func (f *pollForm) check(at formPath) {
	if f == nil {
		return
	}
	for i, a := range f.Answers {
		if a.PollMedia.Text == nil && a.PollMedia.Emoji == nil {
			at.at("answers", i, "poll_media", "text").required()
		}
	}
}
