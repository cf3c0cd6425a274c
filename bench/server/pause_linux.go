package server

import (
	"syscall"
	"time"
)

// pauseUntil sleeps in the kernel: time.Sleep wakes up to a millisecond late,
// which would make pairs of what is to come every half millisecond.
func pauseUntil(t time.Time) {
	for d := time.Until(t); d > 0; d = time.Until(t) {
		ts := syscall.NsecToTimespec(int64(d))
		if err := syscall.Nanosleep(&ts, nil); err != nil && err != syscall.EINTR {
			time.Sleep(d)
		}
	}
}
