package dave

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/accord-go/accord/emulator/delivery"
)

// A walker is a session under test, user 1, with the server and another member,
// user 2, whose messages are passed on only as far as a test wants.
type walker struct {
	t     *testing.T
	group *delivery.Group
	s     *Session
	peer  *Session
	inbox []Message // of the session under test
	next  uint64
}

// newWalker brings a session into a phase.
func newWalker(t *testing.T, in phase) *walker {
	t.Helper()
	group, err := delivery.New(77)
	if err != nil {
		t.Fatal(err)
	}
	w := &walker{t: t, group: group, s: New(Config{User: 1, Channel: 77}), peer: New(Config{User: 2, Channel: 77}), next: 3}
	t.Cleanup(w.s.Close)
	t.Cleanup(w.peer.Close)
	switch in {
	case phaseClear:
		w.must(SessionDescription{Version: 0})
	case phaseJoining, phaseMember:
		w.must(ClientsConnect{Users: []uint64{2}})
		w.peerHandles(ClientsConnect{Users: []uint64{1}})
		w.post(group.Connect(1, 1))
		w.post(group.Connect(2, 1))
		w.must(w.take(OpExternalSender))
		w.must(SessionDescription{Version: 1})
		w.peerHandles(SessionDescription{Version: 1})
	}
	if in == phaseMember {
		w.must(w.welcome())
	}
	if w.s.phase != in && in != phaseIdle {
		t.Fatalf("the session is %v, want %v", w.s.phase, in)
	}
	w.inbox = nil
	return w
}

// must handles a message without an error, and gives the server the answer.
func (w *walker) must(m Message) {
	w.t.Helper()
	out, err := w.s.Handle(m)
	if err != nil {
		w.t.Fatalf("%T: %v", m, err)
	}
	w.answer(1, out)
}

func (w *walker) peerHandles(m Message) {
	w.t.Helper()
	out, err := w.peer.Handle(m)
	if err != nil {
		w.t.Fatalf("the other member, %T: %v", m, err)
	}
	w.answer(2, out)
}

func (w *walker) answer(user uint64, out []Message) {
	w.t.Helper()
	for _, m := range out {
		switch m := m.(type) {
		case KeyPackage:
			if err := w.group.KeyPackage(user, m.Body); err != nil {
				w.t.Fatal(err)
			}
		case CommitWelcome:
			messages, err := w.group.Commit(user, m.Body)
			if err != nil && !errors.Is(err, delivery.ErrLate) {
				w.t.Fatal(err)
			}
			w.post(messages)
		}
	}
}

// post passes messages on to the other member, and keeps those of the session.
func (w *walker) post(messages []delivery.Message) {
	w.t.Helper()
	for _, m := range messages {
		frame := m.Binary()
		if frame == nil {
			continue
		}
		message, err := ParseBinary(frame)
		if err != nil {
			w.t.Fatal(err)
		}
		switch m.To {
		case 1:
			w.inbox = append(w.inbox, message)
		case 2:
			w.peerHandles(message)
		}
	}
}

// take waits for the session's message with an opcode.
func (w *walker) take(op Op) Message {
	w.t.Helper()
	i := slices.IndexFunc(w.inbox, func(m Message) bool { return m.Op() == op })
	if i < 0 {
		w.t.Fatalf("no op %d came", op)
	}
	m := w.inbox[i]
	w.inbox = slices.Delete(w.inbox, i, i+1)
	return m
}

func (w *walker) propose() {
	w.t.Helper()
	messages, err := w.group.Propose()
	if err != nil {
		w.t.Fatal(err)
	}
	w.post(messages)
}

// newcomer lets somebody connect, whom the other member commits to, or only
// the session if the other member has not heard of him.
func (w *walker) newcomer(announced, peer bool) {
	w.t.Helper()
	user := w.next
	w.next++
	s := New(Config{User: user, Channel: 77})
	w.t.Cleanup(s.Close)
	if announced {
		w.must(ClientsConnect{Users: []uint64{user}})
	}
	if peer {
		w.peerHandles(ClientsConnect{Users: []uint64{user}})
	} else {
		w.peer = New(Config{User: 2, Channel: 77}) // deaf
		w.t.Cleanup(w.peer.Close)
	}
	w.post(w.group.Connect(user, 1))
	out, err := s.Handle(SessionDescription{Version: 1})
	if err != nil {
		w.t.Fatal(err)
	}
	w.answer(user, out)
	w.propose()
}

