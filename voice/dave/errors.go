package dave

import (
	"errors"
	"fmt"
)

// What keeps a frame from being encrypted or decrypted. Compare with ==.
var (
	// ErrNotReady means that there are no keys to encrypt with yet. Hold the
	// frame back.
	ErrNotReady = errors.New("dave: no keys to encrypt with yet")

	// ErrFrame means that a frame of video has too many parts, or cannot be
	// encrypted so that packetizers leave it alone. Drop it.
	ErrFrame = errors.New("dave: frame cannot be encrypted")

	// ErrNotEncrypted means that a frame came in the clear although the
	// group encrypts.
	ErrNotEncrypted = errors.New("dave: frame is not encrypted")

	// ErrNoKey means that there is no key for a frame: its sender is not in
	// the group (yet), or the key has expired.
	ErrNoKey = errors.New("dave: no key for frame")

	// ErrReplay means that a frame came for the second time, or too late.
	ErrReplay = errors.New("dave: frame was decrypted before")

	// ErrAuthentication means that no key opens a frame: it is damaged,
	// forged, or of an epoch that this member has not (yet) entered.
	ErrAuthentication = errors.New("dave: frame is not authentic")
)

// What an [Error] may wrap. Match with errors.Is.
var (
	// ErrClosed means that the session was closed.
	ErrClosed = errors.New("dave: session is closed")

	// ErrUnrecognized means that the server proposed to add a user whom it had
	// not announced. The proposals are looked at again if it does so within a
	// second.
	ErrUnrecognized = errors.New("dave: proposal to add an unrecognized user")

	// ErrVersion means that the call uses a version of the protocol that this
	// package does not speak.
	ErrVersion = errors.New("dave: unknown version of the protocol")

	// ErrBacklog means that messages come faster than they can be handled.
	ErrBacklog = errors.New("dave: too many messages wait")
)

// errMember is a welcome for somebody who was let in before.
var errMember = errors.New("dave: welcome to a member")

func errVersion(version int) error { return fmt.Errorf("%w: %d", ErrVersion, version) }

func isUnrecognized(err error) bool { return errors.Is(err, ErrUnrecognized) }

// A Kind says what an error means for the session.
type Kind uint8

const (
	// Refused: nothing is sent about the message, and the session is where it
	// was. Another member may still make use of the message.
	Refused Kind = 1

	// Rejoining: the session has left its group, and asks to be added anew:
	// the messages to send are ops 31 and 26. Media keys stay as they are
	// meanwhile. Nothing is to be done but to send them.
	Rejoining Kind = 2

	// Fatal: the session cannot go on. Close it and the connection, and
	// connect anew.
	Fatal Kind = 3
)

// String returns the kind in a word.
func (k Kind) String() string {
	switch k {
	case Refused:
		return "refused"
	case Rejoining:
		return "rejoining"
	case Fatal:
		return "fatal"
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// An Error is what went wrong with a message of the voice gateway.
type Error struct {
	Op         Op     // of the message
	Transition uint16 // of the message, if it has one
	Kind       Kind
	Err        error
}

// Error says which message it was, what the error means, and what was wrong.
func (e *Error) Error() string { return fmt.Sprintf("dave: op %d %v: %v", e.Op, e.Kind, e.Err) }

// Unwrap returns what was wrong.
func (e *Error) Unwrap() error { return e.Err }

// Recoverable reports whether the session goes on.
func (e *Error) Recoverable() bool { return e.Kind != Fatal }
