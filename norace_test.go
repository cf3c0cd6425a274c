//go:build !race

package accord

const raceDetector = false
