package emulator

import (
	"encoding/json"
	"net/http"
)

// Dispatch sends an event of the caller's making to all sessions, whatever
// their intents, and returns how many there are. Its data may be any JSON, so
// that clients meet events, types and fields that nobody documented. Nothing
// in the world changes by it.
func (e *Emulator) Dispatch(name string, data json.RawMessage) (sessions int, err error) {
	switch {
	case name == "":
		return 0, badControl("name: missing")
	case !json.Valid(data):
		return 0, badControl("data: not JSON")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, b := range e.bots {
		for _, s := range b.sessions.byID {
			frame := s.frame(name, data)
			e.record.order(frame)
			s.push(frame)
			sessions++
		}
	}
	return sessions, nil
}

func (e *Emulator) controlDispatch(_ *http.Request, in *struct {
	Name string          `json:"name"`
	Data json.RawMessage `json:"data"`
}) (any, error) {
	n, err := e.Dispatch(in.Name, in.Data)
	return struct {
		Sessions int `json:"sessions"`
	}{n}, err
}
