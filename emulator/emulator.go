package emulator

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accord-go/accord/discord"
)

// Config says how an emulator is to be. The zero value is a good one.
type Config struct {
	// World is what there is at the start; nil means [DefaultWorld]. New
	// copies what it needs of it.
	World *World

	// Logger hears of what goes wrong inside the emulator, not of what clients
	// do wrong: that is in the log of the control API. Nil means
	// [slog.Default].
	Logger *slog.Logger

	// GatewayURL is what clients are told to connect to, such as
	// ws://127.0.0.1:8474 where a proxy stands in front. Empty means the host
	// that a client has used for its request.
	GatewayURL string

	// Record is called for everything that goes over a connection, in no
	// particular order and from many goroutines. Nil means that nobody wants
	// it. See also [Emulator.Log].
	Record func(Record)

	// Owe is called for each event that a session gets, in order. It must be
	// quick, and must not call the emulator. Nil means that nobody keeps the
	// books.
	Owe func(Owed)

	// AllowRemote lets [Emulator.Serve] listen on addresses that other machines
	// can reach. Everybody there can then read and change everything.
	AllowRemote bool
}

// Emulator is a Discord: REST, gateway, CDN, the page and the control API over
// one world. Its methods are safe for concurrent use.
type Emulator struct {
	logger     *slog.Logger
	gatewayURL string
	remote     bool
	rules      Rules
	tree       *routeTree
	handler    http.Handler
	record     *recorder
	owe        func(Owed)                 // nil: nobody wants to know
	conns      sync.WaitGroup             // gateway connections, and streams to the page
	wire       atomic.Pointer[wireFaults] // of connections whose bot has none of its own

	mu          sync.Mutex // guards what is below; handlers hold it and so never wait
	state       *state
	bots        []*bot // the first is the one that is meant where none is named
	ids         snowflakes
	limits      *limiter
	front       cloudflare
	faults      faults
	connections connections
	page        page
	accounts    map[discord.UserID][]discord.Connection // that people have elsewhere
	stats       Stats
	servers     map[*http.Server]bool
	closed      bool
}

// New returns an emulator of a world. The error tells what is wrong with the
// world.
func New(cfg Config) (*Emulator, error) {
	w := cfg.World
	if w == nil {
		w = DefaultWorld()
	}
	if err := w.check(); err != nil {
		return nil, fmt.Errorf("emulator: invalid world: %w", err)
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	e := &Emulator{
		logger:     cfg.Logger,
		gatewayURL: cfg.GatewayURL,
		remote:     cfg.AllowRemote,
		rules:      w.Rules.withDefaults(),
		owe:        cfg.Owe,
		tree:       newRouteTree(routes()),
		state:      newState(),
		ids:        snowflakes{last: w.lastID()},
		limits:     newLimiter(),
		servers:    make(map[*http.Server]bool),
		page:       page{streams: make(map[*stream]bool)},
		accounts:   newAccounts(w),
		record:     newRecorder(cfg.Record),

		connections: connections{open: make(map[*conn]bool)},
	}
	e.wire.Store(new(wireFaults))
	e.fill(w, time.Now())
	e.front.most = e.rules.InvalidRequests
	e.handler = e.newHandler()
	return e, nil
}

// Token returns the token of the world's first bot; [Emulator.Bots] has them all.
func (e *Emulator) Token() string { return e.Bots()[0].Token }

// ApplicationID returns the ID of the world's first application, which is its
// bot's too.
func (e *Emulator) ApplicationID() discord.ApplicationID { return e.Bots()[0].ApplicationID }

// Home returns the guild, channel and person that the control API means where
// it is given none.
func (e *Emulator) Home() (discord.GuildID, discord.ChannelID, discord.UserID) {
	h := e.state.home
	return h.guild, h.channel, h.user
}

// Handler returns the whole emulator as an HTTP handler: the REST API under
// /api, the gateway at /gateway and, for websockets, at /, the control API
// under /control, files under /attachments, and the page.
func (e *Emulator) Handler() http.Handler { return e.handler }

// nextID makes an ID. The caller holds e.mu.
func (e *Emulator) nextID(now time.Time) uint64 { return e.ids.next(now) }

// errNotLoopback is the refusal of addresses that others can reach.
var errNotLoopback = errors.New("other machines can reach that address, and everybody there could do everything; AllowRemote, or -allow-remote, allows that")

// Listen opens an address such as 127.0.0.1:0 for [Emulator.Serve]. It refuses
// addresses beyond this machine unless the configuration allows them.
func (e *Emulator) Listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	if !e.remote && !isLocal(l.Addr()) {
		return nil, errors.Join(fmt.Errorf("listen on %s: %w", addr, errNotLoopback), l.Close())
	}
	return l, nil
}

// isLocal reports whether only this machine can reach an address.
func isLocal(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return !ok || tcp.IP.IsLoopback()
}

// Serve answers requests that come in through l, until [Emulator.Shutdown], after
// which it returns nil. It closes l. It refuses addresses beyond this machine
// unless the configuration allows them.
func (e *Emulator) Serve(l net.Listener) error {
	if !isLocal(l.Addr()) {
		if !e.remote {
			return errors.Join(fmt.Errorf("serve on %s: %w", l.Addr(), errNotLoopback), l.Close())
		}
		e.logger.Warn("other machines can reach the emulator", "address", l.Addr().String())
	}
	s := e.newServer()
	if !e.addServer(s) {
		return l.Close()
	}
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("emulator: serve: %w", err)
	}
	return nil
}

// newServer returns a server that no client can hold up for ever.
func (e *Emulator) newServer() *http.Server {
	return &http.Server{
		Handler:           e.handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute, // an upload of 25 MiB over a slow line
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(e.logger.Handler(), slog.LevelDebug),
	}
}

func (e *Emulator) addServer(s *http.Server) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.servers[s] = true
	return true
}

// Shutdown ends all that is open: gateway connections are closed with code
// 1001, requests in flight are answered, as long as ctx allows. What is still
// open then is cut, and the error is ctx's.
func (e *Emulator) Shutdown(ctx context.Context) error {
	e.mu.Lock()
	e.closed = true
	e.endAll()
	servers := e.servers
	e.servers = nil
	e.mu.Unlock()

	var errs []error
	for s := range servers {
		errs = append(errs, s.Shutdown(ctx))
	}
	done := make(chan struct{})
	go func() {
		e.conns.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		errs = append(errs, ctx.Err())
		e.cutAll()
		for s := range servers {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}
