package server

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// A RESTPlan is how the server answers requests to create messages.
type RESTPlan struct {
	Limit   int           // requests for each channel in a window; 0: no limit, and no headers
	Window  time.Duration // begins with its first request
	Global  int           // requests in a second, which begins with its first one; 0: no limit
	Latency time.Duration // of each answer, half of it before the request is counted
}

// A RESTReport tells what was asked since the last RESTPlan.
type RESTReport struct {
	Served  int
	Refused int // with 429
}

// api is the part of the server that is asked for messages.
type api struct {
	mu       sync.Mutex // guards all below
	plan     RESTPlan
	report   RESTReport
	channels map[string]*restWindow
	global   restWindow
}

// restWindow counts requests.
type restWindow struct {
	used int
	ends time.Time
}

// take counts a request, and reports whether there was room.
func (w *restWindow) take(now time.Time, n int, per time.Duration) bool {
	if !now.Before(w.ends) {
		*w = restWindow{ends: now.Add(per)}
	}
	if w.used == n {
		return false
	}
	w.used++
	return true
}

func (a *api) setPlan(w http.ResponseWriter, r *http.Request) {
	var p RESTPlan
	if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a.mu.Lock()
	a.plan, a.report, a.channels, a.global = p, RESTReport{}, make(map[string]*restWindow), restWindow{}
	a.mu.Unlock()
	writeJSON(w, struct{}{})
}

func (a *api) getReport(w http.ResponseWriter, _ *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	writeJSON(w, a.report)
}

// createMessage answers as Discord does.
func (a *api) createMessage(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	a.mu.Lock()
	latency := a.plan.Latency
	a.mu.Unlock()
	time.Sleep(latency / 2)
	wait, global := a.count(w.Header(), r.PathValue("channel"))
	time.Sleep(latency / 2)
	w.Header()["Content-Type"] = contentTypeJSON
	if wait == 0 {
		_, _ = io.WriteString(w, restMessage)
		return
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	w.WriteHeader(http.StatusTooManyRequests)
	fmt.Fprintf(w, `{"message":"You are being rate limited.","retry_after":%.3f,"global":%t}`, math.Ceil(wait.Seconds()*1000)/1000, global)
}

var contentTypeJSON = []string{"application/json"}

// count counts a request, and tells how long to wait if it is one too many.
func (a *api) count(h http.Header, channel string) (wait time.Duration, global bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if a.plan.Global > 0 && !a.global.take(now, a.plan.Global, time.Second) {
		a.report.Refused++
		h.Set("X-RateLimit-Global", "true")
		h.Set("X-RateLimit-Scope", "global")
		return a.global.ends.Sub(now), true
	}
	if a.plan.Limit == 0 {
		a.report.Served++
		return 0, false
	}
	b := a.channels[channel]
	if b == nil {
		b = new(restWindow)
		a.channels[channel] = b
	}
	if b.take(now, a.plan.Limit, a.plan.Window) {
		a.report.Served++
	} else {
		a.report.Refused++
		h.Set("X-RateLimit-Scope", "user")
		wait = b.ends.Sub(now)
	}
	h.Set("X-RateLimit-Bucket", "80c17d2f203122d936070c88c8d10f33")
	h.Set("X-RateLimit-Limit", strconv.Itoa(a.plan.Limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(a.plan.Limit-b.used))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.ends.UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(math.Ceil(b.ends.Sub(now).Seconds()*1000)/1000, 'f', 3, 64))
	return wait, false
}

// restMessage is what every message looks like that was created.
const restMessage = `{"type":0,"content":"bench","mentions":[],"mention_roles":[],"attachments":[],"embeds":[],"timestamp":"2026-01-01T00:00:00.000000+00:00","edited_timestamp":null,"flags":0,"components":[],"id":"1200000000000000002","channel_id":"1200000000000000001","author":{"id":"175928847299117000","username":"bench","avatar":null,"discriminator":"0000","public_flags":0,"flags":0,"bot":true,"global_name":null,"clan":null,"primary_guild":null},"pinned":false,"mention_everyone":false,"tts":false}`
