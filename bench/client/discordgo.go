package client

import (
	"context"
	"strings"

	"github.com/accord-go/accord/bench/server"
	"github.com/bwmarrin/discordgo"
)

// gatewayURL is where the server tells clients to connect, for shards that
// don't ask it.
func gatewayURL(cfg Config) string {
	return "ws" + strings.TrimPrefix(cfg.API, "http") + "/"
}

// newDiscordgo returns a session without a cache.
func newDiscordgo(cfg Config) (*discordgo.Session, error) {
	discordgo.EndpointGateway = cfg.API + "/api/v" + discordgo.APIVersion + "/gateway"
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	s.StateEnabled = false
	s.Compress = cfg.Compression == server.Payload
	s.SyncEvents = cfg.Order == Ordered
	s.Identify.Intents = discordgo.IntentsAll
	return s, nil
}

func runDiscordgo(ctx context.Context, cfg Config, r *recorder) error {
	s, err := newDiscordgo(cfg)
	if err != nil {
		return err
	}
	if r.arrivals != nil {
		s.Dialer = r.arrivals.dialer(*s.Dialer)
	}
	s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { r.message(m.Content) })
	if cfg.All {
		s.AddHandler(func(*discordgo.Session, *discordgo.TypingStart) { r.other() })
		s.AddHandler(func(*discordgo.Session, *discordgo.MessageReactionAdd) { r.other() })
		s.AddHandler(func(*discordgo.Session, *discordgo.VoiceStateUpdate) { r.other() })
		s.AddHandler(func(*discordgo.Session, *discordgo.GuildMemberUpdate) { r.other() })
		s.AddHandler(func(*discordgo.Session, *discordgo.InteractionCreate) { r.other() })
		s.AddHandler(func(*discordgo.Session, *discordgo.PresenceUpdate) { r.other() })
	}
	return openDiscordgo(ctx, s)
}

func openDiscordgo(ctx context.Context, s *discordgo.Session) error {
	if err := s.Open(); err != nil {
		return err
	}
	<-ctx.Done()
	return s.Close()
}

func idleDiscordgo(ctx context.Context, cfg Config, ready func()) error {
	s, err := newDiscordgo(cfg)
	if err != nil {
		return err
	}
	s.AddHandlerOnce(func(*discordgo.Session, *discordgo.Ready) { ready() })
	return openDiscordgo(ctx, s)
}
