package client

import (
	"context"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/bench/server"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
)

var accordCompressions = map[string]gateway.Compression{
	server.None:    gateway.CompressionNone,
	server.Payload: gateway.CompressionPayload,
	server.Zlib:    gateway.CompressionZlib,
	server.Zstd:    gateway.CompressionZstd,
}

func runAccord(ctx context.Context, cfg Config, r *recorder) error {
	config := accord.Config{
		Intents:     discord.IntentsDefault | discord.IntentMessageContent | discord.IntentGuildMembers | discord.IntentGuildPresences,
		API:         cfg.API,
		Compression: accordCompressions[cfg.Compression],
		Sessions:    new(gateway.MemoryStore), // a turn must not go on where the one before was
	}
	if r.arrivals != nil {
		config.Dial = r.arrivals.dial
	}
	switch cfg.Order {
	case Ordered:
		// The other libraries know only one order, that of all events.
		config.Order = accord.Ordered
		config.Key = func(accord.Subject) uint64 { return 1 }
	case Concurrent:
		config.Order = accord.Concurrent
	}
	c := accord.New(token, config)
	accord.On(c, func(_ context.Context, m *event.MessageCreate) error {
		r.message(m.Content)
		return nil
	})
	if cfg.All {
		onAccord[*event.TypingStart](c, r)
		onAccord[*event.MessageReactionAdd](c, r)
		onAccord[*event.VoiceStateUpdate](c, r)
		onAccord[*event.GuildMemberUpdate](c, r)
		onAccord[*event.InteractionCreate](c, r)
		onAccord[*event.PresenceUpdate](c, r)
	}
	return c.Run(ctx)
}

func onAccord[E event.Event](c *accord.Client, r *recorder) {
	accord.On(c, func(context.Context, E) error {
		r.other()
		return nil
	})
}

// runGateway is what is below Accord's client: the connection, and the decoder
// for the events that have a handler, which the goroutine that reads calls. It
// shows what the client adds, and is no way to write a bot.
func runGateway(ctx context.Context, cfg Config, r *recorder) error {
	config := gateway.Config{
		Token:       token,
		URL:         gatewayURL(cfg),
		Intents:     discord.IntentsDefault,
		Compression: accordCompressions[cfg.Compression],
		Want:        func(name string) bool { return cfg.All || name == "MESSAGE_CREATE" },
		Handle: func(_ context.Context, f gateway.Frame) error {
			switch e := event.Decode(f.Type, event.Meta{Raw: f.Data}).(type) {
			case *event.MessageCreate:
				r.message(e.Content)
			case *event.TypingStart, *event.MessageReactionAdd, *event.VoiceStateUpdate, *event.GuildMemberUpdate, *event.InteractionCreate, *event.PresenceUpdate:
				r.other()
			}
			return nil
		},
	}
	if r.arrivals != nil {
		config.Dial = r.arrivals.dial
	}
	return gateway.New(config).Run(ctx)
}

func idleAccord(ctx context.Context, cfg Config, ready func()) error {
	return gateway.New(gateway.Config{
		Token:       token,
		URL:         gatewayURL(cfg),
		Intents:     discord.IntentsDefault,
		Compression: accordCompressions[cfg.Compression],
		Hooks:       gateway.Hooks{Ready: func(gateway.Session) { ready() }},
	}).Run(ctx)
}
