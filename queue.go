package accord

// A Queue is what waits for handlers, and how many are at work.
type Queue struct {
	Events   int   // whose handlers, or some of them, wait for their turn
	Bytes    int64 // that they take up, and what is held while the bot is resharded, as Config.QueueBytes counts them
	Limit    int64 // Config.QueueBytes
	Handlers int   // that run, or wait for something themselves
}

// Queue tells what waits for handlers. It is zero while the client does not run.
func (c *Client) Queue() Queue {
	r := c.current.Load()
	if r == nil {
		return Queue{}
	}
	return r.d.queue()
}

func (d *dispatcher) queue() Queue {
	d.mu.Lock()
	defer d.mu.Unlock()
	return Queue{Events: d.waiting, Bytes: d.queued.Load() + d.held, Limit: d.limit, Handlers: d.handlers}
}

// full reports whether a push waits for room.
func (d *dispatcher) full() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.blocked > 0
}
