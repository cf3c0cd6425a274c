package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/rest"
)

// startLocal runs an emulator on loopback.
func startLocal(t *testing.T, limits emulator.Limits) (*emulator.Emulator, string) {
	t.Helper()
	e, local := startWorld(t, nil)
	if err := e.SetLimits(limits); err != nil {
		t.Fatal(err)
	}
	return e, local
}

// startWorld runs an emulator with that world; nil is the default one.
func startWorld(t *testing.T, world *emulator.World) (*emulator.Emulator, string) {
	t.Helper()
	e, err := emulator.New(emulator.Config{World: world, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	l, err := e.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, e, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return e, "http://" + l.Addr().String()
}

// startProxy runs a proxy as a program does, and returns where it is and what it
// logs.
func startProxy(t *testing.T, args ...string) (proxyAddress, *log) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, w := io.Pipe()
	errs := new(log)
	status := make(chan int, 1)
	go func() { status <- run(ctx, append([]string{"proxy", "-addr", "127.0.0.1:0"}, args...), w, errs) }()
	t.Cleanup(func() {
		stop()
		if got := <-status; got != statusOK {
			t.Errorf("status %d: %s", got, errs)
		}
	})
	var where proxyAddress
	if err := json.NewDecoder(r).Decode(&where); err != nil {
		t.Fatal(err)
	}
	return where, errs
}

// log is standard error, read while it is written.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// senderEnv makes the test binary one of the processes that share a token.
const senderEnv = "ACCORD_TEST_SENDER"

// TestSender is such a process: it posts into all channels, and limits nothing.
func TestSender(t *testing.T) {
	config := os.Getenv(senderEnv)
	if config == "" {
		t.Skip("is run by TestProxyProcesses, in processes of its own")
	}
	api, token, _ := strings.Cut(config, " ")
	c := rest.New(rest.Bot(token), rest.Config{API: api, Limiter: rest.NoLimit, Logger: slog.New(slog.DiscardHandler)})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := c.Do(t.Context(), "GET", fmt.Sprintf("/channels/%d", 1+i%3), nil, nil, rest.NoRetry())
			if !isUnknownChannel(err) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func isUnknownChannel(err error) bool {
	e, ok := err.(*rest.Error)
	return ok && e.Code == rest.ErrUnknownChannel
}

// TestProxyProcesses is R16: eight processes share one token through the proxy,
// and nothing is refused once it knows the bucket.
func TestProxyProcesses(t *testing.T) {
	t.Parallel()
	e, local := startLocal(t, emulator.Limits{Strict: true, Buckets: []emulator.Bucket{{Name: "b", Requests: 20, Per: emulator.Duration(time.Second)}}})
	where, errs := startProxy(t, "-api", local)
	if err := rest.New(rest.Bot(e.Token()), rest.Config{API: where.API, Limiter: rest.NoLimit}).Do(t.Context(), "GET", "/channels/9", nil, nil); !isUnknownChannel(err) {
		t.Fatal(err)
	}
	start := time.Now()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSender$")
			cmd.Env = append(os.Environ(), senderEnv+"="+where.API+" "+e.Token())
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("process %d: %v\n%s", i, err, out)
			}
		})
	}
	wg.Wait()
	stats := e.Stats()
	if stats.Responses429 != 0 || stats.Requests != 161 {
		t.Errorf("%d requests, 429s = %d, want 161 and 0; the proxy: %s", stats.Requests, stats.Responses429, errs)
	}
	if took := time.Since(start); took < 2*time.Second { // 160 requests, 50 a second; three buckets of 20 a second
		t.Errorf("took %v, less than the limits allow", took)
	}
}

