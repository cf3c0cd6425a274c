package emulator_test

import (
	"strings"
	"testing"

	"github.com/accord-go/accord/emulator"
)

// sam lets Sam write a message, which a rule blocks or not.
func sam(content string, blocked bool) func(*scenario) {
	return func(s *scenario) {
		_, err := s.d.Emulator.UserMessage(emulator.UserMessage{UserID: emulator.DefaultOtherUserID, Content: content})
		if got := err != nil && strings.Contains(err.Error(), "200000"); got != blocked || err != nil && !got {
			s.t.Errorf("%q is blocked: %t (%v), want %t", content, got, err, blocked)
		}
	}
}

const wordRule = `{"name":"words","event_type":1,"trigger_type":1,"enabled":true,"trigger_metadata":{"keyword_filter":["cat*","*dog","*owl*","fox"],"regex_patterns":["b+ear"],"allow_list":["category"]},"actions":[{"type":1,"metadata":{"custom_message":"no animals"}},{"type":2,"metadata":{"channel_id":"{channel}"}}]}`

func TestAutoModerationRules(t *testing.T) {
	run(t, nil, []exchange{
		{name: "none", do: "GET /guilds/{guild}/auto-moderation/rules", want: `[]`},
		{
			name: "create", do: "POST /guilds/{guild}/auto-moderation/rules", body: wordRule, save: "rule",
			want:   `{"id":"*","guild_id":"{guild}","name":"words","creator_id":"{bot}","event_type":1,"trigger_type":1,"enabled":true,"exempt_roles":[],"exempt_channels":[],"trigger_metadata":{"keyword_filter":["cat*","*dog","*owl*","fox"]},"actions":[{"type":1,"metadata":{"custom_message":"no animals"}},{"type":2,"metadata":{"channel_id":"{channel}"}}]}`,
			events: []string{`AUTO_MODERATION_RULE_CREATE {"id":"{rule}","name":"words"}`},
		},
		{name: "a mention spam rule", do: "POST /guilds/{guild}/auto-moderation/rules", body: `{"name":"m","event_type":1,"trigger_type":5,"trigger_metadata":{"mention_total_limit":3},"actions":[{"type":4}]}`, want: `{"trigger_type":5,"enabled":false}`, events: []string{"AUTO_MODERATION_RULE_CREATE"}},
		{name: "a second one", do: "POST /guilds/{guild}/auto-moderation/rules", body: `{"name":"m","event_type":1,"trigger_type":5,"actions":[{"type":1}]}`, status: 400, want: invalidForm("trigger_type", "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", "Max number of rules of this type exceeded")},
		{name: "no action", do: "POST /guilds/{guild}/auto-moderation/rules", body: `{"name":"m","event_type":1,"trigger_type":1}`, status: 400, want: invalidForm("actions", "BASE_TYPE_REQUIRED", "This field is required")},
		{name: "no pattern", do: "PATCH /guilds/{guild}/auto-moderation/rules/{rule}", body: `{"trigger_metadata":{"regex_patterns":["("]}}`, status: 400, want: invalidForm("trigger_metadata.regex_patterns.0", "AUTO_MODERATION_INVALID_REGEX", "Invalid regex pattern")},
		{name: "get", do: "GET /guilds/{guild}/auto-moderation/rules/{rule}", want: `{"id":"{rule}"}`},
		{name: "update", do: "PATCH /guilds/{guild}/auto-moderation/rules/{rule}", body: `{"name":"animals"}`, want: `{"name":"animals","trigger_type":1}`, events: []string{`AUTO_MODERATION_RULE_UPDATE {"name":"animals"}`}},
		{name: "delete", do: "DELETE /guilds/{guild}/auto-moderation/rules/{rule}", events: []string{`AUTO_MODERATION_RULE_DELETE {"id":"{rule}"}`}},
		{name: "delete again", do: "DELETE /guilds/{guild}/auto-moderation/rules/{rule}", status: 404, want: `{"message":"Unknown Auto Moderation Rule","code":0}`},
	})
}

func TestAutoModerationBlocks(t *testing.T) {
	hit := func(keyword, matched string) []string {
		execution := `AUTO_MODERATION_ACTION_EXECUTION {"guild_id":"{guild}","rule_id":"{rule}","rule_trigger_type":1,"user_id":"{other}","channel_id":"{channel}","message_id":"-","matched_keyword":"` + keyword + `","matched_content":"` + matched + `"`
		return []string{execution + `,"action":{"type":1}}`, `MESSAGE_CREATE {"type":24,"author":{"id":"{other}"}}`, execution + `,"action":{"type":2},"alert_system_message_id":"*"}`}
	}
	posted := []string{"MESSAGE_CREATE"}
	run(t, nil, []exchange{
		{name: "create", do: "POST /guilds/{guild}/auto-moderation/rules", body: wordRule, save: "rule", want: `{}`, events: []string{"AUTO_MODERATION_RULE_CREATE"}},
		{name: "a word that begins so", act: sam("Cats!", true), events: hit("cat*", "cat")},
		{name: "not one that ends so", act: sam("bobcat", false), events: posted},
		{name: "what is allowed", act: sam("a category", false), events: posted},
		{name: "a word that ends so", act: sam("hotdog", true), events: hit("*dog", "dog")},
		{name: "a word that has it", act: sam("growling? bowls", true), events: hit("*owl*", "owl")},
		{name: "a whole word", act: sam("the FOX", true), events: hit("fox", "fox")},
		{name: "not a part", act: sam("foxes", false), events: posted},
		{name: "a pattern", act: sam("bbbear", true), events: hit("b+ear", "bbbear")},
		{name: "the owner may", act: func(s *scenario) { s.d.Say("fox") }, events: posted},
		{name: "Sam's role may", do: "PATCH /guilds/{guild}/auto-moderation/rules/{rule}", body: `{"exempt_roles":["{modrole}"]}`, want: `{}`, events: []string{"AUTO_MODERATION_RULE_UPDATE"}},
		{name: "so it is posted", act: sam("fox", false), events: posted},
	})
}

func TestAutoModerationTimesOut(t *testing.T) {
	run(t, nil, []exchange{
		{name: "create", do: "POST /guilds/{guild}/auto-moderation/rules", body: `{"name":"m","event_type":1,"trigger_type":5,"enabled":true,"trigger_metadata":{"mention_total_limit":1},"actions":[{"type":3,"metadata":{"duration_seconds":60}}]}`, want: `{}`, events: []string{"AUTO_MODERATION_RULE_CREATE"}},
		{name: "one mention", act: sam("<@1200000000000000001>", false), events: []string{"MESSAGE_CREATE"}},
		{name: "two", act: func(s *scenario) { sam(s.fill("<@{user}> <@{bot}>"), false)(s) }, events: []string{
			`GUILD_MEMBER_UPDATE {"communication_disabled_until":"*"}`, `AUTO_MODERATION_ACTION_EXECUTION {"message_id":"*","action":{"type":3,"metadata":{"duration_seconds":60}}}`, "MESSAGE_CREATE",
		}},
	})
}
