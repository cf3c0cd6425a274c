package gateway_test

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/gateway"
)

var transports = []gateway.Compression{
	gateway.CompressionZstd, gateway.CompressionZlib, gateway.CompressionPayload, gateway.CompressionNone,
}

// TestTransports plays a session on each transport, with a resume, whose
// compression context is a new one.
func TestTransports(t *testing.T) {
	t.Parallel()
	for _, compression := range transports {
		t.Run(compression.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				r := f.run(func(cfg *gateway.Config) { cfg.Compression = compression })
				c := f.accept()
				want := map[gateway.Compression]string{gateway.CompressionZstd: "zstd-stream", gateway.CompressionZlib: "zlib-stream"}[compression]
				if got := c.query.Get("compress"); got != want {
					t.Errorf("compress=%s, want %s", got, want)
				}
				c.hello()
				var id struct{ Compress bool }
				if err := json.Unmarshal(c.expect(gateway.OpIdentify).D, &id); err != nil || id.Compress != (compression == gateway.CompressionPayload) {
					t.Errorf("IDENTIFY with compress %t, %v", id.Compress, err)
				}
				c.ready("s1")
				big := `{"x":"` + strings.Repeat("0123456789abcdef", 20_000) + `"}`
				for i, data := range []string{`{}`, big, `{"y":"é"}`, big, `{}`} {
					c.dispatch("X", int64(i)+2, data)
				}
				if compression == gateway.CompressionPayload {
					c.sendRaw(websocket.BinaryMessage, deflated(t, `{"t":"X","s":7,"op":0,"d":{"z":1}}`))
				} else {
					// A server may not know the compression.
					c.sendRaw(websocket.TextMessage, []byte(`{"t":"X","s":7,"op":0,"d":{"z":1}}`))
				}
				synctest.Wait()
				c.close(4000)
				c = f.accept()
				if got := c.query.Get("compress"); got != want {
					t.Errorf("resumed with compress=%s, want %s", got, want)
				}
				c.hello()
				c.expectResume("s1", 7)
				c.resumed(8)
				synctest.Wait()
				want2 := []string{"READY 1", "X 2", "X 3", "X 4", "X 5", "X 6", "X 7", "RESUMED 8"}
				if got := r.received(); !slices.Equal(got, want2) {
					t.Fatalf("received %v, want %v", got, want2)
				}
				if r.frames[2].Data != big || r.frames[3].Data != `{"y":"é"}` || r.frames[6].Data != `{"z":1}` {
					t.Error("data changed on its way")
				}
			})
		})
	}
}

// deflated is text as payload compression sends it.
func deflated(t *testing.T, text string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zlib.NewWriter(&buf)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestG18 has corrupt, truncated and huge frames on each transport: a typed
// error, and a resume.
func TestG18(t *testing.T) {
	t.Parallel()
	huge := `{"t":"X","s":2,"op":0,"d":"` + strings.Repeat("a", 2<<20) + `"}`
	for _, compression := range transports {
		for name, send := range map[string]func(*conn){
			"corrupt": func(c *conn) { c.sendRaw(websocket.BinaryMessage, []byte("\x78\x9c\xff\xff\xff\x00\x00\xff\xff")) },
			"truncated": func(c *conn) {
				_, message := c.squeeze.message(`{"t":"X","s":2,"op":0,"d":{"a":"bcdefghijklmnopqrstuvwxyz"}}`)
				c.sendRaw(websocket.BinaryMessage, message[:len(message)/2])
				c.send(`{"t":"X","s":3,"op":0,"d":{}}`)
			},
			"huge":    func(c *conn) { c.send(huge) },
			"no JSON": func(c *conn) { c.send(`hello`) },
			"no op":   func(c *conn) { c.send(`{"t":"X"}`) },
			"empty":   func(c *conn) { c.sendRaw(websocket.TextMessage, nil) },
			"bad UTF8": func(c *conn) {
				c.sendRaw(websocket.TextMessage, []byte("{\"op\":0,\"t\":\"X\",\"s\":2,\"d\":{\"a\":\"\xff\"}}"))
			},
		} {
			t.Run(compression.String()+" "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					f := newFake(t)
					r := f.run(func(cfg *gateway.Config) { cfg.Compression, cfg.MaxFrame = compression, 1<<20 })
					c := f.accept()
					c.handshake("s1")
					synctest.Wait()
					send(c)
					c.expectClose()
					c = f.accept()
					c.hello()
					c.expectResume("s1", 1)
					var bad *gateway.FrameError
					if errs := r.errors(); len(errs) != 1 || !errors.As(errs[0], &bad) || errors.Is(bad, gateway.ErrTooLarge) != (name == "huge") {
						t.Errorf("errors %v", errs)
					}
				})
			})
		}
	}
}

