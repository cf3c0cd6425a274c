package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// An audit is a request, or something that a person does, with the entries that
// it writes to the audit log, in order.
type audit struct {
	do, body string
	file     bool   // a picture goes with the body
	save     string // variable that gets the answer's id, or what it has under this name: "x sound_id"
	act      func(*scenario)
	logs     []string // parts of the entries
}

// helperBot is a bot that is not ours.
const helperBot = "1200000000000000004"

// auditedWorld is the world of stage, with another bot.
func auditedWorld() *emulator.World {
	w := stage()
	w.Users = append(w.Users, emulator.WorldUser{ID: 1200000000000000004, Username: "helper", Bot: true})
	w.Guilds[0].Members = append(w.Guilds[0].Members, emulator.WorldMember{UserID: 1200000000000000004})
	return w
}

// asSam lets Sam write what may be blocked.
func asSam(content string) func(*scenario) {
	return func(s *scenario) {
		_, _ = s.d.Emulator.UserMessage(emulator.UserMessage{UserID: emulator.DefaultOtherUserID, Content: content}) // blocked or not: the entries tell
	}
}

// installed has the owner add the application with more scopes.
func installed(scope string) func(*scenario) {
	return func(s *scenario) {
		approve(s.t, s.d, consentPath(s.d, "scope", scope, "permissions", "128"), url.Values{"guild_id": {s.vars["guild"]}, "channel_id": {s.vars["channel"]}})
	}
}

