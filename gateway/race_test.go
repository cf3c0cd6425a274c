//go:build race

package gateway

// raceEnabled tells that the race detector is on.
const raceEnabled = true
