package mls_test

import (
	"fmt"
	"testing"

	"github.com/accord-go/accord/voice/dave/internal/mls"
)

// sizes are the groups that things are measured in.
var sizes = []int{2, 10, 50, 99}

// A stage is a group of n as some of its members see it.
type stage struct {
	*call
	last *mls.Member // the member who joined last
	by   []byte      // the welcome that let it in
}

// newStage makes a group of n. Nobody has brought new keys since, so that
// encrypting to everyone takes as many encryptions as there are members.
func newStage(b *testing.B, n int) stage {
	b.Helper()
	s := stage{call: newCall(b, "first")}
	g := s.groups["first"]
	var messages [][]byte
	var watchers []*mls.Member
	for i := range n - 2 {
		m := newMember(b, fmt.Sprint(i))
		if i%6 == 0 {
			watchers = append(watchers, m)
		}
		messages = append(messages, s.server.add(b, g.Epoch(), m))
	}
	if n > 2 {
		_, welcome, next, err := g.Commit(parse(b, g, messages...))
		if err != nil {
			b.Fatal(err)
		}
		s.groups["first"] = next
		for i, m := range watchers {
			if s.groups[fmt.Sprint(6*i)], err = mls.Join(welcome, m); err != nil {
				b.Fatal(err)
			}
		}
	}
	s.last = newMember(b, "last")
	s.invite(b, s.last)
	return s
}

// invite adds a member and keeps the welcome.
func (s *stage) invite(b *testing.B, m *mls.Member) {
	b.Helper()
	g := s.groups["first"]
	message := s.server.add(b, g.Epoch(), m)
	commit, welcome, next, err := g.Commit(parse(b, g, message))
	if err != nil {
		b.Fatal(err)
	}
	for who, g := range s.groups {
		if who == "first" {
			s.groups[who] = next
		} else if s.groups[who], err = g.Process(commit, parse(b, g, message)); err != nil {
			b.Fatal(err)
		}
	}
	if s.groups["last"], err = mls.Join(welcome, m); err != nil {
		b.Fatal(err)
	}
	s.by = welcome
}

// fill lets every sixth member bring new keys, as it comes in a group that
// people have left.
func (s *stage) fill(b *testing.B) {
	b.Helper()
	for who := range s.groups {
		s.step(b, who, nil, nil)
	}
}

func BenchmarkKeyPackage(b *testing.B) {
	for b.Loop() {
		newMember(b, "user")
	}
}

func BenchmarkJoin(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := newStage(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := mls.Join(s.by, s.last); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCommit takes in what a member does when the server proposes one
// change: read the proposal, commit it.
func BenchmarkCommit(b *testing.B) {
	benchmarkChange(b, func(b *testing.B, s stage, messages ...[]byte) {
		g := s.groups["first"]
		b.ReportAllocs()
		for b.Loop() {
			if _, _, _, err := g.Commit(parse(b, g, messages...)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkProcess takes in following another's commit of one change.
func BenchmarkProcess(b *testing.B) {
	benchmarkChange(b, func(b *testing.B, s stage, messages ...[]byte) {
		g := s.groups["last"]
		commit, _, _, err := s.groups["first"].Commit(parse(b, s.groups["first"], messages...))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := g.Process(commit, parse(b, g, messages...)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchmarkChange(b *testing.B, run func(*testing.B, stage, ...[]byte)) {
	for _, n := range sizes {
		s := newStage(b, n)
		add := func(s stage) []byte { return s.server.add(b, s.groups["first"].Epoch(), newMember(b, "new")) }
		b.Run(fmt.Sprintf("add/%d", n), func(b *testing.B) { run(b, s, add(s)) })
		if n == 2 {
			continue // removing the one who follows is no step
		}
		remove := func(s stage) []byte { return s.server.remove(b, s.groups["first"].Epoch(), 2) }
		b.Run(fmt.Sprintf("remove/fresh/%d", n), func(b *testing.B) { run(b, s, remove(s)) })
		s.fill(b)
		b.Run(fmt.Sprintf("remove/lived/%d", n), func(b *testing.B) { run(b, s, remove(s)) })
	}
}
