package dave

// windowSize is how far behind the newest frame another may arrive.
const windowSize = 1000

// A window remembers which of the last nonces were used, so that no frame is
// played twice. The zero value has seen none.
type window struct {
	newest uint64 // plus one; 0 is none
	seen   [16]uint64
}

// fresh reports whether a frame with that nonce may still come.
func (w *window) fresh(nonce uint64) bool {
	switch {
	case nonce+1 > w.newest:
		return true
	case w.newest-1-nonce > windowSize:
		return false
	}
	word, bit := w.place(nonce)
	return *word&bit == 0
}

// use notes that a frame with that nonce came. The nonce must be fresh.
func (w *window) use(nonce uint64) {
	if n := nonce + 1; n > w.newest {
		if n-w.newest >= uint64(len(w.seen)*64) {
			w.seen = [16]uint64{}
		} else {
			for skipped := w.newest; skipped < n; skipped++ {
				word, bit := w.place(skipped)
				*word &^= bit
			}
		}
		w.newest = n
	}
	word, bit := w.place(nonce)
	*word |= bit
}

func (w *window) place(nonce uint64) (word *uint64, bit uint64) {
	return &w.seen[nonce/64%uint64(len(w.seen))], 1 << (nonce % 64)
}
