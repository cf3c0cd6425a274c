package dave_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/voice/dave"
)

func TestTwoAndMore(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	for user := uint64(1); user <= 6; user++ {
		c.join(user)
		c.settle()
		if user > 1 {
			c.check()
		}
	}
	for _, user := range []uint64{3, 1, 6} {
		c.leave(user)
		c.settle()
		c.check()
	}
	c.join(3)
	c.join(7)
	c.leave(2)
	c.settle()
	c.check()
}

// TestHoldsFrames does not send before there are keys.
func TestHoldsFrames(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	s := c.join(1)
	if _, err := s.Encryptor().Encrypt(nil, []byte("media"), dave.Opus); err != dave.ErrNotReady {
		t.Errorf("before the group: %v", err)
	}
	c.settle()
	if _, err := s.Encryptor().Encrypt(nil, []byte("media"), dave.Opus); err != dave.ErrNotReady {
		t.Errorf("alone: %v", err)
	}
	c.hold = true
	c.join(2)
	c.settle()
	if _, err := s.Encryptor().Encrypt(nil, []byte("media"), dave.Opus); err != dave.ErrNotReady {
		t.Errorf("before op 22: %v", err)
	}
	c.post(c.group.Timeout())
	c.settle()
	c.check()
}

// TestTransition receives with both epochs' keys until op 22, and ten seconds
// longer with the old ones.
func TestTransition(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCall(t)
		c.join(1)
		c.join(2)
		c.settle()
		c.check()

		late, err := c.sessions[1].Encryptor().Encrypt(nil, []byte("late"), dave.Opus)
		if err != nil {
			t.Fatal(err)
		}
		later, err := c.sessions[1].Encryptor().Encrypt(nil, []byte("later"), dave.Opus)
		if err != nil {
			t.Fatal(err)
		}
		c.hold = true
		c.join(3)
		c.settle()
		time.Sleep(time.Minute)
		sealed, err := c.sessions[1].Encryptor().Encrypt(nil, []byte("in between"), dave.Opus)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.sessions[2].Decryptor(1).Decrypt(nil, sealed, dave.Opus); err != nil {
			t.Errorf("before op 22, an old member: %v", err)
		}
		if _, err := c.sessions[3].Decryptor(1).Decrypt(nil, sealed, dave.Opus); err != dave.ErrAuthentication {
			t.Errorf("before op 22, the new member: %v, want %v", err, dave.ErrAuthentication)
		}
		c.post(c.group.Timeout())
		c.settle()
		c.hold = false
		c.check()
		time.Sleep(10*time.Second - time.Nanosecond)
		if got, err := c.sessions[2].Decryptor(1).Decrypt(nil, late, dave.Opus); err != nil || string(got) != "late" {
			t.Errorf("within ten seconds: %q, %v", got, err)
		}
		time.Sleep(time.Nanosecond)
		if _, err := c.sessions[2].Decryptor(1).Decrypt(nil, later, dave.Opus); err != dave.ErrAuthentication {
			t.Errorf("after ten seconds: %v, want %v", err, dave.ErrAuthentication)
		}
		c.check()
	})
}

