package rest_test

import (
	"bufio"
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/accord-go/accord/rest"
)

// connectProxy is a proxy that understands CONNECT, and connects to one
// address whatever it is asked for. It counts.
func connectProxy(t *testing.T, to string) (url string, count *atomic.Int32) {
	t.Helper()
	count = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "example.com:443" {
			http.Error(w, "not here", http.StatusBadRequest)
			return
		}
		count.Add(1)
		upstream, err := net.Dial("tcp", to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		w.WriteHeader(http.StatusOK)
		client, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		go func() {
			defer upstream.Close()
			_, _ = io.Copy(upstream, buffered)
		}()
		go func() {
			defer client.Close()
			_, _ = io.Copy(client, upstream)
		}()
	}))
	t.Cleanup(server.Close)
	return server.URL, count
}

// secureServer is a Discord at https://example.com, reachable through a proxy.
// It returns the file with its certificate.
func secureServer(t *testing.T) (address, certificate string) {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 200, `{"id":"5","username":"behind the proxy"}`)
	}))
	t.Cleanup(server.Close)
	certificate = filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(certificate, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return server.Listener.Addr().String(), certificate
}

// TestProxies reaches a Discord through a CONNECT proxy: the one that
// HTTPS_PROXY names, and one that Config.Dial knows. The environment is read
// once in a process, so each runs in its own.
func TestProxies(t *testing.T) {
	t.Parallel()
	address, certificate := secureServer(t)
	for _, way := range []string{"environment", "dial"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			proxy, count := connectProxy(t, address)
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxyChild$", "-test.v")
			cmd.Env = append(os.Environ(), "ACCORD_TEST_PROXY="+way, "SSL_CERT_FILE="+certificate, "HTTPS_PROXY=", "https_proxy=", "NO_PROXY=", "no_proxy=")
			if way == "environment" {
				cmd.Env = append(cmd.Env, "HTTPS_PROXY="+proxy)
			} else {
				cmd.Env = append(cmd.Env, "ACCORD_TEST_PROXY_URL="+proxy)
			}
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "behind the proxy") || count.Load() != 1 {
				t.Errorf("%v, %d connections through the proxy\n%s", err, count.Load(), out)
			}
		})
	}
}

// TestProxyChild is the process that TestProxies runs.
func TestProxyChild(t *testing.T) {
	way := os.Getenv("ACCORD_TEST_PROXY")
	if way == "" {
		t.Skip("this is a part of TestProxies")
	}
	cfg := rest.Config{API: "https://example.com"}
	if way == "dial" {
		cfg.Dial = dialThrough(strings.TrimPrefix(os.Getenv("ACCORD_TEST_PROXY_URL"), "http://"))
	}
	me, err := newClient(t, cfg).Users.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(me.Username)
}

// dialThrough returns a Dial that goes through a CONNECT proxy.
func dialThrough(proxy string) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, proxy)
		if err != nil {
			return nil, err
		}
		_, err = fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", addr, addr)
		if err != nil {
			return nil, err
		}
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("proxy: %s", resp.Status)
		}
		return conn, nil
	}
}
