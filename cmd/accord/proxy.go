package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/rest"
)

// proxyAddress is where a proxy listens: its first line on standard output.
type proxyAddress struct {
	API     string `json:"api"`
	Gate    string `json:"gate"`
	Health  string `json:"health"`
	Metrics string `json:"metrics"`
}

// proxyShutdownTime is how long requests that are under way may take when the
// proxy ends.
const proxyShutdownTime = 30 * time.Second

// runProxy keeps Discord's rate limits for all programs that send through it,
// until ctx ends.
func runProxy(ctx context.Context, args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("proxy", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8790", "`address` to listen on; port 0 picks a free one")
	api := flags.String("api", os.Getenv("DISCORD_API"), "`URL` of the API to forward to; empty is Discord's; DISCORD_API is the default")
	own := flags.Bool("own-token", false, "authorize requests that have no Authorization with the bot's token in DISCORD_TOKEN")
	global := flags.Int("global", 50, "requests a second that Discord allows each bot")
	state := flags.String("state", "", "`directory` in which the gate's count of the day outlives the proxy; empty is one in the user's cache")
	remote := flags.Bool("allow-remote", false, "listen on addresses that other machines can reach: tokens pass unencrypted, and with -own-token everybody there is the bot")
	if err := parse(flags, args, errs); err != nil {
		return err
	}
	token := ""
	if *own {
		if token = strings.TrimPrefix(os.Getenv("DISCORD_TOKEN"), "Bot "); token == "" {
			return errors.New("-own-token needs DISCORD_TOKEN")
		}
	}
	p, err := newProxy(*api, token, *global, *remote, slog.New(slog.NewTextHandler(errs, nil)))
	if err != nil {
		return err
	}
	p.gate.Dir = p.gateDir(*state)
	l, err := listenProxy(*addr, *remote)
	if err != nil {
		return err
	}
	base := "http://" + l.Addr().String()
	if err := json.NewEncoder(out).Encode(proxyAddress{API: base + "/api/v10", Gate: base + "/gate", Health: base + "/healthz", Metrics: base + "/metrics"}); err != nil {
		return errors.Join(err, l.Close())
	}
	return p.serve(ctx, l)
}

// listenProxy listens, on loopback unless told otherwise.
func listenProxy(addr string, remote bool) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	if at, err := netip.ParseAddrPort(l.Addr().String()); !remote && (err != nil || !at.Addr().Unmap().IsLoopback()) {
		return nil, errors.Join(fmt.Errorf("%s can be reached from other machines; -allow-remote allows that", l.Addr()), l.Close())
	}
	return l, nil
}

// proxy forwards requests to Discord when the limiter lets them, and tells shards
// when they may identify.
type proxy struct {
	api           *url.URL // scheme and host
	authorization string   // for requests that have none; empty: they are sent without
	remote        bool
	limiter       *rest.DefaultLimiter
	gate          *gateway.GateServer
	transport     *http.Transport
	logger        *slog.Logger
	counts        proxyCounts
}

func newProxy(api, token string, global int, remote bool, logger *slog.Logger) (*proxy, error) {
	api, err := rest.ParseAPI(api, false)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(api)
	if err != nil {
		return nil, err
	}
	p := &proxy{api: u, remote: remote, logger: logger, limiter: rest.NewLimiter(rest.LimiterConfig{Global: global}), gate: gateway.NewGateServer()}
	p.gate.Logger = logger
	if token != "" {
		p.authorization = "Bot " + token
	}
	p.transport = http.DefaultTransport.(*http.Transport).Clone()
	p.transport.MaxIdleConns, p.transport.MaxIdleConnsPerHost = 256, 256
	p.transport.DisableCompression = true // what the caller accepts is what it gets
	return p, nil
}

// serve serves until ctx ends, and then until what is under way is done.
func (p *proxy) serve(ctx context.Context, l net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	mux.HandleFunc("GET /metrics", p.metrics)
	mux.Handle("/gate", p.gateUntil(ctx))
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case !p.welcome(r):
				refuse(w, http.StatusForbidden, "pages have no business with this proxy")
			case strings.HasPrefix(r.URL.Path, "/api/"):
				p.forward(w, r) // not by the mux, which would redirect odd paths
			default:
				mux.ServeHTTP(w, r)
			}
		}),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(p.logger.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), proxyShutdownTime)
	defer cancel()
	err := server.Shutdown(stop)
	p.transport.CloseIdleConnections()
	if err != nil {
		return errors.Join(fmt.Errorf("requests were cut off: %w", err), server.Close())
	}
	return nil
}

// welcome refuses what a page on the internet has a browser send: it would have
// the proxy's token. Such a page can give its own host this machine's address,
// so the host must be an address or localhost, unless other machines are
// welcome anyway.
func (p *proxy) welcome(r *http.Request) bool {
	if r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != "" {
		return false
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return p.remote || err == nil || host == "localhost"
}

// refuse answers as Discord does.
func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct { // a caller that is gone is no error of ours
		Message string `json:"message"`
		Code    int    `json:"code"`
	}{message, 0})
}
