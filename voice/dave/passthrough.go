package dave

import (
	"sync/atomic"
	"time"
)

// A passthrough says whether frames that are not encrypted are let through.
// The zero value lets none through.
type passthrough struct {
	until atomic.Pointer[time.Time] // nil: closed; the zero time: without end
}

// open reports whether unencrypted frames are let through now.
func (p *passthrough) open() bool {
	until := p.until.Load()
	return until != nil && (until.IsZero() || time.Now().Before(*until))
}

// start lets unencrypted frames through from now on.
func (p *passthrough) start() { p.until.Store(new(time.Time)) }

// stop ends that, after a while if it was on.
func (p *passthrough) stop(after time.Duration) {
	if until := p.until.Load(); until != nil && until.IsZero() {
		p.until.Store(new(time.Now().Add(after)))
	}
}
