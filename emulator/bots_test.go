package emulator_test

import (
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// secondBot is the other application of [twoBots].
const secondBot discord.ApplicationID = 1200000000000000005

// twoBots is the default world with a second bot, which nobody gave a role.
func twoBots() *emulator.World {
	w := emulator.DefaultWorld()
	w.Applications = append(w.Applications, emulator.WorldApplication{ID: secondBot, Name: "Second"})
	w.Guilds[0].Members = append(w.Guilds[0].Members, emulator.WorldMember{UserID: discord.UserID(secondBot)})
	return w
}

// runTwo runs exchanges with two bots: the second one does not have the intent
// MESSAGE_CONTENT.
func runTwo(t *testing.T, exchanges []exchange) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newScenario(t, twoBots())
		s.second = s.d.As(secondBot)
		s.vars["second"] = secondBot.String()
		s.other = login(t, s.second, intentsAll&^intentContent)
		for _, x := range exchanges {
			s.exchange(x)
		}
		s.bot.leave()
		s.other.leave()
	})
}

const (
	missingAccess = `{"message":"Missing Access","code":50001}`
	notAuthor     = `{"message":"Cannot edit a message authored by another user","code":50005}`
	notTheirs     = `{"message":"You are not authorized to perform this action on this application","code":20012}`
)

// What is not told to a bot without MESSAGE_CONTENT is so for each bot by itself.
func TestBotsReadEachOther(t *testing.T) {
	runTwo(t, []exchange{
		{
			name: "a message", do: "POST /channels/{channel}/messages", body: `{"content":"hello"}`, save: "m",
			events: []string{`MESSAGE_CREATE {"content":"hello","author":{"id":"{bot}"}}`}, others: []string{`MESSAGE_CREATE {"content":"","author":{"id":"{bot}","bot":true}}`},
		},
		{
			name: "an answer", do: "second:POST /channels/{channel}/messages", body: `{"content":"hi","message_reference":{"message_id":"{m}"}}`, save: "n",
			events: []string{`MESSAGE_CREATE {"content":"hi","author":{"id":"{second}"},"mentions":[{"id":"{bot}"}]}`}, others: []string{`MESSAGE_CREATE {"content":"hi","referenced_message":{"id":"{m}"}}`},
		},
		{
			name: "a mention", do: "POST /channels/{channel}/messages", body: `{"content":"<@{second}>"}`, save: "p",
			events: []string{"MESSAGE_CREATE"}, others: []string{`MESSAGE_CREATE {"content":"<@{second}>"}`},
		},
		{
			name: "typing", do: "second:POST /channels/{channel}/typing",
			events: []string{`TYPING_START {"user_id":"{second}"}`}, others: []string{`TYPING_START {"user_id":"{second}"}`},
		},
		{name: "another's message", do: "second:PATCH /channels/{channel}/messages/{m}", body: `{"content":"x"}`, status: 403, want: notAuthor},
		{name: "another's message, without permission", do: "second:DELETE /channels/{channel}/messages/{m}", status: 403, want: missingPermissions},
		{name: "edit", do: "second:PATCH /channels/{channel}/messages/{n}", body: `{"content":"ho"}`, want: `{"content":"ho"}`, events: []string{`MESSAGE_UPDATE {"content":"ho"}`}, others: []string{`MESSAGE_UPDATE {"content":"ho"}`}},
		{name: "moderate", do: "DELETE /channels/{channel}/messages/{n}", events: []string{`MESSAGE_DELETE {"id":"{n}"}`}, others: []string{`MESSAGE_DELETE {"id":"{n}"}`}},
		{name: "a hidden channel", do: "POST /channels/{staff}/messages", body: `{"content":"x"}`, status: 403, want: missingAccess},
	})
}

