package mls_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/accord-go/accord/voice/dave/internal/mls"
)

// octets are bytes in hexadecimal.
type octets []byte

func (o *octets) UnmarshalText(text []byte) (err error) {
	*o, err = hex.DecodeString(string(text))
	return err
}

// A recording is the life of a group as one of its members saw it, made by an
// independent implementation.
type recording struct {
	Signature      octets `json:"sig"` // private keys
	Encryption     octets `json:"enc"`
	Init           octets `json:"init"`
	KeyPackage     octets `json:"key_package"`
	ExternalSender octets `json:"external_sender"`
	Steps          []struct {
		Op    int    `json:"op"`
		Kind  int    `json:"kind"`
		Body  octets `json:"body"`
		State *struct {
			Epoch         uint64 `json:"epoch"`
			Authenticator octets `json:"authenticator"`
			Members       int    `json:"members"`
		} `json:"state"`
	} `json:"steps"`
}

// recordings are those that package dave is tested with.
func recordings(t testing.TB) (all []recording) {
	t.Helper()
	b, err := os.ReadFile("../../testdata/transcripts.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no recordings")
	}
	return all
}

func (r recording) member(t testing.TB) *mls.Member {
	t.Helper()
	m, err := mls.Restore(r.Signature, r.Encryption, r.Init, r.KeyPackage)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// inside takes the length from in front of a vector, which is all of b.
func inside(t testing.TB, b []byte) []byte {
	t.Helper()
	for _, n := range []int{1, 2, 4} {
		if n <= len(b) && bytes.Equal(vector(b[n:]), b) {
			return b[n:]
		}
	}
	t.Fatalf("no vector: %x", b)
	return nil
}

// A replay is a member in the middle of a recording.
type replay struct {
	member    *mls.Member
	group     *mls.Group
	proposals []*mls.Proposal
}

// play does what a message of the server asks for.
func (r *replay) play(t testing.TB, op, kind int, body []byte) {
	t.Helper()
	var err error
	switch {
	case op == 30:
		r.group, err = mls.Join(body, r.member)
		r.proposals = nil
	case op == 29:
		r.group, err = r.group.Process(body, r.proposals)
		r.proposals = nil
	case op == 27 && kind == 0:
		for rest := inside(t, body); len(rest) > 0 && err == nil; {
			var p *mls.Proposal
			if p, rest, err = r.group.ParseProposal(rest); err == nil {
				r.proposals = append(r.proposals, p)
			}
		}
	case op == 27:
		for rest := inside(t, body); len(rest) > 0; rest = rest[1+rest[0]:] {
			ref := rest[1 : 1+rest[0]]
			r.proposals = slices.DeleteFunc(r.proposals, func(p *mls.Proposal) bool { return bytes.Equal(p.Ref, ref) })
		}
	}
	if err != nil {
		t.Fatalf("op %d: %v", op, err)
	}
}

// TestRecorded replays recorded groups. Before each commit that this member
// follows, it makes one of its own.
func TestRecorded(t *testing.T) {
	t.Parallel()
	for i, rec := range recordings(t) {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			r := &replay{member: rec.member(t)}
			for _, step := range rec.Steps {
				if step.Op == 29 {
					if _, _, _, err := r.group.Commit(r.proposals); err != nil {
						t.Errorf("our own commit: %v", err)
					}
				}
				if step.Op != 27 || r.group != nil { // what is proposed before we are in, isn't for us
					r.play(t, step.Op, step.Kind, step.Body)
				}
				want := step.State
				if want == nil {
					continue
				}
				if g := r.group; g.Epoch() != want.Epoch || !bytes.Equal(g.Authenticator(), want.Authenticator) ||
					len(g.Members()) != want.Members || !bytes.Equal(g.Sender(), rec.ExternalSender) {
					t.Fatalf("%v with %d members, want epoch %d with %d, or another secret or sender",
						g, len(g.Members()), want.Epoch, want.Members)
				}
			}
		})
	}
}

// TestEveryByteCounts changes each byte of recorded messages. None may then be
// accepted.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	rec := recordings(t)[0]
	member := rec.member(t)
	joined, err := mls.Join(rec.Steps[0].Body, member)
	if err != nil {
		t.Fatal(err)
	}
	r := &replay{member: member, group: joined}
	r.play(t, 27, 0, rec.Steps[2].Body)
	changes := func(t *testing.T, b []byte, accepted func([]byte) bool) {
		t.Parallel()
		for i := range b {
			changed := bytes.Clone(b)
			changed[i] ^= 1 << (i % 8)
			if accepted(changed) {
				t.Errorf("a change at byte %d of %d is not noticed", i, len(b))
			}
		}
		for _, n := range []int{0, 1, len(b) / 2, len(b) - 1} {
			if accepted(b[:n]) {
				t.Errorf("%d of %d bytes are enough", n, len(b))
			}
		}
		if accepted(append(bytes.Clone(b), 0)) {
			t.Error("one byte more is not noticed")
		}
	}
	t.Run("welcome", func(t *testing.T) { // one that lets in nobody else, whose part could change
		c := newCall(t, "a")
		only := newMember(t, "b")
		_, welcome, _, err := c.groups["a"].Commit(parse(t, c.groups["a"], c.server.add(t, 0, only)))
		if err != nil {
			t.Fatal(err)
		}
		changes(t, welcome, func(b []byte) bool {
			_, err := mls.Join(b, only)
			return err == nil
		})
	})
	t.Run("commit", func(t *testing.T) {
		changes(t, rec.Steps[3].Body, func(b []byte) bool {
			_, err := joined.Process(b, r.proposals)
			return err == nil
		})
	})
	t.Run("proposal", func(t *testing.T) {
		changes(t, inside(t, rec.Steps[2].Body), func(b []byte) bool {
			_, rest, err := joined.ParseProposal(b)
			return err == nil && len(rest) == 0
		})
	})
	t.Run("key package", func(t *testing.T) {
		changes(t, rec.KeyPackage, func(b []byte) bool {
			_, err := mls.Restore(rec.Signature, rec.Encryption, rec.Init, b)
			return err == nil
		})
	})
}
