package client

import (
	"bytes"
	"strings"
	"testing"
)

// frame is one as a server sends it.
func frame(payload string) []byte {
	n := len(payload)
	b := []byte{0x81}
	switch {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = append(b, 126, byte(n>>8), byte(n))
	default:
		b = append(b, 127, 0, 0, 0, 0, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(b, payload...)
}

// TestFrameWalker cuts a connection into reads of any size: each event's end is
// found in the read that brings it.
func TestFrameWalker(t *testing.T) {
	t.Parallel()
	hello := frame(`{"t":null,"s":null,"op":10,"d":{}}`)
	ack := frame(`{"t":null,"s":null,"op":11,"d":null}`)
	event := func(n int) []byte { return frame(`{"t":"MESSAGE_CREATE","d":"` + strings.Repeat("x", n) + `"}`) }
	parts := [][]byte{
		[]byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
		hello, event(10), {0x8a, 0}, event(300), ack, event(70_000), frame("{}"), event(1),
	}
	stream := bytes.Join(parts, nil)
	var ends []int // of the events
	at := 0
	for i, part := range parts {
		at += len(part)
		if i == 2 || i == 4 || i == 6 || i == 8 {
			ends = append(ends, at)
		}
	}
	for _, size := range []int{1, 2, 3, 7, 64, 1000, 4096, len(stream)} {
		var f frameWalker
		seen := 0
		for from := 0; from < len(stream); from += size {
			to := min(from+size, len(stream))
			for range f.walk(stream[from:to]) {
				if seen < len(ends) && (ends[seen] <= from || ends[seen] > to) {
					t.Errorf("reads of %d: event %d told in bytes %d to %d, ends at %d", size, seen, from, to, ends[seen])
				}
				seen++
			}
		}
		if seen != len(ends) {
			t.Errorf("reads of %d: %d events, want %d", size, seen, len(ends))
		}
	}
}

// TestFrameWalkerIgnoresHTTP covers connections that are not upgraded.
func TestFrameWalkerIgnoresHTTP(t *testing.T) {
	t.Parallel()
	var f frameWalker
	if n := f.walk([]byte("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n" + string(frame(`{"t":"MESSAGE_CREATE"}`)))); n != 0 {
		t.Errorf("%d events", n)
	}
}