// TestG7 has events that no decoder knows or likes: they are handed on as they
// came, the sequence moves on and the connection stays.
func TestG7(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		c.dispatch("NEVER_HEARD_OF", 2, `{"a":1}`)
		c.dispatch("CHANNEL_CREATE", 3, `{"id":"1","type":99}`)
		c.dispatch("TYPING_START", 4, `{"timestamp":{}}`)
		c.dispatch("MESSAGE_CREATE", 5, `[]`)
		c.dispatch("MESSAGE_CREATE", 6, `null`)
		c.dispatch("RATE_LIMITED", 7, `"soon"`)
		c.send(`{"op":99,"d":{"x":1}}`)
		c.send(`{"op":11}`)
		c.send(`{"op":10,"d":{"heartbeat_interval":1}}`) // again
		c.send(`{"t":"NO_SEQUENCE","op":0,"d":{}}`)
		c.send(`{"op":0,"s":8,"d":{"no":"name"}}`)
		synctest.Wait()
		want := []string{"READY 1", "NEVER_HEARD_OF 2", "CHANNEL_CREATE 3", "TYPING_START 4", "MESSAGE_CREATE 5", "MESSAGE_CREATE 6", "RATE_LIMITED 7", "NO_SEQUENCE 0", " 8"}
		if got := r.received(); !slices.Equal(got, want) {
			t.Errorf("received %v, want %v", got, want)
		}
		for i, want := range []string{`{"a":1}`, `{"id":"1","type":99}`, `{"timestamp":{}}`, `[]`, `null`, `"soon"`} {
			if got := r.frames[i+1].Data; got != want {
				t.Errorf("event %d: data %s, want %s", i+2, got, want)
			}
		}
		if got := r.Session().Sequence; got != 8 {
			t.Errorf("sequence %d, want 8", got)
		}
		if got := r.Latency(); got != 0 {
			t.Errorf("latency %v without a heartbeat", got)
		}
		if errs := r.errors(); len(errs) != 1 {
			t.Errorf("errors %v, want one, for RATE_LIMITED", errs)
		}
		f.noConnection(10 * time.Minute)
		if n := len(c.heartbeats()); n < 14 || n > 15 {
			t.Errorf("%d heartbeats in 10 minutes", n)
		}
	})
}

// TestOddReady has READYs that lack or change what a session needs.
func TestOddReady(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, data, session, url string
		errs                     int
	}{
		{"numeric IDs", `{"session_id":"s1","resume_gateway_url":"ws://session.test","user":{"id":7},"application":{"id":8},"guilds":[{"id":9}]}`, "s1", "ws://session.test", 0},
		{"other types", `{"user":[],"application":7,"guilds":{},"session_id":"s1","resume_gateway_url":"ws://session.test"}`, "s1", "ws://session.test", 1},
		{"nulls", `{"user":null,"application":null,"guilds":null,"session_id":"s1","resume_gateway_url":null}`, "s1", "", 0},
		{"no session", `{"user":{"id":"7"}}`, "", "", 1},
		{"null", `null`, "", "", 1},
		{"an address that is none", `{"session_id":"s1","resume_gateway_url":"http://x"}`, "s1", "", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				r := f.run(nil)
				c := f.accept()
				c.hello()
				c.expect(gateway.OpIdentify)
				c.dispatch("READY", 1, tt.data)
				c.dispatch("X", 2, `{}`)
				synctest.Wait()
				if s := r.Session(); s.ID != tt.session || s.ResumeURL != tt.url {
					t.Errorf("session %+v", s)
				}
				if errs := r.errors(); len(errs) != tt.errs {
					t.Errorf("errors %v", errs)
				}
				if got := r.received(); len(got) != 2 {
					t.Errorf("received %v", got)
				}
				c.drop()
				c = f.accept()
				c.hello()
				if tt.session != "" {
					c.expectResume("s1", 2)
				} else {
					c.expect(gateway.OpIdentify)
				}
			})
		})
	}
}

