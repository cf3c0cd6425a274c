package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

func TestCreateMessage(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "text", do: "POST /channels/{channel}/messages", body: `{"content":" hello <@{user}> ","unknown":[1],"embeds":null,"nonce":12345678901234567890123}`,
			status: 400, want: invalidForm("nonce", "UNION_TYPE_CONVERT", `Could not interpret "12345678901234567890123" as int or string.`),
		},
		{
			name: "text", do: "POST /channels/{channel}/messages", body: `{"content":" hello <@{user}> ","unknown":[1],"embeds":null,"nonce":9007199254740993}`,
			want: `{"id":"*","type":0,"content":"hello <@{user}>","channel_id":"{channel}","author":{"id":"{bot}","bot":true,"username":"Accord","flags":0,"public_flags":0,"global_name":null},
				"attachments":[],"embeds":[],"mentions":[{"id":"{user}","username":"robin"}],"mention_roles":[],"mention_everyone":false,"pinned":false,"tts":false,
				"timestamp":"2000-01-01T00:00:00.000000+00:00","edited_timestamp":null,"flags":0,"components":[],"nonce":"9007199254740993","guild_id":"-","referenced_message":"-"}`,
			events: []string{`MESSAGE_CREATE {"content":"hello <@{user}>","guild_id":"{guild}","channel_type":0,"member":{"roles":["{botrole}"],"user":"-"},"mentions":[{"id":"{user}","member":{"roles":[]}}],"nonce":"9007199254740993"}`},
			save:   "first",
		},
		{name: "get", do: "GET /channels/{channel}/messages/{first}", want: `{"id":"{first}","nonce":"-"}`},
		{
			name: "nothing", do: "POST /channels/{channel}/messages", body: `{"content":"  "}`,
			status: 400, want: `{"message":"Cannot send an empty message","code":50006}`,
		},
		{name: "no body", do: "POST /channels/{channel}/messages", status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{
			name: "no JSON", do: "POST /channels/{channel}/messages", body: `{"content":`,
			status: 400, want: `{"message":"The request body contains invalid JSON.","code":50109}`,
		},
		{
			name: "too long", do: "POST /channels/{channel}/messages", body: `{"content":"` + strings.Repeat("ä", 2001) + `"}`,
			status: 400, want: invalidForm("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length."),
		},
		{
			name: "no text", do: "POST /channels/{channel}/messages", body: `{"content":5}`,
			status: 400, want: invalidForm("content", "STRING_TYPE_CONVERT", `Could not interpret "5" as string.`),
		},
		{name: "no such channel", do: "POST /channels/1/messages", body: `{"content":"x"}`, status: 404, want: `{"message":"Unknown Channel","code":10003}`},
		{name: "hidden channel", do: "POST /channels/{staff}/messages", body: `{"content":"x"}`, status: 403, want: `{"message":"Missing Access","code":50001}`},
		{name: "forum", do: "POST /channels/{forum}/messages", body: `{"content":"x"}`, status: 400, want: `{"message":"Cannot send a message in a forum channel","code":40058}`},
		{name: "category", do: "POST /channels/{category}/messages", body: `{"content":"x"}`, status: 400, want: `{"message":"Cannot send messages in a non-text channel","code":50008}`},
		{
			name: "no ID", do: "POST /channels/general/messages", body: `{"content":"x"}`,
			status: 400, want: invalidForm("channel_id", "NUMBER_TYPE_COERCE", `Value "general" is not snowflake.`),
		},
		{name: "no token", do: "anon:POST /channels/{channel}/messages", body: `{"content":"x"}`, status: 401, want: `{"message":"401: Unauthorized","code":0}`},
		{
			name: "flags", do: "POST /channels/{channel}/messages", body: `{"content":"x","flags":4166,"tts":true}`,
			want: `{"flags":4100,"tts":false}`, events: []string{"MESSAGE_CREATE"},
		},
		{
			name: "a poll", do: "POST /channels/{channel}/messages", body: `{"poll":{"question":{"text":"Tea?"},"answers":[{"poll_media":{"text":"yes"}},{"poll_media":{"text":"no","emoji":{"name":"🙅"}}}],"duration":2}}`,
			want: `{"poll":{"question":{"text":"Tea?"},"answers":[{"answer_id":1,"poll_media":{"text":"yes"}},{"answer_id":2,"poll_media":{"text":"no","emoji":{"id":null,"name":"🙅"}}}],
				"allow_multiselect":false,"layout_type":1,"results":{"is_finalized":false,"answer_counts":[]},"expiry":"*"}}`,
			events: []string{"MESSAGE_CREATE"}, save: "poll",
		},
		{
			name: "a bad poll", do: "POST /channels/{channel}/messages", body: `{"poll":{"question":{},"answers":[],"duration":769}}`, status: 400,
			want: `{"message":"Invalid Form Body","code":50035,"errors":{"poll":{
				"question":{"text":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}},
				"answers":{"_errors":[{"code":"BASE_TYPE_BAD_LENGTH","message":"Must be between 1 and 10 in length."}]},
				"duration":{"_errors":[{"code":"NUMBER_TYPE_MAX","message":"int value should be less than or equal to 768."}]}}}}`,
		},
		{
			name: "a vote", act: func(s *scenario) {
				id, err := parseMessageID(s.vars["poll"])
				if err == nil {
					err = s.d.Emulator.Vote(id, 0, 2, false)
				}
				if err != nil {
					s.t.Error(err)
				}
			},
			events: []string{`MESSAGE_POLL_VOTE_ADD {"user_id":"{user}","answer_id":2,"message_id":"{poll}","guild_id":"{guild}"}`},
		},
		{name: "voters", do: "GET /channels/{channel}/polls/{poll}/answers/2", want: `{"users":[{"id":"{user}"}]}`},
		{
			name: "end the poll", do: "POST /channels/{channel}/polls/{poll}/expire",
			want: `{"poll":{"results":{"is_finalized":true,"answer_counts":[{"id":2,"count":1,"me_voted":false}]}}}`, events: []string{"MESSAGE_UPDATE"},
		},
		{name: "end it twice", do: "POST /channels/{channel}/polls/{poll}/expire", status: 400, want: `{"message":"Poll expired","code":520001}`},
		{name: "end no poll", do: "POST /channels/{channel}/polls/{first}/expire", status: 400, want: `{"message":"Cannot expire a non-poll message","code":520006}`},
	})
}

