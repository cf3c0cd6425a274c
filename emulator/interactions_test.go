package emulator_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// makeCommand creates a command.
func makeCommand(body string) exchange {
	return exchange{name: "create a command", do: "POST /applications/{app}/commands", body: body, status: 201, save: "command"}
}

// use has the person use a command; the interaction is {it} and {it_token}.
func use(command string, options ...emulator.OptionUse) exchange {
	return exchange{
		name: "use " + command, act: func(s *scenario) {
			s.d.Interaction(emulator.CommandUse{Command: command, Options: options})
			s.interaction()
		},
	}
}

// click has the person use a component of the message {m}.
func click(customID string, values ...string) exchange {
	return exchange{
		name: "click " + customID, act: func(s *scenario) {
			id, err := parseMessageID(s.vars["m"])
			if err != nil {
				s.t.Fatal(err)
			}
			s.d.Component(emulator.ComponentUse{MessageID: id, CustomID: customID, Values: values})
			s.interaction()
		},
	}
}

// interaction reads the event of an interaction.
func (s *scenario) interaction() { s.t.Helper(); s.interactionOf(s.bot) }

// interactionOf is interaction for what one of the bots gets.
func (s *scenario) interactionOf(b *bot) {
	s.t.Helper()
	data := b.event("INTERACTION_CREATE")
	var it struct{ ID, Token string }
	decode(s.t, data, &it)
	s.vars["it"], s.vars["it_token"], s.vars["it_data"] = it.ID, it.Token, string(data)
}

const (
	callback = "anon:POST /interactions/{it}/{it_token}/callback"
	original = " /webhooks/{app}/{it_token}/messages/@original"
	followUp = "anon:POST /webhooks/{app}/{it_token}"
)