// auditTale goes through all that is written to the audit log.
var auditTale = []audit{
	{do: "PATCH /guilds/{guild}", body: `{"name":"Sandbox"}`, logs: []string{`{"action_type":1,"user_id":"{bot}","target_id":"{guild}","changes":[{"key":"name","old_value":"Playground","new_value":"Sandbox"}],"reason":"-"}`}},
	{do: "PATCH /guilds/{guild}/widget", body: `{"enabled":true,"channel_id":"{channel}"}`, logs: []string{`{"action_type":1,"changes":[{"key":"widget_channel_id"},{"key":"widget_enabled","new_value":true}]}`}},
	{do: "PATCH /guilds/{guild}/welcome-screen", body: `{"enabled":true}`, logs: []string{`{"action_type":1,"changes":[{"key":"features","new_value":["WELCOME_SCREEN_ENABLED"]}]}`}},

	{do: "POST /guilds/{guild}/channels", body: `{"name":"new","permission_overwrites":[{"id":"{guild}","type":0,"deny":"64"}]}`, save: "c", logs: []string{`{"action_type":10,"target_id":"{c}"}`}},
	{do: "PATCH /channels/{c}", body: `{"name":"newer"}`, logs: []string{`{"action_type":11,"target_id":"{c}","options":"-","changes":[{"key":"name","old_value":"new","new_value":"newer"}]}`}},
	{do: "PUT /channels/{c}/permissions/{other}", body: `{"type":1,"allow":"1024"}`, logs: []string{`{"action_type":13,"target_id":"{c}","options":{"id":"{other}","type":"1","role_name":"-"},"changes":[{"key":"allow","new_value":"1024"},{"key":"deny","new_value":"0"},{"key":"type","new_value":1}]}`}},
	{do: "PUT /channels/{c}/permissions/{guild}", body: `{"type":0,"deny":"16384"}`, logs: []string{`{"action_type":14,"options":{"id":"{guild}","type":"0","role_name":"@everyone"},"changes":[{"key":"deny","old_value":"64","new_value":"16384"}]}`}},
	{do: "DELETE /channels/{c}/permissions/{other}", logs: []string{`{"action_type":15,"target_id":"{c}","options":{"id":"{other}"},"changes":[{"old_value":"1024"},{"old_value":"0"},{"old_value":1}]}`}},
	{do: "PATCH /channels/{c}", body: `{"topic":"t","permission_overwrites":[{"id":"{modrole}","type":0,"allow":"1024"}]}`, logs: []string{
		`{"action_type":15,"options":{"id":"{guild}"}}`, `{"action_type":13,"options":{"id":"{modrole}","role_name":"Moderator"}}`, `{"action_type":11,"changes":[{"key":"topic"}]}`,
	}},
	{do: "PATCH /guilds/{guild}/channels", body: `[{"id":"{c}","parent_id":"{category}","lock_permissions":true,"position":7}]`, logs: []string{`{"action_type":15,"target_id":"{c}","options":{"id":"{modrole}"}}`}},
	{do: "POST /channels/{c}/threads", body: `{"name":"thread","type":11}`, save: "t", logs: []string{`{"action_type":110,"target_id":"{t}"}`}},
	{do: "PATCH /channels/{t}", body: `{"name":"yarn"}`, logs: []string{`{"action_type":111,"target_id":"{t}","changes":[{"key":"name","old_value":"thread","new_value":"yarn"}]}`}},
	{do: "DELETE /channels/{t}", logs: []string{`{"action_type":112,"target_id":"{t}"}`}},
	{act: func(s *scenario) { s.vars["m"] = s.d.Say("hello").ID.String() }},
	{do: "POST /channels/{channel}/messages/{m}/threads", body: `{"name":"thread"}`, save: "t", logs: []string{`{"action_type":110,"target_id":"{t}"}`}},
	{do: "PUT /channels/{channel}/messages/pins/{m}", logs: []string{`{"action_type":74,"target_id":"{user}","options":{"channel_id":"{channel}","message_id":"{m}"}}`}},
	{do: "DELETE /channels/{channel}/messages/pins/{m}", logs: []string{`{"action_type":75,"target_id":"{user}","options":{"channel_id":"{channel}","message_id":"{m}"}}`}},
	{do: "PUT /channels/{channel}/pins/{m}", logs: []string{`{"action_type":74}`}},
	{do: "DELETE /channels/{channel}/pins/{m}", logs: []string{`{"action_type":75}`}},
	{do: "DELETE /channels/{channel}/messages/{m}", logs: []string{`{"action_type":72,"target_id":"{user}","options":{"channel_id":"{channel}","count":"1","message_id":"-"}}`}},
	{act: func(s *scenario) { s.vars["m"], s.vars["n"] = s.d.Say("a").ID.String(), s.d.Say("b").ID.String() }},
	{do: "POST /channels/{channel}/messages/bulk-delete", body: `{"messages":["{m}","{n}"]}`, logs: []string{`{"action_type":73,"target_id":"{channel}","options":{"count":"2"}}`}},
	{do: "POST /channels/{channel}/messages", body: `{"content":"mine"}`, save: "m"},
	{do: "DELETE /channels/{channel}/messages/{m}"},
	{do: "POST /channels/{channel}/messages", body: `{"content":"mine"}`, save: "m"},
	{
		act: func(s *scenario) {
			id, err := parseMessageID(s.vars["m"])
			if err != nil || s.d.Emulator.DeleteMessage(id, 0) != nil {
				s.t.Error("the owner can't delete a message")
			}
		},
		logs: []string{`{"action_type":72,"user_id":"{user}","target_id":"{bot}"}`},
	},
	{do: "DELETE /channels/{c}", logs: []string{`{"action_type":12,"target_id":"{c}"}`}},

	{do: "POST /guilds/{guild}/roles", body: `{"name":"role"}`, save: "r", logs: []string{`{"action_type":30,"target_id":"{r}"}`}},
	{do: "PATCH /guilds/{guild}/roles/{r}", body: `{"hoist":true}`, logs: []string{`{"action_type":31,"target_id":"{r}","changes":[{"key":"hoist","old_value":false,"new_value":true}]}`}},
	{do: "PATCH /guilds/{guild}/roles", body: `[{"id":"{r}","position":1},{"id":"{modrole}","position":0}]`, logs: []string{`{"action_type":31,"target_id":"{modrole}","changes":[{"key":"position","old_value":1,"new_value":0}]}`}},
	{do: "PUT /guilds/{guild}/members/{other}/roles/{r}", logs: []string{`{"action_type":25,"target_id":"{other}","changes":[{"key":"$add","new_value":[{"id":"{r}","name":"role"}]}]}`}},
	{do: "DELETE /guilds/{guild}/members/{other}/roles/{r}", logs: []string{`{"action_type":25,"changes":[{"key":"$remove","new_value":[{"id":"{r}"}]}]}`}},
	{do: "DELETE /guilds/{guild}/roles/{r}", logs: []string{`{"action_type":32,"target_id":"{r}"}`}},

	{do: "PATCH /guilds/{guild}/members/{other}", body: `{"nick":"Sammy"}`, logs: []string{`{"action_type":24,"target_id":"{other}","changes":[{"key":"nick","new_value":"Sammy"}]}`}},
	{do: "PATCH /guilds/{guild}/members/@me", body: `{"nick":"Me"}`, logs: []string{`{"action_type":24,"target_id":"{bot}"}`}},
	{do: "PATCH /guilds/{guild}/members/@me/nick", body: `{"nick":null}`, logs: []string{`{"action_type":24,"target_id":"{bot}","changes":[{"key":"nick","old_value":"Me","new_value":"-"}]}`}},
	{act: joinVoice("voice")},
	{do: "PUT /channels/{voice}/voice-status", body: `{"status":"music"}`, logs: []string{`{"action_type":192,"target_id":"{voice}","options":{"channel_id":"{voice}","status":"music"}}`}},
	{do: "PUT /channels/{voice}/voice-status", body: `{"status":null}`, logs: []string{`{"action_type":193,"options":{"channel_id":"{voice}","status":"-"}}`}},
	{do: "PATCH /guilds/{guild}/members/{bot}", body: `{"channel_id":"{stage}"}`, logs: []string{`{"action_type":26,"target_id":null,"changes":"-","options":{"channel_id":"{stage}","count":"1"}}`}},
	{do: "PATCH /guilds/{guild}/members/{bot}", body: `{"channel_id":"{stage}"}`},
	{do: "PATCH /guilds/{guild}/members/{bot}", body: `{"channel_id":null}`, logs: []string{`{"action_type":27,"target_id":null,"changes":"-","options":{"count":"1","channel_id":"-"}}`}},

	{do: "POST /channels/{channel}/webhooks", body: `{"name":"hook","avatar":"` + pngURI + `"}`, save: "w", logs: []string{`{"action_type":50,"target_id":"{w}","changes":[{"key":"application_id"},{"key":"avatar_hash"},{"key":"channel_id"},{"key":"name","new_value":"hook"},{"key":"type"}]}`}},
	{do: "PATCH /webhooks/{w}", body: `{"name":"crook"}`, logs: []string{`{"action_type":51,"target_id":"{w}","changes":[{"key":"name"}]}`}},
	{do: "DELETE /webhooks/{w}", logs: []string{`{"action_type":52,"target_id":"{w}"}`}},
	{do: "POST /channels/{news}/followers", body: `{"webhook_channel_id":"{channel}"}`, logs: []string{`{"action_type":50,"target_id":"*"}`}},
	{do: "POST /channels/{channel}/invites", body: `{"max_uses":3}`, save: "code code", logs: []string{
		`{"action_type":40,"target_id":null,"changes":[{"key":"channel_id","new_value":"{channel}"},{"key":"code"},{"key":"max_age","new_value":86400},{"key":"max_uses","new_value":3},{"key":"temporary","new_value":false},{"key":"uses","new_value":0}]}`,
	}},
	{do: "DELETE /invites/{code}", logs: []string{`{"action_type":42,"target_id":null,"changes":[{"old_value":"{channel}"},{"old_value":"{code}"},{},{},{},{}]}`}},

	{do: "POST /guilds/{guild}/emojis", body: `{"name":"blob","image":"` + pngURI + `"}`, save: "x", logs: []string{`{"action_type":60,"target_id":"{x}"}`}},
	{do: "PATCH /guilds/{guild}/emojis/{x}", body: `{"name":"glob"}`, logs: []string{`{"action_type":61,"changes":[{"key":"name"}]}`}},
	{do: "DELETE /guilds/{guild}/emojis/{x}", logs: []string{`{"action_type":62}`}},
	{do: "POST /guilds/{guild}/stickers", body: `{"name":"wave","tags":"wave"}`, file: true, save: "x", logs: []string{`{"action_type":90,"target_id":"{x}"}`}},
	{do: "PATCH /guilds/{guild}/stickers/{x}", body: `{"name":"new"}`, logs: []string{`{"action_type":91,"changes":[{"key":"name"}]}`}},
	{do: "DELETE /guilds/{guild}/stickers/{x}", logs: []string{`{"action_type":92}`}},
	{do: "POST /guilds/{guild}/soundboard-sounds", body: `{"name":"ding","sound":"` + mp3URI + `"}`, save: "x sound_id", logs: []string{`{"action_type":130,"target_id":"*"}`}},
	{do: "PATCH /guilds/{guild}/soundboard-sounds/{x}", body: `{"name":"dong"}`, logs: []string{`{"action_type":131,"target_id":"{x}","changes":[{"key":"name"}]}`}},
	{do: "DELETE /guilds/{guild}/soundboard-sounds/{x}", logs: []string{`{"action_type":132,"target_id":"{x}"}`}},

	{do: "POST /stage-instances", body: `{"channel_id":"{stage}","topic":"Open mic"}`, save: "x", logs: []string{`{"action_type":83,"target_id":"{x}","options":{"channel_id":"{stage}"}}`}},
	{do: "PATCH /stage-instances/{stage}", body: `{"topic":"Closed mic"}`, logs: []string{`{"action_type":84,"target_id":"{x}","options":{"channel_id":"{stage}"},"changes":[{"key":"topic"}]}`}},
	{do: "DELETE /stage-instances/{stage}", logs: []string{`{"action_type":85,"target_id":"{x}","options":{"channel_id":"{stage}"}}`}},
	{do: "POST /guilds/{guild}/scheduled-events", body: picnic, save: "event", logs: []string{`{"action_type":100,"target_id":"{event}"}`}},
	{do: "PATCH /guilds/{guild}/scheduled-events/{event}", body: `{"name":"Lunch"}`, logs: []string{`{"action_type":101,"changes":[{"key":"name"}]}`}},
	{do: "POST /guilds/{guild}/scheduled-events/{event}/exceptions", body: `{"original_scheduled_start_time":"2000-01-09T00:00:00Z","is_canceled":false}`, save: "x event_exception_id", logs: []string{`{"action_type":200,"target_id":"{event}","options":{"event_exception_id":"*"}}`}},
	{do: "PATCH /guilds/{guild}/scheduled-events/{event}/exceptions/{x}", body: `{"is_canceled":true}`, logs: []string{`{"action_type":201,"options":{"event_exception_id":"{x}"},"changes":[{"key":"is_canceled"}]}`}},
	{do: "DELETE /guilds/{guild}/scheduled-events/{event}/exceptions/{x}", logs: []string{`{"action_type":202,"target_id":"{event}","options":{"event_exception_id":"{x}"}}`}},
	{do: "DELETE /guilds/{guild}/scheduled-events/{event}", logs: []string{`{"action_type":102}`}},

	{do: "POST /guilds/{guild}/auto-moderation/rules", body: wordRule, save: "x", logs: []string{`{"action_type":140,"target_id":"{x}"}`}},
	{act: asSam("a fox"), logs: []string{
		`{"action_type":143,"user_id":"{other}","target_id":"{other}","options":{"channel_id":"{channel}","auto_moderation_rule_name":"words","auto_moderation_rule_trigger_type":"1"}}`, `{"action_type":144}`,
	}},
	{do: "PATCH /guilds/{guild}/auto-moderation/rules/{x}", body: `{"name":"animals"}`, logs: []string{`{"action_type":141,"changes":[{"key":"name"}]}`}},
	{do: "DELETE /guilds/{guild}/auto-moderation/rules/{x}", logs: []string{`{"action_type":142}`}},
	{do: "POST /guilds/{guild}/auto-moderation/rules", body: `{"name":"m","event_type":1,"enabled":true,"trigger_type":5,"trigger_metadata":{"mention_total_limit":1},"actions":[{"type":3,"metadata":{"duration_seconds":60}},{"type":4}]}`, logs: []string{`{"action_type":140}`}},
	{act: asSam("<@" + emulator.DefaultUserID.String() + "> <@" + emulator.DefaultApplicationID.String() + ">"), logs: []string{`{"action_type":145}`, `{"action_type":146}`}},
	{do: "PUT /guilds/{guild}/onboarding", body: `{"prompts":[{"id":"1","title":"Why?","options":[{"title":"Fun","channel_ids":["{channel}"]}]}]}`, logs: []string{`{"action_type":163,"changes":[{"key":"in_onboarding"},{"key":"options"},{"key":"required"},{"key":"single_select"},{"key":"title"},{"key":"type"}]}`, `{"action_type":166,"target_id":"{guild}"}`}},
	{act: func(s *scenario) {
		var onboarding struct{ Prompts []struct{ ID string } }
		decode(s.t, []byte(s.last.body), &onboarding)
		s.vars["x"] = onboarding.Prompts[0].ID
	}},
	{do: "PUT /guilds/{guild}/onboarding", body: `{"prompts":[{"id":"{x}","title":"How?","options":[{"title":"Fun","channel_ids":["{channel}"]}]}]}`, logs: []string{`{"action_type":164,"target_id":"{x}"}`}},
	{do: "PUT /guilds/{guild}/onboarding", body: `{"prompts":[],"mode":1}`, logs: []string{`{"action_type":165,"target_id":"{x}"}`, `{"action_type":167,"target_id":"{guild}","changes":[{"key":"mode"}]}`}},

	{act: installed("bot webhook.incoming"), logs: []string{`{"action_type":81,"user_id":"{user}","target_id":"*","changes":[{"key":"scopes"}]}`, `{"action_type":50,"user_id":"{user}"}`}},
	{do: "POST /guilds/{guild}/prune", body: `{"days":1}`, logs: []string{`{"action_type":21,"target_id":null,"options":{"delete_member_days":"1","members_removed":"0"}}`}},
	{do: "DELETE /guilds/{guild}/members/" + helperBot, logs: []string{`{"action_type":82,"changes":"*"}`, `{"action_type":20,"target_id":"` + helperBot + `","changes":"-"}`}},
	{do: "PUT /guilds/{guild}/bans/{other}", logs: []string{`{"action_type":22,"target_id":"{other}","changes":"-"}`}},
	{do: "DELETE /guilds/{guild}/bans/{other}", logs: []string{`{"action_type":23,"target_id":"{other}"}`}},
	{do: "POST /guilds/{guild}/bulk-ban", body: `{"user_ids":["{other}","` + helperBot + `"]}`, logs: []string{`{"action_type":22}`, `{"action_type":22}`}},
	{do: "DELETE /guilds/{guild}/integrations/{integration}", logs: []string{`{"action_type":82,"target_id":"{integration}"}`}},
	{act: installed("bot"), logs: []string{`{"action_type":28,"user_id":"{user}","target_id":"{bot}","changes":"-"}`, `{"action_type":80,"user_id":"{user}"}`}},
}

