package emulator

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// A route is one operation of the REST API. Each resource lists its own in its
// file, in a table that [routes] joins.
type route struct {
	method  string
	pattern string // on what follows /api/vN; {name} is one segment, {name_id} one that must be an ID
	auth    authKind
	limit   limit // zero: an ordinary one of its own

	// audit is what an entry of the audit log calls the operation. What changed
	// is found by comparing the object that the path names before and after.
	// Zero: there is no entry, or the handler writes it, because it works on
	// several objects or the entry is of another kind.
	//
	// Discord docs: https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object-audit-log-events
	audit discord.AuditLogAction

	// handle answers a bot, or an application that a user's access token was
	// given to. It runs under the world's lock, so it may use the world freely
	// but must not wait for anything.
	handle func(b *bot, r *request) (reply, error)

	// open answers in place of handle on routes that want no Authorization: it
	// is nobody's bot who asks.
	open func(e *Emulator, r *request) (reply, error)
}

// authKind tells what a route wants in the Authorization header.
type authKind int

const (
	authBot  authKind = iota // the bot's token
	authNone                 // nothing; what is there is not looked at
	authUser                 // the access token of a user
)

// routes is every operation that the emulator has.
func routes() []route {
	return slices.Concat(
		gatewayRoutes,
		messageRoutes,
		pinRoutes,
		reactionRoutes,
		channelRoutes,
		threadRoutes,
		guildRoutes,
		roleRoutes,
		memberRoutes,
		banRoutes,
		guildSettingRoutes,
		integrationRoutes,
		joinRequestRoutes,
		onboardingRoutes,
		templateRoutes,
		auditLogRoutes,
		autoModerationRoutes,
		scheduledEventRoutes,
		stageRoutes,
		userRoutes,
		applicationRoutes,
		oauthRoutes,
		linkRoutes,
		joinRoutes,
		storeRoutes,
		lobbyRoutes,
		provisionalRoutes,
		activityRoutes,
		commandRoutes,
		interactionRoutes,
		webhookRoutes,
		pollRoutes,
		inviteRoutes,
		emojiRoutes,
		stickerRoutes,
		soundboardRoutes,
		voiceRoutes,
		searchRoutes,
		followRoutes,
		compatibleRoutes,
		groupDMRoutes,
	)
}

// A routeTree finds routes by path, a segment at a time. A literal segment wins
// over a variable.
type routeTree struct {
	literal  map[string]*routeTree
	variable *routeTree
	name     string // of the variable that led here
	methods  map[string]*route
}

func newRouteTree(table []route) *routeTree {
	root := new(routeTree)
	for i := range table {
		root.add(&table[i])
	}
	return root
}

func (t *routeTree) add(r *route) {
	node := t
	for segment := range strings.SplitSeq(strings.TrimPrefix(r.pattern, "/"), "/") {
		node = node.child(segment)
	}
	if node.methods == nil {
		node.methods = make(map[string]*route)
	}
	if node.methods[r.method] != nil {
		panic("emulator: two routes for " + r.method + " " + r.pattern) // found by every test
	}
	node.methods[r.method] = r
}

func (t *routeTree) child(segment string) *routeTree {
	if name, ok := strings.CutPrefix(segment, "{"); ok {
		name = strings.TrimSuffix(name, "}")
		if t.variable == nil {
			t.variable = &routeTree{name: name}
		}
		if t.variable.name != name {
			panic("emulator: routes name one segment " + t.variable.name + " and " + name) // found by every test
		}
		return t.variable
	}
	if t.literal == nil {
		t.literal = make(map[string]*routeTree)
	}
	if t.literal[segment] == nil {
		t.literal[segment] = new(routeTree)
	}
	return t.literal[segment]
}

// find returns the route of a path that is still escaped, and its variables,
// no longer escaped: %40original is @original, and an escaped slash does not
// end a segment.
func (t *routeTree) find(method, path string) (*route, map[string]string, error) {
	var segments []string
	for segment := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		segment, err := url.PathUnescape(segment)
		if err != nil {
			return nil, nil, errNotFound
		}
		segments = append(segments, segment)
	}
	vars := make(map[string]string)
	node := t.walk(segments, vars)
	if node == nil {
		return nil, nil, errNotFound
	}
	if method == http.MethodHead && node.methods[method] == nil {
		method = http.MethodGet
	}
	r := node.methods[method]
	if r == nil {
		return nil, nil, node.notAllowed()
	}
	return r, vars, nil
}

func (t *routeTree) walk(segments []string, vars map[string]string) *routeTree {
	if len(segments) == 0 {
		if t.methods == nil {
			return nil
		}
		return t
	}
	if next := t.literal[segments[0]]; next != nil {
		if found := next.walk(segments[1:], vars); found != nil {
			return found
		}
	}
	if t.variable == nil || segments[0] == "" {
		return nil
	}
	found := t.variable.walk(segments[1:], vars)
	if found != nil {
		vars[t.variable.name] = segments[0]
	}
	return found
}

// notAllowed is the refusal of a method that the path does not have.
func (t *routeTree) notAllowed() error {
	refusal := *errMethodNotAllowed
	refusal.header = http.Header{"Allow": {strings.Join(slices.Sorted(maps.Keys(t.methods)), ", ")}}
	return &refusal
}
