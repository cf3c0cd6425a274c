package event_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/accord-go/accord/event"
)

// withoutOld are the events that change or end what no cache keeps, so that
// nobody knows what it was before.
var withoutOld = map[string]string{
	"APPLICATION_COMMAND_PERMISSIONS_UPDATE": "permissions of commands are asked for over HTTP",
	"AUTO_MODERATION_RULE_DELETE":            "the event has all of the rule",
	"AUTO_MODERATION_RULE_UPDATE":            "rules are asked for over HTTP",
	"CHANNEL_PINS_UPDATE":                    "pins are asked for over HTTP",
	"ENTITLEMENT_DELETE":                     "the event has all of the entitlement",
	"ENTITLEMENT_UPDATE":                     "entitlements are asked for over HTTP",
	"GUILD_BAN_REMOVE":                       "bans are asked for over HTTP",
	"GUILD_INTEGRATIONS_UPDATE":              "integrations are asked for over HTTP",
	"GUILD_JOIN_REQUEST_DELETE":              "join requests are asked for over HTTP",
	"GUILD_JOIN_REQUEST_UPDATE":              "join requests are asked for over HTTP",
	"GUILD_SCHEDULED_EVENT_USER_REMOVE":      "it has nothing but the IDs",
	"INTEGRATION_DELETE":                     "integrations are asked for over HTTP",
	"INTEGRATION_UPDATE":                     "integrations are asked for over HTTP",
	"MESSAGE_POLL_VOTE_REMOVE":               "it has nothing but the IDs",
	"MESSAGE_REACTION_REMOVE":                "the event has all of the reaction",
	"MESSAGE_REACTION_REMOVE_ALL":            "the message goes on",
	"MESSAGE_REACTION_REMOVE_EMOJI":          "the message goes on",
	"SUBSCRIPTION_DELETE":                    "the event has all of the subscription",
	"SUBSCRIPTION_UPDATE":                    "subscriptions are asked for over HTTP",
	"THREAD_MEMBERS_UPDATE":                  "it tells who came and went",
	"VOICE_CHANNEL_START_TIME_UPDATE":        "it is asked for with CHANNEL_INFO",
	"VOICE_CHANNEL_STATUS_UPDATE":            "it is asked for with CHANNEL_INFO",
	"VOICE_SERVER_UPDATE":                    "a server has no past",
	"WEBHOOKS_UPDATE":                        "webhooks are asked for over HTTP",
}

// TestOld wants a field Old in each event that changes or ends something of which
// a cache may know what it was, empty as long as there is none.
func TestOld(t *testing.T) {
	t.Parallel()
	n := 0
	for name, e := range event.All() {
		field, has := reflect.TypeOf(e).Elem().FieldByName("Old")
		changes := strings.Contains(name, "UPDATE") || strings.Contains(name, "DELETE") || strings.Contains(name, "REMOVE")
		why, excepted := withoutOld[name]
		switch {
		case has && excepted:
			t.Errorf("%s has Old, though %s", name, why)
		case !has && changes && !excepted:
			t.Errorf("%s has no Old", name)
		case !has:
			continue
		case field.Tag.Get("json") != "-":
			t.Errorf("%s: Old is part of the JSON", name)
		case field.Type.Kind() != reflect.Pointer && field.Type.Kind() != reflect.Slice && field.Type.Kind() != reflect.Map:
			t.Errorf("%s: Old can't be nil", name)
		}
		n++
		if decoded := event.Decode(name, event.Meta{Raw: `{"Old":{"id":"1"},"old":{"id":"1"}}`}); !reflect.ValueOf(decoded).Elem().FieldByName("Old").IsNil() {
			t.Errorf("%s: Old came from the wire", name)
		}
	}
	if n < 20 {
		t.Errorf("%d events have Old", n)
	}
}