// play does what an audit says, and returns the entries that came.
func (a *audit) play(s *scenario) (entries []json.RawMessage) {
	s.t.Helper()
	if a.act != nil {
		a.act(s)
	}
	switch {
	case a.file:
		method, path, _ := strings.Cut(s.fill(a.do), " ")
		s.last = upload(s.t, s.d, method, path, a.body, file{"file", "a.png", "image/png", []byte("\x89PNG\r\n\x1a\n")})
	case a.do != "":
		s.send(a.do, a.body)
	}
	if s.last.status >= http.StatusBadRequest {
		s.t.Fatalf("%s: %d %s", a.do, s.last.status, s.last.body)
	}
	if variable, key, named := strings.Cut(a.save, " "); variable != "" {
		if !named {
			key = "id"
		}
		var fields map[string]any
		decode(s.t, []byte(s.last.body), &fields)
		s.vars[variable], _ = fields[key].(string)
	}
	s.bot.send(1, nil)
	for {
		p, err := s.bot.read()
		switch {
		case err != nil:
			s.t.Fatalf("%s: %v", a.do, err)
		case p.Op == 11:
			return entries
		case p.name() == "GUILD_AUDIT_LOG_ENTRY_CREATE":
			entries = append(entries, p.D)
		}
	}
}

// routeOf returns the route of the latest request.
func routeOf(s *scenario) string {
	for _, e := range slices.Backward(s.d.Log()) {
		if e.Kind == "request" {
			return e.Method + " " + e.Route
		}
	}
	return ""
}

