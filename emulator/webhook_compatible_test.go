package emulator_test

import "testing"

func TestCompatibleWebhooks(t *testing.T) {
	sender := `"sender":{"id":1,"login":"octocat","html_url":"https://github.com/octocat","avatar_url":"https://example.com/o.png"}`
	repository := `"repository":{"id":1,"name":"r","full_name":"o/r","html_url":"https://github.com/o/r"}`
	run(t, nil, []exchange{
		{name: "create", do: "POST /channels/{channel}/webhooks", body: `{"name":"News"}`, save: "w", events: []string{"WEBHOOKS_UPDATE"}},
		{
			name: "slack", do: "anon:POST /webhooks/{w}/{w_token}/slack",
			body: `{"text":"hi","username":"Slack","attachments":[{"title":"T","title_link":"https://example.com","text":"x","color":"#f80","ts":1700000000,"footer":"F","author_name":"A","image_url":"https://example.com/i.png","fields":[{"title":"n","value":"v","short":true}]}]}`,
			want: `"ok"`,
			events: []string{`MESSAGE_CREATE {"content":"hi","author":{"username":"Slack"},"embeds":[{"title":"T","url":"https://example.com","description":"x","color":16746496,
				"timestamp":"2023-11-14T22:13:20.000000+00:00","footer":{"text":"F"},"author":{"name":"A"},"fields":[{"name":"n","value":"v","inline":true}]}]}`},
		},
		{name: "a color that is none", do: "anon:POST /webhooks/{w}/{w_token}/slack", body: `{"attachments":[{"text":"x","color":"red"}]}`, status: 400, want: invalidForm("attachments.0.color", "STRING_TYPE_REGEX", "String value did not match validation regex.")},
		{name: "nothing", do: "anon:POST /webhooks/{w}/{w_token}/slack", body: `{}`, status: 400, want: `{"message":"Cannot send an empty message","code":50006}`},
		{
			name: "push", do: "anon:POST /webhooks/{w}/{w_token}/github",
			body:   `{"ref":"refs/heads/main","compare":"https://github.com/o/r/compare/a...b","commits":[{"id":"0123456789","url":"https://github.com/o/r/commit/0","message":"fix\n\nmore","author":{"name":"Octo"}}],` + repository + `,` + sender + `}`,
			events: []string{"MESSAGE_CREATE {\"author\":{\"username\":\"GitHub\"},\"embeds\":[{\"title\":\"[o/r:main] 1 new commit(s)\",\"url\":\"https://github.com/o/r/compare/a...b\",\"description\":\"[`0123456`](https://github.com/o/r/commit/0) fix - Octo\",\"author\":{\"name\":\"octocat\"}}]}"},
		},
		{
			name: "issue", do: "anon:POST /webhooks/{w}/{w_token}/github", body: `{"action":"opened","issue":{"id":1,"number":2,"title":"it breaks","html_url":"https://github.com/o/r/issues/2"},` + repository + `,` + sender + `}`,
			events: []string{`MESSAGE_CREATE {"embeds":[{"title":"[o/r] Issue opened: #2 it breaks"}]}`},
		},
		{name: "what has no text", do: "anon:POST /webhooks/{w}/{w_token}/github", body: `{"action":"started",` + sender + `}`},
		{name: "from nobody", do: "anon:POST /webhooks/{w}/{w_token}/github", body: `{"action":"started"}`, status: 400, want: invalidForm("sender", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "another token", do: "anon:POST /webhooks/{w}/x/github", body: `{` + sender + `}`, status: 401, want: `{"message":"Invalid Webhook Token","code":50027}`},
		{name: "a thread", do: "POST /channels/{channel}/threads", body: `{"name":"t","type":11}`, save: "t", status: 201, events: []string{"THREAD_CREATE", "THREAD_MEMBERS_UPDATE", "MESSAGE_CREATE"}},
		{name: "into the thread", do: "anon:POST /webhooks/{w}/{w_token}?wait=true&thread_id={t}", body: `{"content":"hi"}`, save: "m", events: []string{`MESSAGE_CREATE {"channel_id":"{t}"}`}},
		{name: "get it without the thread", do: "anon:GET /webhooks/{w}/{w_token}/messages/{m}", status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "get it", do: "anon:GET /webhooks/{w}/{w_token}/messages/{m}?thread_id={t}", want: `{"id":"{m}","channel_id":"{t}"}`},
	})
}
