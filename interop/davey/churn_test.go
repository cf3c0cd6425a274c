package davey_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/accord-go/accord/emulator/delivery"
	"github.com/accord-go/accord/voice/dave"
)

// TestDaveChurn puts our sessions and davey's into one call, which people join
// and leave at random, alone and in batches; some go before they were let in,
// and some lose the thread and have to be added again. After each epoch
// everybody must be in the same group and understand every frame of all the
// others.
//
// It runs for ten seconds. DAVE_EPOCHS=200 runs until that epoch instead, and
// DAVE_SEED repeats a run's choices (not its keys).
func TestDaveChurn(t *testing.T) {
	seed, epochs, end := rand.Uint64(), 0, time.Now().Add(10*time.Second)
	if s := os.Getenv("DAVE_SEED"); s != "" {
		seed = mustParse(t, s)
	}
	if s := os.Getenv("DAVE_EPOCHS"); s != "" {
		epochs = int(mustParse(t, s))
	}
	t.Logf("DAVE_SEED=%d", seed)
	c := newChurn(t, seed)
	for round := 1; epochs == 0 && time.Now().Before(end) || c.epochs < epochs; round++ {
		c.change()
		c.settle()
		c.check()
		if t.Failed() {
			t.Fatalf("round %d of DAVE_SEED=%d failed", round, seed)
		}
	}
	t.Logf("%d epochs, %d frames understood, up to %d members; %d revoked, %d added again; commits of davey %d, of Accord %d, refused %d",
		c.epochs, c.frames, c.most, c.revoked, c.again, c.won["davey"], c.won["accord"], c.refused)
	if c.won["davey"] == 0 || c.won["accord"] == 0 {
		t.Errorf("commits that the server took: %v, want some of both", c.won)
	}
}

