package dave_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/emulator/delivery"
	"github.com/accord-go/accord/voice/dave"
)

// TestWorkers lets sessions with workers form groups, while media flows without
// a pause: nothing deadlocks, and the race detector has something to look at.
func TestWorkers(t *testing.T) {
	t.Parallel()
	group, err := delivery.New(channel)
	if err != nil {
		t.Fatal(err)
	}
	w := &workers{t: t, group: group, members: make(map[uint64]*working)}
	for user := uint64(1); user <= 4; user++ {
		w.join(user)
	}
	stop := make(chan struct{})
	var media sync.WaitGroup
	for user, m := range w.members {
		for _, codec := range []dave.Codec{dave.Opus, dave.VP8} {
			media.Go(func() { w.talk(user, m, codec, stop) })
		}
	}
	for round := range uint64(6) {
		w.join(10 + round)
		w.join(20 + round)
		w.leave(10 + round)
		w.leave(20 + round)
	}
	close(stop)
	media.Wait()
	w.close()
}

// workers are sessions, each with its worker, and the server.
type workers struct {
	t *testing.T

	mu      sync.Mutex // guards what follows
	group   *delivery.Group
	members map[uint64]*working
}

type working struct {
	session *dave.Session
	worker  *dave.Worker
}

func (w *workers) join(user uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := dave.New(dave.Config{User: user, Channel: channel})
	m := &working{session: s, worker: dave.NewWorker(s, func(out []dave.Message, err error) { w.answer(user, out, err) })}
	everybody := []uint64{user}
	for other, o := range w.members {
		everybody = append(everybody, other)
		w.add(o, dave.ClientsConnect{Users: []uint64{user}})
	}
	w.members[user] = m
	w.add(m, dave.ClientsConnect{Users: everybody})
	connected := w.group.Connect(user, 1)
	w.add(m, dave.SessionDescription{Version: 1})
	w.post(connected)
}

func (w *workers) leave(user uint64) {
	w.mu.Lock()
	m := w.members[user]
	delete(w.members, user)
	for _, o := range w.members {
		w.add(o, dave.ClientDisconnect{User: user})
	}
	w.post(w.group.Disconnect(user))
	w.mu.Unlock()
	m.worker.Close()
	m.session.Close()
}

func (w *workers) close() {
	w.mu.Lock()
	members := w.members
	w.members = nil
	w.mu.Unlock()
	for _, m := range members {
		m.worker.Close()
		m.session.Close()
	}
}

func (w *workers) add(m *working, message dave.Message) {
	if err := m.worker.Add(message); err != nil {
		w.t.Error(err)
	}
}

func (w *workers) post(messages []delivery.Message) {
	for _, message := range messages {
		if m := w.members[message.To]; m != nil {
			w.add(m, incoming(w.t, message))
		}
	}
}

// answer is what the server does about what a session sends.
func (w *workers) answer(user uint64, out []dave.Message, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.members[user] == nil {
		return
	}
	if err != nil {
		w.t.Errorf("user %d: %v", user, err)
	}
	for _, m := range out {
		switch m := m.(type) {
		case dave.KeyPackage:
			if err := w.group.KeyPackage(user, m.Body); err != nil {
				w.t.Error(err)
			}
			proposals, err := w.group.Propose()
			if err != nil {
				w.t.Error(err)
			}
			w.post(proposals)
		case dave.CommitWelcome:
			messages, err := w.group.Commit(user, m.Body)
			if err != nil && !errors.Is(err, delivery.ErrLate) {
				w.t.Error(err)
			}
			w.post(messages)
		case dave.TransitionReady:
			w.post(w.group.Ready(user, m.Transition))
		}
	}
}

// talk sends frames to everybody until it is told to stop.
func (w *workers) talk(user uint64, m *working, codec dave.Codec, stop chan struct{}) {
	var sealed, opened []byte
	for {
		select {
		case <-stop:
			return
		default:
		}
		var err error
		sealed, err = m.session.Encryptor().Encrypt(sealed[:0], []byte("\x01a frame"), codec)
		if err != nil {
			continue
		}
		w.mu.Lock()
		var sessions []*dave.Session
		for other, o := range w.members {
			if other != user {
				sessions = append(sessions, o.session)
			}
		}
		w.mu.Unlock()
		for _, s := range sessions {
			if d := s.Decryptor(user); d != nil {
				if opened, err = d.Decrypt(opened[:0], sealed, codec); err == nil && string(opened) != "\x01a frame" {
					w.t.Errorf("decrypted %q", opened)
				}
			}
		}
	}
}

// TestWorkerOrder handles messages in order, and none after Close.
func TestWorkerOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := dave.New(dave.Config{User: 1, Channel: channel})
		defer s.Close()
		var got []uint16
		w := dave.NewWorker(s, func(out []dave.Message, err error) {
			for _, m := range out {
				got = append(got, m.(dave.TransitionReady).Transition)
			}
		})
		var want []uint16
		for i := range uint16(100) {
			if err := w.Add(dave.PrepareTransition{Transition: i + 1, Version: 0}); err != nil {
				t.Fatal(err)
			}
			want = append(want, i+1)
		}
		synctest.Wait()
		if !slices.Equal(got, want) {
			t.Errorf("answered %v", got)
		}
		w.Close()
		w.Close()
		if err := w.Add(dave.PrepareEpoch{Epoch: 1}); !errors.Is(err, dave.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
	})
}

// TestWorkerBacklog refuses more than it can hold.
func TestWorkerBacklog(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]dave.Message{
		"many":  dave.PrepareTransition{Transition: 1},
		"large": dave.Proposals{Body: make([]byte, 5<<20)},
	} {
		s := dave.New(dave.Config{User: 1, Channel: channel})
		defer s.Close()
		block := make(chan struct{})
		w := dave.NewWorker(s, func([]dave.Message, error) { <-block })
		if err := w.Add(dave.SessionDescription{Version: 1}); err != nil { // its answer is not taken
			t.Fatal(err)
		}
		n, err := 0, error(nil)
		for ; err == nil && n < 10_000; n++ {
			err = w.Add(m)
		}
		if !errors.Is(err, dave.ErrBacklog) {
			t.Errorf("%s: after %d messages: %v", name, n, err)
		}
		close(block)
		w.Close()
	}
}
