package rest_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// TestScenarios is the list of what breaks other libraries' REST clients, each
// played against the emulator. Time is virtual. R16, eight processes behind
// accord proxy, needs real processes: it is TestProxyProcesses of cmd/accord.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		id, fault string
		play      func(s *scenario)
	}{
		{"R1", "64 goroutines on one unknown route at once", playUnknownRoute},
		{"R2", "a bucket of 50 with 100 ms latency, 40 requests", playSeveralInFlight},
		{"R3", "reset_after is a fraction of a second", playFraction},
		{"R4", "a global 429 without bucket", playGlobalRefusal},
		{"R4", "a ban by Cloudflare, which answers with HTML", playCloudflare},
		{"R5", "a limit of the resource", func(s *scenario) { playHidden(s, "shared") }},
		{"R5", "a sub-limit behind the hash of others", func(s *scenario) { playHidden(s, "user") }},
		{"R5", "the hash changes in flight", playHashChange},
		{"R5", "two limits with one hash", playTwoLimits},
		{"R6", "the global limit with 100 channels, 500 requests", func(s *scenario) { playGlobal(s, 500, 1.05) }},
		{"R6", "the global limit with 100 channels, 5,000 requests", func(s *scenario) { playGlobal(s, 5000, 1.02) }},
		{"R7", "a deadline earlier than the wait", playDeadline},
		{"R8", "the context is cancelled while the request is queued", playCancel},
		{"R9", "an upload is answered 502", playUpload},
		{"R9", "the connection is cut while a file is sent", playCutUpload},
		{"R10", "401 on an authenticated route", playRefusedToken},
		{"R10", "401 with code 50027 on the route of an interaction", playRefusedInteraction},
		{"R11", "404 with code 10015 and with code 10008 on a webhook", playWebhook},
		{"R12", "10,000 refused requests in 10 minutes", playInvalidRequests},
		{"R13", "Discord's clock jumps by an hour", playClock},
		{"R14", "a path within an ID or emoji", playPath},
		{"R15", "the connection is reset after the request was sent", playReset},
	} {
		t.Run(tt.id+" "+tt.fault, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { tt.play(newScenario(t)) })
		})
	}
}

// scenario is a client of an emulator of its own.
type scenario struct {
	*testing.T
	d *emutest.Discord
	c *rest.Client
}

func newScenario(t *testing.T) *scenario {
	s := &scenario{T: t, d: emutest.Start(t)}
	s.c = s.client(rest.Bot(s.d.Token))
	return s
}

func (s *scenario) client(credential rest.Credential) *rest.Client {
	c := rest.New(credential, rest.Config{API: s.d.API, Dial: s.d.Dial, Logger: slog.New(slog.DiscardHandler)})
	s.Cleanup(c.Close)
	return c
}

// messages limits the creation of messages.
func messageBucket(n int, per time.Duration) emulator.Bucket {
	return emulator.Bucket{Method: "POST", Route: "^/channels/{channel_id}/messages$", Name: "messages", Requests: n, Per: emulator.Duration(per)}
}

// all makes n calls at once and returns how long they took together.
func (s *scenario) all(n int, call func(i int) error) time.Duration {
	s.Helper()
	start := time.Now()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := call(i); err != nil {
				s.Errorf("request %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}

func (s *scenario) post(int) error {
	_, err := s.c.Messages.Create(s.Context(), s.d.ChannelID, discord.CreateMessage{Content: "hi"})
	return err
}

// read reads a channel that there isn't, which counts all the same.
func (s *scenario) read(channel int) error {
	_, err := s.c.Channels.Get(s.Context(), discord.ChannelID(channel))
	if errors.Is(err, rest.ErrUnknownChannel) {
		return nil
	}
	return err
}

// want checks the number of 429s and the time.
func (s *scenario) want(refused int, took, atLeast, atMost time.Duration) {
	s.Helper()
	if got := s.d.Stats().Responses429; got != refused {
		s.Errorf("429s = %d, want %d", got, refused)
	}
	if took < atLeast || took > atMost {
		s.Errorf("took %v, want %v to %v", took, atLeast, atMost)
	}
}

func playUnknownRoute(s *scenario) {
	s.d.SetLatency(20 * time.Millisecond)
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(5, 2*time.Second)}})
	s.want(0, s.all(64, s.post), 24*time.Second, 24400*time.Millisecond)
}

