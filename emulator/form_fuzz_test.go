package emulator

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

// FuzzMessageForm wants that no body makes the checks of a message panic, and
// that components that are accepted are accepted again as Discord answers them.
func FuzzMessageForm(f *testing.F) {
	for _, seed := range []string{
		`{"content":"hello","nonce":5,"flags":4}`,
		`{"embeds":[{"title":"t","fields":[{"name":"n","value":"v"}],"image":{"url":"attachment://a.png"}}]}`,
		`{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"A","custom_id":"a","emoji":{"name":"🔥"}}]}]}`,
		`{"components":[{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"A","value":"a"}],"min_values":0}]}]}`,
		`{"components":[{"type":17,"components":[{"type":9,"components":[{"type":10,"content":"x"}],"accessory":{"type":11,"media":{"url":"https://a.b"}}},{"type":12,"items":[{"media":{"url":"https://a.b"}}]},{"type":14}]}]}`,
		`{"components":[{"type":13,"file":{"url":"attachment://x"}}],"poll":{"question":{"text":"?"},"answers":[{"poll_media":{"text":"a"}}]}}`,
		`{"allowed_mentions":{"parse":["users"],"users":["1"]},"message_reference":{"message_id":1}}`,
		`{"components":[null,1,{"type":null},{"type":"1"},{"type":1,"components":{}}],"attachments":[{"id":null}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var m messageForm
		if bind(body, &m) != nil {
			return
		}
		check := new(form)
		embeds(m.Embeds, check.at("embeds"))
		m.AllowedMentions.check(check.at("allowed_mentions"))
		m.Poll.check(check.at("poll"))
		m.Poll.poll(time.Now())
		found := checkComponents(m.Components, check.at("components"), true)
		if check.err() != nil || len(found.refs) > 0 {
			return
		}
		components, err := toDiscord(m.Components)
		if err != nil {
			t.Fatalf("accepted, but no components of Discord's: %v", err)
		}
		answered, err := json.Marshal(components)
		if err != nil {
			t.Fatal(err)
		}
		var again messageForm
		if err := bind([]byte(`{"components":`+string(answered)+`}`), &again); err != nil && len(components) > 0 {
			t.Fatalf("refused as answered: %v: %s", err, answered)
		}
	})
}

// FuzzCommandForm wants the same of commands.
func FuzzCommandForm(f *testing.F) {
	for _, seed := range []string{
		`{"name":"a","description":"A","options":[{"type":3,"name":"b","description":"B","choices":[{"name":"x","value":"y"}]}]}`,
		`{"name":"a","description":"A","options":[{"type":2,"name":"b","description":"B","options":[{"type":1,"name":"c","description":"C","options":[{"type":10,"name":"d","description":"D","min_value":-1.5,"max_value":"3"}]}]}]}`,
		`{"name":"A b","type":2,"name_localizations":{"de":"C"},"default_member_permissions":"8","contexts":[0,1,2],"integration_types":[0]}`,
		`{"name":"a","description":"A","options":[null,1,{"type":4,"name":"n","description":"N","choices":[{"name":"1","value":1e3}]}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var c commandForm
		if bind(body, &c) != nil {
			return
		}
		check := new(form)
		c.check(0, check.at())
		if check.err() != nil {
			return
		}
		options, err := discordOptions(c.Options)
		if err != nil {
			t.Fatalf("accepted, but no options of Discord's: %v", err)
		}
		answered, err := json.Marshal(options)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(answered, []byte(`:null`)) && len(options) > 0 {
			t.Errorf("null in %s", answered)
		}
	})
}
