package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// A FileGate is the [IdentifyGate] of a bot whose shards are in several processes
// on one machine: they share a directory. It keeps the times in a file for each
// application, so it knows of processes that have ended too, and needs none that
// runs beside them. Use NewFileGate.
//
// The file is locked only while it is read and written, and an operating system
// lets go of a lock when its process ends, however that comes: nobody waits for
// one that was killed. Which of several processes goes first is left to chance;
// each brings its own shards in order.
//
// It needs what [FileStore] needs: an operating system that has locks for files,
// and a directory on this machine, not one on the network.
type FileGate struct {
	dir string
}

// NewFileGate returns a gate with files in that directory, which is made when it
// is needed and may be that of a [FileStore]. Each process has its own gate, with
// the same directory.
func NewFileGate(dir string) *FileGate { return &FileGate{dir: dir} }

// Wait implements [IdentifyGate]. It fails with an error of package os when the
// file can't be used: without it nobody knows what the others do.
func (g *FileGate) Wait(ctx context.Context, id Identify) error {
	for {
		var wait time.Duration
		var free time.Time
		err := g.change(ctx, id, func(s *gateState, now time.Time) (err error) {
			wait, free, err = s.try(id, now)
			return err
		})
		if err != nil {
			return err
		}
		if wait == 0 {
			context.AfterFunc(ctx, func() { g.sent(id, free) })
			return nil
		}
		if !sleep(ctx, wait) {
			return ctx.Err()
		}
	}
}

// sentTimeout is how long a gate tries to note that an IDENTIFY was sent. It noted
// before that it may be.
const sentTimeout = time.Second

// sent counts the 5 seconds from now, unless somebody else has passed since.
func (g *FileGate) sent(id Identify, free time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), sentTimeout)
	defer cancel()
	_ = g.change(ctx, id, func(s *gateState, now time.Time) error { // there is nobody to tell
		if s.Free[id.key()].Equal(free) {
			s.Free[id.key()] = now.Add(identifyEvery)
		}
		return nil
	})
}

const (
	// gateRetry is after how long a file is looked at again that another process
	// has locked, which takes it far less.
	gateRetry = 5 * time.Millisecond

	// maxGateFile bounds what is read.
	maxGateFile = 1 << 20
)

// change lets f change what is stored, alone.
func (g *FileGate) change(ctx context.Context, id Identify, f func(s *gateState, now time.Time) error) error {
	if err := os.MkdirAll(g.dir, 0o700); err != nil {
		return fmt.Errorf("gateway: identify gate: %w", err)
	}
	name := filepath.Join(g.dir, fmt.Sprintf("%d-identify", uint64(id.Application)))
	lock, err := lockFile(name)
	for ; errors.Is(err, errLocked); lock, err = lockFile(name) {
		if !sleep(ctx, gateRetry) {
			return ctx.Err()
		}
	}
	if err != nil {
		return fmt.Errorf("gateway: identify gate: %w", err)
	}
	data, err := readAll(lock, nil, maxGateFile)
	if err != nil && !errors.Is(err, ErrTooLarge) {
		return errors.Join(err, unlockFile(lock))
	}
	now := time.Now().Round(0) // others have other monotonic clocks
	s := decodeGate(data, max(id.MaxConcurrency, 1), now)
	err = f(s, now)
	return errors.Join(err, s.write(lock, len(data)), unlockFile(lock))
}

// A gateState is what the file of a bot holds.
type gateState struct {
	Concurrency int               `json:"max_concurrency"`
	Free        map[int]time.Time `json:"free"`  // when the next may identify, by key
	Floor       time.Time         `json:"floor"` // nobody may before
	Budget      startBudget       `json:"budget"`
}

// decodeGate reads what is stored. What can't be read may have been written just
// now, and so may what lies further ahead than anybody writes: a clock was set.
func decodeGate(data []byte, concurrency int, now time.Time) *gateState {
	s := new(gateState)
	latest := now.Add(identifyEvery)
	if len(data) > 0 && json.Unmarshal(data, s) != nil {
		*s = gateState{Floor: latest}
	}
	for key, free := range s.Free {
		if free.After(latest) {
			s.Free[key] = latest
		}
		if s.Concurrency != concurrency && s.Floor.Before(s.Free[key]) { // Discord has given the bot another number
			s.Floor = s.Free[key]
		}
	}
	if s.Floor.After(latest) {
		s.Floor = latest
	}
	if s.Budget.Reset.Sub(now) > identifyPeriod+sameReset {
		s.Budget = startBudget{}
	}
	if s.Concurrency != concurrency || s.Free == nil {
		s.Concurrency, s.Free = concurrency, make(map[int]time.Time)
	}
	return s
}

// try lets a shard pass, or says how long it has to wait. free is when the next
// one may.
func (s *gateState) try(id Identify, now time.Time) (wait time.Duration, free time.Time, err error) {
	s.Budget.learn(id, now)
	wait = max(s.Free[id.key()].Sub(now), s.Floor.Sub(now), 0)
	if wait > 0 {
		return wait, time.Time{}, nil
	}
	if err := s.Budget.take(now); err != nil {
		return 0, time.Time{}, err
	}
	free = now.Add(identifyEvery)
	s.Free[id.key()] = free
	return 0, free, nil
}

// gateBlock is what a file's length is a multiple of, so that it seldom grows: a full
// disk has room for what replaces as much.
const gateBlock = 512

// write replaces what the file holds, of which that much was read. It does so at
// once, with spaces over what was longer: a process that is killed leaves the one
// or the other.
func (s *gateState) write(f *os.File, held int) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if held > maxGateFile { // no gate has written that
		held = 0
		if err := f.Truncate(0); err != nil {
			return err
		}
	}
	length := max(held, (len(data)+gateBlock-1)/gateBlock*gateBlock)
	_, err = f.WriteAt(append(data, bytes.Repeat([]byte{' '}, length-len(data))...), 0)
	return err
}
