package emulator_test

import "testing"

func TestMessageSearch(t *testing.T) {
	search := func(name, query, want string) exchange {
		return exchange{name: name, do: "GET /guilds/{guild}/messages/search?" + query, want: want}
	}
	run(t, nil, []exchange{
		say("a", "the quick brown fox https://example.com/fox"),
		say("b", "the lazy dog <@{user}>"),
		{name: "the bot", do: "POST /channels/{random}/messages", body: `{"content":"Quick thinking","embeds":[{"title":"E"}]}`, save: "c", events: []string{"MESSAGE_CREATE"}},
		{name: "an answer", do: "POST /channels/{channel}/messages", body: `{"content":"indeed","message_reference":{"message_id":"{a}"}}`, save: "d", events: []string{"MESSAGE_CREATE"}},
		{name: "pin", do: "PUT /channels/{channel}/messages/pins/{b}", events: []string{"MESSAGE_UPDATE", "CHANNEL_PINS_UPDATE", "MESSAGE_CREATE"}},
		search("words", "content=quick", `{"doing_deep_historical_index":false,"total_results":2,"messages":[[{"id":"{c}","hit":true}],[{"id":"{a}"}]]}`),
		search("the other way", "content=quick&sort_order=asc", `{"messages":[[{"id":"{a}"}],[{"id":"{c}"}]]}`),
		search("all words", "content=quick%20FOX", `{"messages":[[{"id":"{a}"}]]}`),
		search("a page", "content=quick&limit=1&offset=1", `{"total_results":2,"messages":[[{"id":"{a}"}]]}`),
		search("behind the last", "content=quick&offset=5", `{"total_results":2,"messages":[]}`),
		search("channel", "content=quick&channel_id={random}", `{"messages":[[{"id":"{c}"}]]}`),
		search("channels", "content=quick&channel_id={random}&channel_id={channel}", `{"total_results":2}`),
		search("author", "author_id={bot}", `{"total_results":2}`),
		search("kind of author", "author_type=user", `{"total_results":2}`),
		search("no bot", "author_type=-bot", `{"total_results":2}`),
		search("pinned", "pinned=true", `{"messages":[[{"id":"{b}"}]]}`),
		search("not pinned", "pinned=false", `{"total_results":3}`),
		search("a link", "has=link", `{"messages":[[{"id":"{a}"}]]}`),
		search("a link to", "link_hostname=example.com", `{"total_results":1}`),
		search("neither link nor embed", "has=-link&has=-embed", `{"total_results":2}`),
		search("an embed", "has=embed", `{"messages":[[{"id":"{c}"}]]}`),
		search("an answer to", "replied_to_message_id={a}", `{"messages":[[{"id":"{d}"}]]}`),
		search("before", "max_id={b}", `{"messages":[[{"id":"{a}"}]]}`),
		search("after", "min_id={b}&author_type=user", `{"total_results":0}`),
		{name: "too many", do: "GET /guilds/{guild}/messages/search?limit=26", status: 400, want: invalidForm("limit", "NUMBER_TYPE_MAX", "int value should be less than or equal to 25.")},
		{name: "too far", do: "GET /guilds/{guild}/messages/search?offset=9976", status: 400, want: invalidForm("offset", "NUMBER_TYPE_MAX", "int value should be less than or equal to 9975.")},
		{name: "has what", do: "GET /guilds/{guild}/messages/search?pinned=maybe", status: 400, want: invalidForm("pinned", "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")},
		{name: "which order", do: "GET /guilds/{guild}/messages/search?sort_order=up", status: 400, want: invalidForm("sort_order.0", "BASE_TYPE_CHOICES", "Value must be one of {asc, desc}.")},
		{name: "no ID", do: "GET /guilds/{guild}/messages/search?author_id=x", status: 400, want: invalidForm("author_id.0", "NUMBER_TYPE_COERCE", `Value "x" is not snowflake.`)},
	})
}

func TestThreadSearch(t *testing.T) {
	run(t, nil, []exchange{
		{name: "a post", do: "POST /channels/{forum}/threads", body: `{"name":"How to fly","message":{"content":"flap"}}`, save: "a", status: 201, events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"}},
		{name: "another", do: "POST /channels/{forum}/threads", body: `{"name":"How to swim","message":{"content":"kick"}}`, save: "b", status: 201, events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"}},
		{name: "all", do: "GET /channels/{forum}/threads/search", want: `{"total_results":2,"has_more":false,"threads":[{"id":"{b}"},{"id":"{a}"}],"members":[{},{}],"first_messages":[{"content":"kick"},{"content":"flap"}]}`},
		{name: "by name", do: "GET /channels/{forum}/threads/search?name=FLY", want: `{"total_results":1,"threads":[{"id":"{a}"}]}`},
		{name: "a page", do: "GET /channels/{forum}/threads/search?limit=1&sort_by=creation_time&sort_order=asc", want: `{"total_results":2,"has_more":true,"threads":[{"id":"{a}"}]}`},
		{name: "archived", do: "GET /channels/{forum}/threads/search?archived=true", want: `{"total_results":0,"threads":[]}`},
		{name: "tagged", do: "GET /channels/{forum}/threads/search?tag=5&tag_setting=match_all", want: `{"total_results":0}`},
		{name: "which order", do: "GET /channels/{forum}/threads/search?sort_by=size", status: 400, want: invalidForm("sort_by.0", "BASE_TYPE_CHOICES", "Value must be one of {relevance, creation_time, last_message_time, archive_time}.")},
	})
}
