package accord_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/interaction"
)

// newCityBot has a command that completes what one types and answers with a
// button, which opens a modal, which changes the answer.
func newCityBot(d *emutest.Discord) *accord.Client {
	client := accord.New(d.Token, accord.Config{API: d.API, Dial: d.Dial})
	mux := interaction.NewMux(client.REST)
	mux.Autocomplete("city", func(ctx context.Context, a *interaction.Autocomplete) error {
		return a.Suggest(ctx, discord.Choices{discord.StringChoice{Name: "Bern", Value: "Bern"}})
	})
	mux.Command("city", func(ctx context.Context, c *interaction.Command) error {
		return c.Reply(ctx, discord.InteractionMessage{
			Content: c.Text("name") + " is a city.",
			Components: discord.Components{discord.ActionRow{Components: discord.RowComponents{
				discord.Button{Style: discord.ButtonStylePrimary, Label: "Correct", CustomID: "correct"},
				discord.Button{Style: discord.ButtonStylePrimary, Label: "Choose", CustomID: "choose"},
				discord.Button{Style: discord.ButtonStylePrimary, Label: "Whisper", CustomID: "whisper"},
				discord.Button{Style: discord.ButtonStylePrimary, Label: "Nothing", CustomID: "ignored"},
			}}},
		})
	})
	mux.Component("correct", func(ctx context.Context, c *interaction.Component) error {
		return c.Modal(ctx, discord.Modal{CustomID: "correction", Title: "Correction", Components: discord.ModalComponents{
			discord.TextDisplay{Content: "Write **well**."},
			discord.Label{Label: "What is it?", Component: discord.TextInput{CustomID: "what", Style: discord.TextInputStyleShort}},
			discord.Label{Label: "Where?", Component: discord.TextInput{CustomID: "where", Style: discord.TextInputStyleShort, Value: "in Switzerland"}},
		}})
	})
	mux.Component("choose", func(ctx context.Context, c *interaction.Component) error {
		return c.Modal(ctx, discord.Modal{CustomID: "choice", Title: "Choice", Components: discord.ModalComponents{
			discord.Label{Label: "Who?", Component: discord.UserSelect{CustomID: "who"}},
		}})
	})
	mux.Component("whisper", func(ctx context.Context, c *interaction.Component) error {
		return c.Reply(ctx, discord.InteractionMessage{Content: "for you", Flags: discord.MessageFlagEphemeral})
	})
	mux.Modal("correction", func(ctx context.Context, m *interaction.Modal) error {
		return m.Update(ctx, discord.UpdateMessage{Content: discord.Set("It is " + m.Text("what") + ", " + m.Text("where") + ".")})
	})
	accord.On(client, mux.Handle)
	return client
}

// runCityBot declares the command and runs the bot.
func runCityBot(ctx context.Context, d *emutest.Discord) error {
	client := newCityBot(d)
	city := discord.StringOption{Name: "name", Description: "Which", Required: true, Autocomplete: true}
	command := discord.CreateCommand{Name: "city", Description: "About a city", Options: discord.CommandOptions{city}}
	if _, err := client.REST.Commands.Create(ctx, d.ApplicationID, command); err != nil {
		return err
	}
	return client.Run(ctx)
}

// TestDocumentedInteractions plays a person who types, runs a command, clicks and
// fills in a modal, as docs/emulator.md shows.
func TestDocumentedInteractions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		d.Run(func(ctx context.Context) error { return runCityBot(ctx, d) })
		// docs:begin
		typing := d.Autocomplete(emulator.AutocompleteUse{Command: "city", Options: []emulator.OptionUse{{Name: "name", Value: "be"}}, Focused: "name"})
		synctest.Wait()
		choices := d.InteractionState(typing).Response // {"type":8,"data":{"choices":[…]}}

		d.Interaction(emulator.CommandUse{Command: "city", Options: []emulator.OptionUse{{Name: "name", Value: "Bern"}}})
		synctest.Wait()
		click := d.Component(emulator.ComponentUse{MessageID: d.LastMessage().ID, CustomID: "correct"})
		synctest.Wait()
		d.SubmitModal(click, map[string]string{"what": "the capital"})
		synctest.Wait()
		answer := d.LastMessage()
		// docs:end
		if !strings.Contains(string(choices), `"Bern"`) {
			t.Errorf("the bot offers %s", choices)
		}
		if want := "It is the capital, in Switzerland."; answer.Content != want {
			t.Errorf("the answer is %q, want %q", answer.Content, want)
		}
	})
}

// A witness is a test that notes how it fails.
type witness struct {
	testing.TB
	mu      sync.Mutex // guards failure
	failure string
}