func mustParse(t *testing.T, s string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const (
	daveChannel = 927310423890473011
	mostMembers = 40
)

// A member is one user in the call: ours if session is set, else davey's.
type member struct {
	user    uint64
	session *dave.Session
	inbox   []delivery.Message
}

func (m *member) name() string { return strconv.FormatUint(m.user, 10) }

// A churn is a call of both kinds of members.
type churn struct {
	t       *testing.T
	r       *rand.Rand
	node    *daveyNode
	group   *delivery.Group
	members map[uint64]*member
	next    uint64
	commits []submission
	alone   bool
	stuck   bool // the last commits were refused

	epochs, frames, most, revoked, again, refused int
	won                                           map[string]int
}

// A submission is a commit that is on its way to the server.
type submission struct {
	m    *member
	body []byte
}

func newChurn(t *testing.T, seed uint64) *churn {
	t.Helper()
	group, err := delivery.New(daveChannel)
	if err != nil {
		t.Fatal(err)
	}
	return &churn{
		t: t, r: rand.New(rand.NewPCG(seed, 1)), node: startDavey(t), group: group,
		members: make(map[uint64]*member), next: 1000, won: make(map[string]int),
	}
}

func (c *churn) users() []uint64 { return slices.Sorted(maps.Keys(c.members)) }

// change lets some people come and go.
func (c *churn) change() {
	for range 1 + c.r.IntN(4) {
		users := c.users()
		pick := func() *member { return c.members[users[c.r.IntN(len(users))]] }
		// The call grows to its most, and then shrinks and grows again.
		grow := c.r.IntN(mostMembers) >= len(users)*2/3
		switch {
		case len(users) < 3 || grow && len(users) < mostMembers:
			c.join(c.r.IntN(2) == 0)
		case c.r.IntN(10) == 0:
			c.loseThread(pick())
		default:
			c.leave(pick())
		}
	}
	if c.r.IntN(5) == 0 && len(c.members) < mostMembers {
		// Somebody comes, is proposed, and leaves before anybody commits.
		m := c.join(c.r.IntN(2) == 0)
		c.propose()
		c.deliver()
		c.leave(m)
		c.commits = nil // they were for proposals that are revoked
		c.revoked++
	}
}

// join connects somebody, up to the key package.
func (c *churn) join(ours bool) *member {
	c.next++
	m := &member{user: c.next}
	if ours {
		m.session = dave.New(dave.Config{User: m.user, Channel: daveChannel})
		c.t.Cleanup(m.session.Close)
		c.give(m, dave.ClientsConnect{Users: c.users()})
	} else {
		c.node.ask(c.t, request{"do": "join", "user": m.name(), "channel": fmt.Sprint(daveChannel)})
	}
	for _, other := range c.users() {
		if o := c.members[other]; o.session != nil {
			c.give(o, dave.ClientsConnect{Users: []uint64{m.user}})
		}
	}
	c.members[m.user] = m
	c.post(c.group.Connect(m.user, 1))
	if ours {
		c.give(m, dave.SessionDescription{Version: 1})
		return m
	}
	c.deliver() // davey makes no key package before it has the external sender
	c.keyPackage(m)
	return m
}

// keyPackage sends a new key package of one of davey's members.
func (c *churn) keyPackage(m *member) {
	body := c.node.bytes(c.t, request{"do": "keyPackage", "user": m.name()})
	if err := c.group.KeyPackage(m.user, body); err != nil {
		c.t.Errorf("davey's key package: %v", err)
	}
}

func (c *churn) leave(m *member) {
	delete(c.members, m.user)
	for _, other := range c.users() {
		if o := c.members[other]; o.session != nil {
			c.give(o, dave.ClientDisconnect{User: m.user})
		}
	}
	if m.session == nil {
		c.node.ask(c.t, request{"do": "leave", "user": m.name()})
	} else {
		m.session.Close()
	}
	c.post(c.group.Disconnect(m.user))
}

// loseThread gives a member a commit that it cannot use.
func (c *churn) loseThread(m *member) {
	if !slices.Contains(c.group.Members(), m.user) {
		return
	}
	c.again++
	c.deliver() // what came before
	if c.members[m.user] == nil || !slices.Contains(c.group.Members(), m.user) {
		return
	}
	if m.session != nil {
		var failed *dave.Error
		out, err := m.session.Handle(dave.AnnounceCommit{Transition: 1, Body: []byte("not a commit")})
		if !errors.As(err, &failed) || failed.Kind != dave.Rejoining {
			c.t.Errorf("a commit that is none: %v", err)
		}
		c.answer(m, out)
		return
	}
	c.post(c.group.Invalid(m.user))
	c.restart(m)
}

// restart makes one of davey's members begin anew, as discord.js does.
func (c *churn) restart(m *member) {
	c.node.ask(c.t, request{"do": "reset", "user": m.name(), "channel": fmt.Sprint(daveChannel)})
	c.keyPackage(m)
}

// post puts messages into the inboxes of who is there.
func (c *churn) post(messages []delivery.Message) {
	for _, message := range messages {
		if m := c.members[message.To]; m != nil {
			m.inbox = append(m.inbox, message)
		}
	}
}

func (c *churn) propose() {
	messages, err := c.group.Propose()
	if err != nil {
		c.t.Fatal(err)
	}
	c.post(messages)
}

// deliver empties the inboxes: each in order, but members in any.
func (c *churn) deliver() {
	for {
		var waiting []*member
		for _, user := range c.users() {
			if m := c.members[user]; len(m.inbox) > 0 {
				waiting = append(waiting, m)
			}
		}
		if len(waiting) == 0 || c.t.Failed() {
			return
		}
		m := waiting[c.r.IntN(len(waiting))]
		message := m.inbox[0]
		m.inbox = m.inbox[1:]
		if m.session != nil {
			c.give(m, received(c.t, message))
		} else {
			c.giveDavey(m, message)
		}
	}
}

// settle proposes, lets the commits race, and executes, until nothing is open.
func (c *churn) settle() {
	for range 100 {
		c.propose()
		c.deliver()
		c.race()
		c.deliver()
		if c.r.IntN(10) == 0 {
			c.post(c.group.Timeout())
		}
		if c.deliver(); len(c.commits) == 0 && c.group.Settled() {
			return
		}
		if len(c.members) == 1 {
			c.alone = true
			return
		}
		if c.stuck && len(c.commits) == 0 {
			c.renew()
		}
	}
	c.t.Errorf("the group does not settle: epoch %d, members %v of %v", c.group.Epoch(), c.group.Members(), c.users())
}

// renew lets those who wait send new key packages. It is for when all members
// are davey's, and the server has refused what they committed: the proposals
// that follow are the last call, after which davey makes the welcome.
func (c *churn) renew() {
	members := c.group.Members()
	for _, user := range c.users() {
		if m := c.members[user]; slices.Contains(members, user) {
			continue
		} else if m.session == nil {
			c.keyPackage(m)
		} else {
			c.give(m, dave.PrepareEpoch{Epoch: 1, Version: 1})
		}
	}
}

// race gives the server the commits in any order.
func (c *churn) race() {
	c.stuck = false
	c.r.Shuffle(len(c.commits), func(i, j int) { c.commits[i], c.commits[j] = c.commits[j], c.commits[i] })
	commits := c.commits
	c.commits = nil
	for _, s := range commits {
		messages, err := c.group.Commit(s.m.user, s.body)
		kind := "accord"
		if s.m.session == nil {
			kind = "davey"
		}
		switch {
		case err == nil:
			c.won[kind]++
			c.stuck = false
			c.epochs++
			c.post(messages)
		case errors.Is(err, delivery.ErrLate):
		case kind == "davey":
			// It leaves the welcome out when its last call added nobody but an
			// earlier one did, and nobody can be let in by that.
			c.refused++
			c.stuck = true
		default:
			c.t.Errorf("the server refuses our commit: %v", err)
		}
	}
}

// received turns the server's message into a session's, through its bytes.
func received(t *testing.T, m delivery.Message) dave.Message {
	t.Helper()
	if frame := m.Binary(); frame != nil {
		message, err := dave.ParseBinary(frame)
		if err != nil {
			t.Fatal(err)
		}
		return message
	}
	switch m.Op {
	case delivery.PrepareTransition:
		return decode[dave.PrepareTransition](t, m)
	case delivery.ExecuteTransition:
		return decode[dave.ExecuteTransition](t, m)
	default:
		return decode[dave.PrepareEpoch](t, m)
	}
}

func decode[M any](t *testing.T, m delivery.Message) (message M) {
	t.Helper()
	if err := json.Unmarshal(m.Data(), &message); err != nil {
		t.Fatal(err)
	}
	return message
}

// give hands one of our sessions a message, and the server what comes out.
func (c *churn) give(m *member, message dave.Message) {
	out, err := m.session.Handle(message)
	if err != nil {
		c.t.Errorf("user %d: %v", m.user, err)
	}
	c.answer(m, out)
}

func (c *churn) answer(m *member, out []dave.Message) {
	for _, message := range out {
		switch message := message.(type) {
		case dave.KeyPackage:
			if err := c.group.KeyPackage(m.user, message.Body); err != nil {
				c.t.Errorf("our key package: %v", err)
			}
		case dave.CommitWelcome:
			c.commits = append(c.commits, submission{m, message.Body})
		case dave.TransitionReady:
			c.post(c.group.Ready(m.user, message.Transition))
		case dave.InvalidCommit:
			c.post(c.group.Invalid(m.user))
		}
	}
}

// giveDavey does with davey what discord.js does.
func (c *churn) giveDavey(m *member, message delivery.Message) {
	do := func(r request) result {
		r["user"] = m.name()
		return c.node.send(c.t, []request{r})[0]
	}
	body := base64.StdEncoding.EncodeToString(message.Body)
	switch message.Op {
	case delivery.ExternalSender:
		if r := do(request{"do": "sender", "body": body}); r.Error != "" {
			c.t.Errorf("davey, external sender: %s", r.Error)
		}
	case delivery.Proposals:
		var recognized []string
		for _, user := range c.users() {
			recognized = append(recognized, strconv.FormatUint(user, 10))
		}
		r := do(request{
			"do": "proposals", "kind": message.Body[0], "recognized": recognized,
			"body": base64.StdEncoding.EncodeToString(message.Body[1:]),
		})
		if r.Error != "" {
			c.t.Errorf("davey, proposals: %s", r.Error)
			return
		}
		var commit struct{ Commit, Welcome []byte }
		if err := json.Unmarshal(r.OK, &commit); err != nil {
			c.t.Fatal(err)
		}
		if commit.Commit != nil {
			c.commits = append(c.commits, submission{m, append(commit.Commit, commit.Welcome...)})
		}
	case delivery.AnnounceCommit, delivery.Welcome:
		what := map[delivery.Op]string{delivery.AnnounceCommit: "commit", delivery.Welcome: "welcome"}[message.Op]
		if r := do(request{"do": what, "body": body}); r.Error != "" {
			c.t.Errorf("davey, %s: %s", what, r.Error)
			return
		}
		c.post(c.group.Ready(m.user, message.Transition))
	case delivery.PrepareEpoch:
		c.restart(m)
	}
}