func TestNonce(t *testing.T) {
	run(t, nil, []exchange{
		{name: "first", do: "POST /channels/{channel}/messages", body: `{"content":"a","nonce":"n","enforce_nonce":true}`, save: "first", events: []string{"MESSAGE_CREATE"}},
		{name: "again", do: "POST /channels/{channel}/messages", body: `{"content":"b","nonce":"n","enforce_nonce":true}`, want: `{"id":"{first}","content":"a"}`},
		{name: "not enforced", do: "POST /channels/{channel}/messages", body: `{"content":"c","nonce":"n"}`, want: `{"content":"c"}`, events: []string{"MESSAGE_CREATE"}},
		{
			name: "after a while", act: wait(6 * time.Minute), do: "POST /channels/{channel}/messages",
			body: `{"content":"d","nonce":"n","enforce_nonce":true}`, want: `{"content":"d"}`, events: []string{"MESSAGE_CREATE"},
		},
	})
}

func TestReplies(t *testing.T) {
	run(t, nil, []exchange{
		say("question", "anyone there?"),
		{
			name: "a reply", do: "POST /channels/{channel}/messages", body: `{"content":"yes","message_reference":{"message_id":{question},"channel_id":"{channel}"}}`,
			want: `{"type":19,"message_reference":{"type":0,"message_id":"{question}","channel_id":"{channel}","guild_id":"{guild}"},
				"referenced_message":{"id":"{question}","content":"anyone there?","author":{"id":"{user}","flags":0},"referenced_message":"-"},"mentions":[{"id":"{user}"}]}`,
			events: []string{`MESSAGE_CREATE {"referenced_message":{"id":"{question}"}}`}, save: "reply",
		},
		{
			name: "without a ping", do: "POST /channels/{channel}/messages", body: `{"content":"yes","message_reference":{"message_id":"{question}"},"allowed_mentions":{"parse":[]}}`,
			want: `{"type":19,"mentions":[]}`, events: []string{"MESSAGE_CREATE"},
		},
		{
			name: "to nothing", do: "POST /channels/{channel}/messages", body: `{"content":"yes","message_reference":{"message_id":"5"}}`,
			status: 400, want: invalidForm("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message"),
		},
		{
			name: "to nothing, if need be", do: "POST /channels/{channel}/messages", body: `{"content":"yes","message_reference":{"message_id":"5","fail_if_not_exists":false}}`,
			want: `{"type":0,"message_reference":"-"}`, events: []string{"MESSAGE_CREATE"},
		},
		{
			name: "no object", do: "POST /channels/{channel}/messages", body: `{"content":"yes","message_reference":"x"}`,
			status: 400, want: invalidForm("message_reference", "MODEL_TYPE_CONVERT", "Expected an object/dictionary."),
		},
		{
			name: "forward", do: "POST /channels/{random}/messages", body: `{"message_reference":{"type":1,"message_id":"{question}","channel_id":"{channel}"}}`,
			want:   `{"type":0,"content":"","flags":16384,"message_reference":{"type":1,"message_id":"{question}"},"message_snapshots":[{"message":{"content":"anyone there?","author":"-","flags":0,"components":[]}}]}`,
			events: []string{"MESSAGE_CREATE"},
		},
		{name: "delete the question", do: "DELETE /channels/{channel}/messages/{question}", events: []string{`MESSAGE_DELETE {"id":"{question}","channel_id":"{channel}","guild_id":"{guild}"}`}},
		{name: "the reply knows", do: "GET /channels/{channel}/messages/{reply}", want: `{"type":19,"referenced_message":null}`},
	})
}

