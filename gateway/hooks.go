package gateway

// Join returns hooks that call those of h, and then those of next.
func (h Hooks) Join(next Hooks) Hooks {
	return Hooks{
		Event:        join1(h.Event, next.Event),
		Connected:    join1(h.Connected, next.Connected),
		Disconnected: join3(h.Disconnected, next.Disconnected),
		Waiting:      join2(h.Waiting, next.Waiting),
		Ready:        join1(h.Ready, next.Ready),
		Resumed:      join1(h.Resumed, next.Resumed),
		SessionLost:  join2(h.SessionLost, next.SessionLost),
		FrameSent:    join2(h.FrameSent, next.FrameSent),
		HeartbeatAck: join1(h.HeartbeatAck, next.HeartbeatAck),
		Backpressure: join1(h.Backpressure, next.Backpressure),
		RateLimited:  join1(h.RateLimited, next.RateLimited),
		Error:        join1(h.Error, next.Error),
	}
}

// join1 returns a function that calls both. If one is nil it is the other, so
// that what nobody wants to be told is not even found out.
func join1[A any](first, next func(A)) func(A) {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(a A) {
		first(a)
		next(a)
	}
}

// join2 is join1 for two parameters.
func join2[A, B any](first, next func(A, B)) func(A, B) {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(a A, b B) {
		first(a, b)
		next(a, b)
	}
}

// join3 is join1 for three.
func join3[A, B, C any](first, next func(A, B, C)) func(A, B, C) {
	switch {
	case first == nil:
		return next
	case next == nil:
		return first
	}
	return func(a A, b B, c C) {
		first(a, b, c)
		next(a, b, c)
	}
}
