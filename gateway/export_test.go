package gateway

// SetRandom replaces the source of jitter.
func (s *Shard) SetRandom(f func() float64) { s.random = f }

// RaceEnabled tells that the race detector is on.
const RaceEnabled = raceEnabled
