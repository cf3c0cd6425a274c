package emulator_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// asker asks an emulator as its bot, or as nobody.
type asker struct {
	t *testing.T
	d *emutest.Discord
	c *http.Client
}

func newAsker(t *testing.T, limits emulator.Limits) *asker {
	d := emutest.Start(t)
	d.SetLimits(limits)
	transport := &http.Transport{DialContext: d.Dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &asker{t: t, d: d, c: &http.Client{Transport: transport}}
}

// ask returns the answer's status and headers, or zero if none comes.
func (a *asker) ask(method, path, body string, bot bool) (int, http.Header) {
	a.t.Helper()
	req, err := http.NewRequestWithContext(a.t.Context(), method, a.d.API+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	if bot {
		req.Header.Set("Authorization", "Bot "+a.d.Token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := a.c.Do(req)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		a.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header
}

// statuses asks as often as there are wanted statuses.
func (a *asker) statuses(method, path string, want ...int) (last http.Header) {
	a.t.Helper()
	for i, want := range want {
		got, h := a.ask(method, path, "", true)
		if last = h; got != want {
			a.t.Errorf("%s %s, request %d: status %d, want %d", method, path, i, got, want)
		}
	}
	return last
}

func bucket(route string, n int, per time.Duration) emulator.Bucket {
	return emulator.Bucket{Method: "GET", Route: route, Name: "b", Requests: n, Per: emulator.Duration(per)}
}

// TestBuckets covers that routes of one name share a bucket, but not with other
// channels, and that its window is fixed.
func TestBuckets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAsker(t, emulator.Limits{Buckets: []emulator.Bucket{bucket("^/channels/{channel_id}(/messages)?$", 2, time.Minute)}})
		channel := "/channels/" + a.d.ChannelID.String()
		a.statuses("GET", channel, 200)
		time.Sleep(50 * time.Second)
		h := a.statuses("GET", channel+"/messages", 200, 429)
		if h.Get("X-RateLimit-Remaining") != "0" || h.Get("X-RateLimit-Scope") != "user" || h.Get("X-RateLimit-Reset-After") != "10.000" {
			t.Errorf("headers: %v", h)
		}
		a.statuses("GET", "/channels/1", 404) // its own
		time.Sleep(10 * time.Second)
		a.statuses("GET", channel, 200, 200, 429)
	})
}

// TestSlidingBucket covers a window that frees one place after another.
func TestSlidingBucket(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := bucket("^/channels/{channel_id}$", 2, time.Minute)
		b.Sliding = true
		a := newAsker(t, emulator.Limits{Buckets: []emulator.Bucket{b}})
		channel := "/channels/" + a.d.ChannelID.String()
		a.statuses("GET", channel, 200)
		time.Sleep(50 * time.Second)
		a.statuses("GET", channel, 200, 429)
		time.Sleep(10 * time.Second)
		h := a.statuses("GET", channel, 200, 429)
		if h.Get("Retry-After") != "50" {
			t.Errorf("Retry-After = %s, want 50", h.Get("Retry-After"))
		}
	})
}

// TestHiddenBucket covers a limit of which only its refusals tell, behind the
// hash of another.
func TestHiddenBucket(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sub := bucket("^/channels/{channel_id}$", 1, time.Hour)
		sub.Hidden, sub.Scope = true, "shared"
		a := newAsker(t, emulator.Limits{Buckets: []emulator.Bucket{bucket("^/channels/{channel_id}", 10, time.Minute), sub}})
		channel := "/channels/" + a.d.ChannelID.String()
		h := a.statuses("GET", channel, 200, 429)
		if h.Get("X-RateLimit-Remaining") != "9" || h.Get("X-RateLimit-Scope") != "shared" || h.Get("Retry-After") != "3600" {
			t.Errorf("headers: %v", h)
		}
		a.statuses("GET", channel+"/messages", 200)
	})
}