// TestOddHello has heartbeat intervals that would make a ticker panic.
func TestOddHello(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`{}`, `null`, `{"heartbeat_interval":null}`, `{"heartbeat_interval":0}`, `{"heartbeat_interval":-1}`,
		`{"heartbeat_interval":1e300}`, `{"heartbeat_interval":"41250"}`, `[]`} {
		t.Run(data, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				r := f.run(nil)
				c := f.accept()
				c.send(`{"op":10,"d":` + data + `}`)
				c.expectClose()
				c = f.accept()
				c.send(`{"op":10,"d":{"heartbeat_interval":41250.5,"_trace":[1]}}`)
				c.expect(gateway.OpIdentify)
				var bad *gateway.FrameError
				if errs := r.errors(); len(errs) != 1 || !errors.As(errs[0], &bad) {
					t.Errorf("errors %v", errs)
				}
			})
		})
	}
}

// TestWant hands on only what is wanted, and counts the rest.
func TestWant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(func(cfg *gateway.Config) { cfg.Want = func(name string) bool { return name == "B" } })
		c := f.accept()
		c.handshake("s1")
		c.dispatch("A", 2, `{}`)
		c.dispatch("B", 3, `{}`)
		c.dispatch("A", 4, `{}`)
		synctest.Wait()
		if got := r.received(); !slices.Equal(got, []string{"B 3"}) || r.Session().Sequence != 4 || r.Session().ID != "s1" {
			t.Errorf("received %v, session %+v", got, r.Session())
		}
	})
}

// TestCloseIsNotEchoed answers a server's 1000 with a code that leaves the
// session alone.
func TestCloseIsNotEchoed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.run(nil)
		c := f.accept()
		c.handshake("s1")
		synctest.Wait()
		c.mu.Lock()
		c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
		c.mu.Unlock()
		c.expectClose()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 1)
	})
}

// TestPing answers websocket pings.
func TestPing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.run(nil)
		c := f.accept()
		pong := make(chan string, 1)
		c.ws.SetPongHandler(func(data string) error { pong <- data; return nil })
		c.hello()
		c.mu.Lock()
		c.ws.WriteControl(websocket.PingMessage, []byte("x"), time.Now().Add(time.Second))
		c.mu.Unlock()
		if got := <-pong; got != "x" {
			t.Errorf("pong %q", got)
		}
	})
}

// TestBadAddress tells at once that an address is none.
func TestBadAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://x", "gateway.test", "ws://", "::"} {
		if err := gateway.New(gateway.Config{Token: token, URL: address}).Run(t.Context()); err == nil {
			t.Errorf("%s was accepted", address)
		}
	}
}

// TestHTTPStatus tells which status a server answered with.
func TestHTTPStatus(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no", http.StatusServiceUnavailable)
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	var got error
	s := gateway.New(gateway.Config{
		Token: token, URL: strings.Replace(server.URL, "http", "ws", 1), Logger: newLog(io.Discard),
		Hooks: gateway.Hooks{Disconnected: func(_ int, err error, _ bool) { got = err; cancel() }},
	})
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	var failed *gateway.DialError
	if !errors.As(got, &failed) || failed.Status != http.StatusServiceUnavailable {
		t.Errorf("error %v", got)
	}
}

