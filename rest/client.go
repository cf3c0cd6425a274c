package rest

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/accord-go/accord/discord"
)

// Config says how a client works. The zero value talks to Discord.
type Config struct {
	// API is where the API is: empty is Discord. It may lack /api/v10. Plain
	// http is refused unless it is this machine or AllowPlainHTTP is set.
	API            string
	AllowPlainHTTP bool

	// Dial makes connections. nil dials, or goes through the proxy that the
	// environment names in HTTPS_PROXY (or HTTP_PROXY, NO_PROXY).
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)

	// Transport sends requests in place of the client's own transport, and
	// then Dial isn't used. nil: the client's own, with connections of its own.
	Transport http.RoundTripper

	// Limiter keeps Discord's rate limits. nil: a new [DefaultLimiter]. Give
	// clients with the same token the same limiter.
	Limiter Limiter

	// AllowedMentions is for messages that set none. nil: Discord's default,
	// which notifies everyone whom the text mentions.
	AllowedMentions *discord.AllowedMentions

	Logger *slog.Logger // nil: slog.Default()
	Hooks  Hooks

	// UserAgent is added to the one that names this library.
	UserAgent string

	// MaxResponse is how large an answer may be, in bytes, decompressed.
	// 0: 16 MiB.
	MaxResponse int64

	// NoValidation sends request bodies without checking them first.
	NoValidation bool
}

// Client calls Discord's HTTP API. Its services are the groups of operations.
// It is safe for use by many goroutines at once. Make one with New.
type Client struct {
	Applications    Applications
	AuditLog        AuditLog
	AutoModeration  AutoModeration
	Bans            Bans
	Channels        Channels
	Commands        Commands
	Emojis          Emojis
	Entitlements    Entitlements
	Gateway         Gateway
	Guilds          Guilds
	Integrations    Integrations
	Interactions    Interactions
	Invites         Invites
	JoinRequests    JoinRequests
	Lobbies         Lobbies
	Members         Members
	Messages        Messages
	OAuth2          OAuth2
	Polls           Polls
	Reactions       Reactions
	Roles           Roles
	ScheduledEvents ScheduledEvents
	SKUs            SKUs
	SocialSDK       SocialSDK
	Soundboard      Soundboard
	StageInstances  StageInstances
	Stickers        Stickers
	Subscriptions   Subscriptions
	Templates       Templates
	Threads         Threads
	Users           Users
	Voice           Voice
	Webhooks        Webhooks

	core       *core
	credential Credential
}

// core is what clients with different credentials share.
type core struct {
	config    Config
	api       string
	base      url.URL
	err       error // the configuration is wrong
	transport http.RoundTripper
	own       *http.Transport // nil: the transport is the user's
	agent     []string
	latches   latches
}

const version = "0.1.0"

// New returns a client that authorizes its requests with c: [Bot], [Bearer] or
// [None]. If the configuration is wrong every request fails; Err tells so at
// once.
func New(c Credential, cfg Config) *Client {
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	if cfg.Limiter == nil {
		cfg.Limiter = NewLimiter(LimiterConfig{})
	}
	if cfg.MaxResponse <= 0 {
		cfg.MaxResponse = 16 << 20
	}
	agent := "DiscordBot (https://github.com/accord-go/accord, " + version + ")"
	if cfg.UserAgent != "" {
		agent += " " + cfg.UserAgent
	}
	k := &core{config: cfg, agent: []string{agent}, transport: cfg.Transport}
	if k.transport == nil {
		k.own = newTransport(cfg.Dial)
		k.transport = k.own
	}
	k.setBase()
	return k.client(c)
}

func (k *core) setBase() {
	api, err := ParseAPI(k.config.API, k.config.AllowPlainHTTP)
	if err != nil {
		k.err = fmt.Errorf("rest: %w", err)
		return
	}
	base, err := url.Parse(api)
	if err != nil {
		k.err = fmt.Errorf("rest: the API's address %q can't be read", api)
		return
	}
	k.api, k.base = api, *base
	if api != DiscordAPI {
		k.config.Logger.Info("using an API that is not Discord's own", "api", api)
	}
}

// client returns a client of the core with its services.
func (k *core) client(credential Credential) *Client {
	c := &Client{core: k, credential: credential}
	c.Applications = Applications{c}
	c.AuditLog = AuditLog{c}
	c.AutoModeration = AutoModeration{c}
	c.Bans = Bans{c}
	c.Channels = Channels{c}
	c.Commands = Commands{c}
	c.Emojis = Emojis{c}
	c.Entitlements = Entitlements{c}
	c.Gateway = Gateway{c}
	c.Guilds = Guilds{c}
	c.Integrations = Integrations{c}
	c.Interactions = Interactions{c}
	c.Invites = Invites{c}
	c.JoinRequests = JoinRequests{c}
	c.Lobbies = Lobbies{c}
	c.Members = Members{c}
	c.Messages = Messages{c}
	c.OAuth2 = OAuth2{c}
	c.Polls = Polls{c}
	c.Reactions = Reactions{c}
	c.Roles = Roles{c}
	c.ScheduledEvents = ScheduledEvents{c}
	c.SKUs = SKUs{c}
	c.SocialSDK = SocialSDK{c}
	c.Soundboard = Soundboard{c}
	c.StageInstances = StageInstances{c}
	c.Stickers = Stickers{c}
	c.Subscriptions = Subscriptions{c}
	c.Templates = Templates{c}
	c.Threads = Threads{c}
	c.Users = Users{c}
	c.Voice = Voice{c}
	c.Webhooks = Webhooks{c}
	return c
}

// newTransport returns a transport for many requests to one host.
func newTransport(dial func(ctx context.Context, network, addr string) (net.Conn, error)) *http.Transport {
	t := &http.Transport{
		DialContext:           dial,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          256,
		MaxIdleConnsPerHost:   256,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		ResponseHeaderTimeout: time.Minute, // after the body is sent
		HTTP2:                 &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 15 * time.Second},
	}
	if dial == nil {
		t.Proxy = http.ProxyFromEnvironment
		t.DialContext = (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	}
	return t
}

// As returns a client that authorizes its requests otherwise, and shares
// everything else with c: connections, limiter, configuration. It costs next
// to nothing, so one for each user is fine.
func (c *Client) As(credential Credential) *Client { return c.core.client(credential) }

// API returns the address of the API with its version and without a slash at
// the end; it is empty where the configuration is wrong.
func (c *Client) API() string { return c.core.api }

// Err returns what is wrong with the configuration, which is also what every
// request returns, or nil.
func (c *Client) Err() error { return c.core.err }

// Close closes connections that are idle. A client that is not used any more
// need not be closed: they close by themselves after a while.
func (c *Client) Close() {
	if c.core.own != nil {
		c.core.own.CloseIdleConnections()
	}
}

// String names the client without its secrets.
func (c *Client) String() string {
	return "rest.Client(" + c.core.api + ", " + c.credential.kind + ")"
}