// welcome is op 30: the other member's commit to add the session.
func (w *walker) welcome() Message {
	w.t.Helper()
	w.propose()
	return w.take(OpWelcome)
}

// causes are how events happen. Nil: not in that phase.
var causes = map[event]func(w *walker, in phase) Message{
	eventSelectClear:  func(*walker, phase) Message { return SessionDescription{Version: 0} },
	eventSelect:       func(*walker, phase) Message { return SessionDescription{Version: 1} },
	eventVersion:      func(*walker, phase) Message { return SessionDescription{Version: 9} },
	eventUsers:        func(*walker, phase) Message { return ClientsConnect{Users: []uint64{50}} },
	eventClearNow:     func(*walker, phase) Message { return PrepareTransition{Version: 0} },
	eventNow:          func(*walker, phase) Message { return PrepareTransition{Version: 1} },
	eventPrepareClear: func(*walker, phase) Message { return PrepareTransition{Transition: 9, Version: 0} },
	eventPrepare:      func(*walker, phase) Message { return PrepareTransition{Transition: 9, Version: 1} },
	eventExecuteClear: func(w *walker, _ phase) Message {
		w.must(PrepareTransition{Transition: 9, Version: 0})
		return ExecuteTransition{Transition: 9}
	},
	eventExecute: func(w *walker, in phase) Message {
		// In idle and clear it was prepared before the phase began.
		w.s.prepared = append(w.s.prepared, prepared{9, 1, w.s.epoch})
		return ExecuteTransition{Transition: 9}
	},
	eventUnprepared: func(*walker, phase) Message { return ExecuteTransition{Transition: 99} },
	eventNewGroup:   func(*walker, phase) Message { return PrepareEpoch{Epoch: 1, Version: 1} },
	eventSameGroup:  func(*walker, phase) Message { return PrepareEpoch{Epoch: 4, Version: 1} },
	eventSender: func(w *walker, _ phase) Message {
		other, err := delivery.New(78)
		if err != nil {
			w.t.Fatal(err)
		}
		return ExternalSender{Body: other.Connect(1, 1)[0].Body}
	},
	eventBadSender: func(*walker, phase) Message { return ExternalSender{Body: []byte("no key")} },
	eventCommit: grouped(func(w *walker) Message {
		w.newcomer(true, false)
		return w.take(OpProposals)
	}),
	eventNothing: grouped(func(w *walker) Message {
		w.newcomer(true, false)
		if _, err := w.s.Handle(w.take(OpProposals)); err != nil { // the commit is lost
			w.t.Fatal(err)
		}
		w.group.Disconnect(3)
		if w.s.phase == phaseJoining {
			w.group.Disconnect(2)
		}
		w.propose()
		return w.take(OpProposals)
	}),
	eventUnrecognized: grouped(func(w *walker) Message {
		w.newcomer(false, false)
		return w.take(OpProposals)
	}),
	eventBadProposals: grouped(func(*walker) Message { return Proposals{Body: []byte("no vector")} }),
	eventUnasked: func(w *walker, in phase) Message {
		if in == phaseMember {
			return nil
		}
		return AnnounceCommit{Transition: 9, Body: []byte("whose?")}
	},
	eventCommitted: func(w *walker, in phase) Message {
		switch in {
		case phaseJoining: // our own
			w.newcomer(true, false)
			w.must(w.take(OpProposals))
		case phaseMember: // the other member's
			w.newcomer(true, true)
			w.must(w.take(OpProposals))
		default:
			return nil
		}
		return w.take(OpAnnounceCommit)
	},
	eventBadCommit: func(w *walker, in phase) Message {
		if in != phaseMember {
			return nil // eventUnasked
		}
		return AnnounceCommit{Transition: 9, Body: []byte("no commit")}
	},
	eventWelcome: func(w *walker, in phase) Message {
		if in != phaseJoining {
			return nil
		}
		return w.welcome()
	},
	eventBadWelcome: grouped(func(*walker) Message { return Welcome{Transition: 9, Body: []byte("no welcome")} }),
}

// grouped is for events that need a group, be it the local one.
func grouped(f func(*walker) Message) func(*walker, phase) Message {
	return func(w *walker, in phase) Message {
		if in&(phaseJoining|phaseMember) == 0 {
			return nil
		}
		return f(w)
	}
}

