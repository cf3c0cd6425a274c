package rest

import (
	"cmp"
	"iter"
	"slices"
)

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

// eachWay iterates over a list whose pages lie before or after an ID: back from
// before, or else on from after. In what order a page comes doesn't matter.
func eachWay[T any, K ~uint64](before, after K, total, size int, fetch func(before, after K, size int) ([]T, error), id func(*T) K) iter.Seq2[T, error] {
	back, start := before != 0, after
	if back {
		start = before
	}
	return paginate(start, total, size, func(at K, size int) ([]T, K, bool, error) {
		before, after := K(0), at
		if back {
			before, after = at, 0
		}
		page, err := fetch(before, after, size)
		slices.SortFunc(page, func(a, b T) int {
			if back {
				a, b = b, a
			}
			return cmp.Compare(id(&a), id(&b))
		})
		if n := len(page); n > 0 {
			at = id(&page[n-1])
		}
		return page, at, len(page) == size, err
	})
}

// oldest is smaller than any ID: it makes a list begin at its start where
// Discord doesn't tell where it would begin by itself.
const oldest = 1
