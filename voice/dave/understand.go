package dave

import (
	"slices"
	"time"
)

// An occurrence is a message that has been understood, and what comes of it.
type occurrence struct {
	event      event
	in         phase // before the event
	transition uint16
	version    int
	epoch      *epoch    // of the transition that is executed
	commit     []byte    // op 28
	proposals  Proposals // op 27
	err        error     // what was wrong

	kind Kind // what is reported
	out  []Message
}

// understand finds out which event a message is. It does the work of MLS on
// the way, and so changes the group, but nothing else that others can see.
func (s *Session) understand(m Message) occurrence {
	switch m := m.(type) {
	case SessionDescription:
		return s.versioned(m.Version, eventSelect, eventSelectClear)
	case ClientsConnect:
		for _, user := range m.Users {
			s.recognized[user] = true
		}
		s.introduce(m.Users)
		return occurrence{event: eventUsers}
	case ClientDisconnect:
		if m.User != s.user {
			delete(s.recognized, m.User)
			s.dropDecryptor(m.User)
		}
		return occurrence{event: eventUsers}
	case PrepareTransition:
		o := s.versioned(m.Version, eventPrepare, eventPrepareClear)
		if m.Transition == 0 {
			o = s.versioned(m.Version, eventNow, eventClearNow)
		}
		o.transition = m.Transition
		return o
	case ExecuteTransition:
		return s.executed(m.Transition)
	case PrepareEpoch:
		if m.Epoch == 1 {
			return s.versioned(m.Version, eventNewGroup, eventSameGroup)
		}
		return s.versioned(m.Version, eventSameGroup, eventSameGroup)
	case ExternalSender:
		if s.phase == phaseMember {
			return occurrence{event: eventSender}
		}
		if err := s.group.setSender(m.Body); err != nil {
			return occurrence{event: eventBadSender, err: err}
		}
		return occurrence{event: eventSender}
	case Proposals:
		return s.proposed(m)
	case AnnounceCommit:
		return s.committed(m)
	case Welcome:
		return s.welcomed(m)
	}
	return occurrence{}
}

// versioned tells versions with encryption from version 0, and from those
// that we don't speak.
func (s *Session) versioned(version int, encrypted, clear event) occurrence {
	switch {
	case version == 0:
		return occurrence{event: clear}
	case version < 0 || version > MaxVersion:
		return occurrence{event: eventVersion, version: version, err: errVersion(version)}
	}
	return occurrence{event: encrypted, version: version}
}

// executed looks for the transition that op 22 means.
func (s *Session) executed(id uint16) occurrence {
	i := slices.IndexFunc(s.prepared, func(p prepared) bool { return p.id == id })
	if i < 0 {
		return occurrence{event: eventUnprepared, transition: id}
	}
	p := s.prepared[i]
	s.prepared = slices.Delete(s.prepared, i, i+1)
	if p.version == 0 {
		return occurrence{event: eventExecuteClear, transition: id}
	}
	return occurrence{event: eventExecute, transition: id, version: p.version, epoch: p.epoch}
}

// proposed applies op 27, and commits what is proposed now.
func (s *Session) proposed(m Proposals) occurrence {
	o := occurrence{proposals: m}
	switch {
	case !s.group.exists():
		o.event = eventUnasked
		return o
	case m.Revoke:
		o.err = s.group.revoke(m.Body)
	default:
		o.err = s.group.propose(m.Body, s.recognized)
	}
	if o.err == nil {
		o.commit, o.err = s.group.commit()
	}
	switch {
	case isUnrecognized(o.err):
		o.event = eventUnrecognized
	case o.err != nil:
		o.event = eventBadProposals
	case o.commit == nil:
		o.event = eventNothing
	default:
		o.event = eventCommit
	}
	return o
}

// committed follows op 29.
func (s *Session) committed(m AnnounceCommit) occurrence {
	o := occurrence{event: eventCommitted, transition: m.Transition, version: s.version}
	switch {
	case s.group.adopt(m.Body): // our own commit
	case s.phase != phaseMember:
		o.event = eventUnasked
	default:
		if o.err = s.group.follow(m.Body); o.err != nil {
			o.event = eventBadCommit
		}
	}
	return o
}

