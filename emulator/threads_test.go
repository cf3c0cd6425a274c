package emulator_test

import (
	"testing"
	"time"

	"github.com/accord-go/accord/emulator"
)

func TestThreadFromMessage(t *testing.T) {
	run(t, nil, []exchange{
		say("m", "let's talk"),
		{
			name: "start", do: "POST /channels/{channel}/messages/{m}/threads", body: `{"name":"talk","auto_archive_duration":60,"rate_limit_per_user":null}`, status: 201,
			want: `{"id":"{m}","type":11,"guild_id":"{guild}","parent_id":"{channel}","owner_id":"{bot}","name":"talk","flags":0,"message_count":0,"member_count":1,"total_message_sent":0,
				"rate_limit_per_user":0,"thread_metadata":{"archived":false,"auto_archive_duration":60,"archive_timestamp":"*","locked":false,"create_timestamp":"*","invitable":"-"},
				"member":{"id":"{m}","user_id":"{bot}","join_timestamp":"*","flags":1},"newly_created":"-"}`,
			events: []string{
				`THREAD_CREATE {"id":"{m}","newly_created":true,"member":{"user_id":"{bot}"},"thread_metadata":{"archived":false}}`,
				`THREAD_MEMBERS_UPDATE {"id":"{m}","guild_id":"{guild}","member_count":1,"added_members":[{"user_id":"{bot}","member":{"user":{"id":"{bot}"}}}],"removed_member_ids":"-"}`,
				`MESSAGE_UPDATE {"id":"{m}","flags":32,"thread":{"id":"{m}","name":"talk"}}`,
				`MESSAGE_CREATE {"type":21,"channel_id":"{m}","channel_type":11,"message_reference":{"channel_id":"{channel}","message_id":"{m}"},"referenced_message":{"content":"let's talk"}}`,
			},
		},
		{name: "twice", do: "POST /channels/{channel}/messages/{m}/threads", body: `{"name":"talk"}`, status: 400, want: `{"message":"A thread has already been created for this message","code":160004}`},
		{name: "no name", do: "POST /channels/{channel}/messages/{m}/threads", body: `{}`, status: 400, want: invalidForm("name", "BASE_TYPE_REQUIRED", "This field is required")},
		{
			name: "write", do: "POST /channels/{m}/messages", body: `{"content":"here"}`, want: `{"channel_id":"{m}","position":0}`,
			events: []string{`MESSAGE_CREATE {"channel_id":"{m}","guild_id":"{guild}"}`},
		},
		{name: "counted", do: "GET /channels/{m}", want: `{"message_count":1,"total_message_sent":1,"member":{"user_id":"{bot}"}}`},
		{name: "active", do: "GET /guilds/{guild}/threads/active", want: `{"threads":[{"id":"{m}"}],"members":[{"id":"{m}","user_id":"{bot}"}],"has_more":false}`},
		{
			name: "archive", do: "PATCH /channels/{m}", body: `{"archived":true,"locked":true}`, want: `{"thread_metadata":{"archived":true,"locked":true}}`,
			events: []string{`THREAD_UPDATE {"id":"{m}","thread_metadata":{"archived":true}}`},
		},
		{name: "rename it now", do: "PATCH /channels/{m}", body: `{"name":"x"}`, status: 400, want: `{"message":"Thread is archived","code":50083}`},
		{name: "none is active", do: "GET /guilds/{guild}/threads/active", want: `{"threads":[],"members":[]}`},
		{name: "archived", do: "GET /channels/{channel}/threads/archived/public", want: `{"threads":[{"id":"{m}"}],"members":[{"user_id":"{bot}"}],"has_more":false}`},
		{name: "long ago", do: "GET /channels/{channel}/threads/archived/public?before=1999-01-01T00:00:00Z", want: `{"threads":[],"has_more":false}`},
		{name: "private ones", do: "GET /channels/{channel}/threads/archived/private", want: `{"threads":[]}`},
		{name: "writing wakes it", do: "POST /channels/{m}/messages", body: `{"content":"again"}`, want: `{"position":1}`, events: []string{`THREAD_UPDATE {"thread_metadata":{"archived":false}}`, "MESSAGE_CREATE"}},
		{
			name: "delete", do: "DELETE /channels/{m}", want: `{"id":"{m}"}`,
			events: []string{`THREAD_DELETE {"id":"{m}","guild_id":"{guild}","parent_id":"{channel}","type":11,"name":"-"}`, `MESSAGE_UPDATE {"id":"{m}","flags":0,"thread":"-"}`},
		},
		{name: "gone", do: "GET /channels/{m}", status: 404, want: `{"message":"Unknown Channel","code":10003}`},
	})
}

