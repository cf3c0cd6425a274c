//go:build !linux

package server

import "time"

// pauseUntil may wake a millisecond late.
func pauseUntil(t time.Time) { time.Sleep(time.Until(t)) }
