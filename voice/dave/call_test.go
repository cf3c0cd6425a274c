package dave_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/accord-go/accord/emulator/delivery"
	"github.com/accord-go/accord/voice/dave"
)

// A call is sessions and the server between them, which shares no code with
// them. Everything happens in order and at once.
type call struct {
	t        testing.TB
	group    *delivery.Group
	sessions map[uint64]*dave.Session
	queue    []posted
	hold     bool // op 23 is not passed on

	frames map[uint64]int // sent by each user
	errs   []error        // that sessions reported
	sent   []string       // "user op" of what sessions sent
}

// A posted message is on its way to a session.
type posted struct {
	to      uint64
	message dave.Message
}

const channel = 927310423890473011

// post sends what the server has to say.
func (c *call) post(messages []delivery.Message) {
	c.t.Helper()
	for _, m := range messages {
		if c.sessions[m.To] != nil {
			c.queue = append(c.queue, posted{m.To, incoming(c.t, m)})
		}
	}
}

func newCall(t testing.TB) *call {
	t.Helper()
	group, err := delivery.New(channel)
	if err != nil {
		t.Fatal(err)
	}
	return &call{t: t, group: group, sessions: make(map[uint64]*dave.Session), frames: make(map[uint64]int)}
}

// users returns who is in the call, in order.
func (c *call) users() []uint64 { return slices.Sorted(maps.Keys(c.sessions)) }

// join connects a user, up to the key package; settle does the rest.
func (c *call) join(user uint64) *dave.Session {
	c.t.Helper()
	s := dave.New(dave.Config{User: user, Channel: channel})
	c.t.Cleanup(s.Close)
	others := c.users()
	for _, other := range others {
		c.queue = append(c.queue, posted{other, dave.ClientsConnect{Users: []uint64{user}}})
	}
	c.sessions[user] = s
	c.queue = append(c.queue, posted{user, dave.ClientsConnect{Users: others}},
		posted{user, dave.SessionDescription{Version: c.group.Negotiate(dave.MaxVersion)}})
	c.post(c.group.Connect(user, dave.MaxVersion))
	return s
}

// joinOld connects a user who cannot encrypt, and has no session.
func (c *call) joinOld(user uint64) { c.post(c.group.Connect(user, 0)) }

// leave disconnects a user.
func (c *call) leave(user uint64) {
	delete(c.sessions, user)
	for _, other := range c.users() {
		c.queue = append(c.queue, posted{other, dave.ClientDisconnect{User: user}})
	}
	c.post(c.group.Disconnect(user))
}

// settle passes messages on until nothing happens any more.
func (c *call) settle() {
	c.t.Helper()
	for rounds := 0; ; rounds++ {
		if rounds > 100_000 {
			c.t.Fatal("the call does not settle")
		}
		if len(c.queue) == 0 {
			proposals, err := c.group.Propose()
			if err != nil {
				c.t.Fatal(err)
			}
			if len(proposals) == 0 {
				return
			}
			c.post(proposals)
			continue
		}
		c.deliver()
	}
}

// deliver gives a session the first message in the queue.
func (c *call) deliver() {
	c.t.Helper()
	p := c.queue[0]
	c.queue = c.queue[1:]
	if c.sessions[p.to] != nil {
		c.give(p.to, p.message)
	}
}

// incoming turns the server's message into a session's, through its bytes.
func incoming(t testing.TB, m delivery.Message) dave.Message {
	t.Helper()
	if frame := m.Binary(); frame != nil {
		message, err := dave.ParseBinary(frame)
		if err != nil {
			t.Fatal(err)
		}
		return message
	}
	switch m.Op {
	case delivery.PrepareTransition:
		return decode[dave.PrepareTransition](t, m)
	case delivery.ExecuteTransition:
		return decode[dave.ExecuteTransition](t, m)
	case delivery.PrepareEpoch:
		return decode[dave.PrepareEpoch](t, m)
	}
	t.Fatalf("op %d", m.Op)
	return nil
}

