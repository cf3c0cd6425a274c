package emulator

import (
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// serveAPI answers a request to the REST API: it reads the request, then, under
// the world's lock, lets faults, authorization and limits speak, calls the
// route's handler, and encodes what that returns.
func (e *Emulator) serveAPI(w http.ResponseWriter, hr *http.Request) {
	r := &request{now: time.Now(), base: baseURL(hr), query: hr.URL.Query()}
	version, path := splitVersion(mergeSlashes(hr.URL.EscapedPath()))
	entry := e.record.begin(hr, path)

	rep, err := e.answer(w, hr, r, version, path)
	if err != nil {
		rep = e.refusal(hr, err)
	}
	e.count(hr, &rep)
	if rep.drop {
		entry.drop(r)
		panic(http.ErrAbortHandler) // net/http's way to cut a connection
	}
	entry.end(r, rep) // first, so that a client that has its answer finds it in the log
	write(w, hr, rep)
}

func (e *Emulator) count(hr *http.Request, rep *reply) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.front.note(rep, time.Now())
	e.stats.request(rep)
	if b := e.botAuthorized(hr.Header.Get("Authorization")); b != nil {
		b.stats.request(rep)
	}
}

// mergeSlashes makes one slash of several in a row, as the servers in front of
// Discord do. arikawa asks for /api/v9//oauth2/applications/@me.
func mergeSlashes(path string) string {
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}

// splitVersion takes /api and the version off a path. The version is empty
// where the path names none.
func splitVersion(path string) (version, rest string) {
	rest = strings.TrimPrefix(path, "/api")
	first, after, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
	if len(first) > 1 && first[0] == 'v' && strings.Trim(first[1:], "0123456789") == "" {
		return first[1:], "/" + after
	}
	return "", rest
}

// answer does all of serveAPI that can be refused.
func (e *Emulator) answer(w http.ResponseWriter, hr *http.Request, r *request, version, path string) (reply, error) {
	routed, vars, routeErr := e.tree.find(hr.Method, path)
	r.route, r.vars = routed, vars
	r.authorization = hr.Header.Get("Authorization")
	if e.cutUpload(hr, path, r) {
		return reply{drop: true, ordered: true}, nil
	}
	if err := readBody(w, hr, r); err != nil {
		return reply{}, err
	}
	reason, err := url.PathUnescape(hr.Header.Get("X-Audit-Log-Reason"))
	if err != nil {
		return reply{}, invalid(codeStringConvert, "Could not be decoded.", "X-Audit-Log-Reason")
	}
	r.reason = reason
	if err := e.delay(hr.Context(), r); err != nil {
		return reply{}, err
	}

	e.mu.Lock()
	defer e.mu.Unlock()
	r.now = time.Now()
	e.identifyCaller(r)
	if rep, ok := e.front.answer(r.now); ok {
		rep.ordered = true
		return rep, nil
	}
	if rep, ok := e.fail(before, hr.Method, path, r); ok {
		return rep, nil
	}
	switch {
	case version != "" && version != "9" && version != "10":
		return reply{}, errInvalidAPIVersion
	case routeErr != nil:
		return reply{}, routeErr
	}
	rep, err := e.handle(hr, r)
	if err != nil {
		return rep, err
	}
	if lost, ok := e.fail(after, hr.Method, path, r); ok {
		return lost, nil
	}
	return rep, rep.encode()
}

// handle calls the handler of a route that was found, if authorization and
// limits allow.
func (e *Emulator) handle(hr *http.Request, r *request) (reply, error) {
	var err error
	if r.ids, err = parseIDs(r.vars); err != nil {
		return reply{}, err
	}
	if err := authorize(r); err != nil {
		return reply{}, err
	}
	limits, err := e.limits.take(r, e.callerOf(r))
	if err != nil {
		return reply{}, err
	}
	change := e.auditFor(r)
	rep, err := e.call(r)
	if err != nil {
		rep = e.refusal(hr, err)
	} else if change != nil {
		change.write(e, r, &rep)
	}
	rep.header = merge(rep.header, limits)
	return rep, nil
}