func playSeveralInFlight(s *scenario) {
	s.d.SetLatency(100 * time.Millisecond)
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(50, 10*time.Second)}})
	s.want(0, s.all(40, s.post), 200*time.Millisecond, 210*time.Millisecond)
}

func playFraction(s *scenario) {
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(1, 750*time.Millisecond)}})
	s.want(0, s.all(5, s.post), 3*time.Second, 3100*time.Millisecond)
}

func playGlobalRefusal(s *scenario) {
	s.d.SetLatency(10 * time.Millisecond)
	s.d.FailNext(emulator.Failure{Status: 429, Global: true, RetryAfter: 2.5})
	if _, err := s.c.Users.Me(s.Context(), rest.NoRetry()); err == nil {
		s.Error("no error, though it may not be tried again")
	}
	s.want(1, s.all(40, func(i int) error { return s.read(1 + i) }), 2480*time.Millisecond, 2700*time.Millisecond)
}

func playCloudflare(s *scenario) {
	s.d.FailNext(emulator.Failure{Status: 401, Count: 10_000, Body: []byte(`{"code":0,"message":"401: Unauthorized"}`)})
	transport := &http.Transport{DialContext: s.d.Dial}
	defer transport.CloseIdleConnections()
	for range 10_000 {
		resp, err := (&http.Client{Transport: transport}).Get(s.d.API + "/gateway")
		if err != nil {
			s.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	if _, err := s.c.Users.Me(s.Context(), rest.NoRetry()); err == nil {
		s.Error("no error, though Cloudflare keeps the address out")
	}
	s.want(1, s.all(40, func(i int) error { return s.read(1 + i) }), 590*time.Second, 602*time.Second)
}

func playHidden(s *scenario, scope string) {
	hidden := emulator.Bucket{Route: "^/channels/{channel_id}$", Requests: 3, Per: emulator.Duration(5 * time.Second), Hidden: true, Scope: scope}
	same := emulator.Bucket{Route: "^/channels/{channel_id}(/messages)?$", Name: "same", Requests: 40, Per: emulator.Duration(time.Minute)}
	s.d.SetLatency(10 * time.Millisecond)
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{same, hidden}})
	s.all(1, s.post)
	var wg sync.WaitGroup
	wg.Go(func() {
		took := s.all(4, func(int) error { return s.read(int(s.d.ChannelID)) })
		s.want(1, took, 5*time.Second, 5100*time.Millisecond)
	})
	wg.Go(func() {
		time.Sleep(time.Second)
		if took := s.all(5, s.post); took != 10*time.Millisecond {
			s.Errorf("a route with the same hash waited: %v", took)
		}
	})
	wg.Wait()
}

func playHashChange(s *scenario) {
	s.d.SetLatency(40 * time.Millisecond)
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(5, time.Second)}})
	change := time.AfterFunc(3020*time.Millisecond, func() {
		other := messageBucket(5, 2*time.Second)
		other.Name = "another"
		s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{other}})
	})
	defer change.Stop()
	s.all(60, s.post)
	if got := s.d.Stats().Responses429; got > 1 {
		s.Errorf("429s = %d, want at most one for one change", got)
	}
}

func playTwoLimits(s *scenario) {
	reads := emulator.Bucket{Method: "GET", Name: "messages", Requests: 20, Per: emulator.Duration(10 * time.Second)}
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(1, 10*time.Second), reads}})
	s.all(1, s.post)
	s.want(0, s.all(20, func(int) error { return s.read(int(s.d.ChannelID)) }), 0, 0)
}

func playGlobal(s *scenario, n int, over float64) {
	s.d.SetLatency(20 * time.Millisecond)
	s.d.SetLimits(emulator.Limits{Strict: true, Buckets: []emulator.Bucket{{Name: "reads", Requests: 100, Per: emulator.Duration(time.Second)}}})
	least := time.Duration(n/50-1) * time.Second
	took := s.all(n, func(i int) error { return s.read(1 + i%100) })
	s.want(0, took, least, time.Duration(float64(least)*over))
}