// TestDowngradeAndUpgrade lets somebody in who cannot encrypt.
func TestDowngradeAndUpgrade(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCall(t)
		one, two := c.join(1), c.join(2)
		c.settle()
		c.check()
		clear := func(want error) {
			t.Helper()
			if got, err := two.Decryptor(1).Decrypt(nil, []byte("in the clear"), dave.Opus); err != want || err == nil && string(got) != "in the clear" {
				t.Errorf("a frame in the clear: %q, %v, want %v", got, err, want)
			}
		}
		clear(dave.ErrNotEncrypted)

		c.hold = true
		c.joinOld(9)
		c.settle()
		clear(nil) // others may be faster
		if sealed, _ := one.Encryptor().Encrypt(nil, []byte("secret"), dave.Opus); strings.Contains(string(sealed), "secret") {
			t.Error("sends in the clear before op 22")
		} else if _, err := two.Decryptor(1).Decrypt(nil, sealed, dave.Opus); err != nil {
			t.Errorf("before op 22: %v", err)
		}
		inFlight, _ := one.Encryptor().Encrypt(nil, []byte("in flight"), dave.Opus)
		c.post(c.group.Timeout())
		c.hold = false
		c.settle()
		if got, err := one.Encryptor().Encrypt(nil, []byte("hello"), dave.Opus); err != nil || string(got) != "hello" {
			t.Errorf("version 0: %q, %v", got, err)
		}
		if status := one.Status(); status.Encrypting || status.Version != 0 || status.PrivacyCode != "" {
			t.Errorf("version 0: %+v", status)
		}
		if _, err := two.Decryptor(1).Decrypt(nil, inFlight, dave.Opus); err != nil {
			t.Errorf("in flight: %v", err)
		}
		c.join(3) // comes while the call is in the clear
		c.settle()
		time.Sleep(time.Hour)
		clear(nil)

		c.hold = true
		c.leave(9)
		c.settle()
		if got, err := one.Encryptor().Encrypt(nil, []byte("hello"), dave.Opus); err != nil || string(got) != "hello" {
			t.Errorf("before op 22: %q, %v", got, err)
		}
		c.post(c.group.Timeout())
		c.hold = false
		c.settle()
		c.check()
		time.Sleep(10*time.Second - time.Nanosecond)
		clear(nil)
		time.Sleep(time.Nanosecond)
		clear(dave.ErrNotEncrypted)
		c.check()
	})
}

// TestBadCommit sends op 31 and comes back, while the media keys stay.
func TestBadCommit(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	for user := range uint64(3) {
		c.join(user + 1)
		c.settle()
	}
	c.check()
	c.sent = nil
	c.give(2, dave.AnnounceCommit{Transition: 77, Body: []byte("nonsense")})
	var failed *dave.Error
	if len(c.errs) != 1 || !errors.As(c.errs[0], &failed) || failed.Kind != dave.Rejoining || !failed.Recoverable() ||
		failed.Op != dave.OpAnnounceCommit || failed.Transition != 77 {
		t.Fatalf("errors %v", c.errs)
	}
	if want := []string{"2 op 31", "2 op 26"}; !slices.Equal(c.sent, want) {
		t.Errorf("sent %v, want %v", c.sent, want)
	}
	c.errs = nil
	c.talk(1, nil)
	c.talk(2, nil)
	c.settle()
	c.check()

	// A welcome to a member, too, means that the server sees it otherwise.
	c.give(3, dave.Welcome{Transition: 78, Body: []byte("nonsense")})
	if len(c.errs) != 1 || !errors.As(c.errs[0], &failed) || failed.Kind != dave.Rejoining {
		t.Fatalf("errors %v", c.errs)
	}
	c.errs = nil
	c.settle()
	c.check()
}

// TestUnrecognized refuses to add whom nobody announced, and does when the
// announcement comes within a second.
func TestUnrecognized(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		after time.Duration
		want  bool
	}{{999 * time.Millisecond, true}, {1001 * time.Millisecond, false}} {
		synctest.Test(t, func(t *testing.T) {
			c := newCall(t)
			c.join(1)
			c.settle()
			// Op 11 is late for user 1.
			s := dave.New(dave.Config{User: 2, Channel: channel})
			defer s.Close()
			c.sessions[2] = s
			c.give(2, dave.ClientsConnect{Users: []uint64{1}})
			c.post(c.group.Connect(2, 1))
			c.give(2, dave.SessionDescription{Version: 1})
			delete(c.sessions, 2) // user 2 does not commit
			c.settle()
			if len(c.errs) != 1 || !errors.Is(c.errs[0], dave.ErrUnrecognized) {
				t.Fatalf("errors %v", c.errs)
			}
			c.errs, c.sent = nil, nil
			time.Sleep(tt.after)
			c.give(1, dave.ClientsConnect{Users: []uint64{2}})
			if got := slices.Equal(c.sent, []string{"1 op 28"}); got != tt.want || len(c.errs) > 0 {
				t.Errorf("announced after %v: sent %v, errors %v, want a commit: %t", tt.after, c.sent, c.errs, tt.want)
			}
		})
	}
}

