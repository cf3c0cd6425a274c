package accord

import (
	"errors"
	"fmt"
	"slices"
)

// Shards says into how many parts a bot's guilds are divided, and which of them
// a client runs. The zero Shards is all of them, as many as Discord recommends.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#sharding
type Shards struct {
	// Count is how many shards the bot has in all its processes together. Zero:
	// as many as the last run had if its sessions go on, so that nothing is
	// missed, and otherwise what Discord recommends when Run begins. Processes
	// that share a bot have to agree on it, so it must be set where IDs is.
	Count int

	// IDs are the shards that this client runs, each from 0 to Count - 1. Nil:
	// all. See [ShardRange].
	IDs []int
}

// ShardRange returns the shards from first to last, for [Shards].IDs.
//
//	// Process number n of 4, with 16 shards in all:
//	Shards: accord.Shards{Count: 16, IDs: accord.ShardRange(4*n, 4*n+3)}
func ShardRange(first, last int) []int {
	var ids []int
	for id := first; id <= last; id++ {
		ids = append(ids, id)
	}
	return ids
}

// A ShardCountError tells that Discord wants the bot to have more shards than
// Config.Shards says. Run returns it.
type ShardCountError struct {
	Count       int   // how many were configured
	Recommended int   // what Discord recommends now; all processes have to be told
	Err         error // Discord's refusal
}

// Error names both counts.
func (e *ShardCountError) Error() string {
	return fmt.Sprintf("%d shards are too few: Discord recommends %d; set Config.Shards.Count, in all processes: %v", e.Count, e.Recommended, e.Err)
}

// Unwrap returns Err.
func (e *ShardCountError) Unwrap() error { return e.Err }

// check returns what is wrong with s.
func (s Shards) check() error {
	switch {
	case s.Count < 0:
		return errors.New("the count is negative")
	case s.IDs != nil && len(s.IDs) == 0:
		return errors.New("the list of IDs is empty: nil means all")
	case s.IDs != nil && s.Count == 0:
		return errors.New("a part of the shards needs a count, which has to be the same in all processes")
	}
	seen := make(map[int]bool)
	for _, id := range s.IDs {
		if id < 0 || id >= s.Count {
			return fmt.Errorf("there is no shard %d of %d", id, s.Count)
		}
		if seen[id] {
			return fmt.Errorf("shard %d is there twice", id)
		}
		seen[id] = true
	}
	return nil
}

// resolve returns how many shards there are and which of them to run, in order.
func (s Shards) resolve(recommended int) (count int, ids []int) {
	count = max(s.Count, 1)
	if s.Count == 0 {
		count = max(recommended, 1)
	}
	if s.IDs == nil {
		return count, ShardRange(0, count-1)
	}
	return count, slices.Sorted(slices.Values(s.IDs))
}
