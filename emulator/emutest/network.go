package emutest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
)

// address is where the emulator seems to listen. Nothing real does: only
// [Discord.Dial] leads there.
const address = "127.0.0.1:1"

// network is the wire between client and emulator: a listener and the
// connections that were dialed to it, all in memory.
type network struct {
	accept chan net.Conn
	closed chan struct{}
	once   sync.Once

	mu    sync.Mutex // guards conns
	conns []*dialed
	count int // of all connections so far
}

func newNetwork() *network {
	return &network{accept: make(chan net.Conn), closed: make(chan struct{})}
}

// dialed is the client's end of a connection.
type dialed struct {
	net.Conn
	n      int // counts from 1
	closed atomic.Bool
}

// Close notes that the client has closed its end.
func (c *dialed) Close() error {
	c.closed.Store(true)
	return c.Conn.Close()
}

func (n *network) dial(ctx context.Context, addr string) (net.Conn, error) {
	if addr != address {
		return nil, fmt.Errorf("emutest: nothing listens at %s, the emulator is at %s", addr, address)
	}
	client, server := net.Pipe()
	select {
	case n.accept <- server:
		return n.track(client), nil
	case <-n.closed:
		return nil, fmt.Errorf("emutest: dial %s: the emulator has been stopped", addr)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *network) track(client net.Conn) *dialed {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.count++
	c := &dialed{Conn: client, n: n.count}
	n.conns = slices.DeleteFunc(n.conns, func(c *dialed) bool { return c.closed.Load() })
	n.conns = append(n.conns, c)
	return c
}

// hint says what is wrong with a client that fails with err, if it is the usual: it
// looks for this Discord on the machine's own network.
func (n *network) hint(err error) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, ok := errors.AsType[*net.OpError](err); !ok || n.count > 0 {
		return ""
	}
	return " (only the function Dial leads to this Discord)"
}

// open returns the numbers of the connections that the client has not closed.
func (n *network) open() (numbers []int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.conns {
		if !c.closed.Load() {
			numbers = append(numbers, c.n)
		}
	}
	return numbers
}

// Accept makes network a net.Listener.
func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.accept:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

// Addr returns where the emulator seems to be.
func (n *network) Addr() net.Addr { return memoryAddr{} }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "tcp" }
func (memoryAddr) String() string  { return address }
