package client

import (
	"context"

	"github.com/accord-go/accord/bench/server"
	"github.com/diamondburned/arikawa/v3/gateway"
	"github.com/diamondburned/arikawa/v3/session"
	"github.com/diamondburned/arikawa/v3/utils/handler"
)

// newArikawa returns a session, which is arikawa without its cache.
func newArikawa(cfg Config) *session.Session {
	id := gateway.DefaultIdentifier("Bot " + token)
	id.Compress = cfg.Compression == server.Payload
	id.AddIntents(gateway.IntentGuilds | gateway.IntentGuildMessages)
	g := gateway.NewCustomWithIdentifier(gateway.AddGatewayParams(gatewayURL(cfg)), id, nil)
	return session.NewWithGateway(g, handler.New())
}

func runArikawa(ctx context.Context, cfg Config, r *recorder) error {
	s := newArikawa(cfg)
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
	s := newArikawa(cfg)
	s.AddHandler(func(*gateway.ReadyEvent) { ready() })
	return s.Connect(ctx)
}