// unanswered gives everybody what is proposed, and loses their commits.
func (c *call) unanswered() {
	c.t.Helper()
	for len(c.queue) > 0 {
		c.deliver()
	}
	proposals, err := c.group.Propose()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, m := range proposals {
		if out, err := c.sessions[m.To].Handle(incoming(c.t, m)); err != nil || len(out) != 1 || out[0].Op() != dave.OpCommitWelcome {
			c.t.Errorf("user %d: %v, %v", m.To, out, err)
		}
	}
}

// TestRevoke takes back who has left before the commit.
func TestRevoke(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.join(1)
	c.join(2)
	c.settle()
	c.join(3)
	c.join(4)
	c.unanswered()
	c.leave(3)
	c.settle()
	c.check()
	if got := c.group.Members(); len(got) != 3 {
		t.Errorf("members %v", got)
	}
}

// TestRevokeUnknown takes back all that a message says or nothing.
func TestRevokeUnknown(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	s := c.join(1)
	c.join(2)
	c.settle()
	c.join(3)
	c.join(4)
	c.unanswered()
	c.leave(3)
	proposals, err := c.group.Propose()
	if err != nil {
		t.Fatal(err)
	}
	revoke, ok := incoming(t, proposals[0]).(dave.Proposals)
	if !ok || proposals[0].To != 1 || !revoke.Revoke {
		t.Fatalf("messages %+v, want a revocation", proposals)
	}
	known, unknown := revoke.Body[1:], append([]byte{32}, make([]byte, 32)...)
	wrong := append([]byte{0x40, byte(len(known) + len(unknown))}, append(known, unknown...)...)
	var failed *dave.Error
	if out, err := s.Handle(dave.Proposals{Revoke: true, Body: wrong}); len(out) > 0 || !errors.As(err, &failed) || failed.Kind != dave.Refused {
		t.Errorf("one of two unknown: %v, %v", out, err)
	}
	if out, err := s.Handle(revoke); len(out) != 1 || err != nil {
		t.Errorf("the known one: %v, %v", out, err)
	}
}

// TestOrder accepts op 25 before op 4, and what does not concern it at all.
func TestOrder(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	c.join(1)
	c.settle()
	s := dave.New(dave.Config{User: 2, Channel: channel})
	defer s.Close()
	for _, m := range []dave.Message{
		dave.ExecuteTransition{Transition: 5}, dave.AnnounceCommit{Body: []byte("x")}, dave.Welcome{Body: []byte("x")},
		dave.Proposals{Body: []byte("x")}, dave.PrepareEpoch{Epoch: 5, Version: 1}, dave.ClientDisconnect{User: 2},
		dave.PrepareTransition{Transition: 3, Version: 1},
	} {
		if out, err := s.Handle(m); len(out) > 0 || err != nil {
			t.Errorf("%T before anything: %v, %v", m, out, err)
		}
	}
	c.give(1, dave.ClientsConnect{Users: []uint64{2}})
	c.sessions[2] = s
	c.post(c.group.Connect(2, 1))
	for len(c.queue) > 0 && c.queue[0].message.Op() == dave.OpExternalSender {
		c.deliver()
	}
	c.give(2, dave.ClientsConnect{Users: []uint64{1}})
	c.give(2, dave.SessionDescription{Version: 1})
	c.settle()
	c.check()
}

