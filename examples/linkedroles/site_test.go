package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// browser goes to the site, and to the local Discord where that sends it.
type browser struct {
	t *testing.T
	http.Client
}

// visit gets a page, or posts a form, and returns what is shown and where.
func (b *browser) visit(address string, form url.Values) (at *url.URL, status int, text string) {
	b.t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, address, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := b.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	shown, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.Request.URL, resp.StatusCode, string(shown)
}

// start runs the site on a local Discord and returns a browser for both.
func start(t *testing.T) (*emutest.Discord, *site, *browser, string) {
	t.Helper()
	var s *site
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handler().ServeHTTP(w, r) }))
	t.Cleanup(server.Close)

	w := emulator.DefaultWorld()
	w.Applications[0].RedirectURIs = []string{server.URL + "/callback"}
	d := emutest.StartWith(t, emulator.Config{World: w})
	bot := rest.New(rest.Bot(d.Token), rest.Config{API: d.API, Dial: d.Dial})
	t.Cleanup(bot.Close)
	s = newSite(bot, rest.OAuth2App{ID: d.ApplicationID, Secret: d.Emulator.ClientSecret(), RedirectURI: server.URL + "/callback"})
	if err := s.declare(t.Context()); err != nil {
		t.Fatal(err)
	}

	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		if strings.HasPrefix(d.API, "http://"+addr+"/") {
			return d.Dial(ctx, network, addr)
		}
		return new(net.Dialer).DialContext(ctx, network, addr)
	}}
	return d, s, &browser{t, http.Client{Transport: transport, Jar: jar}}, server.URL
}

func TestLink(t *testing.T) {
	t.Parallel()
	d, s, b, home := start(t)
	if _, _, text := b.visit(home, nil); !strings.Contains(text, `href="/login"`) {
		t.Errorf("the site shows %s", text)
	}
	consent, status, text := b.visit(home+"/login", nil)
	if status != http.StatusOK || consent.Path != "/oauth2/authorize" || !strings.Contains(text, "Update your connection and metadata") {
		t.Fatalf("the login leads to %s: %d %s", consent, status, text)
	}
	at, status, text := b.visit(consent.String(), url.Values{"action": {"authorize"}, "user_id": {d.UserID.String()}})
	if status != http.StatusOK || at.Path != "/callback" || !strings.Contains(text, "Hello, Robin") {
		t.Fatalf("back at %s: %d %s", at, status, text)
	}
	for range 3 {
		if err := s.won(t.Context(), d.UserID); err != nil {
			t.Fatal(err)
		}
	}
	linked, ok := d.Emulator.RoleConnection(d.UserID)
	if !ok || linked.PlatformName != "Chess Club" || linked.Metadata["wins"] != "3" {
		t.Errorf("Discord knows %+v, %t", linked, ok)
	}
	if _, status, _ := b.visit(at.String(), nil); status != http.StatusBadGateway {
		t.Errorf("the code works twice: %d", status)
	}
}

func TestDenied(t *testing.T) {
	t.Parallel()
	d, _, b, home := start(t)
	consent, _, _ := b.visit(home+"/login", nil)
	if _, _, text := b.visit(consent.String(), url.Values{"action": {"cancel"}}); !strings.Contains(text, "Then not") {
		t.Errorf("the site shows %s", text)
	}
	if _, ok := d.Emulator.RoleConnection(d.UserID); ok {
		t.Error("the account is linked all the same")
	}
}

// TestForged brings a code that somebody else got.
func TestForged(t *testing.T) {
	t.Parallel()
	_, _, b, home := start(t)
	b.visit(home+"/login", nil)
	if _, status, text := b.visit(home+"/callback?code=abc&state=xyz", nil); status != http.StatusBadRequest || !strings.Contains(text, "not begun here") {
		t.Errorf("%d %s", status, text)
	}
}
