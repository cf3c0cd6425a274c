package emulator_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// TestLatencyOfOneBot wants the REST API to be slow for who is named, and for
// the others as it is for all.
func TestLatencyOfOneBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		took := func(authorization string) time.Duration {
			began := time.Now()
			rest(t, d, "GET", "/api/v10/gateway", authorization, "")
			return time.Since(began)
		}
		wants := func(what string, want [3]time.Duration) {
			t.Helper()
			if got := [3]time.Duration{took("Bot " + d.Token), took("Bot " + second.Token), took("")}; got != want {
				t.Errorf("%s: the bots and nobody waited %v, want %v", what, got, want)
			}
		}
		control(t, d, "POST", "/latency", fmt.Sprintf(`{"latency":"2s","application_id":"%d"}`, secondBot), &struct{}{})
		wants("one bot", [3]time.Duration{0, 2 * time.Second, 0})
		d.SetLatency(time.Second)
		wants("all", [3]time.Duration{time.Second, time.Second, time.Second})
		d.SetLatency(0, secondBot)
		wants("all but one", [3]time.Duration{time.Second, 0, time.Second})
		d.SetLatency(0)
		wants("none", [3]time.Duration{})
		if err := d.Emulator.SetLatency(time.Second, 5); err == nil {
			t.Error("the latency of no application was taken")
		}
	})
}

// TestFaultsOfAnswers wants the answers to a bot's interactions to count as its
// requests, though they carry no token of its own.
func TestFaultsOfAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		commands := fmt.Sprintf("/api/v10/applications/%d/commands", secondBot)
		rest(t, second, "POST", commands, "Bot "+second.Token, `{"name":"do","description":"D"}`)
		b := login(t, second, 0)
		d.Interaction(emulator.CommandUse{Command: "do", ApplicationID: secondBot})
		var it discord.Interaction
		decode(t, b.event("INTERACTION_CREATE"), &it)
		callback := fmt.Sprintf("/api/v10/interactions/%d/%s/callback", it.ID, it.Token)
		followUp := fmt.Sprintf("/api/v10/webhooks/%d/%s", secondBot, it.Token)

		d.FailNext(emulator.Failure{Status: 500, ApplicationID: d.ApplicationID})
		d.FailNext(emulator.Failure{Status: 502, ApplicationID: secondBot, Count: 2})
		d.SetLatency(500*time.Millisecond, secondBot)
		began := time.Now()
		for _, tt := range []struct {
			path   string
			status int
		}{{callback, 502}, {followUp, 502}, {callback, 204}, {followUp, 200}} {
			if got := rest(t, d, "POST", tt.path, "", `{"type":4,"content":"f","data":{"content":"a"}}`); got.status != tt.status {
				t.Errorf("%s: %d %s, want %d", tt.path, got.status, got.body, tt.status)
			}
		}
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("four answers took %v, want 2s", took)
		}
		b.leave()
	})
}

// TestLogNamesBots wants the log to say whose a request or frame was.
func TestLogNamesBots(t *testing.T) {
	t.Parallel()
	d, second := startTwo(t, emulator.Rules{})
	login(t, second, 0).leave()
	rest(t, second, "GET", "/api/v10/users/@me", "Bot "+second.Token, "")
	rest(t, d, "GET", "/api/v10/gateway", "", "")
	whose := make(map[string]discord.ApplicationID)
	for _, e := range d.Log() {
		whose[e.Kind+" "+e.Direction+e.Path+" "+e.Type] = e.ApplicationID
	}
	for what, want := range map[string]discord.ApplicationID{
		"frame out READY": secondBot, "request /users/@me ": secondBot, "request /gateway ": 0,
	} {
		if got, there := whose[what]; !there || got != want {
			t.Errorf("%s is of %d (%t), want %d", what, got, there, want)
		}
	}
}

// TestGatewayFaultsOfEachBot wants each bot to have faults of its own beside
// everybody's.
func TestGatewayFaultsOfEachBot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, second := startTwo(t, emulator.Rules{})
		third := d.AddBot(emulator.WorldApplication{Name: "Third"}, d.GuildID)
		bots := []*bot{login(t, d, 0), login(t, second, 0), login(t, third, 0)}
		wants := func(what string, want ...time.Duration) {
			t.Helper()
			for i, b := range bots {
				began := time.Now()
				b.quiet()
				if took := time.Since(began); took != want[i] {
					t.Errorf("%s: bot %d waited %v, want %v", what, i, took, want[i])
				}
			}
		}
		d.SetGatewayFaults(emulator.GatewayFaults{Latency: time.Second})
		d.SetGatewayFaults(emulator.GatewayFaults{Latency: 2 * time.Second, ApplicationID: secondBot})
		d.SetGatewayFaults(emulator.GatewayFaults{ApplicationID: third.ApplicationID})
		wants("each its own", time.Second, 2*time.Second, 0)
		d.SetGatewayFaults(emulator.GatewayFaults{})
		wants("none", 0, 0, 0)

		control(t, d, "POST", "/gateway-faults", fmt.Sprintf(`{"heartbeat":true,"application_id":"%d"}`, secondBot), &struct{}{})
		bots[1].next(1)
		bots[0].quiet()
		bots[2].quiet()
		if err := d.Emulator.SetGatewayFaults(emulator.GatewayFaults{ApplicationID: 5}); err == nil {
			t.Error("gateway faults of no application were taken")
		}
		if err := d.Emulator.Heartbeat(5); err == nil {
			t.Error("a heartbeat of no application was asked for")
		}
		for _, b := range bots {
			b.leave()
		}
	})
}

// TestPageTellsFailures wants the page to be told which request a failure has met,
// and whose.
func TestPageTellsFailures(t *testing.T) {
	t.Parallel()
	d, second := startTwo(t, emulator.Rules{})
	next := openPage(t, d)
	d.FailNext(emulator.Failure{Status: 503, ApplicationID: secondBot})
	d.FailNext(emulator.Failure{Path: "/gateway"})
	rest(t, second, "GET", fmt.Sprintf("/api/v10/channels/%d", d.ChannelID), "Bot "+second.Token, "")
	rest(t, d, "GET", "/api/v10/gateway", "", "")
	for _, want := range []string{
		fmt.Sprintf(`{"method":"GET","path":"/channels/{channel_id}","status":503,"application_id":"%d"}`, secondBot),
		`{"method":"GET","path":"/gateway","status":0}`,
	} {
		if got := next("REQUEST_FAILED"); got != want {
			t.Errorf("the page is told %s, want %s", got, want)
		}
	}
}