func TestThreadWithoutMessage(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "public", do: "POST /channels/{channel}/threads", body: `{"name":"open","type":11}`, status: 201, save: "open", want: `{"type":11,"thread_metadata":{"auto_archive_duration":4320}}`,
			events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE", `MESSAGE_CREATE {"type":18,"content":"open","channel_id":"{channel}","message_reference":{"channel_id":"*","guild_id":"{guild}"}}`},
		},
		{
			name: "private", do: "POST /channels/{channel}/threads", body: `{"name":"closed"}`, status: 201, save: "closed", want: `{"type":12,"thread_metadata":{"invitable":true}}`,
			events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE"},
		},
		{name: "of another kind", do: "POST /channels/{channel}/threads", body: `{"name":"x","type":10}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "of no kind", do: "POST /channels/{channel}/threads", body: `{"name":"x","type":0}`, status: 400, want: invalidForm("type", "BASE_TYPE_CHOICES", "Value must be one of (10, 11, 12).")},
		{name: "in a thread", do: "POST /channels/{open}/threads", body: `{"name":"x","type":11}`, status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "archive time", do: "POST /channels/{channel}/threads", body: `{"name":"x","auto_archive_duration":61}`, status: 400, want: invalidForm("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")},
		{name: "add", do: "PUT /channels/{closed}/thread-members/{user}", events: []string{`THREAD_MEMBERS_UPDATE {"member_count":2,"added_members":[{"user_id":"{user}","member":{"user":{"id":"{user}"}}}]}`}},
		{name: "add again", do: "PUT /channels/{closed}/thread-members/{user}"},
		{name: "add nobody", do: "PUT /channels/{closed}/thread-members/5", status: 404, want: `{"message":"Unknown Member","code":10007}`},
		{name: "list", do: "GET /channels/{closed}/thread-members", want: `[{"user_id":"{bot}","member":"-"},{"user_id":"{user}","id":"{closed}"}]`},
		{name: "list more", do: "GET /channels/{closed}/thread-members?with_member=true&limit=1&after={bot}", want: `[{"user_id":"{user}","member":{"user":{"id":"{user}"},"nick":null}}]`},
		{name: "one", do: "GET /channels/{closed}/thread-members/{user}", want: `{"user_id":"{user}","flags":1}`},
		{name: "not one", do: "GET /channels/{closed}/thread-members/{other}", status: 404, want: `{"message":"Unknown Member","code":10007}`},
		{name: "remove", do: "DELETE /channels/{closed}/thread-members/{user}", events: []string{`THREAD_MEMBERS_UPDATE {"member_count":1,"removed_member_ids":["{user}"],"added_members":"-"}`}},
		{name: "leave", do: "DELETE /channels/{open}/thread-members/@me", events: []string{`THREAD_MEMBERS_UPDATE {"id":"{open}","removed_member_ids":["{bot}"]}`}},
		{name: "join", do: "PUT /channels/{open}/thread-members/@me", events: []string{`THREAD_CREATE {"id":"{open}","newly_created":"-","member":{"user_id":"{bot}"}}`, `THREAD_MEMBERS_UPDATE {"id":"{open}"}`}},
		{name: "join again", do: "PUT /channels/{open}/thread-members/@me"},
		{name: "join no thread", do: "PUT /channels/{channel}/thread-members/@me", status: 400, want: `{"message":"Cannot execute action on this channel type","code":50024}`},
		{name: "archive", do: "PATCH /channels/{closed}", body: `{"archived":true}`, want: `{"id":"{closed}"}`, events: []string{"THREAD_UPDATE"}},
		{name: "join it", do: "PUT /channels/{closed}/thread-members/@me", status: 400, want: `{"message":"Thread is archived","code":50083}`},
		{name: "private ones", do: "GET /channels/{channel}/threads/archived/private", want: `{"threads":[{"id":"{closed}"}]}`},
		{name: "joined ones", do: "GET /channels/{channel}/users/@me/threads/archived/private", want: `{"threads":[{"id":"{closed}"}],"has_more":false}`},
		{name: "older joined ones", do: "GET /channels/{channel}/users/@me/threads/archived/private?before={closed}", want: `{"threads":[]}`},
		{name: "wake it", do: "PATCH /channels/{closed}", body: `{"archived":false}`, want: `{"thread_metadata":{"archived":false}}`, events: []string{"THREAD_UPDATE"}},
		{name: "archived a second apart", act: wait(time.Second), do: "PATCH /channels/{closed}", body: `{"archived":true}`, want: `{"id":"{closed}"}`, events: []string{"THREAD_UPDATE"}},
	})
}

func TestForumPost(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "post", do: "POST /channels/{forum}/threads", body: `{"name":"How?","message":{"content":"tell me","embeds":[{"title":"E"}]}}`, status: 201, save: "post",
			want: `{"type":11,"parent_id":"{forum}","name":"How?","message_count":0,"applied_tags":"*","message":{"content":"tell me","embeds":[{"type":"rich"}],"author":{"id":"{bot}"}}}`,
			events: []string{
				`THREAD_CREATE {"parent_id":"{forum}","newly_created":true}`, "THREAD_MEMBERS_UPDATE",
				`MESSAGE_CREATE {"content":"tell me"}`,
			},
		},
		{name: "its first message", do: "GET /channels/{post}/messages/{post}", want: `{"id":"{post}","channel_id":"{post}","content":"tell me"}`},
		{name: "the forum", do: "GET /channels/{forum}", want: `{"last_message_id":"{post}"}`},
		{name: "no message", do: "POST /channels/{forum}/threads", body: `{"name":"x"}`, status: 400, want: invalidForm("message", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "nothing in it", do: "POST /channels/{forum}/threads", body: `{"name":"x","message":{}}`, status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{
			name: "too much in it", do: "POST /channels/{forum}/threads", body: `{"name":"x","message":{"embeds":[{}]}}`,
			status: 400, want: invalidForm("message.embeds.0.description", "BASE_TYPE_REQUIRED", "This field is required"),
		},
		{name: "pin it", do: "PATCH /channels/{post}", body: `{"flags":2}`, want: `{"flags":2}`, events: []string{"THREAD_UPDATE"}},
	})
}

func TestThreadsNeedPermission(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Guilds[0].Roles[2].Permissions = 0
	w.Guilds[0].Roles[0].Permissions &^= 1<<35 | 1<<36 // CREATE_PUBLIC_THREADS, CREATE_PRIVATE_THREADS
	refused := `{"message":"Missing Permissions","code":50013}`
	run(t, w, []exchange{
		say("m", "x"),
		{name: "at a message", do: "POST /channels/{channel}/messages/{m}/threads", body: `{"name":"x"}`, status: 403, want: refused},
		{name: "public", do: "POST /channels/{channel}/threads", body: `{"name":"x","type":11}`, status: 403, want: refused},
		{name: "private", do: "POST /channels/{channel}/threads", body: `{"name":"x","type":12}`, status: 403, want: refused},
		{name: "private archives", do: "GET /channels/{channel}/threads/archived/private", status: 403, want: refused},
		{name: "a post needs nothing but to write", do: "POST /channels/{forum}/threads", body: `{"name":"x","message":{"content":"y"}}`, status: 201, want: `{"type":11}`, save: "post", events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"}},
		{name: "its own", do: "PATCH /channels/{post}", body: `{"name":"z"}`, want: `{"name":"z"}`, events: []string{"THREAD_UPDATE"}},
		{name: "lock it", do: "PATCH /channels/{post}", body: `{"locked":true}`, status: 403, want: refused},
		{name: "delete it", do: "DELETE /channels/{post}", status: 403, want: refused},
	})
}
