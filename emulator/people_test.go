package emulator_test

import (
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// controlled makes a request to the control API.
func controlled(name, path, body string, status int, want string, events ...string) exchange {
	return exchange{
		name: name, events: events, act: func(s *scenario) {
			s.last = rest(s.t, s.d, "POST", "/control/"+path, "", s.fill(body))
			s.check(exchange{name: name, do: "POST " + path, status: status, want: want})
		},
	}
}

func TestPeople(t *testing.T) {
	run(t, nil, []exchange{
		say("m", "helo"),
		{name: "the bot's", do: "POST /channels/{channel}/messages", body: `{"content":"x","nonce":1}`, save: "bots", events: []string{"MESSAGE_CREATE"}},
		controlled("edit", "user-edit", `{"message_id":"{m}","content":"hello <@{bot}>"}`, 200, "{}", `MESSAGE_UPDATE {"id":"{m}","content":"hello <@{bot}>","mentions":[{"id":"{bot}"}],"edited_timestamp":"*"}`),
		controlled("edit with nothing", "user-edit", `{"message_id":"{m}","content":""}`, 400, ""),
		controlled("edit another's", "user-edit", `{"message_id":"{bots}","content":"x"}`, 400, `{"error":"user_id: {user} did not write the message {bots}"}`),
		controlled("react", "react", `{"message_id":{m},"emoji":"👍"}`, 200, "{}", `MESSAGE_REACTION_ADD {"user_id":"{user}","emoji":{"name":"👍"}}`),
		{name: "seen", do: "GET /channels/{channel}/messages/{m}", want: `{"reactions":[{"count":1,"me":false}]}`},
		controlled("take it back", "react", `{"message_id":{m},"emoji":"👍","remove":true}`, 200, "{}", `MESSAGE_REACTION_REMOVE {"user_id":"{user}"}`),
		controlled("with a word", "react", `{"message_id":{m},"emoji":"thumb"}`, 400, `{"error":"emoji: there is no \"thumb\""}`),
		controlled("type", "typing", `{}`, 200, "{}", `TYPING_START {"user_id":"{user}","channel_id":"{channel}"}`),
		controlled("vote for no poll", "vote", `{"message_id":"{m}","answer":1}`, 400, `{"error":"message_id: {m} is no poll"}`),
		controlled("delete another's", "user-delete", `{"message_id":"{m}","user_id":"{bot}"}`, 400, `{"error":"user_id: {bot} is a bot, which acts by itself"}`),
		controlled("delete", "user-delete", `{"message_id":"{m}"}`, 200, "{}", `MESSAGE_DELETE {"id":"{m}"}`),
		controlled("delete again", "user-delete", `{"message_id":"{m}"}`, 400, `{"error":"message_id: there is no message {m}"}`),
	})
}

// TestPeopleInGo wants the same from the methods of emutest.
func TestPeopleInGo(t *testing.T) {
	as := func(name string, do func(d *emutest.Discord, id discord.MessageID), events ...string) exchange {
		return exchange{name: name, events: events, act: func(s *scenario) {
			id, err := parseMessageID(s.vars["m"])
			if err != nil {
				s.t.Fatal(err)
			}
			do(s.d, id)
		}}
	}
	run(t, nil, []exchange{
		say("m", "hi"),
		as("edit", func(d *emutest.Discord, id discord.MessageID) { d.Edit(id, "hello") }, `MESSAGE_UPDATE {"content":"hello"}`),
		as("react", func(d *emutest.Discord, id discord.MessageID) { d.React(id, "🔥") }, `MESSAGE_REACTION_ADD {"user_id":"{user}"}`),
		as("unreact", func(d *emutest.Discord, id discord.MessageID) { d.Unreact(id, "🔥") }, `MESSAGE_REACTION_REMOVE {"user_id":"{user}"}`),
		as("type", func(d *emutest.Discord, _ discord.MessageID) { d.Type() }, "TYPING_START"),
		as("delete", func(d *emutest.Discord, id discord.MessageID) { d.Delete(id) }, "MESSAGE_DELETE"),
	})
}

func TestVoting(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "a poll", do: "POST /channels/{channel}/messages", body: `{"poll":{"question":{"text":"?"},"answers":[{"poll_media":{"text":"a"}},{"poll_media":{"text":"b"}}]}}`,
			save: "m", events: []string{"MESSAGE_CREATE"},
		},
		controlled("vote", "vote", `{"message_id":"{m}","answer":1}`, 200, "{}", `MESSAGE_POLL_VOTE_ADD {"answer_id":1}`),
		controlled("vote again", "vote", `{"message_id":"{m}","answer":1}`, 200, "{}"),
		controlled("change", "vote", `{"message_id":"{m}","answer":2}`, 200, "{}", `MESSAGE_POLL_VOTE_REMOVE {"answer_id":1}`, `MESSAGE_POLL_VOTE_ADD {"answer_id":2}`),
		controlled("take it back", "vote", `{"message_id":"{m}","answer":2,"remove":true}`, 200, "{}", `MESSAGE_POLL_VOTE_REMOVE {"answer_id":2}`),
		controlled("no answer", "vote", `{"message_id":"{m}","answer":3}`, 400, `{"error":"answer: the poll has no answer 3"}`),
	})
}