// TestTransitionsWalk causes every event in every phase, and wants what the
// table says, or nothing at all.
func TestTransitionsWalk(t *testing.T) {
	t.Parallel()
	walked := make(map[string]bool)
	for e := eventSelectClear; e <= eventBadWelcome; e++ {
		for _, in := range phaseTexts {
			cause := causes[e]
			if cause == nil {
				t.Fatalf("event %q has no cause", eventTexts[e])
			}
			t.Run(eventTexts[e]+"/"+in.text, func(t *testing.T) {
				w := newWalker(t, in.phase)
				m := cause(w, in.phase)
				if m == nil {
					return // another event, in that phase
				}
				r := ruleFor(e, in.phase)
				if len(r.do) > 0 {
					walked[fmt.Sprint(r)] = true
				}
				w.check(r, in.phase, m)
			})
		}
	}
	for _, r := range rules {
		for _, in := range phaseTexts {
			if first := ruleFor(r.event, in.phase); r.in&in.phase != 0 && fmt.Sprint(first) != fmt.Sprint(r) {
				t.Errorf("%q in %s: a rule before it fits", eventTexts[r.event], in.text)
			}
		}
		if !walked[fmt.Sprint(r)] {
			t.Errorf("%q, %v: not walked", eventTexts[r.event], r.in)
		}
	}
}

// check handles the message and compares with the rule.
func (w *walker) check(r rule, before phase, m Message) {
	t := w.t
	t.Helper()
	sending := w.s.encryptor.sender.Load()
	out, err := w.s.Handle(m)

	var want, got []Op
	kind, transition := Kind(0), transitionOf(m)
	for _, a := range r.do {
		switch a {
		case doKeyPackage:
			want = append(want, OpKeyPackage)
		case doCommit:
			want = append(want, OpCommitWelcome)
		case doInvalid:
			want = append(want, OpInvalidCommit)
		case doReady:
			if transition != 0 {
				want = append(want, OpTransitionReady)
			}
		case doRefuse:
			kind = Refused
		case doRejoin:
			kind = Rejoining
		case doFail:
			kind = Fatal
		}
	}
	for _, m := range out {
		got = append(got, m.Op())
		if o := transitionOf(m); o != 0 && o != transition {
			t.Errorf("op %d is about transition %d, want %d", m.Op(), o, transition)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("sent ops %v, want %v", got, want)
	}
	var failed *Error
	if errors.As(err, &failed) != (kind != 0) || failed != nil && failed.Kind != kind {
		t.Errorf("error %v, want kind %v", err, kind)
	}
	after := before
	if r.then != phaseSame {
		after = r.then
	}
	if w.s.phase != after {
		t.Errorf("the session is %v, want %v", w.s.phase, after)
	}
	w.checkMedia(r, sending)
}

// checkMedia wants media sent as the rule says, or as before.
func (w *walker) checkMedia(r rule, before *sender) {
	t := w.t
	t.Helper()
	now := w.s.encryptor.sender.Load()
	switch {
	case slices.Contains(r.do, doSendClear):
		if now == nil || !now.clear {
			t.Error("does not send in the clear")
		}
	case slices.Contains(r.do, doSwitchNow):
		if now == nil || now.clear || now != w.s.epoch.sender {
			t.Error("does not send with the group's keys")
		}
	case slices.Contains(r.do, doSwitch):
		if w.s.epoch != nil && now != w.s.epoch.sender {
			t.Error("does not send with the prepared keys")
		}
	case now != before:
		t.Error("sends with other keys")
	}
	if open := w.s.passthrough.open(); slices.Contains(r.do, doReceiveClear) && !open {
		t.Error("does not receive in the clear")
	}
	if slices.Contains(r.do, doInstall) {
		d := w.s.Decryptor(2)
		if d == nil || len(d.load()) == 0 || d.load()[0].epoch != w.s.epoch.serial {
			t.Error("does not receive with the new keys")
		}
	}
}

// transitionOf is the transition that a message is about, 0 if none.
func transitionOf(m Message) uint16 {
	switch m := m.(type) {
	case PrepareTransition:
		return m.Transition
	case ExecuteTransition:
		return m.Transition
	case TransitionReady:
		return m.Transition
	case AnnounceCommit:
		return m.Transition
	case Welcome:
		return m.Transition
	case InvalidCommit:
		return m.Transition
	}
	return 0
}
