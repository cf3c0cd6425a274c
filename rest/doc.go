// Package rest is a client of Discord's HTTP API.
//
//	client := rest.New(rest.Bot(token), rest.Config{})
//	m, err := client.Messages.Create(ctx, channelID, discord.CreateMessage{Content: "Hello"})
//
// Each service of a [Client] is a group of operations, as Discord's
// documentation groups them. A method is one operation. List methods fetch one
// page; All methods iterate over all pages and fetch them as they go.
//
// # Limits
//
// Requests wait until Discord's rate limits let them pass; see
// [DefaultLimiter]. A request whose context ends before its turn fails at once
// with a [*WaitError], which says how long the wait would have been.
//
// # Failures
//
// What Discord refuses is an [*Error]. Its code is found with errors.Is:
//
//	if errors.Is(err, rest.ErrUnknownMessage) {
//
// A 429 is waited out and tried again. An answer of 500 or above, or none at
// all, is tried again after a moment if the operation may be repeated without
// harm: reading, setting and deleting may, and creating a message, which the
// client marks with a nonce that Discord remembers. Other creations are not
// repeated unless it is certain that Discord never got them whole. [NoRetry]
// turns all of that off.
//
// A token that Discord has stopped to accept is not used any more: from then on
// requests fail with a [*RefusedError].
//
// # Files
//
// Files of a request are streamed, and sent again from their start if the
// request must be repeated and they can go back; [Progress] tells how far an
// upload is. [Client.Download] gets a file of Discord's, up to a limit.
//
// # Webhooks
//
// A program that only posts by a webhook needs no bot, and no other package
// than this one and discord:
//
//	id, token, err := rest.ParseWebhookURL(address)
//	…
//	client := rest.New(rest.None, rest.Config{})
//	m, err := client.Webhooks.Execute(ctx, id, token, discord.ExecuteWebhook{Content: "Hello"})
//
// # Checks
//
// Request bodies are checked against Discord's documented limits before they
// are sent; a *discord.ValidationError names the fields in error. Config can
// turn that off.
package rest