func TestAutocomplete(t *testing.T) {
	ask := func(use emulator.AutocompleteUse, want string) exchange {
		return exchange{name: "ask", act: func(s *scenario) {
			if _, err := s.d.Emulator.Autocomplete(use); err != nil {
				s.t.Fatal(err)
			}
			s.interaction()
			if diff := contains(s.t, s.fill(want), s.vars["it_data"]); diff != "" {
				s.t.Errorf("%s in %s", diff, s.vars["it_data"])
			}
		}}
	}
	run(t, nil, []exchange{
		makeCommand(`{"name":"find","description":"d","options":[{"type":1,"name":"word","description":"w","options":[{"type":3,"name":"text","description":"t","required":true,"autocomplete":true},{"type":4,"name":"n","description":"n","autocomplete":true},{"type":5,"name":"b","description":"b"}]}]}`),
		ask(emulator.AutocompleteUse{Command: "find", Focused: "n", Options: []emulator.OptionUse{{Name: "word", Options: []emulator.OptionUse{{Name: "n", Value: 12}}}}},
			`{"type":4,"data":{"name":"find","options":[{"name":"word","type":1,"options":[{"name":"n","type":4,"value":"12","focused":true}]}]}}`),
		{name: "a message", do: callback, body: `{"type":4,"data":{"content":"x"}}`, status: 400, want: invalidForm("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This type of response cannot be used for this interaction")},
		{name: "no choices", do: callback, body: `{"type":8,"data":{}}`, status: 400, want: invalidForm("data.choices", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "words for numbers", do: callback, body: `{"type":8,"data":{"choices":[{"name":"one","value":"one"}]}}`, status: 400, want: invalidForm("data.choices.0.value", "NUMBER_TYPE_COERCE", `Value "one" is not int.`)},
		{name: "choices", do: callback, body: `{"type":8,"data":{"choices":[{"name":"one","value":1}]}}`},
		{name: "badly asked", act: func(s *scenario) {
			for _, use := range []emulator.AutocompleteUse{
				{Command: "lose", Focused: "n"},
				{Command: "find", Focused: "n"},
				{Command: "find", Focused: "b", Options: []emulator.OptionUse{{Name: "word", Options: []emulator.OptionUse{{Name: "b", Value: true}}}}},
				{Command: "find", Focused: "x", Options: []emulator.OptionUse{{Name: "x"}}},
			} {
				if id, err := s.d.Emulator.Autocomplete(use); err == nil {
					s.t.Errorf("%+v: interaction %d", use, id)
				}
			}
		}},
	})
}
