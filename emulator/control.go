package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// maxControlBody bounds what the control API takes.
const maxControlBody = 1 << 20

// controlHandler is the control API: JSON over HTTP, so that scripts in any
// language can play the people of the world and break what they like. What is
// wrong with a request is told with status 400 and {"error": "…"}.
func (e *Emulator) controlHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /control/user-message", control(e.controlUserMessage))
	mux.HandleFunc("POST /control/interaction", control(e.controlInteraction))
	mux.HandleFunc("POST /control/component", control(e.controlComponent))
	mux.HandleFunc("POST /control/modal", control(e.controlModal))
	mux.HandleFunc("POST /control/autocomplete", control(e.controlAutocomplete))
	mux.HandleFunc("POST /control/user-edit", control(e.controlEditMessage))
	mux.HandleFunc("POST /control/user-delete", control(e.controlDeleteMessage))
	mux.HandleFunc("POST /control/react", control(e.controlReact))
	mux.HandleFunc("POST /control/vote", control(e.controlVote))
	mux.HandleFunc("POST /control/typing", control(e.controlTyping))
	mux.HandleFunc("POST /control/rsvp", control(e.controlRSVP))
	mux.HandleFunc("POST /control/join-request", control(e.controlJoinRequest))
	mux.HandleFunc("POST /control/bot", control(e.controlBot))
	mux.HandleFunc("GET /control/interaction-state", e.controlInteractionState)
	mux.HandleFunc("POST /control/fail-next", control(e.controlFailNext))
	mux.HandleFunc("POST /control/drop", control(e.controlDrop))
	mux.HandleFunc("POST /control/gateway-faults", control(e.controlGatewayFaults))
	mux.HandleFunc("POST /control/guild-available", control(e.controlGuildAvailable))
	mux.HandleFunc("POST /control/latency", control(e.controlLatency))
	mux.HandleFunc("POST /control/limits", control(e.controlLimits))
	mux.HandleFunc("POST /control/dispatch", control(e.controlDispatch))
	mux.HandleFunc("GET /control/faults", e.controlFaults)
	mux.HandleFunc("POST /control/end-faults", control(e.controlEndFaults))
	mux.HandleFunc("GET /control/stats", e.controlStats)
	mux.HandleFunc("GET /control/log", func(w http.ResponseWriter, _ *http.Request) { writeResult(w, e.Log()) })
	mux.HandleFunc("/control/", func(w http.ResponseWriter, r *http.Request) {
		writeControl(w, http.StatusNotFound, controlFailure(badControl("there is no %s %s", r.Method, r.URL.Path)))
	})
	return mux
}

// control makes a handler of a function that takes a request's body as a struct.
func control[T any](handle func(*http.Request, *T) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		in := new(T)
		err := readControl(w, r, in)
		var out any
		if err == nil {
			out, err = handle(r, in)
		}
		if err != nil {
			writeControl(w, http.StatusBadRequest, controlFailure(err))
			return
		}
		writeResult(w, out)
	}
}

// badControl is what is wrong with a call of the control API.
func badControl(format string, args ...any) error {
	return controlError(fmt.Sprintf(format, args...))
}

// controlError is an error whose text says what the caller did wrong.
type controlError string

// Error returns the text.
func (e controlError) Error() string { return string(e) }

// readControl reads a body, which may be left out where there is nothing to say.
// Keys that mean nothing are refused, since most often they are misspelt.
func readControl(w http.ResponseWriter, r *http.Request, into any) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxControlBody))
	if err != nil {
		return badControl("the body: %v", err)
	}
	if _, nothing := into.(*struct{}); nothing && len(body) == 0 {
		return nil
	}
	if err := bindStrict(body, into); err != nil {
		return badControl("the body: %v", err)
	}
	return nil
}

// writeResult writes what a control returns.
func writeResult(w http.ResponseWriter, result any) {
	body, err := encode(result)
	if err != nil {
		writeControl(w, http.StatusInternalServerError, controlFailure(err))
		return
	}
	writeControl(w, http.StatusOK, body)
}

func writeControl(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that is gone is no error of ours
}

// controlFailure is the body that tells what is wrong.
func controlFailure(err error) []byte {
	text := err.Error()
	var refused *apiError
	switch {
	case !errors.As(err, &refused):
	case refused.form != nil:
		text = refused.form.text()
	default:
		text = refused.message
	}
	b, _ := json.Marshal(struct { // a string can always be encoded
		Error string `json:"error"`
	}{text})
	return b
}
