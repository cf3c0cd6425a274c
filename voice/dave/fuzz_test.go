package dave

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/json"
	"os"
	"testing"

	"github.com/accord-go/accord/emulator/delivery"
)

// fuzzSession is a session that a recorded group has brought as far as it may
// come, so that a fuzzer's messages are not refused at the door.
func fuzzSession(t testing.TB, tr *transcript, steps int) *Session {
	t.Helper()
	s := tr.session(t)
	for _, step := range tr.Steps[:steps] {
		for _, user := range step.Recognized {
			s.recognized[number(t, user)] = true
		}
		var err error
		switch step.Op {
		case 27:
			_, err = s.Handle(Proposals{Revoke: step.Kind == 1, Body: step.Body})
		case 29:
			_, err = s.Handle(AnnounceCommit{Transition: 1, Body: step.Body})
		case 30:
			_, err = s.Handle(Welcome{Transition: 1, Body: step.Body})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func readTranscripts(t testing.TB, name string) (transcripts []transcript) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &transcripts); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(transcripts) == 0 {
		t.Fatalf("%s has no transcripts", name)
	}
	return transcripts
}

// fuzz gives a session in a group, at the step where a message of that opcode
// came, other bytes. Whatever they are, the session answers or refuses, and
// its phase and its group fit each other.
func fuzz(f *testing.F, op int, message func([]byte) Message) {
	transcripts := readTranscripts(f, "testdata/transcripts.json")
	tr, at := &transcripts[0], 0
	for i := range transcripts {
		for _, step := range transcripts[i].Steps {
			if step.Op == op {
				f.Add([]byte(step.Body))
			}
		}
	}
	for tr.Steps[at].Op != op {
		at++
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s := fuzzSession(t, tr, at)
		defer s.Close()
		_, err := s.Handle(message(body))
		if e, ok := err.(*Error); err != nil && (!ok || e.Kind == Fatal) {
			t.Errorf("%v", err)
		}
		if s.phase == phaseMember && (!s.group.exists() || s.epoch == nil) || s.phase == phaseJoining && s.group.member == nil {
			t.Errorf("%v: %+v", s.phase, s.Status())
		}
		if _, err := s.Handle(PrepareEpoch{Epoch: 1, Version: 1}); err != nil {
			t.Errorf("a new group: %v", err)
		}
	})
}

func FuzzProposals(f *testing.F) {
	fuzz(f, 27, func(body []byte) Message { return Proposals{Body: body} })
}

func FuzzCommit(f *testing.F) {
	fuzz(f, 29, func(body []byte) Message { return AnnounceCommit{Transition: 1, Body: body} })
}

func FuzzWelcome(f *testing.F) {
	fuzz(f, 30, func(body []byte) Message { return Welcome{Transition: 1, Body: body} })
}

// FuzzBinary gives a member binary frames of all kinds.
func FuzzBinary(f *testing.F) {
	transcripts := readTranscripts(f, "testdata/transcripts.json")
	tr := &transcripts[0]
	f.Add(append([]byte{25}, tr.ExternalSender...))
	for _, step := range tr.Steps[:4] {
		switch step.Op {
		case 27:
			f.Add(append([]byte{27, byte(step.Kind)}, step.Body...))
		case 29, 30:
			f.Add(append([]byte{byte(step.Op), 0, 1}, step.Body...))
		}
	}
	f.Add([]byte{27, 1, 33, 32, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, frame []byte) {
		m, err := ParseBinary(frame)
		if err != nil {
			return
		}
		for _, steps := range []int{0, 1} {
			s := fuzzSession(t, tr, steps)
			_, _ = s.Handle(m) // any answer is right that is not a panic
			s.Close()
		}
	})
}

// TestIdentity signs with the key that the user gives, in all groups.
func TestIdentity(t *testing.T) {
	t.Parallel()
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), append(make([]byte, 31), 7))
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	group, err := delivery.New(77)
	if err != nil {
		t.Fatal(err)
	}
	s := New(Config{User: 1, Channel: 77, Key: key})
	defer s.Close()
	for _, m := range []Message{SessionDescription{Version: 1}, ExternalSender{Body: group.Connect(1, 1)[0].Body}, PrepareEpoch{Epoch: 1, Version: 1}} {
		if _, err := s.Handle(m); err != nil {
			t.Fatal(err)
		}
		if !s.group.exists() {
			continue
		}
		if got := s.group.state.Members()[0].SignatureKey; string(got) != string(public) {
			t.Errorf("signs with %x, want %x", got, public)
		}
	}
}