// welcomed joins a group by op 30.
func (s *Session) welcomed(m Welcome) occurrence {
	o := occurrence{event: eventWelcome, transition: m.Transition, version: s.version}
	switch s.phase {
	case phaseJoining:
		o.err = s.group.join(m.Body)
	case phaseMember:
		o.err = errMember
	default:
		o.event = eventUnasked
	}
	if o.err != nil {
		o.event = eventBadWelcome
	}
	return o
}

// do is one action.
func (s *Session) do(a action, o *occurrence) {
	switch a {
	case doReset:
		s.version = o.version
		s.forget()
		if err := s.group.reset(s.user, s.channel, s.key); err != nil {
			o.kind, o.err = Fatal, err
		}
	case doLocal:
		if err := s.group.startLocal(); err != nil {
			o.kind, o.err = Fatal, err
		} else if s.owed {
			s.switchNow()
		}
	case doKeyPackage:
		o.out = append(o.out, KeyPackage{Body: s.group.keyPackage()})
	case doCommit:
		o.out = append(o.out, CommitWelcome{Body: o.commit})
	case doInvalid:
		o.out = append(o.out, InvalidCommit{Transition: o.transition})
	case doReady:
		if o.transition != 0 {
			o.out = append(o.out, TransitionReady{Transition: o.transition})
		}
	case doRetry:
		s.retry(o)
	case doKeep:
		if now := time.Now(); len(s.kept) == 0 || now.After(s.keptUntil) {
			s.kept, s.keptUntil = nil, now.Add(recognizeWithin)
		}
		if len(s.kept) < maxKept {
			s.kept = append(s.kept, o.proposals)
		}
	case doRefuse:
		o.kind = Refused
	case doRejoin:
		o.kind = Rejoining
	case doFail:
		o.kind = Fatal
	default:
		s.doMedia(a, o)
	}
}

// maxKept bounds the messages that wait for users to be announced.
const maxKept = 16

// doMedia is an action that changes what media is sent or received with.
func (s *Session) doMedia(a action, o *occurrence) {
	switch a {
	case doInstall:
		s.install()
		s.kept = nil
	case doPrepare:
		if o.transition == 0 { // at once; op 22 will not come
			s.send(s.epoch)
			return
		}
		s.prepared = slices.DeleteFunc(s.prepared, func(p prepared) bool { return p.id == o.transition })
		if len(s.prepared) == maxPrepared {
			s.prepared = s.prepared[1:]
		}
		s.prepared = append(s.prepared, prepared{o.transition, o.version, s.epoch})
	case doSwitch:
		if o.epoch != nil {
			s.send(o.epoch)
		}
	case doSwitchNow:
		s.switchNow()
	case doReceiveClear:
		s.passthrough.start()
	case doSendClear:
		s.encryptor.use(&sender{clear: true})
	case doForget:
		s.version = 0
		s.forget()
		s.prepared = nil // nothing leads back to keys that are being forgotten
		s.retire(s.serial + 1)
	}
}

// switchNow sends with the newest keys, if need be with the local group's. The
// server may ask for that before its own key is there, which that group takes.
func (s *Session) switchNow() {
	if s.epoch == nil && s.group.exists() {
		s.epoch = s.newEpoch(true)
	}
	if s.owed = s.epoch == nil; !s.owed {
		s.send(s.epoch)
	}
}

// retry looks again at proposals that added somebody who is known now.
func (s *Session) retry(o *occurrence) {
	kept := s.kept
	if len(kept) == 0 {
		return
	}
	s.kept = nil
	if time.Now().After(s.keptUntil) {
		return
	}
	for _, m := range kept {
		out, err := s.handle(m)
		o.out = append(o.out, out...)
		if e, ok := err.(*Error); ok {
			o.kind, o.err = e.Kind, e.Err
		}
	}
}