func decode[M dave.Message](t testing.TB, m delivery.Message) (message M) {
	t.Helper()
	if err := json.Unmarshal(m.Data(), &message); err != nil {
		t.Fatal(err)
	}
	return message
}

// give hands a message to a session, and what comes out to the server.
func (c *call) give(user uint64, m dave.Message) {
	c.t.Helper()
	out, err := c.sessions[user].Handle(m)
	if err != nil {
		c.errs = append(c.errs, fmt.Errorf("user %d: %w", user, err))
	}
	for _, m := range out {
		c.sent = append(c.sent, fmt.Sprintf("%d op %d", user, m.Op()))
		c.answer(user, m)
	}
}

// answer is what the server does about a session's message.
func (c *call) answer(user uint64, m dave.Message) {
	c.t.Helper()
	if frame := dave.Binary(m); frame != nil && frame[0] != byte(m.Op()) {
		c.t.Errorf("op %d is sent as %d", m.Op(), frame[0])
	}
	switch m := m.(type) {
	case dave.KeyPackage:
		if err := c.group.KeyPackage(user, m.Body); err != nil {
			c.t.Errorf("user %d: %v", user, err)
		}
	case dave.CommitWelcome:
		answer, err := c.group.Commit(user, m.Body)
		if err != nil && !errors.Is(err, delivery.ErrLate) {
			c.t.Errorf("user %d: %v", user, err)
		}
		c.post(answer)
	case dave.TransitionReady:
		if !c.hold {
			c.post(c.group.Ready(user, m.Transition))
		}
	case dave.InvalidCommit:
		c.post(c.group.Invalid(user))
	default:
		c.t.Errorf("user %d sends %T", user, m)
	}
}

// check wants everybody in the same group, and every frame understood by all
// others.
func (c *call) check() {
	c.t.Helper()
	for _, err := range c.errs {
		c.t.Error(err)
	}
	c.errs = nil
	users := c.users()
	if got := c.group.Members(); len(users) > 1 && !slices.Equal(slices.Sorted(slices.Values(got)), users) {
		c.t.Errorf("the server sees the members %v, want %v", got, users)
	}
	var first dave.Status
	for i, user := range users {
		status := c.sessions[user].Status()
		if len(users) > 1 && status.Epoch != c.group.Epoch() {
			c.t.Errorf("user %d is in epoch %d, the server in %d", user, status.Epoch, c.group.Epoch())
		}
		if i == 0 {
			first = status
		}
		members := slices.Sorted(slices.Values(status.Members))
		if len(users) > 1 && !slices.Equal(members, users) {
			c.t.Errorf("user %d sees the members %v, want %v", user, members, users)
		}
		if status.PrivacyCode != first.PrivacyCode || len(users) > 1 && len(status.PrivacyCode) != 30 || !status.Encrypting || status.Version != 1 {
			c.t.Errorf("user %d: %+v, user %d: %+v", user, status, users[0], first)
		}
	}
	for _, user := range users {
		c.talk(user, nil)
	}
}

// talk sends a frame of each codec from a user to all others, and wants it
// understood, or the error.
func (c *call) talk(user uint64, want error) {
	c.t.Helper()
	for _, codec := range []dave.Codec{dave.Opus, dave.VP8} {
		c.frames[user]++
		frame := fmt.Appendf([]byte{1}, "frame %d of %d, with something to hide", c.frames[user], user)
		sealed, err := c.sessions[user].Encryptor().Encrypt(nil, frame, codec)
		if err != nil {
			c.t.Errorf("user %d: %v", user, err)
			return
		}
		for _, other := range c.users() {
			if other == user {
				continue
			}
			got, err := c.sessions[other].Decryptor(user).Decrypt(nil, sealed, codec)
			if err != want || want == nil && string(got) != string(frame) {
				c.t.Errorf("frame %d of user %d, %v: user %d decrypts %q, %v, want %v", c.frames[user], user, codec, other, got, err, want)
			}
		}
	}
}