// A nonce is its author's, and so is a reaction.
func TestBotsReactions(t *testing.T) {
	const once = `{"content":"x","nonce":"1","enforce_nonce":true}`
	created := []string{"MESSAGE_CREATE"}
	react := []string{`MESSAGE_REACTION_ADD {"user_id":"{second}"}`}
	runTwo(t, []exchange{
		{name: "with a nonce", do: "POST /channels/{channel}/messages", body: once, save: "m", events: created, others: created},
		{name: "again", do: "POST /channels/{channel}/messages", body: once, want: `{"id":"{m}"}`},
		{name: "of the other", do: "second:POST /channels/{channel}/messages", body: once, save: "n", events: created, others: created},
		{name: "react", do: "second:PUT /channels/{channel}/messages/{m}/reactions/🔥/@me", events: react, others: react},
		{name: "whose it is", do: "second:GET /channels/{channel}/messages/{m}", want: `{"reactions":[{"count":1,"me":true}]}`},
		{name: "whose it is not", do: "GET /channels/{channel}/messages/{m}", want: `{"reactions":[{"count":1,"me":false}]}`},
		{
			name: "in events", do: "PATCH /channels/{channel}/messages/{m}", body: `{"content":"y"}`, want: `{"content":"y","reactions":[{"me":false}]}`,
			events: []string{`MESSAGE_UPDATE {"reactions":[{"me":false}]}`}, others: []string{`MESSAGE_UPDATE {"content":"","reactions":[{"me":true}]}`},
		},
		{
			name: "in answers", do: "POST /channels/{channel}/messages", body: `{"content":"z","message_reference":{"message_id":"{m}"}}`, save: "o",
			events: []string{`MESSAGE_CREATE {"referenced_message":{"reactions":[{"me":false}]}}`}, others: []string{`MESSAGE_CREATE {"referenced_message":{"reactions":[{"me":true}]}}`},
		},
		{name: "not theirs to take", do: "second:DELETE /channels/{channel}/messages/{m}/reactions/🔥/{user}", status: 403, want: missingPermissions},
	})
}

// Direct messages are of one bot and a person.
func TestBotsDirectMessages(t *testing.T) {
	runTwo(t, []exchange{
		{name: "open", do: "POST /users/@me/channels", body: `{"recipient_id":"{user}"}`, save: "dm", want: `{"type":1,"recipients":[{"id":"{user}"}]}`},
		{name: "write", do: "POST /channels/{dm}/messages", body: `{"content":"psst"}`, save: "m", events: []string{`MESSAGE_CREATE {"content":"psst","guild_id":"-"}`}},
		{name: "of the other", do: "second:POST /users/@me/channels", body: `{"recipient_id":"{user}"}`, save: "own"},
		{name: "write in its own", do: "second:POST /channels/{own}/messages", body: `{"content":"hey"}`, save: "n", others: []string{`MESSAGE_CREATE {"content":"hey"}`}},
		{name: "read", do: "second:GET /channels/{dm}/messages", status: 403, want: missingAccess},
		{name: "write into it", do: "second:POST /channels/{dm}/messages", body: `{"content":"x"}`, status: 403, want: missingAccess},
		{
			name: "a person writes", act: func(s *scenario) {
				id, err := discord.ParseID[discord.Channel](s.vars["own"])
				if err != nil {
					s.t.Fatal(err)
				}
				s.d.UserMessage(emulator.UserMessage{ChannelID: id, Content: "who?"})
			},
			others: []string{`MESSAGE_CREATE {"content":"who?"}`},
		},
		{name: "with a bot", do: "POST /users/@me/channels", body: `{"recipient_id":"{second}"}`, status: 400, want: `{"message":"Cannot send messages to this user","code":50007}`},
	})
}

// wants checks a part of the interaction that came last.
func (s *scenario) wants(part string) {
	s.t.Helper()
	if diff := contains(s.t, s.fill(part), s.vars["it_data"]); diff != "" {
		s.t.Errorf("%s in %s", diff, s.vars["it_data"])
	}
}

