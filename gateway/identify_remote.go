package gateway

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

// A RemoteGate is the [IdentifyGate] of a bot whose shards are on several machines:
// they ask a [GateServer], which `accord proxy` is among others. Shards that wait
// for the same key go by their number, wherever they are. Use NewRemoteGate.
//
// A process that ends gives up its place at once. A shard that had its turn has
// used one of the day's sessions, whatever becomes of it. However long messages are
// on their way, no two shards identify too close to each other: the next one's turn
// comes 5.25 seconds after this one has told that it has identified, and a turn that
// took longer than 2 seconds to get here is not used but asked for again. Only a
// process that is held up for 5 seconds between its turn and its IDENTIFY may come
// too close to another.
//
// While the server can't be reached no shard identifies; sessions go on and are
// resumed. The first failure is logged, and that it is over.
//
// It sends the application's ID, shard numbers and start limits, and no token. So
// plain http does where others may read along.
type RemoteGate struct {
	// Client sends the requests, which take up to 10 seconds. Nil:
	// http.DefaultClient.
	Client *http.Client

	// Logger gets the gate's logs. Nil: slog.Default().
	Logger *slog.Logger

	address string // of the server

	mu      sync.Mutex // guards all below
	budgets map[discord.ApplicationID]*startBudget
	failing bool // the last request did, which is logged
}

// NewRemoteGate returns a gate that asks the server at that address, such as
// http://gate:8790/gate. Client and Logger may be set before its first use.
func NewRemoteGate(address string) *RemoteGate {
	return &RemoteGate{address: address, budgets: make(map[discord.ApplicationID]*startBudget)}
}

const (
	// askTimeout is after how long a server that says nothing is given up.
	askTimeout = gatePoll + gateAway

	// maxAskDelay bounds the waits for a server that can't be reached: it is the
	// number of an attempt, see backoff.
	maxAskDelay = 4

	// maxGateAnswer bounds what is read.
	maxGateAnswer = 4 << 10
)

// Wait implements [IdentifyGate]. It fails if the address is none, or if the server
// does not understand the question, but not while the server can't be reached.
func (g *RemoteGate) Wait(ctx context.Context, id Identify) error {
	address, err := g.newTurn()
	if err != nil {
		return err
	}
	g.learn(id)
	over := context.AfterFunc(ctx, func() { g.done(address) })
	for {
		answer, age, err := g.reach(ctx, address, id)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			over()
			return err
		}
		id.Total, id.Remaining, id.ResetAfter = answer.Total, answer.Remaining, time.Duration(answer.ResetAfter)*time.Millisecond
		g.learn(id)
		switch {
		case answer.State == gateLimited:
			over()
			return &IdentifyLimitError{Remaining: id.Remaining, ResetAfter: id.ResetAfter}
		case answer.State == gateTurn && age <= turnAge:
			return nil
		case answer.State == gateTurn:
			g.logger().LogAttrs(ctx, slog.LevelWarn, "turn to identify came too late: asking again",
				slog.Int("shard", id.Shard), slog.Duration("age", age))
		}
	}
}

// reach is ask, until there is an answer.
func (g *RemoteGate) reach(ctx context.Context, address string, id Identify) (gateAnswer, time.Duration, error) {
	for failures := 1; ; failures = min(failures+1, maxAskDelay) {
		answer, age, err := g.ask(ctx, address, g.question(id))
		if _, refused := errors.AsType[*gateRefusal](err); refused || ctx.Err() != nil {
			return answer, age, err
		}
		g.tellFailing(ctx, err)
		if err == nil || !sleep(ctx, backoff(failures, random)) {
			return answer, age, err
		}
	}
}

// newTurn returns the address of a turn that nobody else has asked for.
func (g *RemoteGate) newTurn() (string, error) {
	u, err := url.Parse(g.address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", errors.New("gateway: the address of the identify gate must be one with http:// or https://, like http://gate:8790/gate")
	}
	q := u.Query()
	q.Set("turn", rand.Text())
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// learn takes in what somebody was told about the day's limit.
func (g *RemoteGate) learn(id Identify) {
	g.mu.Lock()
	defer g.mu.Unlock()
	budget := g.budgets[id.Application]
	if budget == nil {
		budget = new(startBudget)
		g.budgets[id.Application] = budget
	}
	budget.learn(id, time.Now())
}

// question is what the server is asked, with all that is known here: it may have
// begun just now.
func (g *RemoteGate) question(id Identify) gateQuestion {
	g.mu.Lock()
	defer g.mu.Unlock()
	return gateQuestion{
		Application:    id.Application,
		Shard:          id.Shard,
		Count:          id.Count,
		MaxConcurrency: id.MaxConcurrency,
		gateLimit:      limitOf(*g.budgets[id.Application], time.Now()),
	}
}

// A gateRefusal is a server that does not understand the question, and won't.
type gateRefusal struct{ reason string }

func (e *gateRefusal) Error() string { return "gateway: the identify gate refused: " + e.reason }

// ask returns the server's answer and, of a turn, how old it is at most.
func (g *RemoteGate) ask(ctx context.Context, address string, q gateQuestion) (answer gateAnswer, age time.Duration, err error) {
	body, err := json.Marshal(q)
	if err != nil {
		return answer, 0, &gateRefusal{err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	asked := time.Now()
	status, text, err := g.send(ctx, http.MethodPost, address, body)
	switch {
	case err != nil:
		return answer, 0, err
	case status == http.StatusBadRequest:
		return answer, 0, &gateRefusal{strings.TrimSpace(string(text))}
	case status != http.StatusOK:
		return answer, 0, fmt.Errorf("gateway: identify gate: status %d", status)
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return answer, 0, fmt.Errorf("gateway: identify gate: %w", err)
	}
	switch answer.State {
	case gateTurn, gateAgain, gateLimited:
		return answer, time.Since(asked) - time.Duration(answer.After)*time.Millisecond, nil
	default:
		return answer, 0, errors.New("gateway: identify gate: the answer is none")
	}
}

// done tells the server that a turn was used, or won't be. If it does not hear
// that, it waits some seconds longer.
func (g *RemoteGate) done(address string) {
	ctx, cancel := context.WithTimeout(context.Background(), turnHold)
	defer cancel()
	_, _, _ = g.send(ctx, http.MethodDelete, address, nil) // there is nobody to tell
}

// send returns the status and the body of the answer.
func (g *RemoteGate) send(ctx context.Context, method, address string, body []byte) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header["Idempotency-Key"] = nil // not sent: it lets net/http repeat what an idle connection that was closed lost
	client := g.Client
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxGateAnswer))
	return response.StatusCode, text, err
}

// tellFailing logs when the server can no longer be reached, and when it can again.
func (g *RemoteGate) tellFailing(ctx context.Context, err error) {
	g.mu.Lock()
	was := g.failing
	g.failing = err != nil
	g.mu.Unlock()
	switch {
	case err != nil && !was:
		g.logger().LogAttrs(ctx, slog.LevelWarn, "identify gate does not answer: no shard identifies until it does", slog.Any("error", err))
	case err == nil && was:
		g.logger().LogAttrs(ctx, slog.LevelInfo, "identify gate answers again")
	}
}

func (g *RemoteGate) logger() *slog.Logger {
	if g.Logger == nil {
		return slog.Default()
	}
	return g.Logger
}
