package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/gateway"
)

// pipes is a network with one address.
type pipes struct {
	accept chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accept:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8790} }

// dial connects to whatever listens.
func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.accept <- theirs:
		return ours, nil
	case <-time.After(time.Second):
		return nil, errors.New("connection refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// TestProxyGate has shards wait at the proxy's gate, while the proxy is replaced.
func TestProxyGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		accept := make(chan net.Conn)
		serve := func() (stop func()) {
			p, err := newProxy("", "", 50, false, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- p.serve(ctx, &pipes{accept: accept, closed: make(chan struct{})}) }()
			return func() {
				start := time.Now()
				cancel()
				if err := <-done; err != nil || time.Since(start) > time.Second {
					t.Errorf("the proxy ended after %v: %v", time.Since(start), err)
				}
			}
		}
		stop := serve()
		transport := &http.Transport{DialContext: (&pipes{accept: accept}).dial}
		defer transport.CloseIdleConnections()
		gate := gateway.NewRemoteGate("http://127.0.0.1:8790/gate")
		gate.Client, gate.Logger = &http.Client{Transport: transport}, slog.New(slog.DiscardHandler)
		ctx, identified := context.WithCancel(t.Context())
		id := gateway.Identify{Application: 7, Count: 2, Total: 1000, Remaining: 500, ResetAfter: time.Hour}
		start := time.Now()
		if err := gate.Wait(ctx, id); err != nil {
			t.Fatal(err)
		}
		passed := make(chan error, 1)
		id.Shard = 1
		ctx, cancel := context.WithCancel(t.Context())
		go func() { passed <- gate.Wait(ctx, id) }()
		synctest.Wait()
		metrics := read(t, transport, "http://127.0.0.1:8790/metrics")
		for _, want := range []string{
			`accord_proxy_gate_waiting{application="7"} 1`, `accord_proxy_gate_turns_total{application="7"} 1`,
			`accord_proxy_gate_remaining{application="7"} 499`, `accord_proxy_gate_reset_seconds{application="7"} 35`,
		} {
			if !strings.Contains(metrics, want) {
				t.Errorf("metrics lack %s:\n%s", want, metrics)
			}
		}
		identified()
		stop()
		defer serve()()
		if err := <-passed; err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took < 12*time.Second || took > 30*time.Second {
			t.Errorf("both passed after %v", took)
		}
		cancel()
		time.Sleep(time.Minute) // until what is told afterwards has been
	})
}

func read(t *testing.T, transport http.RoundTripper, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
