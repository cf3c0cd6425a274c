package gateway

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

// testStore is what every SessionStore has to do.
func testStore(t *testing.T, store SessionStore) {
	t.Helper()
	ctx := t.Context()
	key := ShardKey{ApplicationID: 1, Shard: 0, Count: 2}
	if _, err := store.Load(ctx, key); !errors.Is(err, ErrNoSession) {
		t.Errorf("Load of nothing: %v", err)
	}
	first := Session{
		Key: key, ID: "a", Sequence: 7, ResumeURL: "wss://x", UserID: 2, ApplicationID: 1,
		Guilds: []discord.GuildID{3, 4}, LastFrame: time.Unix(100, 5).UTC(), Fingerprint: "f", Epoch: 2,
	}
	other := first
	other.Key.Shard = 1
	if err := store.Save(ctx, []Session{first, other}); err != nil {
		t.Fatal(err)
	}
	got, err := store.Load(ctx, key)
	if err != nil || !reflect.DeepEqual(got, first) {
		t.Errorf("Load: %+v, %v; want %+v", got, err, first)
	}
	// Another process took shard 1 over: nothing of an older batch is stored.
	stolen := other
	stolen.Epoch = 3
	if err := store.Save(ctx, []Session{stolen}); err != nil {
		t.Fatal(err)
	}
	newer := first
	newer.Sequence = 8
	if err := store.Save(ctx, []Session{newer, other}); !errors.Is(err, ErrStolen) {
		t.Errorf("Save with an old epoch: %v", err)
	}
	if got, err := store.Load(ctx, key); err != nil || got.Sequence != 7 {
		t.Errorf("half a batch was stored: %+v, %v", got, err)
	}
	if err := store.Save(ctx, []Session{newer}); err != nil {
		t.Errorf("Save with the same epoch: %v", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := store.Save(ended, []Session{first}); !errors.Is(err, context.Canceled) {
		t.Errorf("Save with a context that ended: %v", err)
	}
	if _, err := store.Load(ended, key); !errors.Is(err, context.Canceled) {
		t.Errorf("Load with a context that ended: %v", err)
	}
}

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	testStore(t, new(MemoryStore))
}

// TestMemoryStoreCopies shares no slice with its users.
func TestMemoryStoreCopies(t *testing.T) {
	t.Parallel()
	var store MemoryStore
	s := Session{ID: "a", Guilds: []discord.GuildID{1}}
	if err := store.Save(t.Context(), []Session{s}); err != nil {
		t.Fatal(err)
	}
	s.Guilds[0] = 2
	got, err := store.Load(t.Context(), ShardKey{})
	if err != nil || got.Guilds[0] != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	got.Guilds[0] = 3
	if again, err := store.Load(t.Context(), ShardKey{}); err != nil || again.Guilds[0] != 1 {
		t.Errorf("%+v, %v", again, err)
	}
}

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
