package dave

import (
	"crypto/ecdsa"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// recognizeWithin is how long proposals to add a user wait for the message
// that announces the user. The two sometimes come in the wrong order.
const recognizeWithin = time.Second

// A Session is one user's part in the encrypted call of one channel. What the
// voice gateway says goes into [Session.Handle]; what is to be sent comes out.
// Media goes through the [Encryptor] and the [Decryptor] of each other user.
//
// A session lives as long as a connection to the voice gateway, resumed ones
// included. All methods may be called from many goroutines.
type Session struct {
	user, channel uint64
	key           *ecdsa.PrivateKey // nil: a new one for each group

	encryptor   Encryptor
	passthrough passthrough
	decryptors  atomic.Pointer[map[uint64]*Decryptor] // never changed in place
	status      atomic.Pointer[Status]

	mu         sync.Mutex // guards what follows; no media goroutine takes it
	closed     bool
	phase      phase
	version    int             // of the group that is built or used
	recognized map[uint64]bool // who may be added
	group      group
	epoch      *epoch // the newest one with keys; nil: none
	owed       bool   // to send with the local group's keys, when there is one
	serial     uint64 // of the last epoch
	prepared   []prepared
	kept       []Proposals // that add somebody who is not recognized
	keptUntil  time.Time
	pruning    *time.Timer
}

// A Config says whose session it is.
type Config struct {
	// User is the own user's ID, and Channel that of the voice channel.
	User, Channel uint64

	// Key is what the user signs with in groups: an ECDSA key of P-256 that
	// others may come to recognise. Nil makes a new one for each group, which
	// is what bots want.
	Key *ecdsa.PrivateKey
}

// An epoch is one state of the group: who is in it, and the keys of media.
type epoch struct {
	serial        uint64 // grows with each epoch of this session
	number        uint64 // MLS's, which begins anew with each group
	sender        *sender
	members       []uint64
	authenticator []byte
	local         bool // nobody else is in it, or ever was
}

// A prepared transition waits for its execution.
type prepared struct {
	id      uint16
	version int
	epoch   *epoch
}

// maxPrepared bounds the transitions that wait: a server that prepares more
// never executes them.
const maxPrepared = 32

// New makes a session that waits for op 4.
func New(config Config) *Session {
	s := &Session{
		user: config.User, channel: config.Channel, key: config.Key,
		phase: phaseIdle, recognized: map[uint64]bool{config.User: true},
	}
	s.decryptors.Store(new(map[uint64]*Decryptor))
	s.status.Store(new(Status))
	return s
}

// A Status is what a session has come to.
type Status struct {
	// Version is the protocol's version that frames are sent with; 0 while
	// Encrypting is false.
	Version int

	// Encrypting is whether frames are encrypted.
	Encrypting bool

	// Epoch is the group's, and grows with each change of members. It is 0
	// without an established group.
	Epoch uint64

	// Members are the users of the group, the own one included, in no
	// particular order.
	Members []uint64

	// PrivacyCode is [PrivacyCode] of the group, empty without one.
	PrivacyCode string

	// Authenticator is the group's epoch authenticator, nil without one.
	Authenticator []byte
}

// Status returns the state after the last message that was handled. Its
// slices must not be changed.
func (s *Session) Status() Status { return *s.status.Load() }

// String names the session, and tells nothing of its keys.
func (s *Session) String() string {
	return fmt.Sprintf("dave.Session of user %d in channel %d", s.user, s.channel)
}

// Format prints String, whatever the verb.
func (s *Session) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// Encryptor returns what encrypts the own user's frames. It is always the
// same.
func (s *Session) Encryptor() *Encryptor { return &s.encryptor }

// Decryptor returns what decrypts a user's frames: the same until the user
// leaves the call, or the session is closed. It is nil if the session has not
// heard of the user.
func (s *Session) Decryptor(user uint64) *Decryptor { return (*s.decryptors.Load())[user] }

// Handle does what a message of the voice gateway asks for, and returns what
// to send, in order. Messages must be handled in the order in which they came.
// It may compute for milliseconds, so call it from a goroutine that nothing
// waits for, or use a [Worker].
//
// The error is nil or an [*Error], also beside messages to send.
func (s *Session) Handle(m Message) ([]Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, &Error{Op: m.Op(), Kind: Fatal, Err: ErrClosed}
	}
	out, err := s.handle(m)
	s.tell()
	return out, err
}

