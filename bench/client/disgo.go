package client

import (
	"context"
	"time"

	"github.com/accord-go/accord/bench/server"
	"github.com/disgoorg/disgo"
	"github.com/disgoorg/disgo/bot"
	"github.com/disgoorg/disgo/events"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/rest"
	"github.com/gorilla/websocket"
)

var disgoCompressions = map[string]gateway.CompressionType{
	server.None:    gateway.CompressionNone,
	server.Payload: gateway.CompressionZlibPayload,
	server.Zlib:    gateway.CompressionZlibStream,
	server.Zstd:    gateway.CompressionZstdStream,
}

// runDisgo leaves the cache as it is by default: it keeps nothing.
func runDisgo(ctx context.Context, cfg Config, r *recorder) error {
	options := []bot.ConfigOpt{
		bot.WithRestClientConfigOpts(rest.WithURL(cfg.API + "/api/v10")),
		bot.WithGatewayConfigOpts(gateway.WithIntents(gateway.IntentsAll), gateway.WithCompression(disgoCompressions[cfg.Compression])),
		bot.WithEventListenerFunc(func(m *events.MessageCreate) { r.message(m.Message.Content) }),
	}
	if r.arrivals != nil {
		options = append(options, bot.WithGatewayConfigOpts(gateway.WithDialer(r.arrivals.dialer(*websocket.DefaultDialer))))
	}
	if cfg.Order == Concurrent {
		options = append(options, bot.WithEventManagerConfigOpts(bot.WithAsyncEventsEnabled()))
	}
	if cfg.All {
		options = append(options,
			bot.WithEventListenerFunc(func(*events.UserTypingStart) { r.other() }),
			bot.WithEventListenerFunc(func(*events.MessageReactionAdd) { r.other() }),
			bot.WithEventListenerFunc(func(*events.GuildVoiceStateUpdate) { r.other() }),
			bot.WithEventListenerFunc(func(*events.GuildMemberUpdate) { r.other() }),
			bot.WithEventListenerFunc(func(*events.InteractionCreate) { r.other() }),
			bot.WithEventListenerFunc(func(*events.PresenceUpdate) { r.other() }),
		)
	}
	c, err := disgo.New(token, options...)
	if err != nil {
		return err
	}
	if err := c.OpenGateway(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	closeCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	c.Close(closeCtx)
	return nil
}

func idleDisgo(ctx context.Context, cfg Config, ready func()) error {
	g := gateway.New(token, func(gateway.Gateway, gateway.EventType, int, gateway.EventData) {},
		gateway.WithURL(gatewayURL(cfg)), gateway.WithCompression(disgoCompressions[cfg.Compression]))
	if err := g.Open(ctx); err != nil {
		return err
	}
	ready()
	<-ctx.Done()
	closeCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	g.Close(closeCtx)
	return nil
}
