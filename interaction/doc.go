// Package interaction routes interactions to handlers and answers them: slash
// commands, user and message commands, components, modals and autocomplete.
//
//	mux := interaction.NewMux(client.REST)
//	mux.Command("echo", func(ctx context.Context, c *interaction.Command) error {
//		return c.Reply(ctx, discord.InteractionMessage{Content: c.Text("text")})
//	})
//	mux.Component("vote/{choice}", func(ctx context.Context, c *interaction.Component) error {
//		return c.Update(ctx, discord.UpdateMessage{Content: discord.Set("You chose " + c.PathValue("choice"))})
//	})
//	accord.On(client, mux.Handle)
//
// # Answering
//
// An interaction has to be answered within 3 seconds: by a reply, by a promise
// to reply later (Defer), by an update of the message that a component belongs
// to, or by a modal. After that, the answer can be edited and followed up for
// 15 minutes. A second first answer is refused with [ErrAnswered] without
// asking Discord.
//
// The context that a handler gets ends when there is nothing more to be said:
// after 3 seconds without an answer, else after 15 minutes.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding
package interaction
