package accord

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

// A Config says what a [Client] does. The zero Config is a bot on Discord that
// gets all events that need no approval.
type Config struct {
	// Intents choose the events that Discord sends. Zero:
	// [discord.IntentsDefault]. The fewest of all are discord.IntentGuilds.
	Intents discord.Intents

	// Capabilities change how the gateway behaves towards the bot. Zero: none. All
	// of it works whether they are asked for or not.
	Capabilities gateway.Capabilities

	// API is the address of the API, with or without /api/v10. Empty: the
	// environment's DISCORD_API, or else Discord's own. Plain http is refused
	// unless it is to this machine or AllowPlainHTTP is set, and so is a gateway
	// without encryption that such an API names.
	API            string
	AllowPlainHTTP bool

	// Dial opens all connections, below TLS. Nil: through the proxy that the
	// environment names in HTTPS_PROXY, if any, or else directly.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)

	// Logger gets all logs. No token is ever among them. Nil: slog.Default().
	Logger *slog.Logger

	// Shards are how many parts the bot has, and which of them run here. Zero:
	// all that Discord recommends.
	Shards Shards

	// AutoReshard makes the bot have more shards when Discord recommends more, as
	// [Client.Reshard] does, if twice as many sessions as that needs may be
	// started. It is asked every 6 hours, and has no effect on a client that runs
	// only some of the shards.
	AutoReshard bool

	// IdentifyGate decides when a shard may identify. Nil: shards of this client
	// wait for each other. Several processes with one bot need a gate in common,
	// such as [gateway.FileGate] or, on several machines, [gateway.RemoteGate]; see
	// docs/sharding.md.
	IdentifyGate gateway.IdentifyGate

	// Compression of what the gateway sends. Zero: zstd-stream.
	Compression gateway.Compression

	// Presence is what the bot shows from the start, on all shards and after each
	// reconnection, until [Client.UpdatePresence]. Nil: online, or, where a session
	// of the last run goes on, what it shows.
	Presence *discord.UpdatePresence

	// RequestMembers asks the gateway for all members of the guilds: when they have
	// come, when the bot is added to one, and when an outage is over. They come as
	// [event.GuildMembersChunk], which handlers get and which fill the cache, if
	// there is one. Each shard asks for one guild after the other, and waits for
	// the answer, which is asked for again if it is interrupted. Guilds that came
	// with all their members are left out.
	//
	// The requests leave at least half of what may be sent to the gateway to the
	// bot's own commands, so some 57 guilds a minute can be asked for on each shard.
	// What has been asked for here can't be asked for by [Client.Members] in the
	// next 30 seconds. [event.MembersProgress] and [Client.Health] tell how far it
	// has got. It needs [discord.IntentGuilds] and [discord.IntentGuildMembers].
	RequestMembers bool

	// Order says which handlers run one after another. Zero: [PerKey].
	Order Order

	// Key gives each event the key that its order depends on. It is called
	// before the event is decoded, where frames are read, and has to be quick.
	// Nil: [Subject.Key], the channel or else the guild or else the user.
	Key func(Subject) uint64

	// HoldLane is how long a handler may take before others no longer wait for
	// it: those of its key (unless Order is [Ordered]) and those that need its
	// slot. Zero: 1 second.
	HoldLane time.Duration

	// Slots is how many handlers of one guild may run at once; of all guilds
	// together twice as many, so that there is always one left for a guild that
	// has none. What belongs to no guild, such as direct messages, counts as one
	// more guild. Handlers that wait in [Expectation.Wait], [Next] or [Stream], or
	// have taken longer than HoldLane, do not count. Interactions have as many of
	// their own. Zero: 256.
	Slots int

	// QueueBytes is how much may wait for handlers: for each event the bytes
	// that came, and 512; see docs/dispatch.md for the library's own. When it is
	// used up the shards stop reading, which costs nothing but time; see
	// [event.Backpressure]. Zero: 64 MiB.
	QueueBytes int64

	// DrainTimeout is how long handlers may go on after the context of Run has
	// ended, before their contexts end too. Zero: 10 seconds.
	DrainTimeout time.Duration

	// Sessions keep what it takes to go on after a restart, or a crash, where the
	// bot was: see docs/deploys.md. Nil: files in the user's cache directory (see
	// [os.UserCacheDir]), for each API by itself; but if Dial is set, so that API
	// does not say where the bot is connected to, only this client's memory. A
	// [gateway.MemoryStore] keeps nothing on the disk. If the store can't be used
	// there is a warning, and the bot goes on without.
	Sessions gateway.SessionStore

	// ResumeWithin is how old a stored session may be. Discord forgets them after
	// some minutes. Zero: 2 minutes.
	ResumeWithin time.Duration

	// AckAfter is after how long an event whose handler has not returned counts
	// as handled: it does not come again after a restart. Zero: 10 seconds.
	AckAfter time.Duration

	// OnError gets the errors and panics ([*PanicError]) of handlers and events
	// that could not be decoded ([*event.DecodeError]). It is called by the
	// goroutine of the handler, so by several at once. Nil: they are logged.
	OnError func(ctx context.Context, e event.Event, err error)

	// Hooks tell what the client does, for metrics and traces.
	Hooks Hooks

	// REST configures [Client.REST] further. API, AllowPlainHTTP, Dial and
	// Logger are taken from above where they are not set.
	REST rest.Config
}

