package dave_test

import (
	"strings"
	"testing"

	"github.com/accord-go/accord/voice/dave"
)

// TestLeftAlone goes over to the local group, and back.
func TestLeftAlone(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	s := c.join(1)
	c.join(2)
	c.settle()
	c.leave(2)
	c.settle()
	if status := s.Status(); status.Epoch != 0 || status.PrivacyCode != "" || !status.Encrypting {
		t.Errorf("alone: %+v", status)
	}
	sealed, err := s.Encryptor().Encrypt(nil, []byte("to nobody"), dave.Opus)
	if err != nil || strings.Contains(string(sealed), "to nobody") {
		t.Errorf("alone: %q, %v", sealed, err)
	}
	c.join(2)
	c.join(3)
	c.settle()
	c.check()
	if c.group.Epoch() == 0 {
		t.Error("there is no group")
	}
}

// TestAloneFromTheStart is first in a call. The server may say, with transition
// 0, that the local group is to be used, before or after its key comes; the
// group that begins with the second user replaces it.
func TestAloneFromTheStart(t *testing.T) {
	t.Parallel()
	now := dave.PrepareTransition{Version: 1}
	for _, tt := range []struct {
		name string
		// before and after the server's key
		before, after []dave.Message
		ready         bool
	}{
		{"nothing", nil, nil, false},
		{"after", nil, []dave.Message{now}, true},
		{"before", []dave.Message{now}, nil, true},
		{"twice", []dave.Message{now, now}, []dave.Message{now}, true},
		{"a new group, before", []dave.Message{now, dave.PrepareEpoch{Epoch: 1, Version: 1}}, nil, false},
		{"a new group, after", nil, []dave.Message{now, dave.PrepareEpoch{Epoch: 1, Version: 1}, now}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCall(t)
			s := dave.New(dave.Config{User: 1, Channel: channel})
			t.Cleanup(s.Close)
			c.sessions[1] = s
			key := c.group.Connect(1, dave.MaxVersion)
			c.give(1, dave.SessionDescription{Version: 1})
			for _, m := range tt.before {
				c.give(1, m)
			}
			if s.Encryptor().Ready() {
				t.Error("ready before the server's key")
			}
			c.post(key)
			c.settle()
			for _, m := range tt.after {
				c.give(1, m)
			}
			sealed, err := s.Encryptor().Encrypt(nil, []byte("to nobody"), dave.Opus)
			want := dave.ErrNotReady
			if tt.ready {
				want = nil
			}
			if err != want || strings.Contains(string(sealed), "to nobody") || s.Encryptor().Ready() != tt.ready {
				t.Errorf("%q, %v, want %v", sealed, err, want)
			}
			if status := s.Status(); status.Encrypting != tt.ready || status.Epoch != 0 || status.Members != nil || status.PrivacyCode != "" {
				t.Errorf("status %+v", status)
			}
			c.join(2)
			c.settle()
			c.check()
			c.leave(2)
			c.settle()
			c.join(3)
			c.settle()
			c.check()
		})
	}
}

// TestAloneThroughVersions is left alone, meets somebody who cannot encrypt,
// and is left alone again.
func TestAloneThroughVersions(t *testing.T) {
	t.Parallel()
	c := newCall(t)
	s := c.join(1)
	c.join(2)
	c.settle()
	c.leave(2)
	c.settle()
	encrypts := func(want bool) {
		t.Helper()
		sealed, err := s.Encryptor().Encrypt(nil, []byte("hello"), dave.Opus)
		if err != nil || strings.Contains(string(sealed), "hello") == want || s.Status().Encrypting != want {
			t.Errorf("%q, %v, %+v, want it encrypted: %t", sealed, err, s.Status(), want)
		}
	}
	encrypts(true)
	c.hold = true
	c.joinOld(9)
	c.settle()
	encrypts(true) // until op 22
	c.post(c.group.Timeout())
	c.hold = false
	c.settle()
	encrypts(false)
	c.leave(9)
	c.settle()
	encrypts(false) // until the server says so
	c.give(1, dave.PrepareTransition{Version: 1})
	encrypts(true)
	c.join(3)
	c.settle()
	c.check()
}