func (w *witness) Errorf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failure = fmt.Sprintf(format, args...)
}

func (w *witness) FailNow() { runtime.Goexit() }

func (w *witness) Fatalf(format string, args ...any) {
	w.Errorf(format, args...)
	w.FailNow()
}

// fails does what may fail the test.
func (w *witness) fails(do func()) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		do()
	}()
	<-ended
}

// TestSeenMessages wants each person to see what the bot answers to them alone, and
// others not to.
func TestSeenMessages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &witness{TB: t}
		d := emutest.Start(w)
		d.Run(func(ctx context.Context) error { return runCityBot(ctx, d) })
		w.fails(func() { d.LastMessage() })
		if want := "nobody has written in the channel"; !strings.Contains(w.failure, want) {
			t.Errorf("failed with %q, want %q", w.failure, want)
		}
		d.Interaction(emulator.CommandUse{Command: "city", Options: []emulator.OptionUse{{Name: "name", Value: "Bern"}}})
		synctest.Wait()
		city := d.LastMessage()
		d.Component(emulator.ComponentUse{MessageID: city.ID, CustomID: "whisper"})
		synctest.Wait()
		if m := d.LastMessage(); m.Content != "for you" {
			t.Errorf("who clicked sees %q last", m.Content)
		}
		others, err := d.Emulator.Messages(d.ChannelID, emulator.DefaultOtherUserID)
		if err != nil || len(others) != 1 || others[0].ID != city.ID {
			t.Errorf("another person sees %v, %v", others, err)
		}
	})
}

// TestSubmitModalFails wants what can't be submitted to fail the test, with a
// reason.
func TestSubmitModalFails(t *testing.T) {
	t.Parallel()
	use := func(d *emutest.Discord) discord.InteractionID {
		return d.Interaction(emulator.CommandUse{Command: "city", Options: []emulator.OptionUse{{Name: "name", Value: "Bern"}}})
	}
	click := func(d *emutest.Discord, button string) discord.InteractionID {
		use(d)
		synctest.Wait()
		return d.Component(emulator.ComponentUse{MessageID: d.LastMessage().ID, CustomID: button})
	}
	tests := []struct {
		name string
		open func(d *emutest.Discord) discord.InteractionID
		want string
	}{
		{"no such input", func(d *emutest.Discord) discord.InteractionID { return click(d, "correct") }, `the modal has no text input "nope"`},
		{"another kind", func(d *emutest.Discord) discord.InteractionID { return click(d, "choose") }, `"who" is no text input but ComponentTypeUserSelect: use Modal`},
		{"no modal", use, "is not a modal: {"},
		{"no answer", func(d *emutest.Discord) discord.InteractionID { return click(d, "ignored") }, "has not been answered"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &witness{TB: t}
				d := emutest.Start(w)
				d.Run(func(ctx context.Context) error { return runCityBot(ctx, d) })
				id := tt.open(d)
				synctest.Wait()
				w.fails(func() { d.SubmitModal(id, map[string]string{"nope": "x"}) })
				if !strings.Contains(w.failure, tt.want) {
					t.Errorf("failed with %q, want %q", w.failure, tt.want)
				}
			})
		})
	}
}

// TestRunFailsTheTest runs clients that Discord refuses: the test fails at once, with
// the error of Run.
func TestRunFailsTheTest(t *testing.T) {
	t.Parallel()
	without := emulator.DefaultWorld()
	without.Applications[0].Privileged = new(discord.Intents)
	tests := []struct {
		name  string
		world *emulator.World
		token string
		cfg   accord.Config
		want  string
	}{
		{"token", nil, "MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b", accord.Config{}, "Discord refuses the token"},
		{"intents", without, "", accord.Config{Intents: discord.IntentGuilds | discord.IntentGuildMembers}, "the bot is not given discord.IntentGuildMembers"},
		{"config", nil, "", accord.Config{Slots: -1}, "accord: Slots: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := &witness{TB: t}
				d := emutest.StartWith(w, emulator.Config{World: tt.world})
				tt.cfg.API, tt.cfg.Dial, tt.cfg.Logger = d.API, d.Dial, slog.New(slog.DiscardHandler)
				client := accord.New(cmp.Or(tt.token, d.Token), tt.cfg)
				began := time.Now()
				w.fails(func() { d.Run(client.Run) })
				if want := "emutest: the bot has failed: "; !strings.HasPrefix(w.failure, want) || !strings.Contains(w.failure, tt.want) || time.Since(began) > time.Second {
					t.Errorf("failed after %v with %q, want %q at once", time.Since(began), w.failure, tt.want)
				}
			})
		})
	}
}
