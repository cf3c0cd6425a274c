package interop

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A client is a bot written with somebody else's library. All of them hold the
// same conversation; what they have to do is told in clients/README.md.
type client struct {
	name    string
	command func(t *testing.T) []string // how to start it; skips the test where that can't be done
	broken  map[string]string           // steps that the library itself can't do, and why
}

// TestAcceptance plays one conversation with every client: a person writes,
// runs commands and breaks connections, the bot has to answer each time.
func TestAcceptance(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			emulator := startEmulator(t)
			bot := startBot(t, emulator, c.command(t))
			for _, s := range conversation {
				if !t.Run(s.name, func(t *testing.T) {
					if why, ok := c.broken[s.name]; ok {
						t.Skipf("%s can't: %s", c.name, why)
					}
					s.play(t, emulator, bot)
				}) {
					t.Fatalf("the conversation ended; the bot said:\n%s", bot.transcript())
				}
			}
		})
	}
}

// A step is one thing that a person does, and what must follow.
type step struct {
	name string
	play func(t *testing.T, e *emulator, b *bot)
}

// conversation is what issue by issue every client has been able to do.
var conversation = []step{
	{"log in", func(t *testing.T, e *emulator, b *bot) {
		b.expect(t, "ready", e.ApplicationID)
	}},
	{"receive the guild", func(t *testing.T, e *emulator, b *bot) {
		b.expect(t, "guild", e.GuildID)
	}},
	{"answer a message", func(t *testing.T, e *emulator, b *bot) {
		asked := e.say(t, "!ping")
		b.expect(t, "pong", "")
		answer := e.message(t, "pong")
		if answer.MessageReference.MessageID != asked {
			t.Errorf("the answer refers to message %q, want %q", answer.MessageReference.MessageID, asked)
		}
	}},
	{"edit", func(t *testing.T, e *emulator, b *bot) {
		e.say(t, "!edit")
		b.expect(t, "edited", "")
		if m := e.message(t, "after"); m.EditedTimestamp == "" {
			t.Error("the message has no time of its edit")
		}
	}},
	{"react", func(t *testing.T, e *emulator, b *bot) {
		e.say(t, "!react")
		b.expect(t, "reacted", "👍")
		m := e.message(t, "!react")
		if len(m.Reactions) != 1 || m.Reactions[0].Emoji.Name != "👍" || m.Reactions[0].Count != 1 {
			t.Errorf("reactions = %+v, want one 👍", m.Reactions)
		}
	}},
	{"create a command", func(t *testing.T, e *emulator, b *bot) {
		e.say(t, "!command")
		b.expect(t, "command", "greet")
	}},
	{"answer an interaction, edit the answer, follow up", func(t *testing.T, e *emulator, b *bot) {
		id := e.run(t, "greet", option{Type: 3, Name: "name", Value: "Ada"})
		b.expect(t, "answered", "Ada")
		state := e.interaction(t, id)
		if state.Original.Content != "hello again, Ada" {
			t.Errorf("the edited answer is %q", state.Original.Content)
		}
		if len(state.Followups) != 1 || state.Followups[0].Content != "one more thing" {
			t.Errorf("follow-ups = %+v, want one", state.Followups)
		}
	}},
	{"defer, then answer", func(t *testing.T, e *emulator, b *bot) {
		id := e.run(t, "greet", option{Type: 3, Name: "name", Value: "defer"})
		b.expect(t, "answered", "defer")
		if state := e.interaction(t, id); state.Original.Content != "hello at last" {
			t.Errorf("the deferred answer is %q", state.Original.Content)
		}
	}},
	{"answer a button", func(t *testing.T, e *emulator, b *bot) {
		e.say(t, "!button")
		b.expect(t, "button", "")
		e.click(t, e.message(t, "press").ID, "pressed")
		b.expect(t, "clicked", "")
		e.message(t, "pressed it")
	}},
	{"start a thread", func(t *testing.T, e *emulator, b *bot) {
		e.say(t, "!thread")
		thread := b.expect(t, "thread", "")
		if got := e.messageIn(t, thread, "in the thread"); got.ChannelID != thread {
			t.Errorf("the message is in channel %s, want the thread %s", got.ChannelID, thread)
		}
	}},
	{"upload a file and download it back", func(t *testing.T, e *emulator, b *bot) {
		e.say(t, "!file")
		b.expect(t, "file", "identical")
		m := e.message(t, "a file")
		if len(m.Attachments) != 1 || m.Attachments[0].Filename != "bytes.bin" || m.Attachments[0].Size != 70000 {
			t.Errorf("attachments = %+v, want bytes.bin of 70000 bytes", m.Attachments)
		}
	}},
	{"read history", func(t *testing.T, e *emulator, b *bot) {
		for i := range 3 {
			e.say(t, fmt.Sprintf("history %d", i))
		}
		e.say(t, "!history")
		b.expect(t, "history", "history 2,history 1,history 0")
	}},
	{"wait out a 429", func(t *testing.T, e *emulator, b *bot) {
		e.fail(t, fault{Method: http.MethodPost, Path: "^/channels/[0-9]+/messages$", Status: http.StatusTooManyRequests, RetryAfter: 0.5, Count: 1})
		start := time.Now()
		e.say(t, "!ping")
		b.expect(t, "pong", "")
		if took := time.Since(start); took < 500*time.Millisecond {
			t.Errorf("the answer came after %v, before the 0.5 s were over", took)
		}
		if got := e.stats(t).Responses429; got != 1 {
			t.Errorf("%d responses with status 429, want 1: the client asked again too early", got)
		}
	}},
	{"wait for its bucket", func(t *testing.T, e *emulator, b *bot) {
		e.say(t, "!many")
		b.expect(t, "many", "8")
	}},
	{"resume after an abrupt drop", resumeAfter(drop{Mode: "abrupt"})},
	{"resume after op 7", resumeAfter(drop{Mode: "reconnect"})},
	{"resume after close 4000", resumeAfter(drop{Mode: "close", Code: 4000})},
	{"resume after a resumable op 9", resumeAfter(drop{Mode: "invalid", Resumable: true})},
	{"identify after an op 9 that isn't", func(t *testing.T, e *emulator, b *bot) {
		before := e.stats(t)
		e.drop(t, drop{Mode: "invalid"})
		e.wait(t, "a new session", func() bool { return e.stats(t).Identifies > before.Identifies })
		b.expect(t, "ready", e.ApplicationID)
		e.say(t, "!ping")
		b.expect(t, "pong", "")
	}},
}

// resumeAfter drops the connection, writes a message at once, and wants it to
// be answered in the same session.
func resumeAfter(d drop) func(t *testing.T, e *emulator, b *bot) {
	return func(t *testing.T, e *emulator, b *bot) {
		before := e.stats(t)
		e.drop(t, d)
		e.say(t, "!ping "+strings.ToLower(t.Name()))
		b.expect(t, "pong", "")
		// A client that is told to go may still hear and answer the message first.
		var after statistics
		e.wait(t, "a resume", func() bool {
			after = e.stats(t)
			return after.Resumes > before.Resumes || after.Identifies > before.Identifies
		})
		if after.Identifies != before.Identifies || after.Resumes != before.Resumes+1 {
			t.Errorf("identifies %d → %d, resumes %d → %d: want one resume and no identify",
				before.Identifies, after.Identifies, before.Resumes, after.Resumes)
		}
	}
}