func TestVersions(t *testing.T) {
	t.Parallel()
	s := dave.New(dave.Config{User: 1, Channel: channel})
	defer s.Close()
	for _, m := range []dave.Message{
		dave.SessionDescription{Version: 2}, dave.SessionDescription{Version: -1},
		dave.PrepareTransition{Version: 2}, dave.PrepareEpoch{Epoch: 1, Version: 99},
	} {
		_, err := s.Handle(m)
		var failed *dave.Error
		if !errors.Is(err, dave.ErrVersion) || !errors.As(err, &failed) || failed.Kind != dave.Fatal || failed.Recoverable() {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if _, err := s.Handle(dave.SessionDescription{Version: 0}); err != nil {
		t.Error(err)
	}
	if got, err := s.Encryptor().Encrypt(nil, []byte("media"), dave.Opus); err != nil || string(got) != "media" {
		t.Errorf("version 0: %q, %v", got, err)
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	one, two := c.join(1), c.join(2)
	c.settle()
	c.check()
	d := two.Decryptor(1)
	sealed, err := one.Encryptor().Encrypt(nil, []byte("media"), dave.Opus)
	if err != nil {
		t.Fatal(err)
	}
	two.Close()
	two.Close()
	if _, err := d.Decrypt(nil, sealed, dave.Opus); err != dave.ErrNoKey {
		t.Errorf("decrypt: %v", err)
	}
	if _, err := two.Encryptor().Encrypt(nil, []byte("media"), dave.Opus); err != dave.ErrNotReady {
		t.Errorf("encrypt: %v", err)
	}
	if _, err := two.Handle(dave.PrepareEpoch{Epoch: 1, Version: 1}); !errors.Is(err, dave.ErrClosed) {
		t.Errorf("handle: %v", err)
	}
}

// TestNothingTwice executes transitions again and late: nonces go on.
func TestNothingTwice(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	one := c.join(1)
	c.join(2)
	c.settle()
	c.join(3)
	c.settle()
	seen := make(map[string]bool)
	talk := func() {
		t.Helper()
		// The same plaintext gives another ciphertext with each nonce.
		sealed, err := one.Encryptor().Encrypt(nil, []byte("always the same"), dave.Opus)
		if err != nil || seen[string(sealed)] {
			t.Errorf("%x, %v, seen before: %t", sealed, err, seen[string(sealed)])
		}
		seen[string(sealed)] = true
	}
	for _, m := range []dave.Message{
		dave.ExecuteTransition{Transition: 1}, dave.PrepareTransition{Transition: 0, Version: 1},
		dave.PrepareTransition{Transition: 40, Version: 1}, dave.ExecuteTransition{Transition: 40}, dave.ExecuteTransition{Transition: 40},
		dave.PrepareEpoch{Epoch: 2, Version: 1}, dave.PrepareTransition{Transition: 41, Version: 0}, dave.PrepareTransition{Transition: 41, Version: 1},
		dave.ExecuteTransition{Transition: 41},
	} {
		talk()
		if _, err := one.Handle(m); err != nil {
			t.Errorf("%+v: %v", m, err)
		}
		talk()
	}
	c.check()
}

// TestChurn lives through random joins and leaves, with batches.
func TestChurn(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Log("seed", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	c := newCall(t)
	next := uint64(1)
	for range 60 {
		for range 1 + r.IntN(3) {
			users := c.users()
			switch {
			case len(users) < 2 || len(users) < 12 && r.IntN(2) == 0:
				c.join(next)
				next++
			case r.IntN(8) == 0:
				c.give(users[r.IntN(len(users))], dave.AnnounceCommit{Transition: 1, Body: []byte("nonsense")})
				c.errs = nil
			default:
				c.leave(users[r.IntN(len(users))])
			}
			r.Shuffle(0, nil)
		}
		c.settle()
		if len(c.users()) > 1 {
			c.check()
		}
		if t.Failed() {
			t.Fatal("seed", seed)
		}
	}
}

// TestSecrets prints everything there is, and wants no key in it.
func TestSecrets(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	one := c.join(1)
	c.join(2)
	c.settle()
	c.check()
	for _, v := range []any{one, one.Encryptor(), one.Decryptor(2)} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if got := fmt.Sprintf(format, v); len(got) > 60 || !strings.HasPrefix(got, "dave.") {
				t.Errorf("%s of %T: %s", format, v, got)
			}
		}
	}
}

// TestErrorText says what happened and what it means.
func TestErrorText(t *testing.T) {
	t.Parallel()
	err := &dave.Error{Op: dave.OpWelcome, Kind: dave.Rejoining, Err: dave.ErrNoKey}
	if got, want := err.Error(), "dave: op 30 rejoining: dave: no key for frame"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := fmt.Sprint(dave.Refused, dave.Fatal, dave.Kind(9)); got != "refused fatal Kind(9)" {
		t.Error(got)
	}
}