// TestAuditLogWalk wants each operation that changes something to write to the
// audit log what the tale says, or to be one that is known to write nothing;
// and each of Discord's actions to happen, or to be known not to.
func TestAuditLogWalk(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newScenario(t, auditedWorld())
		nameStage.act(s)
		s.bot.audited = true
		s.send("GET /guilds/{guild}/integrations", "")
		var integrations []struct{ ID string }
		decode(t, []byte(s.last.body), &integrations)
		s.vars["integration"] = integrations[0].ID
		logging, actions := make(map[string]bool), make(map[discord.AuditLogAction]bool)
		for _, a := range auditTale {
			entries := a.play(s)
			if len(entries) != len(a.logs) {
				t.Errorf("%s: %d entries, want %d: %s", a.do, len(entries), len(a.logs), entries)
				continue
			}
			for i, entry := range entries {
				var e struct {
					Action discord.AuditLogAction `json:"action_type"`
				}
				decode(t, entry, &e)
				actions[e.Action] = true
				if diff := contains(t, s.fill(a.logs[i]), string(entry)); diff != "" {
					t.Errorf("%s: entry %d: %s\nin %s", a.do, i, diff, entry)
				}
			}
			if a.do != "" && len(entries) > 0 {
				logging[routeOf(s)] = true
			}
		}
		s.bot.leave()
		checkRoutes(t, logging)
		checkActions(t, actions)
	})
}

