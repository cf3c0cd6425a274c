package rest_test

import (
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

func TestParseWebhookURL(t *testing.T) {
	t.Parallel()
	good := []string{
		"https://discord.com/api/webhooks/123/tok-en_1",
		"https://discord.com/api/v10/webhooks/123/tok-en_1",
		"https://ptb.discord.com/api/webhooks/123/tok-en_1/",
		"https://canary.discord.com/api/webhooks/123/tok-en_1?thread_id=5&wait=true",
		"https://discordapp.com/api/webhooks/123/tok-en_1/slack",
		"https://discord.com/api/webhooks/123/tok-en_1/github",
		"http://127.0.0.1:8080/api/webhooks/123/tok-en_1",
	}
	for _, address := range good {
		id, token, err := rest.ParseWebhookURL(address)
		if id != 123 || token != "tok-en_1" || err != nil {
			t.Errorf("%s: %d, %q, %v", address, id, token, err)
		}
	}
	bad := []string{
		"",
		"123/secret",
		"discord.com/api/webhooks/123/secret",
		"ftp://discord.com/api/webhooks/123/secret",
		"https://discord.com/api/webhooks/123",
		"https://discord.com/api/webhooks/123/",
		"https://discord.com/webhooks/123/secret",
		"https://discord.com/api/webhooks/abc/secret",
		"https://discord.com/api/webhooks/0/secret",
		"https://discord.com/api/webhooks/99999999999999999999999/secret",
		"https://discord.com/api/webhooks/123/secret/messages/1",
		"https://discord.com/api/webhooks/123/..%2Fsecret",
		"https://discord.com/api/webhooks/123/secret\x00",
		"https://dis cord.com/api/webhooks/123/secret",
	}
	for _, address := range bad {
		id, token, err := rest.ParseWebhookURL(address)
		if err == nil || id != 0 || token != "" {
			t.Errorf("%q: %d, %q, %v", address, id, token, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error tells the token: %v", address, err)
		}
	}
}

func FuzzParseWebhookURL(f *testing.F) {
	f.Add("https://discord.com/api/webhooks/123/token")
	f.Add("https://discord.com/api/v10/webhooks/123/token/slack?wait=1#x")
	f.Fuzz(func(t *testing.T, address string) {
		id, token, err := rest.ParseWebhookURL(address)
		if (err == nil) != (id != 0 && token != "") {
			t.Fatalf("%q: %d, %q, %v", address, id, token, err)
		}
		if err == nil {
			again, same, err := rest.ParseWebhookURL("https://discord.com/api/webhooks/" + discord.WebhookID.String(id) + "/" + token)
			if again != id || same != token || err != nil {
				t.Fatalf("%q: %d, %q, then %d, %q, %v", address, id, token, again, same, err)
			}
		}
	})
}