// TestGlobalLimits covers that the bot and addresses have limits of their own.
func TestGlobalLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAsker(t, emulator.Limits{Global: 2, PerAddress: 1, Strict: true})
		h := a.statuses("GET", "/users/@me", 200, 200, 429)
		if h.Get("X-RateLimit-Global") != "true" || h.Get("X-RateLimit-Bucket") != "" {
			t.Errorf("headers: %v", h)
		}
		for i, want := range []int{404, 429} {
			if got, _ := a.ask("GET", "/webhooks/1/none", "", false); got != want {
				t.Errorf("without Authorization, request %d: status %d, want %d", i, got, want)
			}
		}
		if got, _ := a.ask("POST", "/interactions/1/none/callback", `{"type":1}`, false); got != 404 {
			t.Errorf("an interaction: status %d, want 404", got)
		}
	})
}

// TestLimitHeaders covers headers that are not what they should be.
func TestLimitHeaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAsker(t, emulator.Limits{
			Buckets: []emulator.Bucket{bucket("", 10, time.Minute)},
			Headers: emulator.LimitHeaders{Missing: 2, Remaining: 3, Reset: emulator.Duration(-time.Second), Clock: emulator.Duration(time.Hour)},
		})
		_, h := a.ask("GET", "/users/@me", "", true)
		ends := fmt.Sprintf("%d.000", time.Now().Add(time.Hour+time.Minute).Unix())
		if h.Get("X-RateLimit-Remaining") != "12" || h.Get("X-RateLimit-Reset-After") != "59.000" || h.Get("X-RateLimit-Reset") != ends {
			t.Errorf("headers: %v", h)
		}
		if _, h = a.ask("GET", "/users/@me", "", true); h.Get("X-RateLimit-Limit") != "" {
			t.Errorf("every other answer has no headers: %v", h)
		}
	})
}

// TestSetLimitsRefuses covers what is wrong with limits.
func TestSetLimitsRefuses(t *testing.T) {
	t.Parallel()
	e, err := emulator.New(emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []emulator.Bucket{bucket("(", 1, 1), bucket("", 0, 1), bucket("", 1, 0), {Requests: 1, Per: 1, Scope: "global"}} {
		if e.SetLimits(emulator.Limits{Buckets: []emulator.Bucket{b}}) == nil {
			t.Errorf("%+v was taken", b)
		}
	}
	if e.SetLimits(emulator.Limits{Headers: emulator.LimitHeaders{Missing: -1}}) == nil {
		t.Error("negative headers were taken")
	}
}

// TestFailAfter covers answers that are lost after the request was done.
func TestFailAfter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAsker(t, emulator.Limits{})
		channel := "/channels/" + a.d.ChannelID.String() + "/messages"
		for _, status := range []int{502, 0} {
			a.d.FailNext(emulator.Failure{Method: "POST", Status: status, After: true})
			if got, _ := a.ask("POST", channel, `{"content":"done"}`, true); got != status {
				t.Errorf("status %d, want %d", got, status)
			}
		}
		req, err := http.NewRequestWithContext(t.Context(), "GET", a.d.API+channel, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bot "+a.d.Token)
		resp, err := a.c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if n := strings.Count(string(text), `"content":"done"`); n != 2 || err != nil {
			t.Errorf("%d messages were posted, want 2: %v", n, err)
		}
	})
}

// endless is an upload that would never end.
type endless struct{ read *int64 }

func (e endless) Read(b []byte) (int, error) {
	if *e.read > 1<<24 {
		return 0, errors.New("the upload was not cut")
	}
	*e.read += int64(len(b))
	return len(b), nil
}

// TestCutUpload covers a connection that is cut while a body is sent.
func TestCutUpload(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAsker(t, emulator.Limits{})
		a.d.FailNext(emulator.Failure{Upload: 1 << 16})
		var sent int64
		req, err := http.NewRequestWithContext(t.Context(), "POST", a.d.API+"/channels/"+a.d.ChannelID.String()+"/messages", endless{&sent})
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := a.c.Do(req); err == nil {
			resp.Body.Close()
			t.Errorf("status %d, want none", resp.StatusCode)
		}
		if sent < 1<<16 || sent > 1<<20 {
			t.Errorf("%d bytes were sent", sent)
		}
	})
}