// Interactions go to the application whose command or message was used.
func TestBotsInteractions(t *testing.T) {
	const command = `{"name":"ping","description":"x"}`
	use := func(s *scenario, of discord.ApplicationID) {
		s.d.Interaction(emulator.CommandUse{Command: "ping", ApplicationID: of})
	}
	var message discord.MessageID
	runTwo(t, []exchange{
		{name: "a command", do: "POST /applications/{app}/commands", body: command, status: 201, save: "c"},
		{name: "of the same name", do: "second:POST /applications/{second}/commands", body: command, status: 201, save: "theirs"},
		{name: "another's commands", do: "second:GET /applications/{app}/commands", status: 403, want: notTheirs},
		{name: "another's command", do: "second:DELETE /applications/{second}/commands/{c}", status: 404, want: `{"message":"Unknown application command","code":10063}`},
		{name: "the first", act: func(s *scenario) {
			use(s, 0)
			s.interactionOf(s.bot)
			s.wants(`{"application_id":"{app}","data":{"id":"{c}"}}`)
		}},
		{name: "the other's", act: func(s *scenario) {
			use(s, secondBot)
			s.interactionOf(s.other)
			s.wants(`{"application_id":"{second}","data":{"id":"{theirs}"}}`)
		}},
		{
			name: "answer", do: callback, body: `{"type":4,"data":{"content":"pong","components":[{"type":1,"components":[{"type":2,"style":1,"label":"L","custom_id":"go"}]}]}}`,
			events: []string{`MESSAGE_CREATE {"content":"pong","application_id":"{second}","author":{"id":"{second}"}}`}, others: []string{`MESSAGE_CREATE {"content":"pong"}`},
		},
		{name: "by another's address", do: "anon:GET" + original, status: 401, want: `{"message":"Invalid Webhook Token","code":50027}`},
		{name: "for one person", do: "anon:POST /webhooks/{second}/{it_token}", body: `{"content":"only you","flags":64}`, save: "own", others: []string{`MESSAGE_CREATE {"content":"only you","flags":64}`}},
		{name: "which message", act: func(s *scenario) {
			id, err := discord.ParseID[discord.Interaction](s.vars["it"])
			if err != nil {
				s.t.Fatal(err)
			}
			message = s.d.InteractionState(discord.InteractionID(id)).Original.ID
		}},
		{name: "a button", act: func(s *scenario) {
			s.d.Component(emulator.ComponentUse{MessageID: message, CustomID: "go"})
			s.interactionOf(s.other)
			s.wants(`{"application_id":"{second}","data":{"custom_id":"go"}}`)
		}},
		{name: "who is not there has no commands", do: "second:DELETE /users/@me/guilds/{guild}", events: []string{"GUILD_MEMBER_REMOVE", "GUILD_INTEGRATIONS_UPDATE", "INTEGRATION_DELETE"}, others: []string{"GUILD_MEMBER_REMOVE", `GUILD_DELETE {"id":"{guild}","unavailable":"-"}`}},
		{name: "use", act: func(s *scenario) {
			if _, err := s.d.Emulator.Interaction(emulator.CommandUse{Command: "ping", ApplicationID: secondBot}); err == nil {
				s.t.Error("a command of an application that is not installed was used")
			}
		}},
	})
}

