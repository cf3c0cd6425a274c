package gateway

import (
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

// TestSendLimiterNeverExceeds sends as fast as allowed for ten minutes, with
// heartbeats that do not wait.
func TestSendLimiterNeverExceeds(t *testing.T) {
	t.Parallel()
	for _, interval := range []time.Duration{600 * time.Millisecond, time.Second, 10 * time.Second, 41250 * time.Millisecond, time.Hour} {
		var l sendLimiter
		l.reserve(interval)
		start := time.Now()
		now, beat := start, start
		var all []time.Time
		commands := 0
		for now.Sub(start) < 10*time.Minute {
			if !beat.After(now) {
				if l.full(now) {
					t.Fatalf("interval %v: no slot for a heartbeat", interval)
				}
				l.add(now, false)
				all = append(all, now)
				beat = beat.Add(interval)
			}
			if wait := l.delay(now); wait > 0 {
				now = now.Add(min(wait, beat.Sub(now)))
				continue
			}
			l.add(now, true)
			all = append(all, now)
			commands++
			now = now.Add(time.Millisecond)
		}
		for i := range all {
			if j := i + sendLimit; j < len(all) && all[j].Sub(all[i]) < sendWindow {
				t.Fatalf("interval %v: %d frames in %v", interval, sendLimit+1, all[j].Sub(all[i]))
			}
		}
		if want := 9 * (sendLimit - max(l.reserved, int(61*time.Second/interval)+2)); commands < want {
			t.Errorf("interval %v: %d commands in 10 minutes, want at least %d", interval, commands, want)
		}
	}
}

func TestSendLimiterReserve(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		interval time.Duration
		want     int
	}{
		{41250 * time.Millisecond, 5},
		{10 * time.Second, 9},
		{time.Millisecond, maxReserved},
		{0, maxReserved},
	} {
		var l sendLimiter
		l.reserve(tt.interval)
		if l.reserved != tt.want {
			t.Errorf("interval %v: %d slots kept free, want %d", tt.interval, l.reserved, tt.want)
		}
	}
}

// TestMembersForgotten asks for the members of guild after guild: what no longer
// limits anything is not kept.
func TestMembersForgotten(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	now := time.Now()
	for guild := range 1000 {
		payload, err := encode(OpRequestGuildMembers, RequestGuildMembers{GuildID: discord.GuildID(guild + 1)})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.allowMembers(now, payload); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Second)
	}
	if got, want := len(s.members), int(membersEvery/time.Second); got > want {
		t.Errorf("%d guilds are kept, want at most %d", got, want)
	}
}

// TestRetryAfterBounds reads times that no time.Duration holds.
func TestRetryAfterBounds(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]time.Duration{
		`{"retry_after":1.5}`: 1500 * time.Millisecond, `{"retry_after":1e300}`: 24 * time.Hour, `{"retry_after":-1e300}`: 0, `{}`: 0,
	} {
		if got, err := parseRateLimited(data); err != nil || got.RetryAfter != want {
			t.Errorf("%s: %+v, %v, want %v", data, got, err, want)
		}
	}
}

func TestSendLimiterQuiet(t *testing.T) {
	t.Parallel()
	now := time.Now()
	l := sendLimiter{quiet: now.Add(time.Minute)}
	l.reserve(time.Minute)
	if got := l.delay(now); got != time.Minute {
		t.Errorf("delay = %v, want 1m", got)
	}
	if l.full(now) {
		t.Error("no heartbeats while quiet")
	}
	if got := l.delay(now.Add(time.Minute)); got != 0 {
		t.Errorf("delay afterwards = %v", got)
	}
}

// TestSpareCommandsLeaveHalf sends as many spare commands as there may be, and
// now and then a burst of others, which need not wait.
func TestSpareCommandsLeaveHalf(t *testing.T) {
	t.Parallel()
	var l sendLimiter
	l.reserve(41250 * time.Millisecond)
	half := (sendLimit - l.reserved) / 2
	start := time.Now()
	now, spares := start, 0
	for minute := range 10 {
		for wait := l.spareDelay(now); now.Add(wait).Before(start.Add(time.Duration(minute+1) * time.Minute)); wait = l.spareDelay(now) {
			now = now.Add(wait)
			l.add(now, true)
			spares++
		}
		if got := len(l.commands); got > half {
			t.Fatalf("%d commands in the window, want at most %d", got, half)
		}
		if minute%3 > 0 {
			continue
		}
		for i := range half {
			if wait := l.delay(now); wait > 0 {
				t.Fatalf("minute %d: command %d of a burst waits for %v", minute, i, wait)
			}
			l.add(now, true)
		}
	}
	if want := 6 * half; spares < want {
		t.Errorf("%d spare commands in 10 minutes, want at least %d", spares, want)
	}
}
