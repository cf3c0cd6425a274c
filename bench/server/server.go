// Package server is a gateway that plays events which it has made, encoded,
// compressed and framed before: while it plays it does next to nothing, so that
// what is measured is the client. It knows as much of the rest of Discord as a
// client needs to connect.
//
// Sessions are not resumed, and intents and tokens not looked at. Heartbeats
// are acknowledged, but not in the middle of what is played: a stream that was
// compressed before can't be interrupted.
package server

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/gorilla/websocket"
)

// A Server is one fake gateway.
type Server struct {
	segments segments
	api      api

	mu          sync.Mutex // guards all below
	plan        *prepared
	connections map[*connection]bool
	report      Report
}

// A Report tells what happened since the last Plan.
type Report struct {
	Identifies int
	Resumes    int     // all refused
	Sent       []int64 // for each message when it was sent, in Unix nanoseconds; only if the Plan has a Rate
}

// New returns a server without a plan, which clients can't use yet.
func New() *Server {
	return &Server{connections: make(map[*connection]bool)}
}

// Serve serves clients, and the runner under /bench/, until l is closed.
func (s *Server) Serve(l net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /bench/plan", s.setPlan)
	mux.HandleFunc("POST /bench/start", s.start)
	mux.HandleFunc("GET /bench/report", s.getReport)
	mux.HandleFunc("POST /bench/rest", s.api.setPlan)
	mux.HandleFunc("GET /bench/rest-report", s.api.getReport)
	mux.HandleFunc("POST /api/{version}/channels/{channel}/messages", s.api.createMessage)
	mux.HandleFunc("/", s.discord)
	return http.Serve(l, mux)
}

func (s *Server) setPlan(w http.ResponseWriter, r *http.Request) {
	var p Plan
	if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	prepared, err := s.segments.prepare(p)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.plan, s.report = prepared, Report{}
	if p.Rate > 0 {
		s.report.Sent = make([]int64, prepared.main.messages)
	}
	s.mu.Unlock()
	writeJSON(w, prepared.report())
}

// start plays the events to all that are connected.
func (s *Server) start(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.connections {
		select {
		case c.begin <- struct{}{}:
		default:
			http.Error(w, "already started", http.StatusConflict)
			return
		}
	}
	writeJSON(w, len(s.connections))
}

func (s *Server) getReport(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	writeJSON(w, s.report)
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// discord is what clients see.
func (s *Server) discord(w http.ResponseWriter, r *http.Request) {
	switch {
	case websocket.IsWebSocketUpgrade(r):
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return // it has answered
		}
		s.serve(ws, r)
	case strings.HasSuffix(r.URL.Path, "/gateway") || strings.HasSuffix(r.URL.Path, "/gateway/bot"):
		writeJSON(w, map[string]any{
			"url":                 address(r),
			"shards":              1,
			"session_start_limit": map[string]int{"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 64},
		})
	default:
		http.NotFound(w, r)
	}
}

// address is where clients connect to.
func address(r *http.Request) string { return "ws://" + r.Host + "/" }

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v) // the client may be gone
}