// Each bot is told of its own membership of a thread, and of those that it can see.
func TestBotsThreads(t *testing.T) {
	runTwo(t, []exchange{
		{
			name: "start", do: "second:POST /channels/{channel}/threads", body: `{"name":"t","type":11}`, status: 201, save: "t",
			events: []string{`THREAD_CREATE {"owner_id":"{second}","member":"-"}`, "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"},
			others: []string{`THREAD_CREATE {"owner_id":"{second}","member":{"user_id":"{second}"}}`, "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"},
		},
		{name: "join", do: "PUT /channels/{t}/thread-members/@me", events: []string{`THREAD_CREATE {"member":{"user_id":"{bot}"}}`, "THREAD_MEMBERS_UPDATE"}, others: []string{`THREAD_MEMBERS_UPDATE {"added_members":[{"user_id":"{bot}"}]}`}},
		{name: "rename", do: "PATCH /channels/{t}", body: `{"name":"u"}`, want: `{"member":{"user_id":"{bot}"}}`, events: []string{`THREAD_UPDATE {"member":{"user_id":"{bot}"}}`}, others: []string{`THREAD_UPDATE {"member":{"user_id":"{second}"}}`}},
		{name: "one that is closed", do: "POST /channels/{channel}/threads", body: `{"name":"p","type":12}`, status: 201, save: "p", events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE"}},
		{name: "not for who is not in it", do: "second:GET /channels/{p}", status: 403, want: missingAccess},
		{name: "let in", do: "PUT /channels/{p}/thread-members/{second}", events: []string{"THREAD_MEMBERS_UPDATE"}, others: []string{`THREAD_CREATE {"id":"{p}"}`, "THREAD_MEMBERS_UPDATE"}},
		{name: "put out", do: "DELETE /channels/{p}/thread-members/{second}", events: []string{"THREAD_MEMBERS_UPDATE"}, others: []string{`THREAD_MEMBERS_UPDATE {"removed_member_ids":["{second}"]}`}},
	})
}

// A channel is hidden from those bots that can't view it.
func TestBotsChannels(t *testing.T) {
	const hidden = `[{"id":"{guild}","type":0,"deny":"1024"},{"id":"{bot}","type":1,"allow":"1024"}]`
	runTwo(t, []exchange{
		{
			name: "make", do: "POST /guilds/{guild}/channels", body: `{"name":"secret","permission_overwrites":` + hidden + `}`, status: 201, save: "c",
			events: []string{`CHANNEL_CREATE {"name":"secret"}`}, others: []string{`CHANNEL_CREATE {"id":"{c}","name":"___hidden___","flags":131072}`},
		},
		{name: "write", do: "POST /channels/{c}/messages", body: `{"content":"x"}`, save: "m", events: []string{"MESSAGE_CREATE"}},
		{name: "let in", do: "PUT /channels/{c}/permissions/{second}", body: `{"type":1,"allow":"1024"}`, events: []string{"CHANNEL_UPDATE"}, others: []string{`CHANNEL_UPDATE {"name":"secret"}`}},
		{name: "read", do: "second:GET /channels/{c}/messages", want: `[{"id":"{m}"}]`},
	})
}

// What an application sells, and what is said of it, is its own.
func TestBotsApplications(t *testing.T) {
	const entitlement = `{"sku_id":"1200000000000000102","owner_id":"{user}","owner_type":2}`
	runTwo(t, []exchange{
		{name: "give", do: "POST /applications/{app}/entitlements", body: entitlement, save: "e", events: []string{"ENTITLEMENT_CREATE"}},
		{name: "another's", do: "second:POST /applications/{app}/entitlements", body: entitlement, status: 403, want: notTheirs},
		{name: "nothing to sell", do: "second:GET /applications/{second}/skus", want: `[]`},
		{name: "a description", do: "second:PATCH /applications/@me", body: `{"description":"the other"}`, want: `{"id":"{second}","description":"the other"}`},
		{name: "is not the other's", do: "GET /applications/@me", want: `{"id":"{app}","description":"The bot that is being developed."}`},
		{name: "an emoji", do: "second:POST /applications/{second}/emojis", body: `{"name":"blob","image":"data:image/png;base64,iVBORw0KGgo="}`, status: 201, save: "x"},
		{name: "is not the other's either", do: "GET /applications/{app}/emojis", want: `{"items":[]}`},
		{name: "limits of its own", do: "second:GET /gateway/bot", want: `{"session_start_limit":{"total":1000,"remaining":999}}`},
	})
}