func playDeadline(s *scenario) {
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(1, 10*time.Second)}})
	s.all(1, s.post)
	ctx, cancel := context.WithTimeout(s.Context(), 4*time.Second)
	defer cancel()
	start := time.Now()
	_, err := s.c.Messages.Create(ctx, s.d.ChannelID, discord.CreateMessage{Content: "hi"})
	wait, ok := errors.AsType[*rest.WaitError](err)
	if !ok || time.Since(start) != 0 || wait.Wait < 10*time.Second || wait.Wait > 10100*time.Millisecond {
		s.Errorf("after %v: %v, want a WaitError of 10s at once", time.Since(start), err)
	}
}

func playCancel(s *scenario) {
	s.d.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{messageBucket(1, time.Second)}})
	s.all(1, s.post)
	ctx, cancel := context.WithCancel(s.Context())
	start := time.Now()
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if _, err := s.c.Messages.Create(ctx, s.d.ChannelID, discord.CreateMessage{Content: "hi"}); !errors.Is(err, context.Canceled) {
				s.Errorf("error = %v, want %v", err, context.Canceled)
			}
		})
	}
	synctest.Wait()
	wg.Go(func() { s.all(1, s.post) })
	synctest.Wait()
	cancel()
	wg.Wait()
	s.want(0, time.Since(start), 990*time.Millisecond, 1100*time.Millisecond)
}

// upload posts a file, and wants it to arrive whole.
func (s *scenario) upload() {
	s.Helper()
	text := strings.Repeat("0123456789abcdef", 1<<14)
	m, err := s.c.Messages.Create(s.Context(), s.d.ChannelID, discord.CreateMessage{Files: []discord.File{{Name: "a.txt", Reader: strings.NewReader(text)}}})
	if err != nil {
		s.Fatal(err)
	}
	if len(m.Attachments) != 1 || int(m.Attachments[0].Size) != len(text) {
		s.Errorf("attachments = %+v, want one of %d bytes", m.Attachments, len(text))
	}
	s.wantMessages(1)
}

// wantMessages checks how many messages the channel has from the bot.
func (s *scenario) wantMessages(want int) {
	s.Helper()
	list, err := s.c.Messages.List(s.Context(), s.d.ChannelID, rest.ListMessages{})
	if err != nil || len(list) != want {
		s.Errorf("%d messages, %v, want %d", len(list), err, want)
	}
}

func playUpload(s *scenario) {
	s.d.FailNext(emulator.Failure{Method: "POST", Status: 502, After: true})
	s.upload()
}

func playCutUpload(s *scenario) {
	s.d.FailNext(emulator.Failure{Method: "POST", Upload: 1 << 12})
	s.upload()
}

func playRefusedToken(s *scenario) {
	s.d.FailNext(emulator.Failure{Status: 401})
	if err := s.post(0); err == nil {
		s.Error("no error")
	}
	if err := s.post(0); err != nil { // the current user could be read, so it was about something else
		s.Error(err)
	}
	wrong := s.client(rest.Bot("wrong"))
	before := s.d.Stats().Requests
	for i := range 5 {
		_, err := wrong.Channels.Get(s.Context(), s.d.ChannelID)
		if _, ok := errors.AsType[*rest.RefusedError](err); ok != (i > 0) {
			s.Errorf("request %d: %v", i, err)
		}
	}
	if got := s.d.Stats().Requests - before; got != 2 {
		s.Errorf("%d requests were sent, want 2: one, and the current user's", got)
	}
}

func playRefusedInteraction(s *scenario) {
	s.d.FailNext(emulator.Failure{Path: "^/interactions/", Status: 401, Body: []byte(`{"code":50027,"message":"Invalid Webhook Token"}`)})
	answer := func() error {
		return s.c.Interactions.Respond(s.Context(), 1, "token", discord.InteractionResponse{Type: discord.InteractionCallbackTypePong})
	}
	if err := answer(); !errors.Is(err, rest.ErrInvalidWebhookToken) {
		s.Errorf("error = %v, want %v", err, rest.ErrInvalidWebhookToken)
	}
	if err := answer(); !errors.Is(err, rest.ErrUnknownInteraction) { // it was sent again
		s.Errorf("error = %v, want %v", err, rest.ErrUnknownInteraction)
	}
	s.all(1, s.post)
}