func TestMentions(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Guilds[0].Roles[2].Permissions &^= 1 << 17 // MENTION_EVERYONE
	w.Guilds[0].Roles[0].Permissions &^= 1 << 17
	tests := []exchange{
		{name: "user, twice", body: `{"content":"<@{user}> <@!{user}>"}`, want: `{"mentions":[{"id":"{user}"}]}`},
		{name: "in code", body: "{\"content\":\"`<@{user}>` ```\\n<@{user}>```\"}", want: `{"mentions":[]}`},
		{name: "unknown user", body: `{"content":"<@5>"}`, want: `{"mentions":[]}`},
		{name: "mentionable role", body: `{"content":"<@&{modrole}>"}`, want: `{"mention_roles":["{modrole}"]}`},
		{name: "other role", body: `{"content":"<@&{botrole}>"}`, want: `{"mention_roles":[]}`},
		{name: "everyone, not allowed", body: `{"content":"@everyone @here"}`, want: `{"mention_everyone":false}`},
		{name: "none", body: `{"content":"<@{user}> <@&{modrole}>","allowed_mentions":{"parse":[]}}`, want: `{"mentions":[],"mention_roles":[]}`},
		{name: "only roles", body: `{"content":"<@{user}> <@&{modrole}>","allowed_mentions":{"parse":["roles"]}}`, want: `{"mentions":[],"mention_roles":["{modrole}"]}`},
		{name: "one user", body: `{"content":"<@{user}> <@{other}>","allowed_mentions":{"users":["{other}"]}}`, want: `{"mentions":[{"id":"{other}"}]}`},
		{name: "IDs as numbers", body: `{"content":"<@{user}> <@{other}>","allowed_mentions":{"users":[{other}]}}`, want: `{"mentions":[{"id":"{other}"}]}`},
		{
			name: "both", body: `{"content":"x","allowed_mentions":{"parse":["users"],"users":["{other}"]}}`, status: 400,
			want: invalidForm("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", `parse:["users"] and users: [ids...] are mutually exclusive.`),
		},
		{
			name: "no such kind", body: `{"content":"x","allowed_mentions":{"parse":["bots"]}}`, status: 400,
			want: invalidForm("allowed_mentions.parse.0", "BASE_TYPE_CHOICES", "Value must be one of {'everyone', 'roles', 'users'}."),
		},
	}
	for i := range tests {
		tests[i].do = "POST /channels/{channel}/messages"
		if tests[i].status == 0 {
			tests[i].events = []string{"MESSAGE_CREATE"}
		}
	}
	run(t, w, tests)
}

