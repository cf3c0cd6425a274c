package corpus

import "math/bits"

// random is splitmix64: 64 bits of state, the same numbers on every machine and
// with every version of Go.
type random struct{ state uint64 }

// mix makes one seed of several numbers.
func mix(numbers ...uint64) uint64 {
	var r random
	for _, n := range numbers {
		r.state = r.next() ^ n
	}
	return r.next()
}

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1.
func (r *random) below(n int) int {
	high, _ := bits.Mul64(r.next(), uint64(n))
	return int(high)
}

// percent reports true in p of 100 cases.
func (r *random) percent(p int) bool { return r.below(100) < p }

// small returns a number from 0 to n-1, mostly a small one.
func (r *random) small(n int) int { return min(r.below(n), r.below(n)) }
