package rest_test

import "time"

// The oracle tells how soon a plan can be done by a limiter that makes no
// mistake and knows no more than ours may know:
//
//   - It has not seen a route before, unless it is told so: then each channel's
//     first request goes alone, and the others follow when the first answer of
//     the route, from whichever channel, tells how many there may be.
//   - From then on each window takes as many requests as the limit allows, all
//     of them at once.
//   - A window begins at Discord with the first request that arrives. The oracle
//     does not see that moment: an answer tells how long the window lasts from
//     when its request was counted, and that was some time before the answer
//     came. So the window is surely over that long after the answer, and not a
//     moment sooner; of several answers the one that was fastest on its way
//     back says it best. A limiter that waits for less is refused on some day.
//
// It holds for windows that are longer than a round trip, and no limit but the
// buckets'. Buckets don't touch each other, so a plan takes as long as the
// slowest of them.
type oracle map[string]*oracleBucket

// oracleBucket is what the oracle knows of a bucket of one channel.
type oracleBucket struct {
	route   string
	limit   int
	window  time.Duration
	seen    bool   // the route's limit is known before
	journey []trip // of the requests, in the order in which they are sent
}

// trip is a request's way to Discord and its answer's way back.
type trip struct{ up, down time.Duration }

func (t trip) both() time.Duration { return t.up + t.down }

// minimum returns how long the plan takes.
func (o oracle) minimum() time.Duration {
	told := make(map[string]time.Duration) // when a route's first answer comes
	for _, b := range o {
		first := b.journey[0].both()
		if at, ok := told[b.route]; !ok || first < at {
			told[b.route] = first
		}
		if b.seen {
			told[b.route] = 0
		}
	}
	var longest time.Duration
	for _, b := range o {
		longest = max(longest, b.minimum(told[b.route]))
	}
	return longest
}

// minimum returns when the bucket's last answer comes, if its limit is told at
// that time.
func (b *oracleBucket) minimum(told time.Duration) time.Duration {
	var start, end time.Duration
	for left := b.journey; len(left) > 0; {
		batch := left[:min(b.limit, len(left))]
		left = left[len(batch):]
		begin := start + batch[0].up // of the window, at Discord
		fastest := batch[0].down
		for i, t := range batch {
			sent := start
			if i > 0 && start == 0 {
				sent = told
			}
			begin = min(begin, sent+t.up)
			fastest = min(fastest, t.down)
			end = max(end, sent+t.both())
		}
		start = begin + b.window + fastest
	}
	return end
}

// longest returns how many requests the fullest bucket gets.
func (o oracle) longest() int {
	n := 0
	for _, b := range o {
		n = max(n, len(b.journey))
	}
	return n
}
