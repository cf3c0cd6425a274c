package accord_test

import (
	"context"
	"errors"
	"maps"
	"net"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"
)

// A network is the way from a client to a local Discord, which can be made bad.
type network struct {
	dial func(ctx context.Context, network, addr string) (net.Conn, error)

	mu      sync.Mutex // guards all below
	refused int        // dials that are answered with a reset
	slow    []time.Duration
	next    []func(w *wire) // what happens to the next connections
	wires   map[*wire]bool  // that are open
	dials   int
	closing sync.WaitGroup // of those that the other side still believes in
}

func newNetwork(dial func(context.Context, string, string) (net.Conn, error)) *network {
	return &network{dial: dial, wires: make(map[*wire]bool)}
}

// Dial opens a connection as the network allows.
func (n *network) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	n.mu.Lock()
	var slow time.Duration
	var spoil func(*wire)
	refused := n.refused > 0
	switch {
	case refused:
		n.refused--
	case len(n.slow) > 0:
		slow, n.slow = n.slow[0], n.slow[1:]
	case len(n.next) > 0:
		spoil, n.next = n.next[0], n.next[1:]
	}
	n.mu.Unlock()
	if refused {
		return nil, syscall.ECONNREFUSED
	}
	select {
	case <-time.After(slow):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	conn, err := n.dial(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	w := &wire{Conn: conn, network: n, cut: -1, pause: -1, changed: make(chan struct{})}
	if spoil != nil {
		spoil(w)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dials++
	w.number = n.dials
	n.wires[w] = true
	return w, nil
}

// refuse lets the next dials fail.
func (n *network) refuse(dials int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.refused = dials
}

// delay lets the next dial take long.
func (n *network) delay(d time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.slow = []time.Duration{d}
}

// spoil does something to the next connection that is opened.
func (n *network) spoil(f func(w *wire)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.next = []func(*wire){f}
}

// one does something to one of the open connections, which choose chooses.
func (n *network) one(choose func(int) int, f func(w *wire)) {
	n.mu.Lock()
	wires := slices.SortedFunc(maps.Keys(n.wires), func(a, b *wire) int { return a.number - b.number })
	n.mu.Unlock()
	if len(wires) > 0 {
		w := wires[choose(len(wires))]
		w.change(func() { f(w) })
	}
}

// heal ends what is still to come.
func (n *network) heal() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.refused, n.slow, n.next = 0, nil, nil
}

// A wire is the client's end of a connection.
type wire struct {
	net.Conn
	network *network
	number  int // counts from 1

	mu       sync.Mutex    // guards all below
	changed  chan struct{} // closed, and replaced, when something below changes
	cut      int           // it breaks after so many bytes more; negative: never
	pause    int           // after so many bytes more it pauses for the time below; negative: never
	paused   time.Duration
	reads    time.Time // nothing arrives before
	writes   time.Time // nothing leaves before
	linger   time.Duration
	deadline [2]time.Time // of reads and writes
	closed   bool
}

// change does something to the wire, and wakes who waits for it.
func (w *wire) change(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
	close(w.changed)
	w.changed = make(chan struct{})
}

// Read gives what has arrived, when and as far as the wire lets it through.
func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	broken := false
	w.change(func() {
		if w.cut >= 0 && n >= w.cut {
			n, broken = w.cut, true
		} else if w.cut >= 0 {
			w.cut -= n
		}
		if w.pause >= 0 && n >= w.pause {
			w.pause, w.reads = -1, time.Now().Add(w.paused)
		} else if w.pause >= 0 {
			w.pause -= n
		}
	})
	_ = w.wait(&w.reads, &w.deadline[0]) // what has arrived is given even so
	if broken {
		w.Conn.Close()
		if n == 0 {
			return 0, syscall.ECONNRESET
		}
		return n, nil
	}
	return n, err
}

// Write sends p when the wire lets it through.
func (w *wire) Write(p []byte) (int, error) {
	if err := w.wait(&w.writes, &w.deadline[1]); err != nil {
		return 0, err
	}
	return w.Conn.Write(p)
}

// wait waits until a time that may change meanwhile.
func (w *wire) wait(until, deadline *time.Time) error {
	for {
		w.mu.Lock()
		left, end, closed, changed := time.Until(*until), *deadline, w.closed, w.changed
		w.mu.Unlock()
		switch {
		case closed:
			return net.ErrClosed
		case left <= 0:
			return nil
		case !end.IsZero() && time.Until(end) <= 0:
			return os.ErrDeadlineExceeded
		case !end.IsZero():
			left = min(left, time.Until(end))
		}
		select {
		case <-time.After(left):
		case <-changed:
		}
	}
}

// SetReadDeadline bounds Read.
func (w *wire) SetReadDeadline(t time.Time) error {
	w.change(func() { w.deadline[0] = t })
	return w.Conn.SetReadDeadline(t)
}

// SetWriteDeadline bounds Write.
func (w *wire) SetWriteDeadline(t time.Time) error {
	w.change(func() { w.deadline[1] = t })
	return w.Conn.SetWriteDeadline(t)
}

// SetDeadline bounds both.
func (w *wire) SetDeadline(t time.Time) error {
	return errors.Join(w.SetReadDeadline(t), w.SetWriteDeadline(t))
}

// Close closes this end. The other one may hear of it later.
func (w *wire) Close() error {
	var linger time.Duration
	again := false
	w.change(func() { again, w.closed, linger = w.closed, true, w.linger })
	if again {
		return nil
	}
	n := w.network
	n.mu.Lock()
	delete(n.wires, w)
	n.mu.Unlock()
	if linger == 0 {
		return w.Conn.Close()
	}
	n.closing.Go(func() {
		time.Sleep(linger)
		w.Conn.Close()
	})
	return w.Conn.SetDeadline(time.Unix(1, 0))
}
