package rest

import (
	"errors"
	"net/url"
	"regexp"

	"github.com/accord-go/accord/discord"
)

// webhookPath is the path of a webhook's address, with or without the API's
// version, and with what follows the token in compatible forms.
var webhookPath = regexp.MustCompile(`^/api(?:/v[0-9]+)?/webhooks/([0-9]+)/([A-Za-z0-9._-]+)(?:/slack|/github)?/?$`)

// ParseWebhookURL takes the address of a webhook apart, such as Discord's app
// copies: https://discord.com/api/webhooks/ID/TOKEN. It doesn't look at the
// host; requests go where Config.API says. Errors don't contain the token.
//
//	id, token, err := rest.ParseWebhookURL(os.Getenv("WEBHOOK_URL"))
//	…
//	client := rest.New(rest.None, rest.Config{})
//	m, err := client.Webhooks.Execute(ctx, id, token, discord.ExecuteWebhook{Content: "hi"})
func ParseWebhookURL(address string) (id discord.WebhookID, token string, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return 0, "", errors.New("rest: the webhook's address does not begin with https://HOST") // the parser's error has the address
	}
	m := webhookPath.FindStringSubmatch(u.EscapedPath())
	if m == nil {
		return 0, "", errors.New("rest: the webhook's address has not the path /api/webhooks/ID/TOKEN")
	}
	id, err = discord.ParseID[discord.Webhook](m[1])
	if err != nil || id == 0 {
		return 0, "", errors.New("rest: the webhook's address has no ID")
	}
	return id, m[2], nil
}
