package gateway

import (
	"encoding/json"
	"time"
)

// presenceLimit and presenceWindow are Discord's: more presences in a window and
// the last ones are passed over without a word, so that an old one stays.
const (
	presenceLimit  = 5
	presenceWindow = 20 * time.Second
)

// presenceDelay is how long a presence sent now would have to wait.
func (s *Shard) presenceDelay(now time.Time) time.Duration {
	if len(s.shown) < presenceLimit {
		return 0
	}
	return s.shown[0].Add(presenceWindow + sendSlack).Sub(now)
}

// show notes a presence that is sent: it counts, and becomes part of each later
// IDENTIFY.
func (s *Shard) show(now time.Time, payload []byte) {
	s.shown = append(s.shown[max(len(s.shown)-presenceLimit+1, 0):], now)
	var p struct {
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(payload, &p) == nil {
		s.presence = p.Data
	}
}

// greeting returns the command that shows the presence of the Config in a session
// that was not begun with it, but by a process before this one. Nil: there is nothing
// to show.
func (s *Shard) greeting() *command {
	if s.presence != nil || s.cfg.Presence == nil {
		return nil
	}
	payload, err := encode(OpPresenceUpdate, *s.cfg.Presence)
	if err != nil {
		return nil // an IDENTIFY will tell
	}
	return &command{op: OpPresenceUpdate, payload: payload}
}
