package dave

import (
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
)

// A transcript is the life of a group, as one of its members saw it. It was
// recorded from davey, an independent implementation.
type transcript struct {
	User           string `json:"user"`
	Channel        string `json:"channel"`
	Signature      octets `json:"sig"` // private keys
	Encryption     octets `json:"enc"`
	Init           octets `json:"init"`
	KeyPackage     octets `json:"key_package"`
	ExternalSender octets `json:"external_sender"`
	Steps          []step `json:"steps"`
	transitions    uint16 // so far; the recording has no numbers
}

// A step is a message of the server, or what is true after it.
type step struct {
	Op         int      `json:"op"`
	Kind       int      `json:"kind"`
	Body       octets   `json:"body"`
	Recognized []string `json:"recognized"`

	State *struct {
		Epoch         uint64 `json:"epoch"`
		Authenticator octets `json:"authenticator"`
		Code          string `json:"code"`
		Members       int    `json:"members"`
	} `json:"state"`
	Frames []struct {
		From   string `json:"from"`
		Plain  octets `json:"plain"`
		Cipher octets `json:"cipher"`
	} `json:"frames"`
}

// octets are bytes in hexadecimal.
type octets []byte

func (o *octets) UnmarshalText(text []byte) (err error) {
	*o, err = hex.DecodeString(string(text))
	return err
}

func number(t testing.TB, s string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTranscripts replays recorded groups: those in the file that
// DAVE_TRANSCRIPTS names, by default the project's own six.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	name := "testdata/transcripts.json"
	if other := os.Getenv("DAVE_TRANSCRIPTS"); other != "" {
		name = other
	}
	for i, tr := range readTranscripts(t, name) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			s := tr.session(t)
			defer s.Close()
			for j, step := range tr.Steps {
				tr.play(t, s, j, step)
				if t.Failed() {
					t.FailNow()
				}
			}
		})
	}
}

// session is that of the recorded member, with its private keys.
func (tr *transcript) session(t testing.TB) *Session {
	t.Helper()
	s := New(Config{User: number(t, tr.User), Channel: number(t, tr.Channel)})
	handle := func(m Message) {
		t.Helper()
		if _, err := s.Handle(m); err != nil {
			t.Fatal(err)
		}
	}
	handle(SessionDescription{Version: 1})
	if err := s.group.restore(tr.Signature, tr.Encryption, tr.Init, tr.KeyPackage); err != nil {
		t.Fatal(err)
	}
	handle(ExternalSender{Body: tr.ExternalSender})
	return s
}

func (tr *transcript) play(t *testing.T, s *Session, i int, step step) {
	t.Helper()
	switch step.Op {
	case 27:
		var users []uint64
		for _, user := range step.Recognized {
			users = append(users, number(t, user))
		}
		tr.recognize(s, users)
		out, err := s.Handle(Proposals{Revoke: step.Kind == 1, Body: step.Body})
		if err != nil {
			t.Errorf("step %d: proposals: %v", i, err)
		}
		for _, m := range out {
			if m.Op() != OpCommitWelcome {
				t.Errorf("step %d: proposals were answered with op %d", i, m.Op())
			}
		}
	case 29, 30:
		tr.transitions++
		transition := tr.transitions
		var m Message = AnnounceCommit{Transition: transition, Body: step.Body}
		if step.Op == 30 {
			m = Welcome{Transition: transition, Body: step.Body}
		}
		out, err := s.Handle(m)
		if err != nil || len(out) != 1 || out[0] != (TransitionReady{Transition: transition}) {
			t.Errorf("step %d: op %d was answered with %v, %v", i, step.Op, out, err)
		}
		if _, err := s.Handle(ExecuteTransition{Transition: transition}); err != nil {
			t.Errorf("step %d: op 22: %v", i, err)
		}
	case 0:
	default:
		t.Errorf("step %d: unknown op %d", i, step.Op)
	}
	if want := step.State; want != nil {
		got := s.Status()
		if got.Epoch != want.Epoch || !slices.Equal(got.Authenticator, want.Authenticator) || got.PrivacyCode != want.Code || len(got.Members) != want.Members {
			t.Errorf("step %d: epoch %d, authenticator %x, code %s, %d members; want %d, %x, %s, %d", i,
				got.Epoch, got.Authenticator, got.PrivacyCode, len(got.Members), want.Epoch, []byte(want.Authenticator), want.Code, want.Members)
		}
	}
	for j, f := range step.Frames {
		d := s.Decryptor(number(t, f.From))
		if d == nil {
			t.Errorf("step %d: frame %d is from %s, who is unknown", i, j, f.From)
			continue
		}
		got, err := d.Decrypt(nil, f.Cipher, Opus)
		if err != nil || !slices.Equal(got, f.Plain) {
			t.Errorf("step %d: frame %d from %s: %x, %v, want %x", i, j, f.From, got, err, []byte(f.Plain))
		}
	}
}

// recognize makes the recorded users those that the session recognizes, at
// once: the recording does not say when they came and went.
func (tr *transcript) recognize(s *Session, users []uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recognized = map[uint64]bool{s.user: true}
	for _, user := range users {
		s.recognized[user] = true
	}
}
