// Package accord makes Discord bots.
//
// A [Client] is a bot: handlers are registered with [On], and [Client.Run]
// connects it and handles events until its context ends. Client.REST calls
// Discord's HTTP API.
//
//	client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
//		Intents: discord.IntentsDefault | discord.IntentMessageContent,
//	})
//	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
//		if m.Author.Bot || m.Content != "!ping" {
//			return nil
//		}
//		_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
//		return err
//	})
//	err := client.Run(ctx)
//
// The objects are in package discord, the events in package event, and what
// answers commands, buttons and modals in package interaction.
//
// # Handlers
//
// The handlers of one channel run one after another, and those of different
// channels side by side; [Order] tells the whole of it. A handler may take its
// time: after a second, or when it waits with [Expectation.Wait], [Next] or
// [Stream], nobody waits for it any more. Errors and panics go to
// Config.OnError, and the client goes on.
//
// # Unknown things
//
// What this version of the library does not know reaches handlers too: an event
// without a struct as [event.Unknown], one that is not as documented as
// [event.DecodeError], everything as it came as [event.Raw].
//
// # Without Discord
//
// With the environment's DISCORD_API, or Config.API, the same program runs on
// any other address, such as that of the local Discord that comes along: see
// package emulator, and package emulator/emutest for tests.
package accord
