package gateway

import (
	"errors"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

func TestApplicationOf(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]discord.ApplicationID{
		"MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b":     123456789012345678,
		"Bot MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b": 123456789012345678,
		"OTk5.a.b":                         999,
		"OTk5Cg==.a.b":                     0,
		"token":                            0,
		"":                                 0,
	} {
		if got := applicationOf(token); got != want {
			t.Errorf("%q: %d, want %d", token, got, want)
		}
	}
}

// TestConnectURL keeps what an address has, but not another version or encoding.
func TestConnectURL(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		base        string
		compression Compression
		want        string
	}{
		{"wss://x", CompressionNone, "wss://x/?encoding=json&v=10"},
		{"WSS://x:8443/y?z=1", CompressionZstd, "wss://x:8443/y?compress=zstd-stream&encoding=json&v=10&z=1"},
		{"ws://x/?v=9&encoding=etf&compress=zlib-stream", CompressionPayload, "ws://x/?encoding=json&v=10"},
	} {
		if got, err := (Config{Compression: tt.compression}).connectURL(tt.base); got != tt.want || err != nil {
			t.Errorf("%s: %s, %v, want %s", tt.base, got, err, tt.want)
		}
	}
}

// TestStoredResumeURL does not follow a stored session's address to where READY's
// would not be followed, either.
func TestStoredResumeURL(t *testing.T) {
	t.Parallel()
	for stored, want := range map[string]string{
		"wss://y": "wss://y", "ws://y": "wss://x", "http://y": "wss://x", "::": "wss://x", "": "wss://x",
	} {
		s := New(Config{URL: "wss://x", Session: Session{ID: "s", ResumeURL: stored}})
		if got := s.address(); got != want {
			t.Errorf("%q: %s, want %s", stored, got, want)
		}
	}
}

// TestAsleep tells a suspended machine from clocks that drift.
func TestAsleep(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		monotonic, wall time.Duration
		want            bool
	}{
		{0, 0, false},
		{time.Second, 2 * time.Second, false},
		{0, time.Hour, true},
		{0, -time.Hour, false},
		{time.Hour, time.Hour, false},
	} {
		if got := asleep(tt.monotonic, tt.wall); got != tt.want {
			t.Errorf("monotonic %v, wall %v: %t", tt.monotonic, tt.wall, got)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		OpHello.String():                             "Hello",
		Opcode(99).String():                          "Opcode(99)",
		CompressionPayload.String():                  "payload",
		Compression(9).String():                      "Compression(9)",
		(&CloseError{Code: 4009}).Error():            "gateway: closed with code 4009 (session timed out)",
		(&CloseError{Code: 1011}).Error():            "gateway: closed with code 1011",
		(&DialError{Host: "x", Status: 503}).Error(): "gateway: connect to x: HTTP status 503",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if errors.Is(ErrInvalidShard, ErrInvalidIntents) || !errors.Is(&CloseError{Code: 4010, Reason: "x"}, ErrInvalidShard) {
		t.Error("close errors do not compare by code")
	}
}
