package event_test

import (
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

// TestIntents wants each intent but the one for content to bring some event, and
// each event to need one or to be known to need none.
func TestIntents(t *testing.T) {
	t.Parallel()
	always := map[string]bool{
		"READY": true, "RESUMED": true, "RATE_LIMITED": true, "INTERACTION_CREATE": true, "USER_UPDATE": true,
		"VOICE_SERVER_UPDATE": true, "GUILD_MEMBERS_CHUNK": true, "SOUNDBOARD_SOUNDS": true, "CHANNEL_INFO": true,
		"APPLICATION_COMMAND_PERMISSIONS_UPDATE": true,
		"ENTITLEMENT_CREATE":                     true, "ENTITLEMENT_UPDATE": true, "ENTITLEMENT_DELETE": true,
		"SUBSCRIPTION_CREATE": true, "SUBSCRIPTION_UPDATE": true, "SUBSCRIPTION_DELETE": true,
	}
	var all discord.Intents
	for name := range event.All() {
		needed := event.Intents(name)
		all |= needed
		if (needed == 0) != always[name] {
			t.Errorf("%s needs the intents %v", name, needed)
		}
	}
	missing := discord.IntentsAll &^ discord.IntentMessageContent &^ all
	if missing != 0 {
		t.Errorf("no event needs %v", missing)
	}
}
