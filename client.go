package accord

import (
	"context"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync/atomic"

	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

// A Client is a bot. Make one with New, register handlers with [On], and start
// it with Run. It is safe for concurrent use, and several may live in one
// process.
type Client struct {
	// REST calls Discord's HTTP API. It works whether the client runs or not.
	REST *rest.Client

	config Config
	token  func() string // a function because nothing prints what it returns
	wrong  error         // with the configuration

	handlers registry
	taps     taps

	running    atomic.Bool
	ended      atomic.Bool         // Run has, and was not called again
	current    atomic.Pointer[run] // nil: not running
	resharding atomic.Bool

	// These belong to the goroutine in Run.
	sessions  map[sessionKey]gateway.Session // of this run, or of the last if it could not save them
	memory    gateway.MemoryStore            // of all runs, where there is no other
	gate      *gateway.MemoryGate            // nil: not made yet, or Config.IdentifyGate is used
	resharded int                            // how many shards Reshard has made; 0: it was not called
	tooFew    int                            // how many shards Discord has refused
}

// New returns a client for the bot with that token, with or without "Bot "
// before it. It connects to nothing. If cfg or the token can't be used, Run and
// all requests fail and say why.
func New(token string, cfg Config) *Client {
	token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(token), "Bot "))
	cfg = cfg.complete()
	c := &Client{
		config:   cfg,
		token:    func() string { return token },
		wrong:    cfg.check(token),
		sessions: make(map[sessionKey]gateway.Session),
	}
	cfg.REST.Hooks = cfg.REST.Hooks.Join(c.restHooks())
	c.REST = rest.New(rest.Bot(token), cfg.REST)
	return c
}

// Emit gives e to handlers and taps as if it had come from the gateway. It does
// not wait for them, but what waits counts in Config.QueueBytes: 512 bytes for each
// event, and its Raw. It fails with [ErrNotRunning] when the client does not run.
//
// e may be an event of any kind, also one that is not in package event: a
// pointer to a struct that embeds [event.Meta] and has a name of its own. e must
// not be changed afterwards. Its key is found in what encoding/json makes of it,
// so it works with the tags that Discord's events have.
func Emit(c *Client, e event.Event) error {
	r := c.current.Load()
	if r == nil {
		return ErrNotRunning
	}
	if s := emittedSubject(e); !r.emit(e, r.key(s), uint64(s.GuildID)) {
		return ErrNotRunning
	}
	return nil
}

// String names the client without its token.
func (c *Client) String() string { return "accord.Client(" + c.REST.API() + ")" }

// GoString is String, for %#v.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// wants reports whether a handler or a tap would get an event like e, which may
// be a nil pointer of its kind.
func (c *Client) wants(e event.Event) bool {
	return len(c.handlers.load().routeOf(e)) > 0 || c.taps.wantEvent(e)
}

// report gives an error to Config.OnError.
func (c *Client) report(ctx context.Context, e event.Event, err error) {
	defer func() {
		if v := recover(); v != nil {
			c.config.Logger.Error("OnError panicked", "panic", v, "stack", string(debug.Stack()), "error", err)
		}
	}()
	c.config.OnError(ctx, e, err)
}

// panicked reports a panic.
func (c *Client) panicked(ctx context.Context, e event.Event, p *PanicError) {
	c.report(ctx, e, p)
	if _, again := e.(*event.HandlerPanic); again {
		return // or a handler of these could go on for ever
	}
	if r := c.current.Load(); r != nil {
		tell(r, e.EventMeta().Shard, func(h *event.HandlerPanic) {
			h.Event, h.Value, h.Stack = e, p.Value, p.Stack
		})
	}
}

// recovered is deferred by what calls a match function. It turns a panic into
// an error.
func (c *Client) recovered(e event.Event, err *error) {
	if v := recover(); v != nil {
		p := &PanicError{Value: v, Stack: debug.Stack()}
		*err = p
		c.panicked(context.Background(), e, p)
	}
}