// upgrade is a gateway on a real socket that closes with 4004 after IDENTIFY.
func upgrade(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer ws.Close()
	ws.WriteMessage(websocket.TextMessage, []byte(`{"op":10,"d":{"heartbeat_interval":41250}}`))
	if _, _, err := ws.ReadMessage(); err != nil {
		return
	}
	ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4004, ""), time.Now().Add(time.Second))
}

// TestTLS runs over wss, above the connection that Config.Dial opens.
func TestTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(upgrade))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	var dialed string
	s := gateway.New(gateway.Config{
		Token: token, URL: "wss://example.com", Logger: newLog(io.Discard),
		TLS: &tls.Config{RootCAs: roots},
		Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			dialed = addr
			return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		},
	})
	if err := s.Run(t.Context()); !errors.Is(err, gateway.ErrAuthenticationFailed) {
		t.Errorf("Run returned %v", err)
	}
	if dialed != "example.com:443" {
		t.Errorf("dialed %s", dialed)
	}
}

// TestResumeStaysEncrypted does not follow a resume URL from wss to ws.
func TestResumeStaysEncrypted(t *testing.T) {
	t.Parallel()
	resumed := make(chan string, 1)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		upgrader := websocket.Upgrader{}
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		ws.WriteMessage(websocket.TextMessage, []byte(`{"op":10,"d":{"heartbeat_interval":41250}}`))
		_, b, _ := ws.ReadMessage()
		if strings.HasPrefix(string(b), `{"op":6`) {
			resumed <- r.Host
			return
		}
		ws.WriteMessage(websocket.TextMessage, []byte(`{"op":0,"t":"READY","s":1,"d":{"session_id":"s1","resume_gateway_url":"ws://example.org"}}`))
	}))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := gateway.New(gateway.Config{
		Token: token, URL: "WSS://example.com", Logger: newLog(io.Discard),
		TLS: &tls.Config{RootCAs: roots},
		Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if addr != "example.com:443" {
				t.Errorf("dialed %s", addr)
			}
			return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		},
	})
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	if got := <-resumed; got != "example.com" {
		t.Errorf("resumed at %s", got)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestProxy goes through the proxy that the environment names. The environment
// is read once per process, so the client is another process.
func TestProxy(t *testing.T) {
	t.Parallel()
	const addressEnv = "ACCORD_TEST_GATEWAY"
	if address := os.Getenv(addressEnv); address != "" {
		s := gateway.New(gateway.Config{Token: token, URL: address, Logger: newLog(io.Discard)})
		fmt.Println("Run:", s.Run(t.Context()))
		return
	}
	server := httptest.NewServer(http.HandlerFunc(upgrade))
	defer server.Close()
	proxy, asked := connectProxy(t, server.Listener.Addr().String())
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxy$", "-test.v")
	cmd.Env = append(os.Environ(), addressEnv+"=ws://gateway.example:8080", "HTTP_PROXY=http://"+proxy, "NO_PROXY=")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "closed with code 4004") {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := <-asked; got != "gateway.example:8080" {
		t.Errorf("the proxy was asked for %s", got)
	}
}

// connectProxy runs an HTTP CONNECT proxy that leads to target, whatever it is
// asked for, and tells what it was asked for.
func connectProxy(t *testing.T, target string) (address string, asked chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked = make(chan string, 10)
	go func() {
		client, err := l.Accept()
		if err != nil {
			return
		}
		defer client.Close()
		br := bufio.NewReader(client)
		request, err := http.ReadRequest(br)
		if err != nil || request.Method != http.MethodConnect {
			return
		}
		asked <- request.Host
		server, err := net.Dial("tcp", target)
		if err != nil {
			return
		}
		defer server.Close()
		io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
		go io.Copy(server, br)
		io.Copy(client, server)
	}()
	t.Cleanup(func() { l.Close() })
	return l.Addr().String(), asked
}