const (
	defaultHoldLane     = time.Second
	defaultSlots        = 256
	defaultQueueBytes   = 64 << 20
	defaultDrainTimeout = 10 * time.Second
	defaultAckAfter     = 10 * time.Second
)

// complete fills in the defaults.
func (c Config) complete() Config {
	c.Intents = cmp.Or(c.Intents, discord.IntentsDefault)
	c.API = cmp.Or(c.API, c.REST.API, os.Getenv("DISCORD_API"))
	c.Logger = cmp.Or(c.Logger, slog.Default())
	c.HoldLane = cmp.Or(c.HoldLane, defaultHoldLane)
	c.Slots = cmp.Or(c.Slots, defaultSlots)
	c.QueueBytes = cmp.Or(c.QueueBytes, defaultQueueBytes)
	c.DrainTimeout = cmp.Or(c.DrainTimeout, defaultDrainTimeout)
	c.AckAfter = cmp.Or(c.AckAfter, defaultAckAfter)
	c.ResumeWithin = cmp.Or(c.ResumeWithin, gateway.DefaultResumeWithin)
	if c.OnError == nil {
		c.OnError = logError(c.Logger)
	}
	c.REST.API = c.API
	c.REST.AllowPlainHTTP = c.REST.AllowPlainHTTP || c.AllowPlainHTTP
	c.REST.Logger = cmp.Or(c.REST.Logger, c.Logger)
	if c.REST.Dial == nil {
		c.REST.Dial = c.Dial
	}
	return c
}

// check returns what is wrong with a complete Config.
func (c Config) check(token string) error {
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return &ConfigError{Field: "token", Err: errors.New("it contains a character that no token has")}
	}
	if token == "" {
		return &ConfigError{Field: "token", Err: errors.New("it is empty; the developer portal has the bot's")}
	}
	if _, err := rest.ParseAPI(c.API, c.AllowPlainHTTP); err != nil {
		return &ConfigError{Field: "API", Err: err}
	}
	if err := c.Shards.check(); err != nil {
		return &ConfigError{Field: "Shards", Err: err}
	}
	if c.Presence != nil {
		if err := c.Presence.Validate(); err != nil {
			return &ConfigError{Field: "Presence", Err: err}
		}
	}
	negative := errors.New("it is negative")
	switch {
	case c.Order < PerKey || c.Order > Concurrent:
		return &ConfigError{Field: "Order", Err: errors.New("there is no such order")}
	case c.HoldLane < 0:
		return &ConfigError{Field: "HoldLane", Err: negative}
	case c.Slots < 0:
		return &ConfigError{Field: "Slots", Err: negative}
	case c.QueueBytes < 0:
		return &ConfigError{Field: "QueueBytes", Err: negative}
	case c.DrainTimeout < 0:
		return &ConfigError{Field: "DrainTimeout", Err: negative}
	case c.ResumeWithin < 0:
		return &ConfigError{Field: "ResumeWithin", Err: negative}
	case c.AckAfter < 0:
		return &ConfigError{Field: "AckAfter", Err: negative}
	case c.RequestMembers && !c.Intents.Has(discord.IntentGuilds|discord.IntentGuildMembers):
		return &ConfigError{Field: "RequestMembers", Err: errors.New("it takes discord.IntentGuilds and discord.IntentGuildMembers in Config.Intents, and the Server Members Intent enabled in the developer portal")}
	}
	return nil
}

// checkGateway refuses an address that would show the token on the way. What
// else may be wrong with it the gateway finds out.
func (c Config) checkGateway(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "ws" {
		return nil
	}
	plain := *u
	plain.Scheme, plain.RawQuery = "http", ""
	if _, err := rest.ParseAPI(plain.String(), c.AllowPlainHTTP); err != nil {
		return &ConfigError{Field: "API", Err: errors.New("it names a gateway without encryption on another machine, which would show the token to everyone on the way; allow it with AllowPlainHTTP, or use another API")}
	}
	return nil
}

// logError returns the default of Config.OnError.
func logError(log *slog.Logger) func(context.Context, event.Event, error) {
	return func(ctx context.Context, e event.Event, err error) {
		message, name, h := "handler failed", e.EventName(), handlerOf(ctx)
		if d, ok := e.(*event.DecodeError); ok && err == error(d) {
			message, name, h = "event is not as documented", d.Name, nil // no handler's fault
		}
		attrs := []slog.Attr{slog.String("event", name), slog.Any("error", err)}
		if h != nil {
			attrs = append(attrs, slog.String("handler", h.function), slog.String("at", h.place))
		}
		if m := e.EventMeta(); m != nil && m.Sequence != 0 {
			attrs = append(attrs, slog.Int("shard", m.Shard), slog.Int64("sequence", m.Sequence))
		}
		if p, ok := errors.AsType[*PanicError](err); ok {
			attrs = append(attrs, slog.String("stack", string(p.Stack)))
		}
		log.LogAttrs(ctx, slog.LevelError, message, attrs...)
	}
}