func playWebhook(s *scenario) {
	s.d.FailNext(emulator.Failure{Path: "/messages/", Status: 404, Body: []byte(`{"code":10008,"message":"Unknown Message"}`)})
	edit := func() error {
		_, err := s.c.Webhooks.UpdateMessage(s.Context(), 1, "token", 2, 0, discord.UpdateMessage{Content: discord.Set("x")})
		return err
	}
	if err := edit(); !errors.Is(err, rest.ErrUnknownMessage) {
		s.Errorf("error = %v, want %v", err, rest.ErrUnknownMessage)
	}
	for i := range 5 {
		err := edit()
		if _, ok := errors.AsType[*rest.RefusedError](err); !errors.Is(err, rest.ErrUnknownWebhook) || ok != (i > 0) {
			s.Errorf("edit %d: %v", i, err)
		}
	}
	if got := s.d.Stats().Requests; got != 2 {
		s.Errorf("%d requests were sent, want 2", got)
	}
}

func playInvalidRequests(s *scenario) {
	s.d.SetLimits(emulator.Limits{Global: -1, Buckets: []emulator.Bucket{{Requests: 1_000_000, Per: emulator.Duration(time.Second)}}})
	s.d.FailNext(emulator.Failure{Status: 403, Count: 1_000_000})
	for i := range 20_000 {
		err := s.read(i + 1)
		if stopped, ok := errors.AsType[*rest.InvalidRequestsError](err); ok {
			if stopped.Count < 9000 || i >= 10_000 {
				s.Errorf("stopped after %d requests: %v", i, err)
			}
			return
		}
		if err == nil {
			s.Fatal("no error")
		}
	}
	s.Error("it did not stop")
}

func playClock(s *scenario) {
	for i, jump := range []time.Duration{time.Hour, -time.Hour} {
		b := messageBucket(5, 2*time.Second)
		b.Name = fmt.Sprint(i)
		limits := emulator.Limits{Buckets: []emulator.Bucket{b}}
		s.d.SetLimits(limits)
		change := time.AfterFunc(4500*time.Millisecond, func() {
			limits.Headers.Clock = emulator.Duration(jump)
			s.d.SetLimits(limits)
		})
		s.want(0, s.all(40, s.post), 14*time.Second, 15*time.Second)
		change.Stop()
		time.Sleep(time.Minute)
	}
}

func playPath(s *scenario) {
	for _, value := range []string{"../../users/@me", "..%2F..%2Fusers%2F@me", "x?with_counts=true#", "%2e%2e", "a/b"} {
		if _, err := s.c.Invites.Get(s.Context(), value, rest.GetInvite{}); !errors.Is(err, rest.ErrUnknownInvite) {
			s.Errorf("%q: %v, want %v", value, err, rest.ErrUnknownInvite)
		}
	}
	for _, value := range []string{"..", "."} {
		if _, err := s.c.Invites.Get(s.Context(), value, rest.GetInvite{}); err == nil {
			s.Errorf("%q was sent", value)
		}
	}
	for _, entry := range s.d.Log() {
		if entry.Route != "/invites/{code}" {
			s.Errorf("a request went to %q", entry.Path)
		}
	}
}

func playReset(s *scenario) {
	s.d.FailNext(emulator.Failure{Method: "POST", Status: 0, After: true})
	s.all(1, s.post)
	s.wantMessages(1)
	s.d.FailNext(emulator.Failure{Method: "POST", Status: 0, After: true})
	before := s.d.Stats().Requests
	if _, err := s.c.Channels.Create(s.Context(), s.d.GuildID, discord.CreateGuildChannel{Name: "once"}); err == nil {
		s.Error("no error, though nobody knows what became of it")
	}
	if got := s.d.Stats().Requests - before; got != 1 {
		s.Errorf("a channel was asked for %d times", got)
	}
}
