package emulator

import (
	"net/http"

	"github.com/accord-go/accord/discord"
)

// Stats counts what clients have done.
type Stats struct {
	Identifies   int `json:"identifies"`
	Resumes      int `json:"resumes"` // asked for, granted or not
	Heartbeats   int `json:"heartbeats"`
	Requests     int `json:"requests"` // to the REST API
	Responses429 int `json:"responses_429"`
}

// Stats returns the counts so far.
func (e *Emulator) Stats() Stats {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.stats
}

// StatsOf returns the counts of one application's bot: of requests, those that
// carried its token. The error says that there is no such application.
func (e *Emulator) StatsOf(id discord.ApplicationID) (Stats, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.statsOf(id)
}

// statsOf is StatsOf for who holds the world's lock.
func (e *Emulator) statsOf(id discord.ApplicationID) (Stats, error) {
	b := e.botOfApplication(id)
	if b == nil {
		return Stats{}, badControl("application_id: there is no application %d", id)
	}
	return b.stats, nil
}

// request counts a request to the REST API.
func (s *Stats) request(rep *reply) {
	s.Requests++
	if rep.status == http.StatusTooManyRequests {
		s.Responses429++
	}
}

func (e *Emulator) controlStats(w http.ResponseWriter, r *http.Request) {
	e.respondControl(w, func() (any, error) {
		text := r.URL.Query().Get("application_id")
		if text == "" {
			return e.stats, nil
		}
		id, ok := parseSnowflake(text)
		if !ok {
			return nil, badControl("application_id: %q is not an ID", text)
		}
		return e.statsOf(discord.ApplicationID(id))
	})
}
