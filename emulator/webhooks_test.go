package emulator_test

import "testing"

func TestWebhooks(t *testing.T) {
	run(t, nil, []exchange{
		{
			name: "create", do: "POST /channels/{channel}/webhooks", body: `{"name":"News"}`, save: "w",
			want:   `{"id":"*","type":1,"guild_id":"{guild}","channel_id":"{channel}","name":"News","avatar":null,"token":"*","application_id":"{app}","user":{"id":"{bot}"},"url":"*"}`,
			events: []string{`WEBHOOKS_UPDATE {"guild_id":"{guild}","channel_id":"{channel}"}`},
		},
		{name: "an official name", do: "POST /channels/{channel}/webhooks", body: `{"name":"xDiscord"}`, status: 400, want: invalidForm("name", "USERNAME_INVALID_CONTAINS", `Username cannot contain "discord"`)},
		{name: "no name", do: "POST /channels/{channel}/webhooks", body: `{}`, status: 400, want: invalidForm("name", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "list", do: "GET /channels/{channel}/webhooks", want: `[{"id":"{w}"}]`},
		{name: "list all", do: "GET /guilds/{guild}/webhooks", want: `[{"id":"{w}"}]`},
		{name: "get", do: "GET /webhooks/{w}", want: `{"id":"{w}","user":{"id":"{bot}"}}`},
		{name: "get with its token", do: "anon:GET /webhooks/{w}/{w_token}", want: `{"id":"{w}","user":"-"}`},
		{name: "get with another", do: "anon:GET /webhooks/{w}/x", status: 401, want: `{"message":"Invalid Webhook Token","code":50027}`},
		{name: "get another", do: "anon:GET /webhooks/5/x", status: 404, want: `{"message":"Unknown Webhook","code":10015}`},
		{name: "rename", do: "PATCH /webhooks/{w}", body: `{"name":"Olds","channel_id":"{random}"}`, want: `{"name":"Olds","channel_id":"{random}"}`, events: []string{`WEBHOOKS_UPDATE {"channel_id":"{channel}"}`, `WEBHOOKS_UPDATE {"channel_id":"{random}"}`}},
		{
			name: "execute", do: "anon:POST /webhooks/{w}/{w_token}?wait=true", body: `{"content":"hi @everyone <@{user}>","username":"Robo","embeds":[{"title":"E"}]}`, save: "m",
			want:   `{"type":0,"channel_id":"{random}","webhook_id":"{w}","application_id":"{app}","author":{"id":"{w}","username":"Robo","bot":true},"mention_everyone":false,"mentions":[{"id":"{user}"}]}`,
			events: []string{`MESSAGE_CREATE {"webhook_id":"{w}","guild_id":"{guild}","member":"-"}`},
		},
		{name: "without waiting", do: "anon:POST /webhooks/{w}/{w_token}", body: `{"content":"hi"}`, events: []string{"MESSAGE_CREATE"}},
		{name: "nothing", do: "anon:POST /webhooks/{w}/{w_token}", body: `{}`, status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{name: "a thread", do: "anon:POST /webhooks/{w}/{w_token}", body: `{"content":"x","thread_name":"y"}`, status: 400, want: `{"message":"Webhooks can only create threads in forum channels","code":220003}`},
		{name: "in no thread", do: "anon:POST /webhooks/{w}/{w_token}?thread_id=5", body: `{"content":"x"}`, status: 404, want: `{"message":"Unknown Channel","code":10003}`},
		{name: "get its message", do: "anon:GET /webhooks/{w}/{w_token}/messages/{m}", want: `{"id":"{m}"}`},
		{name: "edit it", do: "anon:PATCH /webhooks/{w}/{w_token}/messages/{m}", body: `{"content":"bye"}`, want: `{"content":"bye","author":{"username":"Robo"}}`, events: []string{"MESSAGE_UPDATE"}},
		{name: "the bot can't", do: "PATCH /channels/{random}/messages/{m}", body: `{"content":"x"}`, status: 403, want: `{"message":"Cannot edit a message authored by another user","code":50005}`},
		{name: "delete it", do: "anon:DELETE /webhooks/{w}/{w_token}/messages/{m}", events: []string{`MESSAGE_DELETE {"id":"{m}"}`}},
		{name: "delete it again", do: "anon:DELETE /webhooks/{w}/{w_token}/messages/{m}", status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "delete", do: "anon:DELETE /webhooks/{w}/{w_token}", events: []string{"WEBHOOKS_UPDATE"}},
		{name: "gone", do: "GET /webhooks/{w}", status: 404, want: `{"message":"Unknown Webhook","code":10015}`},
	})
}

func TestForumWebhook(t *testing.T) {
	run(t, nil, []exchange{
		{name: "create", do: "POST /channels/{forum}/webhooks", body: `{"name":"W"}`, save: "w", events: []string{"WEBHOOKS_UPDATE"}},
		{name: "no thread", do: "anon:POST /webhooks/{w}/{w_token}", body: `{"content":"x"}`, status: 400, want: `{"message":"Webhooks posted to forum channels must have a thread_name or thread_id","code":220001}`},
		{name: "two threads", do: "anon:POST /webhooks/{w}/{w_token}?thread_id=5", body: `{"content":"x","thread_name":"y"}`, status: 400, want: `{"message":"Webhooks posted to forum channels cannot have both a thread_name and thread_id","code":220002}`},
		{name: "a new one", do: "anon:POST /webhooks/{w}/{w_token}?wait=1", body: `{"content":"x","thread_name":"y"}`, want: `{"content":"x"}`, events: []string{`THREAD_CREATE {"name":"y","owner_id":"{w}","member":"-"}`, "MESSAGE_CREATE"}},
	})
}
