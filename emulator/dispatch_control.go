package emulator

import (
	"encoding/json"
	"net/http"

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
	bots, err := e.botsOf(of)
	if err != nil {
		return 0, err
	}
	for _, b := range bots {
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
	n, err := e.Dispatch(in.Name, in.Data, named(in.Application)...)
	return struct {
		Sessions int `json:"sessions"`
	}{n}, err
}
