package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
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

func (e *Emulator) controlFailNext(_ *http.Request, in *struct {
	Method     string          `json:"method"`
	Path       string          `json:"path"`
	Status     *int            `json:"status"`
	RetryAfter float64         `json:"retry_after"`
	Global     bool            `json:"global"`
	Scope      string          `json:"scope"`
	Count      *int            `json:"count"`
	Body       json.RawMessage `json:"body"`
	Cloudflare bool            `json:"cloudflare"`
	After      bool            `json:"after"`
	Upload     int64           `json:"upload"`

	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	f := Failure{
		Method: strings.ToUpper(in.Method), Path: in.Path, RetryAfter: in.RetryAfter,
		Global: in.Global, Scope: in.Scope, Count: 1, Body: in.Body,
		Cloudflare: in.Cloudflare, After: in.After, Upload: in.Upload, ApplicationID: in.Application,
	}
	switch {
	case in.Status != nil:
		f.Status = *in.Status
	case in.Upload == 0:
		return nil, badControl("status: missing; 0 cuts the connection")
	}
	if in.Count != nil {
		f.Count = *in.Count
	}
	if f.Count < 1 {
		return nil, badControl("count: %d is less than 1", f.Count)
	}
	return struct{}{}, e.FailNext(f)
}

func (e *Emulator) controlDrop(_ *http.Request, in *struct {
	Mode      DropMode `json:"mode"`
	Code      int      `json:"code"`
	Resumable bool     `json:"resumable"`
	Shard     *int     `json:"shard"`
	When      When     `json:"when"`
	Count     int      `json:"count"`

	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	dropped, err := e.Drop(Drop{Mode: in.Mode, Code: in.Code, Resumable: in.Resumable, Shard: in.Shard, When: in.When, Count: in.Count, ApplicationID: in.Application})
	return struct {
		Dropped int `json:"dropped"`
	}{dropped}, err
}

func (e *Emulator) controlGatewayFaults(_ *http.Request, in *struct {
	Latency   Duration `json:"latency"`
	MissACKs  int      `json:"miss_acks"`
	Corrupt   int      `json:"corrupt"`
	Truncate  int      `json:"truncate"`
	Repeat    int      `json:"repeat"`
	Heartbeat bool     `json:"heartbeat"`

	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	if in.Latency < 0 || in.Corrupt < 0 || in.Truncate < 0 || in.Repeat < 0 {
		return nil, badControl("latency, corrupt, truncate and repeat must not be negative")
	}
	err := e.SetGatewayFaults(GatewayFaults{
		Latency: time.Duration(in.Latency), MissACKs: in.MissACKs, Corrupt: in.Corrupt, Truncate: in.Truncate, Repeat: in.Repeat, ApplicationID: in.Application,
	})
	if err == nil && in.Heartbeat {
		err = e.Heartbeat(named(in.Application)...)
	}
	return struct{}{}, err
}

func (e *Emulator) controlLatency(_ *http.Request, in *struct {
	Latency     Duration              `json:"latency"`
	Application discord.ApplicationID `json:"application_id"`
}) (any, error) {
	if in.Latency < 0 {
		return nil, badControl("latency: negative")
	}
	return struct{}{}, e.SetLatency(time.Duration(in.Latency), named(in.Application)...)
}

// named returns the application of a request as a list, which is empty where it
// names none.
func named(id discord.ApplicationID) []discord.ApplicationID {
	if id == 0 {
		return nil
	}
	return []discord.ApplicationID{id}
}

func (e *Emulator) controlInteractionState(w http.ResponseWriter, r *http.Request) {
	e.respondControl(w, func() (any, error) {
		text := r.URL.Query().Get("id")
		id, ok := parseSnowflake(text)
		it := e.state.interactions[discord.InteractionID(id)]
		if !ok || it == nil {
			return nil, badControl("id: there is no interaction %q", text)
		}
		state := struct {
			Response  json.RawMessage    `json:"response"`
			Original  *discord.Message   `json:"original"`
			Followups []*discord.Message `json:"followups"`
			Failed    bool               `json:"failed"`
		}{Response: it.callback, Failed: it.failed}
		if it.original != nil {
			state.Original = &it.original.Message
		}
		for _, m := range it.followups {
			state.Followups = append(state.Followups, &m.Message)
		}
		return state, nil
	})
}
