// Package emulator is a Discord that runs in a process: the REST API, the
// gateway, the CDN and a page where a person talks to the bot, over one world
// that is kept in memory. It speaks the real protocols, so that bots in any
// language can use it; in Go tests, package emutest is the way in.
//
//	e, err := emulator.New(emulator.Config{})
//	if err != nil {
//		return err
//	}
//	l, err := e.Listen("127.0.0.1:0")
//	if err != nil {
//		return err
//	}
//	go e.Serve(l) // until e.Shutdown
//	client := accord.New(e.Token(), accord.Config{API: "http://" + l.Addr().String()})
//
// The same as a program is the command accord emulator; docs/emulator.md has its
// control API.
//
// It is written from Discord's documentation and knows nothing of this
// module's client: what it takes for right was not copied from there.
//
// # Finding one's way
//
// A request to the REST API goes through router.go: it is matched (route.go),
// read (body.go), made to fail if that was asked for (fault.go), authorized,
// counted (ratelimit.go) and handed to the handler of its route. Each resource
// has its routes and handlers in a file named as Discord's documentation names
// it, such as messages.go or channels.go. A handler binds the body to a struct
// of its own (bind.go, form_error.go), looks at the world (state.go,
// permission.go), changes it, tells of that (dispatch.go), and returns what is
// to be encoded (encode.go, shape.go) or refused (api_error.go).
//
// A connection to the gateway is a conn (conn.go), which packs frames for its
// transport (transport.go) and handles opcodes (conn_ops.go, identify.go,
// resume.go, members_request.go). What it is about is a session (session.go),
// which outlives it. An event goes from [Emulator.dispatch] to the sessions
// whose shard, intents (intent.go) and permissions let it through.
//
// The people of the world act through the control API (control.go, people.go,
// user_message.go and the files named *_use.go), as do those who want something
// to go wrong (fault.go, gateway_drop.go, gateway_fault.go, outage.go;
// fault_control.go). The page is package ui; page.go serves what it asks for.
//
// One lock guards the world and all sessions. Whoever holds it does no I/O;
// what goes out waits in an outbox (outbox.go).
package emulator