// TestProxy sends all kinds of requests through a proxy with a token of its own.
func TestProxy(t *testing.T) {
	e, local := startLocal(t, emulator.Limits{})
	t.Setenv("DISCORD_TOKEN", e.Token())
	where, errs := startProxy(t, "-api", local, "-own-token")
	_, channel, _ := e.Home()
	c := rest.New(rest.None, rest.Config{API: where.API, Limiter: rest.NoLimit, Logger: slog.New(slog.DiscardHandler)})
	text := strings.Repeat("0123456789abcdef", 1<<14)
	m, err := c.Messages.Create(t.Context(), channel, discord.CreateMessage{Content: "hi", Files: []discord.File{{Name: "a.txt", Reader: strings.NewReader(text)}}})
	if err != nil || len(m.Attachments) != 1 || int(m.Attachments[0].Size) != len(text) {
		t.Fatalf("message = %+v, %v", m, err)
	}
	if err := e.FailNext(emulator.Failure{Status: 429, RetryAfter: 0.2, Scope: "shared"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Messages.List(t.Context(), channel, rest.ListMessages{Limit: 1}); err != nil {
		t.Error(err)
	}
	for _, tt := range []struct {
		path   string
		header [2]string
		want   int
	}{
		{"/healthz", [2]string{}, 200},
		{"/metrics", [2]string{}, 200},
		{"/api/users/@me", [2]string{}, 200},
		{"/api/v10/users/@me", [2]string{"Authorization", "Bot wrong"}, 401},
		{"/api/v10/webhooks/1/token", [2]string{}, 404},
		{"/api/v10/channels/../users", [2]string{}, 400},
		{"/api/v10/users/@me", [2]string{"Origin", "https://example.com"}, 403},
		{"/api/v10/users/@me", [2]string{"Host", "example.com"}, 403},
		{"/nothing", [2]string{}, 404},
	} {
		status, body := ask(t, strings.TrimSuffix(where.API, "/api/v10")+tt.path, tt.header)
		if status != tt.want {
			t.Errorf("%s %v: status %d, want %d: %s", tt.path, tt.header, status, tt.want, body)
		}
	}
	_, metrics := ask(t, where.Metrics, [2]string{})
	for _, want := range []string{
		`accord_proxy_requests_total{method="POST",route="/channels/{channel_id}/messages",status="200"} 1`,
		`accord_proxy_429_total{scope="shared"} 1`, `accord_proxy_bucket_remaining{`, `major="` + channel.String() + `"`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("metrics lack %s:\n%s", want, metrics)
		}
	}
	if told := metrics + errs.String(); strings.Contains(told, e.Token()) || strings.Contains(told, "token/") {
		t.Error("metrics or log contain a token")
	}
}

// ask reads an address with one header, as it is written.
func ask(t *testing.T, url string, header [2]string) (int, string) {
	t.Helper()
	rest := strings.TrimPrefix(url, "http://")
	host, path, _ := strings.Cut(rest, "/")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if header[0] != "Host" {
		fmt.Fprintf(conn, "GET /%s HTTP/1.1\r\nHost: %s\r\n", path, host)
	} else {
		fmt.Fprintf(conn, "GET /%s HTTP/1.1\r\n", path)
	}
	if header[0] != "" {
		fmt.Fprintf(conn, "%s: %s\r\n", header[0], header[1])
	}
	fmt.Fprint(conn, "Connection: close\r\n\r\n")
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// TestProxyStaysHome refuses to listen where others can reach it.
func TestProxyStaysHome(t *testing.T) {
	t.Parallel()
	var errs strings.Builder
	if got := run(t.Context(), []string{"proxy", "-addr", "0.0.0.0:0"}, io.Discard, &errs); got != statusError || !strings.Contains(errs.String(), "-allow-remote") {
		t.Errorf("status %d: %s", got, errs.String())
	}
	errs.Reset()
	if got := run(t.Context(), []string{"proxy", "-api", "http://example.com"}, io.Discard, &errs); got != statusError || !strings.Contains(errs.String(), "plain http") {
		t.Errorf("status %d: %s", got, errs.String())
	}
}

// TestProxyShutsDown lets a request that is under way end.
func TestProxyShutsDown(t *testing.T) {
	t.Parallel()
	arrived, leave := make(chan struct{}), make(chan struct{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	upstream := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-leave
		_, _ = io.WriteString(w, `"late"`)
	})}
	go func() { _ = upstream.Serve(l) }()
	defer upstream.Close()
	p, err := newProxy("http://"+l.Addr().String(), "", 50, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	home, err := listenProxy("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.serve(ctx, home) }()
	answer := make(chan string, 1)
	go func() {
		_, body := ask(t, "http://"+home.Addr().String()+"/api/v10/gateway", [2]string{})
		answer <- body
	}()
	<-arrived
	stop()
	close(leave)
	if got := <-answer; got != `"late"` {
		t.Errorf("answer %s", got)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}
