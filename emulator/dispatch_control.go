package emulator

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
)

// Dispatch sends an event of the caller's making to all sessions of all bots, or
// of those of some applications, whatever their intents, and returns how many
// there are. Its data may be any JSON, so that clients meet events, types and
// fields that nobody documented. Nothing in the world changes by it.
func (e *Emulator) Dispatch(name string, data json.RawMessage, of ...discord.ApplicationID) (sessions int, err error) {
	switch {
	case name == "":
		return 0, badControl("name: missing")
	case !json.Valid(data):
		return 0, badControl("data: not JSON")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, id := range of {
		if e.botOfApplication(id) == nil {
			return 0, noApplication(id)
		}
	}
	for _, b := range e.bots {
		if len(of) > 0 && !slices.Contains(of, b.app.ID) {
			continue
		}
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

	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	var of []discord.ApplicationID
	if in.Application != 0 {
		of = []discord.ApplicationID{in.Application}
	}
	n, err := e.Dispatch(in.Name, in.Data, of...)
	return struct {
		Sessions int `json:"sessions"`
	}{n}, err
}
