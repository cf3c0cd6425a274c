package accord_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/event"
)

// A connectProxy is an HTTP proxy that only tunnels, as companies have them.
type connectProxy struct {
	mu      sync.Mutex // guards tunnels
	tunnels []string   // hosts that were asked for
	pipes   sync.WaitGroup
}

// ServeHTTP answers CONNECT with a tunnel.
func (p *connectProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
		return
	}
	target, err := new(net.Dialer).DialContext(r.Context(), "tcp", r.Host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		target.Close()
		return
	}
	fmt.Fprint(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
	p.mu.Lock() // also orders Go before the test's Wait
	defer p.mu.Unlock()
	p.tunnels = append(p.tunnels, r.Host)
	for _, ends := range [][2]net.Conn{{conn, target}, {target, conn}} {
		p.pipes.Go(func() {
			_, _ = io.Copy(ends[0], ends[1]) // until either side closes
			ends[0].Close()
			ends[1].Close()
		})
	}
}

func (p *connectProxy) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.tunnels)
}

// dialThrough returns a Dial that asks the proxy at addr for each connection.
func dialThrough(proxy string) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, proxy)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %[1]s\r\n\r\n", addr)
		resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: http.MethodConnect})
		if err != nil {
			conn.Close()
			return nil, err
		}
		if resp.StatusCode != http.StatusOK {
			conn.Close()
			return nil, fmt.Errorf("proxy: %s", resp.Status)
		}
		return conn, nil
	}
}

// serve runs h on loopback until the test ends, and returns its address.
func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h}
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.Serve(l) }) // ends with Close
	t.Cleanup(func() {
		s.Close()
		wg.Wait()
	})
	return l.Addr().String()
}

// TestDialThroughProxy answers a message with both halves of the API behind a
// proxy that tunnels.
func TestDialThroughProxy(t *testing.T) {
	t.Parallel()
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- e.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := e.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		<-served
	})

	proxy := new(connectProxy)
	client := accord.New(e.Token(), accord.Config{
		API:     "http://" + l.Addr().String() + "/api/v10",
		Dial:    dialThrough(serve(t, proxy)),
		Intents: discord.IntentsDefault | discord.IntentMessageContent,
	})
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		if m.Author.Bot {
			return nil
		}
		_, err := client.REST.Messages.Create(ctx, m.ChannelID, discord.CreateMessage{Content: "pong"})
		return err
	})
	ready := accord.Expect(client, func(*event.GuildCreate) bool { return true })
	pong := accord.Expect(client, func(m *event.MessageCreate) bool { return m.Content == "pong" })

	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- client.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ran; err != nil {
			t.Errorf("Run: %v", err)
		}
		client.REST.Close()
		proxy.pipes.Wait()
	}()
	wait, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if _, err := ready.Wait(wait); err != nil {
		t.Fatal(err)
	}
	_, channel, _ := e.Home()
	if _, err := e.UserMessage(emulator.UserMessage{ChannelID: channel, Content: "!ping"}); err != nil {
		t.Fatal(err)
	}
	if _, err := pong.Wait(wait); err != nil {
		t.Fatal(err)
	}
	if n := proxy.count(); n < 2 {
		t.Errorf("%d connections went through the proxy, want one for REST and one for the gateway at least", n)
	}
}
