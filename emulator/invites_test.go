package emulator_test

import (
	"testing"
	"time"
)

func TestInvites(t *testing.T) {
	remember := exchange{name: "remember the code", act: func(s *scenario) {
		var i struct{ Code string }
		decode(s.t, []byte(s.last.body), &i)
		s.vars["code"] = i.Code
	}}
	run(t, nil, []exchange{
		{
			name: "create", do: "POST /channels/{channel}/invites", body: `{"max_age":3600,"max_uses":1}`,
			want:   `{"type":0,"code":"*","guild":{"id":"{guild}","features":[]},"guild_id":"{guild}","channel":{"id":"{channel}","type":0,"name":"general"},"inviter":{"id":"{bot}"},"uses":0,"max_uses":1,"max_age":3600,"temporary":false,"created_at":"*","expires_at":"2000-01-01T01:00:00.000000+00:00"}`,
			events: []string{`INVITE_CREATE {"channel_id":"{channel}","guild_id":"{guild}","code":"*","max_age":3600,"max_uses":1,"temporary":false,"uses":0,"inviter":{"id":"{bot}"}}`},
		},
		remember,
		{name: "the same again", do: "POST /channels/{channel}/invites", body: `{"max_age":3600,"max_uses":1}`, want: `{"code":"{code}"}`},
		{name: "another", do: "POST /channels/{channel}/invites", body: `{"max_age":3600,"max_uses":1,"unique":true}`, want: `{"code":"*"}`, events: []string{"INVITE_CREATE"}},
		{name: "list", do: "GET /channels/{channel}/invites", want: `[{"code":"{code}"},{}]`},
		{name: "list all", do: "GET /guilds/{guild}/invites", want: `[{},{}]`},
		{name: "look", do: "anon:GET /invites/{code}", want: `{"code":"{code}","expires_at":"*","uses":"-","max_age":"-","created_at":"-"}`},
		{name: "too long", do: "POST /channels/{channel}/invites", body: `{"max_age":604801}`, status: 400, want: invalidForm("max_age", "NUMBER_TYPE_MAX", "int value should be less than or equal to 604800.")},
		{name: "delete", do: "DELETE /invites/{code}", want: `{"code":"{code}"}`, events: []string{`INVITE_DELETE {"code":"{code}","channel_id":"{channel}","guild_id":"{guild}"}`}},
		{name: "gone", do: "anon:GET /invites/{code}", status: 404, want: `{"message":"Unknown Invite","code":10006}`},
		{name: "in time all end", act: wait(time.Hour), do: "GET /guilds/{guild}/invites", want: `[]`},
	})
}