// checkRoutes wants each operation that changes something to log, or to be among
// unaudited, and all of those to be.
func checkRoutes(t *testing.T, logging map[string]bool) {
	needed := make(map[string]bool)
	for _, route := range emulator.Routes() {
		if strings.HasPrefix(route, http.MethodGet) {
			continue
		}
		silent := silence(route)
		needed[silent] = true
		switch {
		case silent == "" && !logging[route]:
			t.Errorf("%s changes something, and it is not said what that writes to the audit log", route)
		case silent != "" && logging[route]:
			t.Errorf("%s writes to the audit log, though %q says that it does not", route, silent)
		}
	}
	for why, routes := range unaudited {
		for _, route := range routes {
			if !needed[route] {
				t.Errorf("%s: there is no %s", why, route)
			}
		}
	}
}

// silence returns what in unaudited stands for an operation, or "".
func silence(route string) string {
	_, path, _ := strings.Cut(route, " ")
	for _, routes := range unaudited {
		for _, r := range routes {
			if r == route || strings.HasPrefix(r, "/") && strings.HasPrefix(path, r) {
				return r
			}
		}
	}
	return ""
}

func checkActions(t *testing.T, done map[discord.AuditLogAction]bool) {
	for action := range discord.AuditLogAction(300) {
		if strings.HasPrefix(action.String(), "AuditLogAction(") {
			continue
		}
		if why, known := undone[action]; done[action] == known {
			t.Errorf("%v: done: %t; known not to be: %q", action, done[action], why)
		}
	}
}

