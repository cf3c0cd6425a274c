package emulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/accord-go/accord/emulator"
)

// TestOwnAddress wants clients that name Discord's host to be told where they
// really are, since the gateway is dialled by what we tell.
func TestOwnAddress(t *testing.T) {
	t.Parallel()
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(e.Handler())
	defer s.Close()
	address := strings.TrimPrefix(s.URL, "http://")
	for host, want := range map[string]string{
		"discord.com":        address,
		"ptb.discord.com":    address,
		"localhost:8080":     "localhost:8080",
		"notdiscord.com":     "notdiscord.com",
		"emulator.test:1234": "emulator.test:1234",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/v10/gateway", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		resp, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		var gateway struct{ URL string }
		if err != nil || json.Unmarshal(body, &gateway) != nil || gateway.URL != "ws://"+want {
			t.Errorf("Host %s: gateway %q (%v), want ws://%s", host, gateway.URL, err, want)
		}
	}
}

// TestVia wants Discord's answers to say that they are Discord's, and pages of
// Cloudflare not to.
func TestVia(t *testing.T) {
	t.Parallel()
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		e.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	if w := get("/api/v9//gateway"); w.Code != http.StatusOK || w.Header().Get("Via") == "" {
		t.Errorf("two slashes: status %d, Via %q; want 200 and a Via", w.Code, w.Header().Get("Via"))
	}
	if err := e.FailNext(emulator.Failure{Status: http.StatusTooManyRequests, Body: json.RawMessage(`"<p>banned</p>"`)}); err != nil {
		t.Fatal(err)
	}
	if w := get("/api/v10/gateway"); w.Code != http.StatusTooManyRequests || w.Header().Get("Via") != "" {
		t.Errorf("a ban: status %d, Via %q; want 429 without", w.Code, w.Header().Get("Via"))
	}
}
