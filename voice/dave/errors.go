package dave

import (
	"errors"
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
