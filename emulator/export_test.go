package emulator

// Routes returns the method and pattern of every route.
func Routes() (names []string) {
	for _, r := range routes() {
		names = append(names, r.method+" "+r.pattern)
	}
	return names
}
