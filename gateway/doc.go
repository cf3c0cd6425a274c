// Package gateway keeps one shard connected to Discord's gateway: it says
// hello, keeps the heart beating, identifies, receives events, and resumes the
// session after whatever ends a connection.
//
//	shard := gateway.New(gateway.Config{
//		Token:   os.Getenv("DISCORD_TOKEN"),
//		Intents: discord.IntentsDefault,
//		Handle: func(ctx context.Context, f gateway.Frame) error {
//			fmt.Println(f.Seq, f.Type, len(f.Data))
//			return nil
//		},
//	})
//	err := shard.Run(ctx) // nil when ctx ends; a *CloseError when Discord will not have us
//
// # Sessions
//
// What happens after a connection ends is decided by one table, drawn in
// docs/gateway.md: a close code, a phase and an opcode lead to keeping or
// dropping the session, to an address and to a wait. A session is dropped only
// when Discord says that it is gone or when it is too old to be there; never
// because the network failed.
//
// # Events
//
// Events arrive at [Config.Handle] in order, one at a time, and each counts as
// received once Handle has returned. Handle may block: the shard then stops
// reading and the server's events wait, in the network's buffers and at
// Discord, while heartbeats go on. A heartbeat's answer cannot be read in that
// time, so a missing one is no reason to reconnect; [Hooks.Backpressure] says
// so.
//
// # Goroutines
//
// A running shard has three goroutines: one owns the state, one reads, one
// writes. With a compressing transport the decompressor is a coroutine of the
// reader. All of them have ended when Run returns. Hooks are called by the
// owner, one at a time, and must not block.
//
// Discord docs: https://docs.discord.com/developers/events/gateway
package gateway