func TestListMessages(t *testing.T) {
	var exchanges []exchange
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		exchanges = append(exchanges, say(name, name))
	}
	list := func(query, want string) {
		exchanges = append(exchanges, exchange{name: query, do: "GET /channels/{channel}/messages" + query, want: want})
	}
	list("", `[{"id":"{e}"},{"id":"{d}"},{"id":"{c}"},{"id":"{b}"},{"id":"{a}"}]`)
	list("?limit=2", `[{"id":"{e}"},{"id":"{d}"}]`)
	list("?limit=2&before={d}", `[{"id":"{c}"},{"id":"{b}"}]`)
	list("?limit=2&after={b}", `[{"id":"{d}"},{"id":"{c}"}]`)
	list("?limit=3&around={c}", `[{"id":"{d}"},{"id":"{c}"},{"id":"{b}"}]`)
	list("?after={e}", `[]`)
	list("?before={a}", `[]`)
	exchanges = append(exchanges,
		exchange{name: "too many", do: "GET /channels/{channel}/messages?limit=101", status: 400, want: invalidForm("limit", "NUMBER_TYPE_MAX", "int value should be less than or equal to 100.")},
		exchange{name: "no number", do: "GET /channels/{channel}/messages?limit=many", status: 400, want: invalidForm("limit", "NUMBER_TYPE_COERCE", `Value "many" is not int.`)},
		exchange{name: "no ID", do: "GET /channels/{channel}/messages?before=x", status: 400, want: invalidForm("before", "NUMBER_TYPE_COERCE", `Value "x" is not snowflake.`)},
		exchange{name: "no such message", do: "GET /channels/{channel}/messages/5", status: 404, want: `{"message":"Unknown Message","code":10008}`},
		exchange{name: "in another channel", do: "GET /channels/{random}/messages/{a}", status: 404, want: `{"message":"Unknown Message","code":10008}`},
	)
	run(t, nil, exchanges)
}

