//go:build race

package accord

// raceDetector makes everything allocate differently.
const raceDetector = true
