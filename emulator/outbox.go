package emulator

import (
	"sync"
	"time"
)

// An outbox is what waits to be written to a connection. Putting something in
// never waits, so it can be done under the world's lock.
type outbox struct {
	wake chan struct{} // has one element when there may be something new

	mu     sync.Mutex // guards what is below
	frames []frame
	size   int
	end    *ending // after the frames; nothing can be put behind it
}

// A frame is a payload that waits.
type frame struct {
	at   time.Time // when it was put in
	data []byte
}

// An ending is how a connection ends.
type ending struct {
	code   closeCode
	reason string
	quiet  bool // nothing is written any more, not even what waits
}

// maxOutbox bounds what waits for a client that does not read.
const maxOutbox = 64 << 20

func newOutbox() *outbox { return &outbox{wake: make(chan struct{}, 1)} }

// push puts a payload in. If too much waits already, the connection ends.
func (o *outbox) push(data []byte) {
	o.mu.Lock()
	if o.end == nil {
		o.frames = append(o.frames, frame{time.Now(), data})
		if o.size += len(data); o.size > maxOutbox {
			o.frames = nil
			o.end = &ending{code: closeUnknownError, reason: "The client does not read."}
		}
	}
	o.mu.Unlock()
	o.signal()
}

// finish ends the connection. The first ending counts, unless a later one is
// quiet.
func (o *outbox) finish(end ending) {
	o.mu.Lock()
	if o.end == nil || end.quiet {
		o.end = &end
	}
	o.mu.Unlock()
	o.signal()
}

func (o *outbox) signal() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// take returns what waits, and the ending if there is one.
func (o *outbox) take() ([]frame, *ending) {
	o.mu.Lock()
	defer o.mu.Unlock()
	frames := o.frames
	o.frames, o.size = nil, 0
	if o.end != nil && o.end.quiet {
		return nil, o.end
	}
	return frames, o.end
}
