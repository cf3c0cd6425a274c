package emulator

import "time"

// An Owed is an event that a session owes its client, whether one is connected
// or not: it has to arrive, once and in order, unless the session is lost.
type Owed struct {
	SessionID string
	Shard     int
	Sequence  int64
	Name      string
	Data      []byte // one JSON value, which must not be changed
}

// Resumable reports whether a client that has got a session's events up to
// sequence could resume it now and would miss nothing.
func (e *Emulator) Resumable(sessionID string, sequence int64) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, b := range e.bots {
		if s := b.sessions.resumable(sessionID, time.Now()); s != nil {
			_, complete := s.replay.since(sequence)
			return complete
		}
	}
	return false
}