func TestInteractionReply(t *testing.T) {
	run(t, nil, []exchange{
		makeCommand(`{"name":"echo","description":"d","options":[{"type":3,"name":"text","description":"t"}]}`),
		use("echo", emulator.OptionUse{Name: "text", Value: "hi"}),
		{name: "too early for @original", do: "anon:GET" + original, status: 404, want: `{"message":"Unknown Webhook","code":10015}`},
		{name: "too early to follow up", do: followUp, body: `{"content":"x"}`, status: 404, want: `{"message":"Unknown Webhook","code":10015}`},
		{name: "of no kind", do: callback, body: `{"type":3}`, status: 400, want: invalidForm("type", "BASE_TYPE_CHOICES", "Value must be one of (1, 4, 5, 6, 7, 8, 9, 12).")},
		{name: "nothing", do: callback, body: `{}`, status: 400, want: invalidForm("type", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "an update of nothing", do: callback, body: `{"type":7}`, status: 400, want: invalidForm("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This type of response cannot be used for this interaction")},
		{name: "empty", do: callback, body: `{"type":4}`, status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{name: "too long", do: callback, body: `{"type":4,"data":{"embeds":[{}]}}`, status: 400, want: invalidForm("data.embeds.0.description", "BASE_TYPE_REQUIRED", "This field is required")},
		{
			name: "answer", do: callback + "?with_response=true", body: `{"type":4,"data":{"content":"hi <@&{modrole}> <@{user}>","components":[{"type":1,"components":[{"type":2,"style":1,"label":"A","custom_id":"a"}]}]}}`,
			want: `{"interaction":{"id":"{it}","type":2,"response_message_id":"*","response_message_loading":false,"response_message_ephemeral":false},
				"resource":{"type":4,"message":{"type":20,"content":"hi <@&{modrole}> <@{user}>","author":{"id":"{bot}"},"webhook_id":"{app}","application_id":"{app}","flags":0,"mention_roles":[],"mentions":[{"id":"{user}"}],
				"interaction_metadata":{"id":"{it}","type":2,"user":{"id":"{user}","flags":0},"authorizing_integration_owners":{"0":"{guild}"}}}}}`,
			events: []string{`MESSAGE_CREATE {"type":20,"guild_id":"{guild}","member":{"roles":["{botrole}"]},"components":[{"type":1,"id":1}]}`},
		},
		{name: "again", do: callback, body: `{"type":4,"data":{"content":"x"}}`, status: 400, want: `{"message":"Interaction has already been acknowledged.","code":40060}`},
		{name: "get", do: "anon:GET" + original, want: `{"content":"hi <@&{modrole}> <@{user}>"}`, save: "m"},
		{name: "get, escaped", do: "anon:GET /webhooks/{app}/{it_token}/messages/%40original", want: `{"id":"{m}"}`},
		{name: "get by ID", do: "anon:GET /webhooks/{app}/{it_token}/messages/{m}", want: `{"id":"{m}"}`},
		{name: "edit", do: "anon:PATCH" + original, body: `{"content":"edited"}`, want: `{"id":"{m}","content":"edited","components":[{"type":1}]}`, events: []string{`MESSAGE_UPDATE {"content":"edited"}`}},
		{
			name: "follow up", do: followUp, body: `{"content":"more","message_reference":{"message_id":"5"}}`, save: "f",
			want:   `{"type":19,"content":"more","webhook_id":"{app}","message_reference":{"message_id":"{m}"},"interaction_metadata":{"original_response_message_id":"{m}"}}`,
			events: []string{"MESSAGE_CREATE"},
		},
		{name: "edit the follow-up", do: "anon:PATCH /webhooks/{app}/{it_token}/messages/{f}", body: `{"content":"even more"}`, want: `{"content":"even more"}`, events: []string{"MESSAGE_UPDATE"}},
		{name: "delete the follow-up", do: "anon:DELETE /webhooks/{app}/{it_token}/messages/{f}", events: []string{`MESSAGE_DELETE {"id":"{f}","guild_id":"{guild}"}`}},
		{name: "it is gone", do: "anon:GET /webhooks/{app}/{it_token}/messages/{f}", status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "delete", do: "anon:DELETE" + original, events: []string{`MESSAGE_DELETE {"id":"{m}"}`}},
		{name: "it is gone", do: "anon:GET" + original, status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "no such interaction", do: "anon:POST /interactions/5/{it_token}/callback", body: `{"type":4}`, status: 404, want: `{"message":"Unknown interaction","code":10062}`},
		{name: "wrong token", do: "anon:POST /interactions/{it}/x/callback", body: `{"type":4}`, status: 404, want: `{"message":"Unknown interaction","code":10062}`},
		{name: "wrong token", do: "anon:GET /webhooks/{app}/x/messages/@original", status: 401, want: `{"message":"Invalid Webhook Token","code":50027}`},
	})
}

func TestDeferredReply(t *testing.T) {
	run(t, nil, []exchange{
		makeCommand(`{"name":"slow","description":"d"}`),
		use("slow"),
		{name: "defer", do: callback, body: `{"type":5,"data":{"flags":64,"content":"ignored"}}`, events: []string{`MESSAGE_CREATE {"flags":192,"content":"","guild_id":"-","type":20}`}},
		{name: "get", do: "anon:GET" + original, want: `{"flags":192,"content":""}`, save: "m"},
		{name: "not for everybody", do: "GET /channels/{channel}/messages", want: `[]`},
		{name: "not even the bot", do: "GET /channels/{channel}/messages/{m}", status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "with nothing", do: "anon:PATCH" + original, body: `{}`, status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{
			name: "answer", do: "anon:PATCH" + original, body: `{"content":"done","poll":{"question":{"text":"ok?"},"answers":[{"poll_media":{"text":"yes"}}]}}`,
			want: `{"id":"{m}","content":"done","flags":64,"poll":{"question":{"text":"ok?"}}}`, events: []string{`MESSAGE_UPDATE {"flags":64,"guild_id":"-"}`},
		},
		{name: "a poll again", do: "anon:PATCH" + original, body: `{"poll":{"question":{"text":"ok?"},"answers":[{"poll_media":{"text":"yes"}}]}}`, status: 400, want: `{"message":"Cannot edit a poll message","code":520003}`},
		{name: "follow up in the open", do: followUp, body: `{"content":"open"}`, want: `{"flags":0}`, events: []string{`MESSAGE_CREATE {"guild_id":"{guild}"}`}},
		{name: "only that is seen", do: "GET /channels/{channel}/messages", want: `[{"content":"open"}]`},
		{name: "follow up in private", do: followUp, body: `{"content":"closed","flags":64}`, want: `{"flags":64}`, events: []string{`MESSAGE_CREATE {"guild_id":"-"}`}},

		use("slow"),
		{name: "defer", do: callback, body: `{"type":5}`, events: []string{`MESSAGE_CREATE {"flags":128}`}},
		{name: "the first follow-up is the answer", do: followUp, body: `{"content":"done","flags":64}`, want: `{"content":"done","flags":0,"type":20}`, events: []string{`MESSAGE_UPDATE {"content":"done"}`}},
	})
}

func TestInteractionDeadlines(t *testing.T) {
	run(t, nil, []exchange{
		makeCommand(`{"name":"slow","description":"d"}`),
		use("slow"),
		{name: "just in time", act: wait(2999 * time.Millisecond), do: callback, body: `{"type":5}`, events: []string{"MESSAGE_CREATE"}},
		{name: "14 minutes later", act: wait(14 * time.Minute), do: "anon:PATCH" + original, body: `{"content":"x"}`, want: `{"content":"x"}`, events: []string{"MESSAGE_UPDATE"}},
		{name: "16 minutes later", act: wait(2 * time.Minute), do: "anon:PATCH" + original, body: `{"content":"y"}`, status: 401, want: `{"message":"Invalid Webhook Token","code":50027}`},
		{name: "to follow up", do: followUp, body: `{"content":"y"}`, status: 401, want: `{"message":"Invalid Webhook Token","code":50027}`},
		use("slow"),
		{name: "too late", act: wait(3001 * time.Millisecond), do: callback, body: `{"type":5}`, status: 404, want: `{"message":"Unknown interaction","code":10062}`},
	})
}

func TestComponentInteractions(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "post", do: "POST /channels/{channel}/messages", save: "m", events: []string{"MESSAGE_CREATE"},
			body: `{"content":"one","components":[{"type":1,"components":[{"type":2,"style":1,"label":"A","custom_id":"a"}]},{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"X","value":"x"},{"label":"Y","value":"y"}]}]}]}`,
		},
		click("a"),
		{
			name: "update", do: callback + "?with_response=1", body: `{"type":7,"data":{"content":"two","components":[]}}`,
			want:   `{"interaction":{"type":3,"response_message_id":"{m}"},"resource":{"type":7,"message":{"id":"{m}","content":"two","components":[]}}}`,
			events: []string{`MESSAGE_UPDATE {"id":"{m}","content":"two","components":[]}`},
		},
		{name: "@original is it", do: "anon:GET" + original, want: `{"id":"{m}"}`},
		{name: "put them back", do: "PATCH /channels/{channel}/messages/{m}", body: `{"components":[{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"X","value":"x"}]}]}]}`, want: `{"id":"{m}"}`, events: []string{"MESSAGE_UPDATE"}},
		click("s", "x"),
		{name: "defer the update", do: callback, body: `{"type":6}`},
		{name: "then edit", do: "anon:PATCH" + original, body: `{"content":"three"}`, want: `{"id":"{m}","content":"three"}`, events: []string{"MESSAGE_UPDATE"}},
		click("s", "x"),
		{
			name: "answer", do: callback, body: `{"type":4,"data":{"content":"chosen","flags":64}}`,
			events: []string{`MESSAGE_CREATE {"type":19,"message_reference":{"message_id":"{m}"},"interaction_metadata":{"type":3,"interacted_message_id":"{m}"},"flags":64}`},
		},
		click("s", "x"),
		{name: "choices for nothing", do: callback, body: `{"type":8,"data":{"choices":[]}}`, status: 400, want: invalidForm("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This type of response cannot be used for this interaction")},
		{name: "a modal without a title", do: callback, body: `{"type":9,"data":{"custom_id":"f","components":[]}}`, status: 400, want: `{"message":"Invalid Form Body","code":50035,"errors":{"data":{
			"title":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]},
			"components":{"_errors":[{"code":"BASE_TYPE_BAD_LENGTH","message":"Must be between 1 and 5 in length."}]}}}}`},
		{
			name: "a modal with a button", do: callback, body: `{"type":9,"data":{"custom_id":"f","title":"F","components":[{"type":1,"components":[{"type":2,"style":1,"label":"A","custom_id":"a"}]}]}}`,
			status: 400, want: invalidForm("data.components.0.components.0", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (4,).`),
		},
		{
			name: "a modal with a name twice", do: callback, body: `{"type":9,"data":{"custom_id":"f","title":"F","components":[{"type":18,"label":"L","component":{"type":4,"custom_id":"t","style":1}},{"type":18,"label":"M","component":{"type":4,"custom_id":"t","style":1}}]}}`,
			status: 400, want: invalidForm("data.components.1.component.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"),
		},
		{name: "a modal", do: callback, body: `{"type":9,"data":{"custom_id":"f","title":"F","components":[{"type":18,"label":"L","component":{"type":4,"custom_id":"t","style":1}}]}}`},
		{name: "submit", act: func(s *scenario) {
			id, err := parseMessageID(s.vars["it"])
			if err != nil {
				s.t.Fatal(err)
			}
			s.d.Modal(emulator.ModalUse{InteractionID: interactionID(id)})
			s.interaction()
			if diff := contains(s.t, s.fill(`{"type":5,"data":{"custom_id":"f","components":[]},"message":{"id":"{m}"}}`), s.vars["it_data"]); diff != "" {
				s.t.Errorf("modal: %s in %s", diff, s.vars["it_data"])
			}
		}},
		{name: "a modal for a modal", do: callback, body: `{"type":9,"data":{"custom_id":"f","title":"F","components":[{"type":10,"content":"x"}]}}`, status: 400, want: invalidForm("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This type of response cannot be used for this interaction")},
		{
			name: "update by modal", do: callback, body: `{"type":7,"data":{"content":"four"}}`,
			events: []string{`MESSAGE_UPDATE {"id":"{m}","content":"four"}`},
		},
	})
}

// TestInteractionCreate wants the fields that foreign clients can't do without.
func TestInteractionCreate(t *testing.T) {
	run(t, nil, []exchange{
		makeCommand(`{"name":"who","description":"d","options":[{"type":6,"name":"user","description":"u"},{"type":7,"name":"channel","description":"c"},{"type":8,"name":"role","description":"r"}]}`),
		use("who", emulator.OptionUse{Name: "user", Value: emulator.DefaultOtherUserID.String()}, emulator.OptionUse{Name: "channel", Value: emulator.DefaultChannelID.String()}, emulator.OptionUse{Name: "role", Value: "1200000000000000012"}),
		{name: "look", act: func(s *scenario) {
			want := `{"id":"*","application_id":"{app}","type":2,"token":"*","version":1,"guild_id":"{guild}","channel_id":"{channel}","guild":{"id":"{guild}","locale":"en-US","features":[]},
				"channel":{"id":"{channel}","type":0,"permissions":"*"},"member":{"user":{"id":"{user}","flags":0},"permissions":"*","roles":[]},"user":"-","app_permissions":"*","locale":"en-US","guild_locale":"en-US",
				"entitlements":[],"authorizing_integration_owners":{"0":"{guild}"},"context":0,"attachment_size_limit":10485760,"message":"-",
				"data":{"id":"{command}","name":"who","type":1,"options":[{"name":"user","type":6,"value":"{other}"},{"name":"channel","type":7,"value":"{channel}"},{"name":"role","type":8,"value":"{modrole}"}],
				"resolved":{"users":{"{other}":{"id":"{other}"}},"members":{"{other}":{"roles":["{modrole}"],"user":"-"}},"channels":{"{channel}":{"name":"general"}},"roles":{"{modrole}":{"name":"Moderator"}}}}}`
			if diff := contains(s.t, s.fill(want), s.vars["it_data"]); diff != "" {
				s.t.Errorf("%s in %s", diff, s.vars["it_data"])
			}
			var it struct {
				Member struct{ Permissions json.Number }
			}
			decode(s.t, []byte(s.vars["it_data"]), &it)
			if _, err := it.Member.Permissions.Int64(); err != nil {
				s.t.Errorf("permissions %s do not fit a signed integer", it.Member.Permissions)
			}
		}},
	})
}

// TestAppPermissionsInDMs wants what the application may do in direct messages, and
// of a channel that is chosen what it may do there.
func TestAppPermissionsInDMs(t *testing.T) {
	run(t, nil, []exchange{
		makeCommand(`{"name":"who","description":"d","options":[{"type":7,"name":"channel","description":"c"}]}`),
		use("who", emulator.OptionUse{Name: "channel", Value: emulator.DefaultChannelID.String()}),
		{name: "chosen", act: func(s *scenario) {
			var it struct {
				AppPermissions string `json:"app_permissions"`
			}
			decode(s.t, []byte(s.vars["it_data"]), &it)
			s.wants(`{"data":{"resolved":{"channels":{"{channel}":{"app_permissions":"` + it.AppPermissions + `"}}}}}`)
		}},
		{name: "open", do: "POST /users/@me/channels", body: `{"recipient_id":"{user}"}`, save: "dm"},
		{name: "in direct messages", act: func(s *scenario) {
			id, err := discord.ParseID[discord.Channel](s.vars["dm"])
			if err != nil {
				s.t.Fatal(err)
			}
			s.d.Interaction(emulator.CommandUse{Command: "who", ChannelID: id})
			s.interaction()
			s.wants(`{"app_permissions":"442368","context":1}`)
		}},
	})
}

// TestAnswersToWhatIsGone wants refusals, and no panic, where the channel or the
// message of an interaction was deleted meanwhile.
func TestAnswersToWhatIsGone(t *testing.T) {
	run(t, nil, []exchange{
		makeCommand(`{"name":"slow","description":"d"}`),
		use("slow"),
		{name: "defer", do: callback, body: `{"type":5}`, events: []string{"MESSAGE_CREATE"}},
		{name: "get", do: "anon:GET" + original, want: `{"flags":128}`, save: "m"},
		{name: "delete it like any message", do: "DELETE /channels/{channel}/messages/{m}", events: []string{"MESSAGE_DELETE"}},
		{name: "edit it", do: "anon:PATCH" + original, body: `{"content":"x"}`, status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "follow up", do: followUp, body: `{"content":"x"}`, want: `{"content":"x"}`, events: []string{"MESSAGE_CREATE"}},
		{
			name: "post", do: "POST /channels/{channel}/messages", save: "m", events: []string{"MESSAGE_CREATE"},
			body: `{"content":"one","components":[{"type":1,"components":[{"type":2,"style":1,"label":"A","custom_id":"a"}]}]}`,
		},
		click("a"),
		{name: "delete the message", do: "DELETE /channels/{channel}/messages/{m}", events: []string{"MESSAGE_DELETE"}},
		{name: "update it", do: callback, body: `{"type":7,"data":{"content":"two"}}`, status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "defer its update", do: callback, body: `{"type":6}`},
		{name: "then edit it", do: "anon:PATCH" + original, body: `{"content":"x"}`, status: 404, want: `{"message":"Unknown Message","code":10008}`},
		use("slow"),
		{name: "delete the channel", do: "DELETE /channels/{channel}", want: `{"id":"{channel}"}`, events: []string{"CHANNEL_DELETE"}},
		{name: "answer", do: callback, body: `{"type":4,"data":{"content":"x"}}`, status: 404, want: `{"message":"Unknown Channel","code":10003}`},
	})
}
