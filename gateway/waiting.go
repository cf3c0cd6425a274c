package gateway

import (
	"fmt"
	"time"
)

// A Waiting is what a shard waits for, by itself, before it goes on. See
// [Hooks.Waiting].
type Waiting int

// What a shard waits for.
const (
	WaitingForNothing Waiting = 0 // it is connected, or about to be
	WaitingToConnect  Waiting = 1 // the last connection has ended, and the next one should not come at once
	WaitingToIdentify Waiting = 2 // it is connected; Config.IdentifyGate lets others go first, or can't be reached
	WaitingForReset   Waiting = 3 // as many sessions were started today as may be
)

// String returns what it is in one word.
func (w Waiting) String() string {
	switch w {
	case WaitingForNothing:
		return "nothing"
	case WaitingToConnect:
		return "connect"
	case WaitingToIdentify:
		return "identify"
	case WaitingForReset:
		return "reset"
	default:
		return fmt.Sprintf("Waiting(%d)", int(w))
	}
}

// MarshalText implements [encoding.TextMarshaler].
func (w Waiting) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// waits tells what the shard waits for, and for how long; 0: that is not known.
func (s *Shard) waits(w Waiting, wait time.Duration) {
	hook := s.cfg.Hooks.Waiting
	if w == s.waiting || hook == nil {
		return
	}
	s.waiting = w
	var until time.Time
	if wait > 0 {
		until = time.Now().Add(wait)
	}
	hook(w, until)
}
