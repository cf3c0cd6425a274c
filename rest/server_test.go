package rest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/accord-go/accord/rest"
)

// pipeListener is a listener in memory, so that a server and a client live in
// one synctest bubble.
type pipeListener struct {
	conns chan net.Conn
	done  chan struct{}
	close func()
}

func newPipeListener() *pipeListener {
	done := make(chan struct{})
	return &pipeListener{conns: make(chan net.Conn), done: done, close: sync.OnceFunc(func() { close(done) })}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error { l.close(); return nil }

func (l *pipeListener) Addr() net.Addr { return &net.IPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	server, client := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.done:
		return nil, errors.New("connection refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

const (
	botToken = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.hunter2-part-of-the-token"
	api      = "http://127.0.0.1/api/v10"
)

// serve runs a handler in memory and returns a client's configuration that
// reaches it. Requests have their path below /api/v10.
func serve(t *testing.T, h http.HandlerFunc) rest.Config {
	t.Helper()
	l := newPipeListener()
	server := &http.Server{Handler: http.StripPrefix("/api/v10", h), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // always http.ErrServerClosed
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return rest.Config{API: api, Dial: l.dial, Logger: slog.New(slog.DiscardHandler)}
}

// newClient returns a bot's client that is closed when the test ends.
func newClient(t *testing.T, cfg rest.Config) *rest.Client {
	t.Helper()
	c := rest.New(rest.Bot(botToken), cfg)
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// bot returns a bot's client of a handler.
func bot(t *testing.T, h http.HandlerFunc) *rest.Client {
	t.Helper()
	return newClient(t, serve(t, h))
}

// reply answers with JSON.
func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if text, ok := v.(string); ok {
		_, _ = io.WriteString(w, text)
		return
	}
	_ = json.NewEncoder(w).Encode(v)
}

// message is a message as Discord answers, with an ID and a content.
func message(id int, content string) string {
	return fmt.Sprintf(`{"id":"%d","channel_id":"1","content":%q,"author":{"id":"5","username":"bot","discriminator":"0"},"timestamp":"2026-01-02T03:04:05.678000+00:00","type":0}`, id, content)
}

// sequence answers the nth request with the nth handler, and those after the
// last with the last. It counts them.
type sequence struct {
	handlers []http.HandlerFunc

	mu sync.Mutex // guards n
	n  int
}

func (s *sequence) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	h := s.handlers[min(s.n, len(s.handlers)-1)]
	s.n++
	s.mu.Unlock()
	h(w, r)
}

func (s *sequence) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		reply(w, status, body)
	}
}

// hangUp breaks the connection after the request was read.
func hangUp(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}