// Close forgets all keys. Frames are neither encrypted nor decrypted
// afterwards. It may be called again.
func (s *Session) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	if s.pruning != nil {
		s.pruning.Stop()
	}
	s.encryptor.use(nil)
	s.passthrough.until.Store(nil)
	now := time.Now()
	for _, d := range *s.decryptors.Load() {
		d.retire(s.serial+1, now)
		d.prune(now)
	}
	s.decryptors.Store(new(map[uint64]*Decryptor))
	s.forget()
	s.status.Store(new(Status))
}

// handle finds out what a message means, and does what the table says.
func (s *Session) handle(m Message) ([]Message, error) {
	o := s.understand(m)
	r := ruleFor(o.event, s.phase)
	o.in = s.phase
	if r.then != phaseSame {
		s.phase = r.then
	}
	for _, a := range r.do {
		s.do(a, &o)
		if o.kind == Fatal {
			break
		}
	}
	if o.kind == 0 {
		return o.out, nil
	}
	return o.out, &Error{Op: m.Op(), Transition: o.transition, Kind: o.kind, Err: o.err}
}

// install makes an epoch of the established group, and gives its keys to the
// decryptors.
func (s *Session) install() {
	e := s.newEpoch(false)
	s.epoch = e
	now := time.Now()
	decryptors := s.introduce(e.members)
	for _, user := range e.members {
		if user != s.user {
			decryptors[user].install(newReceiver(e.serial, s.group.secret(user)), now)
		}
	}
}

// newEpoch makes an epoch of the group's state.
func (s *Session) newEpoch(local bool) *epoch {
	s.serial++
	return &epoch{
		serial: s.serial, number: s.group.epoch(), local: local,
		sender:  newSender(s.serial, s.group.secret(s.user)),
		members: s.group.members(), authenticator: slices.Clone(s.group.authenticator()),
	}
}

// introduce makes decryptors for those of the users who have none, and returns
// everybody's.
func (s *Session) introduce(users []uint64) map[uint64]*Decryptor {
	old := *s.decryptors.Load()
	next := make(map[uint64]*Decryptor, len(old)+len(users))
	maps.Copy(next, old)
	for _, user := range users {
		if next[user] == nil && user != s.user {
			next[user] = newDecryptor(&s.passthrough)
		}
	}
	if len(next) > len(old) {
		s.decryptors.Store(&next)
	}
	return next
}

// dropDecryptor forgets a user who left the call.
func (s *Session) dropDecryptor(user uint64) {
	old := *s.decryptors.Load()
	d := old[user]
	if d == nil {
		return
	}
	next := maps.Clone(old)
	delete(next, user)
	s.decryptors.Store(&next)
	now := time.Now()
	d.retire(s.serial+1, now)
	d.prune(now)
}

// send goes over to an epoch's keys. It never goes back to older ones: a
// transition may be executed late.
func (s *Session) send(e *epoch) {
	if now := s.encryptor.sender.Load(); now != nil && !now.clear && now.epoch > e.sender.epoch {
		return
	}
	s.encryptor.use(e.sender)
	s.passthrough.stop(keepEpoch)
	s.retire(e.serial)
}

// retire gives keys of epochs before the serial ten seconds.
func (s *Session) retire(serial uint64) {
	at := time.Now().Add(keepEpoch)
	for _, d := range *s.decryptors.Load() {
		d.retire(serial, at)
	}
	if s.pruning != nil {
		s.pruning.Stop()
	}
	s.pruning = time.AfterFunc(keepEpoch, s.prune)
}

// prune forgets keys that have expired.
func (s *Session) prune() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for _, d := range *s.decryptors.Load() {
		d.prune(now)
	}
}

// forget drops the group and everything that is about it, but no media keys.
func (s *Session) forget() {
	s.group.forget()
	s.epoch, s.owed, s.kept = nil, false, nil
	// What was prepared for the old group may still be executed, but no way
	// leads from a new group into the clear that was prepared before it.
	s.prepared = slices.DeleteFunc(s.prepared, func(p prepared) bool { return p.version == 0 })
}

// tell publishes the status.
func (s *Session) tell() {
	var status Status
	if now := s.encryptor.sender.Load(); now != nil && !now.clear {
		status.Version, status.Encrypting = s.version, true
	}
	if e := s.epoch; e != nil && !e.local {
		status.Epoch, status.Members, status.Authenticator = e.number, e.members, e.authenticator
		status.PrivacyCode, _ = PrivacyCode(e.authenticator)
	}
	s.status.Store(&status)
}
