package dave

import "sync"

// maxBacklog bounds the messages, and maxBacklogBytes their bodies, that wait
// for a worker. A call of a hundred members makes a few dozen at once.
const (
	maxBacklog      = 4096
	maxBacklogBytes = 16 << 20
)

// A Worker handles the messages of a session one after another, on a goroutine
// of its own, so that the goroutine that reads the voice gateway never waits
// for cryptography.
type Worker struct {
	session *Session
	done    func(out []Message, err error)
	wg      sync.WaitGroup

	mu     sync.Mutex // guards what follows
	wake   sync.Cond
	queue  []Message
	bytes  int // of the queue
	closed bool
}

// NewWorker starts a worker. It calls done after each message for which there
// is something to send, or an error; never twice at once, and in order. Close
// must be called.
func NewWorker(s *Session, done func(out []Message, err error)) *Worker {
	w := &Worker{session: s, done: done}
	w.wake.L = &w.mu
	w.wg.Go(w.run)
	return w
}

// Add puts a message at the end of the queue. It never waits. The message, its
// bytes included, must not be changed afterwards. The error is [ErrBacklog],
// after which the session has missed something and must be closed, or
// [ErrClosed].
func (w *Worker) Add(m Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	size := bodySize(m)
	switch {
	case w.closed:
		return ErrClosed
	case len(w.queue) >= maxBacklog || w.bytes+size > maxBacklogBytes:
		return ErrBacklog
	}
	w.queue, w.bytes = append(w.queue, m), w.bytes+size
	w.wake.Signal()
	return nil
}

// Close ends the worker, and waits until the message that it works on is
// handled. Those behind it are dropped. It does not close the session. It must
// not be called from done.
func (w *Worker) Close() {
	w.mu.Lock()
	w.closed, w.queue = true, nil
	w.wake.Signal()
	w.mu.Unlock()
	w.wg.Wait()
}

func (w *Worker) run() {
	for {
		m := w.next()
		if m == nil {
			return
		}
		if out, err := w.session.Handle(m); len(out) > 0 || err != nil {
			w.done(out, err)
		}
	}
}

// next waits for a message. It is nil at the end.
func (w *Worker) next() Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) == 0 && !w.closed {
		w.wake.Wait()
	}
	if w.closed {
		return nil
	}
	m := w.queue[0]
	w.queue[0] = nil
	w.queue, w.bytes = w.queue[1:], w.bytes-bodySize(m)
	return m
}

// bodySize is how much a message can weigh.
func bodySize(m Message) int {
	switch m := m.(type) {
	case ClientsConnect:
		return 8 * len(m.Users)
	case ExternalSender:
		return len(m.Body)
	case Proposals:
		return len(m.Body)
	case AnnounceCommit:
		return len(m.Body)
	case Welcome:
		return len(m.Body)
	}
	return 0
}
