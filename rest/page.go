package rest

import "iter"

// paginate iterates over a list that comes in pages. fetch gets one page of at
// most size items, beginning at cursor at; it returns the cursor of the next
// page, and whether there may be one. total bounds the number of items; 0 is
// no bound.
//
// Nothing is fetched before the iteration begins, nor a page before it is
// needed. An error is yielded once and ends the iteration.
func paginate[T, C any](start C, total, size int, fetch func(at C, size int) (page []T, next C, more bool, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		at, left := start, total
		for {
			n := size
			if total > 0 {
				n = min(size, left)
			}
			page, next, more, err := fetch(at, n)
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, v := range page {
				if !yield(v, nil) {
					return
				}
			}
			at, left = next, left-len(page)
			if !more || len(page) == 0 || total > 0 && left <= 0 {
				return
			}
		}
	}
}