// undone has the actions that nothing here does.
var undone = map[discord.AuditLogAction]string{
	discord.AuditLogActionInviteUpdate:                       "nothing changes an invite but its target users, which are no field of it",
	discord.AuditLogActionApplicationCommandPermissionUpdate: "only people change the permissions of commands, and not here",
	discord.AuditLogActionCreatorMonetizationRequestCreated:  "there is no creator monetization here",
	discord.AuditLogActionCreatorMonetizationTermsAccepted:   "there is no creator monetization here",
	discord.AuditLogActionGuildHomeFeatureItem:               "there is no Server Guide here",
	discord.AuditLogActionGuildHomeRemoveItem:                "there is no Server Guide here",
	discord.AuditLogActionHomeSettingsCreate:                 "there is no Server Guide here",
	discord.AuditLogActionHomeSettingsUpdate:                 "there is no Server Guide here",
	discord.AuditLogActionHarmfulLinksBlockedMessage:         "Discord's lists of links find nothing here",
	discord.AuditLogActionGuildProfileUpdate:                 "there are no guild profiles here",
}

// unaudited has the operations that change something and write nothing to an
// audit log, by the reason. A path is all operations on what begins with it.
var unaudited = map[string][]string{
	"it is not about a guild": {
		"/applications/", "/lobbies", "/oauth2/", "/partner-sdk/", "PATCH /users/@me", "POST /users/@me/channels", "/users/@me/applications/",
		"PUT /channels/{channel_id}/recipients/{user_id}", "DELETE /channels/{channel_id}/recipients/{user_id}",
	},
	"everybody does it, and nobody administers": {
		"POST /channels/{channel_id}/typing", "POST /channels/{channel_id}/messages", "PATCH /channels/{channel_id}/messages/{message_id}",
		"POST /channels/{channel_id}/messages/{message_id}/crosspost", "POST /channels/{channel_id}/polls/{message_id}/expire",
		"PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me", "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me",
		"PUT /channels/{channel_id}/thread-members/@me", "DELETE /channels/{channel_id}/thread-members/@me", "PUT /channels/{channel_id}/thread-members/{user_id}",
		"POST /channels/{channel_id}/send-soundboard-sound", "PATCH /guilds/{guild_id}/voice-states/@me", "DELETE /users/@me/guilds/{guild_id}",
		"POST /interactions/{interaction_id}/{interaction_token}/callback",
		"POST /webhooks/{webhook_id}/{webhook_token}", "/webhooks/{webhook_id}/{webhook_token}/",
	},
	"Discord lists no action for it": {
		"DELETE /channels/{channel_id}/messages/{message_id}/reactions", "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji}",
		"DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/{user_id}", "DELETE /channels/{channel_id}/thread-members/{user_id}",
		"PUT /guilds/{guild_id}/members/{user_id}", "PATCH /guilds/{guild_id}/voice-states/{user_id}", "/guilds/{guild_id}/templates", "PATCH /guilds/{guild_id}/requests/{request_id}",
	},
	"it takes no X-Audit-Log-Reason, so Discord is taken to write nothing": {
		"PUT /guilds/{guild_id}/incident-actions", "PUT /invites/{code}/target-users",
		"PATCH /webhooks/{webhook_id}/{webhook_token}", "DELETE /webhooks/{webhook_id}/{webhook_token}",
	},
}
