package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"time"

	"github.com/accord-go/accord/emulator/delivery"
	"github.com/accord-go/accord/voice/dave"
)

const channel = 3

// A call is sessions and the server between them, and the time that the
// sessions took for each kind of message, in milliseconds.
type call struct {
	group    *delivery.Group
	sessions map[uint64]*dave.Session
	queue    []delivery.Message
	times    map[string][]float64
	removes  bool   // the proposals under way remove somebody
	winner   uint64 // whose commit the server took last
}

func newCall() (*call, error) {
	group, err := delivery.New(channel)
	if err != nil {
		return nil, err
	}
	return &call{group: group, sessions: make(map[uint64]*dave.Session), times: make(map[string][]float64)}, nil
}

func (c *call) users() []uint64 { return slices.Sorted(maps.Keys(c.sessions)) }

// fill lets n users join in one batch.
func (c *call) fill(n int) error {
	for user := uint64(1); user <= uint64(n); user++ {
		if err := c.connect(user); err != nil {
			return err
		}
	}
	return c.settle()
}

func (c *call) join(user uint64) error {
	c.removes = false
	if err := c.connect(user); err != nil {
		return err
	}
	return c.settle()
}

func (c *call) connect(user uint64) error {
	s := dave.New(dave.Config{User: user, Channel: channel})
	others := c.users()
	c.sessions[user] = s
	if _, err := s.Handle(dave.ClientsConnect{Users: others}); err != nil {
		return err
	}
	for _, other := range others {
		if _, err := c.sessions[other].Handle(dave.ClientsConnect{Users: []uint64{user}}); err != nil {
			return err
		}
	}
	c.queue = append(c.queue, c.group.Connect(user, 1)...)
	start := time.Now()
	out, err := s.Handle(dave.SessionDescription{Version: 1})
	if err != nil {
		return err
	}
	c.note("key package", start)
	return c.answer(user, out)
}

func (c *call) leave(user uint64) error {
	c.removes = true
	delete(c.sessions, user)
	for _, s := range c.sessions {
		if _, err := s.Handle(dave.ClientDisconnect{User: user}); err != nil {
			return err
		}
	}
	c.queue = append(c.queue, c.group.Disconnect(user)...)
	return c.settle()
}

func (c *call) note(what string, start time.Time) {
	c.times[what] = append(c.times[what], float64(time.Since(start).Microseconds())/1000)
}

// settle passes messages on until nothing happens any more. Members commit all
// of them before the server takes the first commit.
//
// All members live in this process. For one not to be charged with collecting
// another's garbage, that is done in between.
func (c *call) settle() error {
	for {
		runtime.GC()
		if len(c.queue) == 0 {
			proposals, err := c.group.Propose()
			if err != nil || len(proposals) == 0 {
				return err
			}
			c.queue = proposals
		}
		messages := c.queue
		c.queue = nil
		var commits []func() error
		for _, m := range messages {
			out, err := c.handle(m)
			if err != nil {
				return fmt.Errorf("user %d, op %d: %w", m.To, m.Op, err)
			}
			commits = append(commits, func() error { return c.answer(m.To, out) })
		}
		for _, answer := range commits {
			if err := answer(); err != nil {
				return err
			}
		}
	}
}

// handle gives a session a message, and notes the time.
func (c *call) handle(m delivery.Message) ([]dave.Message, error) {
	s := c.sessions[m.To]
	if s == nil {
		return nil, nil
	}
	message, err := received(m)
	if err != nil {
		return nil, err
	}
	suffix := " add"
	if c.removes {
		suffix = " remove"
	}
	what := map[delivery.Op]string{delivery.Proposals: "commit" + suffix, delivery.AnnounceCommit: "follow" + suffix, delivery.Welcome: "join"}[m.Op]
	start := time.Now()
	out, err := s.Handle(message)
	if what != "" && (m.Op != delivery.AnnounceCommit || m.To != c.winner) {
		c.note(what, start)
	}
	return out, err
}

func received(m delivery.Message) (dave.Message, error) {
	if frame := m.Binary(); frame != nil {
		return dave.ParseBinary(frame)
	}
	var message dave.Message
	var err error
	switch m.Op {
	case delivery.PrepareTransition:
		var p dave.PrepareTransition
		err = json.Unmarshal(m.Data(), &p)
		message = p
	case delivery.ExecuteTransition:
		var e dave.ExecuteTransition
		err = json.Unmarshal(m.Data(), &e)
		message = e
	default:
		var e dave.PrepareEpoch
		err = json.Unmarshal(m.Data(), &e)
		message = e
	}
	return message, err
}

// answer gives the server what a session sends.
func (c *call) answer(user uint64, out []dave.Message) error {
	for _, m := range out {
		switch m := m.(type) {
		case dave.KeyPackage:
			if err := c.group.KeyPackage(user, m.Body); err != nil {
				return err
			}
		case dave.CommitWelcome:
			messages, err := c.group.Commit(user, m.Body)
			if err != nil && !errors.Is(err, delivery.ErrLate) {
				return err
			}
			if err == nil {
				c.winner = user
			}
			c.queue = append(c.queue, messages...)
		case dave.TransitionReady:
			c.queue = append(c.queue, c.group.Ready(user, m.Transition)...)
		}
	}
	return nil
}
