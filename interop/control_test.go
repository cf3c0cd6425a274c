package interop

import (
	"net/url"
	"testing"
	"time"
)

// message is the part of a message that the tests look at.
type message struct {
	ID               string `json:"id"`
	ChannelID        string `json:"channel_id"`
	Content          string `json:"content"`
	EditedTimestamp  string `json:"edited_timestamp"`
	MessageReference struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
	Reactions []struct {
		Count int `json:"count"`
		Emoji struct {
			Name string `json:"name"`
		} `json:"emoji"`
	} `json:"reactions"`
	Attachments []struct {
		Filename string `json:"filename"`
		Size     int    `json:"size"`
	} `json:"attachments"`
}

type (
	option struct {
		Type  int    `json:"type"`
		Name  string `json:"name"`
		Value any    `json:"value"`
	}
	fault struct {
		Method     string  `json:"method"`
		Path       string  `json:"path"`
		Status     int     `json:"status"`
		RetryAfter float64 `json:"retry_after,omitzero"`
		Count      int     `json:"count"`
	}
	drop struct {
		Mode      string `json:"mode"`
		Code      int    `json:"code,omitzero"`
		Resumable bool   `json:"resumable,omitzero"`
	}
	statistics struct {
		Identifies   int `json:"identifies"`
		Resumes      int `json:"resumes"`
		Responses429 int `json:"responses_429"`
	}
	interactionState struct {
		Original  message   `json:"original"`
		Followups []message `json:"followups"`
	}
)

// say writes a message as the person and returns its ID.
func (e *emulator) say(t *testing.T, content string) string {
	t.Helper()
	var m message
	post(t, e.Control+"/user-message", map[string]string{"channel_id": e.ChannelID, "content": content}, &m)
	return m.ID
}

// run uses a command as the person and returns the interaction's ID.
func (e *emulator) run(t *testing.T, command string, options ...option) string {
	t.Helper()
	var answer struct{ ID string }
	post(t, e.Control+"/interaction", map[string]any{
		"channel_id": e.ChannelID, "guild_id": e.GuildID, "command": command, "options": options,
	}, &answer)
	return answer.ID
}

// click presses a button as the person.
func (e *emulator) click(t *testing.T, messageID, customID string) {
	t.Helper()
	post(t, e.Control+"/component", map[string]string{"message_id": messageID, "custom_id": customID}, nil)
}

func (e *emulator) fail(t *testing.T, f fault) {
	t.Helper()
	post(t, e.Control+"/fail-next", f, nil)
}

func (e *emulator) drop(t *testing.T, d drop) {
	t.Helper()
	post(t, e.Control+"/drop", d, nil)
}

func (e *emulator) stats(t *testing.T) (s statistics) {
	t.Helper()
	get(t, e.Control+"/stats", "", &s)
	return s
}

func (e *emulator) interaction(t *testing.T, id string) (s interactionState) {
	t.Helper()
	get(t, e.Control+"/interaction-state?id="+url.QueryEscape(id), "", &s)
	return s
}

// message waits for a message in the channel and returns it.
func (e *emulator) message(t *testing.T, content string) message {
	t.Helper()
	return e.messageIn(t, e.ChannelID, content)
}

func (e *emulator) messageIn(t *testing.T, channel, content string) (found message) {
	t.Helper()
	e.wait(t, "a message "+content, func() bool {
		var page []message
		get(t, e.API+"/channels/"+channel+"/messages?limit=100", e.Token, &page)
		for _, m := range page {
			if m.Content == content {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// wait asks again and again, since the client is another program.
func (e *emulator) wait(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !done(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