// identifyCaller finds out who makes a request, as far as is known now: from its
// Authorization header, and whose it is without one.
func (e *Emulator) identifyCaller(r *request) {
	r.bot, r.grant, r.by = e.botAuthorized(r.authorization), nil, 0
	if r.bot != nil {
		r.by = r.bot.user.ID
	}
	for _, b := range e.bots {
		if g := b.grantOf(r.authorization, r.now); g != nil {
			r.bot, r.grant, r.by = b, g, g.auth.user.ID
		}
	}
	if r.whose = r.bot; r.whose == nil {
		r.whose = e.answeringBot(r)
	}
}

// answeringBot returns the bot whose interaction a request answers, which needs no
// token but the interaction's; nil: none does.
func (e *Emulator) answeringBot(r *request) *bot {
	if id, ok := parseSnowflake(r.vars["interaction_id"]); ok && e.state.interactions[discord.InteractionID(id)] != nil {
		return e.state.interactions[discord.InteractionID(id)].bot
	}
	if id, ok := parseSnowflake(r.vars["webhook_id"]); ok {
		return e.botOfApplication(discord.ApplicationID(id)) // a webhook has an ID of its own
	}
	return nil
}

// call calls the route's handler.
func (e *Emulator) call(r *request) (reply, error) {
	if r.route.auth == authNone {
		return r.route.open(e, r)
	}
	return r.route.handle(r.bot, r)
}

// refusal turns an error into an answer. Anything but a refusal is a mistake of
// the emulator's own.
func (e *Emulator) refusal(hr *http.Request, err error) reply {
	var refused *apiError
	var limited *tooMany
	switch {
	case errors.As(err, &refused):
		return refused.reply()
	case errors.As(err, &limited):
		return limited.reply()
	default:
		e.logger.Error("request failed", "method", hr.Method, "path", hr.URL.Path, "error", err)
		return errInternal.reply()
	}
}

// encode turns the body into bytes. It is done under the world's lock, since
// the body may be part of the world.
func (rep *reply) encode() (err error) {
	if rep.body == nil {
		return nil
	}
	rep.raw, err = encode(rep.body)
	rep.contentType = "application/json"
	return err
}

func write(w http.ResponseWriter, hr *http.Request, rep reply) {
	for name, values := range rep.header {
		w.Header()[name] = values
	}
	if rep.contentType != "" {
		w.Header().Set("Content-Type", rep.contentType)
	}
	if rep.contentType != htmlType {
		// All that Discord itself answers has come through its load balancer.
		// By this header discord.py tells a rate limit from a ban by Cloudflare,
		// whose pages are HTML.
		w.Header().Set("Via", "1.1 google")
	}
	w.WriteHeader(rep.status)
	if len(rep.raw) > 0 && hr.Method != http.MethodHead {
		_, _ = w.Write(rep.raw) // a client that is gone is no error of ours
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(hr.Body, 1<<20))
}

// merge returns the headers of both; neither is changed.
func merge(a, b http.Header) http.Header {
	both := a.Clone()
	if both == nil {
		both = make(http.Header)
	}
	maps.Copy(both, b)
	return both
}

// baseURL returns how the client reaches the emulator. Clients whose address
// cannot be configured are sent here by a transport that rewrites it, and often
// still name Discord as the host; they get the address that they came in on.
func baseURL(hr *http.Request) string {
	if local, ok := hr.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && isDiscord(hr.Host) {
		return "http://" + local.String()
	}
	return "http://" + hr.Host
}

// isDiscord reports whether a host is one of Discord's own.
func isDiscord(host string) bool {
	for _, domain := range []string{"discord.com", "discordapp.com", "discord.gg"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}
