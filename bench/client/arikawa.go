package client

import (
	"context"
	"net/http"
	"time"

	"github.com/accord-go/accord/bench/server"
	"github.com/diamondburned/arikawa/v3/gateway"
	"github.com/diamondburned/arikawa/v3/session"
	"github.com/diamondburned/arikawa/v3/utils/handler"
	"github.com/diamondburned/arikawa/v3/utils/ws"
	"github.com/gorilla/websocket"
)

// newArikawa returns a session, which is arikawa without its cache.
func newArikawa(cfg Config, dialer websocket.Dialer) *session.Session {
	id := gateway.DefaultIdentifier("Bot " + token)
	id.Compress = cfg.Compression == server.Payload
	id.AddIntents(gateway.IntentGuilds | gateway.IntentGuildMessages)
	conn := ws.NewConnWithDialer(ws.NewCodec(gateway.OpUnmarshalers), dialer)
	g := ws.NewGateway(ws.NewCustomWebsocket(conn, gateway.AddGatewayParams(gatewayURL(cfg))), &gateway.DefaultGatewayOpts)
	return session.NewWithGateway(gateway.FromWebsocketGateway(g, gateway.State{Identifier: id}), handler.New())
}

// arikawaDialer is what arikawa dials with where it isn't told.
var arikawaDialer = websocket.Dialer{
	Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 10 * time.Second,
	ReadBufferSize: 1 << 15, WriteBufferSize: 1 << 15, EnableCompression: true,
}

func runArikawa(ctx context.Context, cfg Config, r *recorder) error {
	dialer := arikawaDialer
	if r.arrivals != nil {
		dialer = *r.arrivals.dialer(dialer)
	}
	s := newArikawa(cfg, dialer)
	add := s.AddHandler
	if cfg.Order == Ordered {
		add = s.AddSyncHandler
	}
	add(func(m *gateway.MessageCreateEvent) { r.message(m.Content) })
	if cfg.All {
		add(func(*gateway.TypingStartEvent) { r.other() })
		add(func(*gateway.MessageReactionAddEvent) { r.other() })
		add(func(*gateway.VoiceStateUpdateEvent) { r.other() })
		add(func(*gateway.GuildMemberUpdateEvent) { r.other() })
		add(func(*gateway.InteractionCreateEvent) { r.other() })
		add(func(*gateway.PresenceUpdateEvent) { r.other() })
	}
	return s.Connect(ctx)
}

func idleArikawa(ctx context.Context, cfg Config, ready func()) error {
	s := newArikawa(cfg, arikawaDialer)
	s.AddHandler(func(*gateway.ReadyEvent) { ready() })
	return s.Connect(ctx)
}