func TestDeleteMessages(t *testing.T) {
	run(t, nil, []exchange{
		say("a", "a"), say("b", "b"), say("c", "c"),
		{name: "one", do: "DELETE /channels/{channel}/messages/{a}", events: []string{`MESSAGE_DELETE {"id":"{a}"}`}},
		{name: "again", do: "DELETE /channels/{channel}/messages/{a}", status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{
			name: "too few", do: "POST /channels/{channel}/messages/bulk-delete", body: `{"messages":["{b}"]}`, status: 400,
			want: `{"message":"Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete","code":50016}`,
		},
		{
			name: "none", do: "POST /channels/{channel}/messages/bulk-delete", body: `{}`, status: 400,
			want: invalidForm("messages", "BASE_TYPE_REQUIRED", "This field is required"),
		},
		{
			name: "twice", do: "POST /channels/{channel}/messages/bulk-delete", body: `{"messages":["{b}",{b}]}`, status: 400,
			want: invalidForm("messages", "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value"),
		},
		{
			name: "several", do: "POST /channels/{channel}/messages/bulk-delete", body: `{"messages":["{b}","{c}","{a}"]}`,
			events: []string{`MESSAGE_DELETE_BULK {"ids":["{b}","{c}"],"channel_id":"{channel}","guild_id":"{guild}"}`},
		},
		{name: "all gone", do: "GET /channels/{channel}/messages", want: `[]`},
	})
}

func TestDeleteNeedsPermission(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Guilds[0].Roles[2].Permissions &^= 1 << 13 // MANAGE_MESSAGES
	run(t, w, []exchange{
		say("a", "a"), say("b", "b"),
		{name: "one", do: "DELETE /channels/{channel}/messages/{a}", status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "several", do: "POST /channels/{channel}/messages/bulk-delete", body: `{"messages":["{a}","{b}"]}`, status: 403, want: `{"message":"Missing Permissions","code":50013}`},
		{name: "its own", do: "POST /channels/{channel}/messages", body: `{"content":"x"}`, save: "own", events: []string{"MESSAGE_CREATE"}},
		{name: "its own", do: "DELETE /channels/{channel}/messages/{own}", events: []string{"MESSAGE_DELETE"}},
	})
}

func TestEditMessage(t *testing.T) {
	run(t, nil, []exchange{
		say("theirs", "hello"),
		{name: "post", do: "POST /channels/{channel}/messages", body: `{"content":"one <@{user}>","embeds":[{"title":"E"}]}`, save: "own", events: []string{"MESSAGE_CREATE"}},
		{
			name: "edit", do: "PATCH /channels/{channel}/messages/{own}", body: `{"content":"two <@{other}>"}`,
			want:   `{"id":"{own}","content":"two <@{other}>","edited_timestamp":"*","embeds":[{"title":"E","type":"rich"}],"mentions":[{"id":"{other}"}]}`,
			events: []string{`MESSAGE_UPDATE {"id":"{own}","content":"two <@{other}>","guild_id":"{guild}","author":{"id":"{bot}"},"tts":false,"member":{"roles":["{botrole}"]}}`},
		},
		{name: "clear", do: "PATCH /channels/{channel}/messages/{own}", body: `{"embeds":[]}`, want: `{"embeds":[],"content":"two <@{other}>"}`, events: []string{"MESSAGE_UPDATE"}},
		{name: "to nothing", do: "PATCH /channels/{channel}/messages/{own}", body: `{"content":null}`, status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{name: "nothing", do: "PATCH /channels/{channel}/messages/{own}", body: `{}`, want: `{"content":"two <@{other}>"}`, events: []string{"MESSAGE_UPDATE"}},
		{name: "flags", do: "PATCH /channels/{channel}/messages/{own}", body: `{"flags":4}`, want: `{"flags":4}`, events: []string{"MESSAGE_UPDATE"}},
		{
			name: "theirs", do: "PATCH /channels/{channel}/messages/{theirs}", body: `{"content":"mine"}`,
			status: 403, want: `{"message":"Cannot edit a message authored by another user","code":50005}`,
		},
		{name: "their embeds", do: "PATCH /channels/{channel}/messages/{theirs}", body: `{"flags":4}`, want: `{"flags":4,"content":"hello","edited_timestamp":null}`, events: []string{"MESSAGE_UPDATE"}},
		{name: "no such", do: "PATCH /channels/{channel}/messages/7", body: `{"content":"x"}`, status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "a poll", do: "PATCH /channels/{channel}/messages/{own}", body: `{"poll":{"question":{"text":"?"},"answers":[{"poll_media":{"text":"!"}}]}}`, status: 400, want: `{"message":"Cannot edit a poll message","code":520003}`},
		{
			name: "to components, too much", do: "PATCH /channels/{channel}/messages/{own}", body: `{"flags":32768,"components":[{"type":10,"content":"x"}]}`,
			status: 400, want: invalidForm("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"),
		},
		{
			name: "to components", do: "PATCH /channels/{channel}/messages/{own}", body: `{"flags":32768,"content":null,"components":[{"type":10,"content":"x"}]}`,
			want: `{"content":"","flags":32768,"components":[{"type":10,"id":1,"content":"x"}]}`, events: []string{"MESSAGE_UPDATE"},
		},
		{
			name: "and back, which can't be", do: "PATCH /channels/{channel}/messages/{own}", body: `{"flags":0}`,
			want: `{"flags":32768}`, events: []string{"MESSAGE_UPDATE"},
		},
	})
}

func TestReadingNeedsPermission(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Guilds[0].Roles[0].Permissions &^= 1 << 16 // READ_MESSAGE_HISTORY
	w.Guilds[0].Roles[2].Permissions &^= 1 << 16
	refused := `{"message":"Missing Permissions","code":50013}`
	run(t, w, []exchange{
		say("m", "hello"),
		{name: "list", do: "GET /channels/{channel}/messages", want: `[]`},
		{name: "pins", do: "GET /channels/{channel}/messages/pins", want: `{"items":[],"has_more":false}`},
		{name: "get", do: "GET /channels/{channel}/messages/{m}", status: 403, want: refused},
		{name: "react", do: "PUT /channels/{channel}/messages/{m}/reactions/%F0%9F%94%A5/@me", status: 403, want: refused},
		{
			name: "answer", do: "POST /channels/{channel}/messages", body: `{"content":"x","message_reference":{"message_id":"{m}"}}`,
			status: 403, want: `{"message":"Cannot reply without permission to read message history","code":160002}`,
		},
	})
}

func TestSendingNeedsPermission(t *testing.T) {
	w := emulator.DefaultWorld()
	for i := range w.Guilds[0].Roles {
		w.Guilds[0].Roles[i].Permissions &^= 1<<14 | 1<<49 // EMBED_LINKS, SEND_POLLS
	}
	refused := `{"message":"Missing Permissions","code":50013}`
	w.Guilds[0].Channels[2].Overwrites = []discord.PermissionOverwrite{{ID: discord.OverwriteID(w.Guilds[0].ID), Deny: 1 << 11}}
	run(t, w, []exchange{
		{name: "an embed", do: "POST /channels/{channel}/messages", body: `{"embeds":[{"title":"x"}]}`, status: 403, want: refused},
		{name: "a poll", do: "POST /channels/{channel}/messages", body: `{"poll":{"question":{"text":"?"},"answers":[{"poll_media":{"text":"a"}}]}}`, status: 403, want: refused},
		{name: "where it may not write", do: "POST /channels/{random}/messages", body: `{"content":"x"}`, status: 403, want: refused},
		{name: "nor type", do: "POST /channels/{random}/typing", status: 403, want: refused},
		{name: "where it may", do: "POST /channels/{channel}/messages", body: `{"content":"x"}`, want: `{"content":"x"}`, events: []string{"MESSAGE_CREATE"}},
		{name: "no such sticker", do: "POST /channels/{channel}/messages", body: `{"sticker_ids":["5"]}`, status: 400, want: `{"message":"Invalid sticker sent","code":50081}`},
	})
}

func TestArchivedThread(t *testing.T) {
	refused := `{"message":"Thread is archived","code":50083}`
	run(t, nil, []exchange{
		{name: "a thread", do: "POST /channels/{channel}/threads", body: `{"name":"x"}`, status: 201, save: "thread", events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE"}},
		{name: "write", do: "POST /channels/{thread}/messages", body: `{"content":"x"}`, save: "m", events: []string{"MESSAGE_CREATE"}},
		{name: "archive", do: "PATCH /channels/{thread}", body: `{"archived":true}`, want: `{"id":"{thread}"}`, events: []string{"THREAD_UPDATE"}},
		{name: "edit", do: "PATCH /channels/{thread}/messages/{m}", body: `{"content":"y"}`, status: 400, want: refused},
		{name: "delete", do: "DELETE /channels/{thread}/messages/{m}", status: 400, want: refused},
		{name: "pin", do: "PUT /channels/{thread}/messages/pins/{m}", status: 400, want: refused},
		{name: "react", do: "PUT /channels/{thread}/messages/{m}/reactions/%F0%9F%94%A5/@me", status: 400, want: refused},
		{name: "clear reactions", do: "DELETE /channels/{thread}/messages/{m}/reactions", status: 400, want: refused},
		{name: "read", do: "GET /channels/{thread}/messages/{m}", want: `{"content":"x"}`},
	})
}

func TestCrosspost(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Guilds[0].Channels[2].Type = 5
	run(t, w, []exchange{
		{name: "post", do: "POST /channels/{random}/messages", body: `{"content":"news"}`, save: "news", events: []string{"MESSAGE_CREATE"}},
		{name: "publish", do: "POST /channels/{random}/messages/{news}/crosspost", want: `{"flags":1}`, events: []string{`MESSAGE_UPDATE {"flags":1}`}},
		{name: "twice", do: "POST /channels/{random}/messages/{news}/crosspost", status: 400, want: `{"message":"This message has already been crossposted.","code":40033}`},
		say("other", "x"),
		{name: "elsewhere", do: "POST /channels/{channel}/messages/{other}/crosspost", status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
	})
}

func TestPins(t *testing.T) {
	run(t, nil, []exchange{
		say("a", "a"), say("b", "b"),
		{
			name: "pin", do: "PUT /channels/{channel}/messages/pins/{a}",
			events: []string{
				`MESSAGE_UPDATE {"id":"{a}","pinned":true}`,
				`CHANNEL_PINS_UPDATE {"guild_id":"{guild}","channel_id":"{channel}","last_pin_timestamp":"*"}`,
				`MESSAGE_CREATE {"type":6,"content":"","message_reference":{"type":0,"message_id":"{a}","channel_id":"{channel}","guild_id":"{guild}"}}`,
			},
		},
		{name: "pin again", do: "PUT /channels/{channel}/messages/pins/{a}"},
		{name: "pin the old way", act: wait(time.Second), do: "PUT /channels/{channel}/pins/{b}", events: []string{"MESSAGE_UPDATE", "CHANNEL_PINS_UPDATE", "MESSAGE_CREATE"}},
		{name: "list", do: "GET /channels/{channel}/messages/pins", want: `{"items":[{"pinned_at":"*","message":{"id":"{b}","pinned":true}},{"message":{"id":"{a}"}}],"has_more":false}`},
		{name: "first page", do: "GET /channels/{channel}/messages/pins?limit=1", want: `{"items":[{"message":{"id":"{b}"}}],"has_more":true}`},
		{name: "second page", do: "GET /channels/{channel}/messages/pins?before=2000-01-01T00:00:01Z", want: `{"items":[{"message":{"id":"{a}"}}],"has_more":false}`},
		{name: "no time", do: "GET /channels/{channel}/messages/pins?before=x", status: 400, want: invalidForm("before", "DATE_TIME_TYPE_PARSE", "Could not parse x. Should be ISO8601.")},
		{name: "list the old way", do: "GET /channels/{channel}/pins", want: `[{"id":"{b}"},{"id":"{a}"}]`},
		{name: "unpin", do: "DELETE /channels/{channel}/messages/pins/{b}", events: []string{`MESSAGE_UPDATE {"id":"{b}","pinned":false}`, "CHANNEL_PINS_UPDATE"}},
		{name: "unpin the old way", do: "DELETE /channels/{channel}/pins/{a}", events: []string{`MESSAGE_UPDATE {"id":"{a}","pinned":false}`, `CHANNEL_PINS_UPDATE {"last_pin_timestamp":"-"}`}},
		{name: "list", do: "GET /channels/{channel}/pins", want: `[]`},
	})
}

func TestSystemMessages(t *testing.T) {
	run(t, nil, []exchange{
		say("a", "a"),
		{
			name: "pin", do: "PUT /channels/{channel}/messages/pins/{a}",
			events: []string{"MESSAGE_UPDATE", "CHANNEL_PINS_UPDATE", "MESSAGE_CREATE"},
		},
		{
			name: "find the notice", do: "GET /channels/{channel}/messages?limit=1", want: `[{"type":6}]`,
		},
		{
			name: "remember it", act: func(s *scenario) {
				var list []struct {
					ID string `json:"id"`
				}
				decode(s.t, []byte(s.last.body), &list)
				s.vars["notice"] = list[0].ID
			},
		},
		{name: "pin it", do: "PUT /channels/{channel}/messages/pins/{notice}", status: 403, want: `{"message":"Cannot execute action on a system message","code":50021}`},
		{name: "edit it", do: "PATCH /channels/{channel}/messages/{notice}", body: `{"content":"x"}`, status: 403, want: `{"message":"Cannot execute action on a system message","code":50021}`},
		{
			name: "answer it", do: "POST /channels/{channel}/messages", body: `{"content":"x","message_reference":{"message_id":"{notice}"}}`,
			status: 400, want: invalidForm("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message"),
		},
		{name: "delete it", do: "DELETE /channels/{channel}/messages/{notice}", events: []string{"MESSAGE_DELETE"}},
	})
}

// TestBulkDeleteOldMessages runs in real time, since the clock of the other
// tests stands before Discord's first message.
func TestBulkDeleteOldMessages(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	got := rest(t, d, "POST", "/api/v10/channels/"+d.ChannelID.String()+"/messages/bulk-delete", "Bot "+d.Token, `{"messages":["175928847299117063","175928847299117064"]}`)
	if diff := same(t, `{"message":"You can only bulk delete messages that are under 14 days old.","code":50034}`, got.body); diff != "" || got.status != 400 {
		t.Errorf("%d %s: %s", got.status, got.body, diff)
	}
}
