// Package ui runs the tests of the emulator's web page, which are programs for
// Node and a browser.
package ui

import (
	"os"
	"os/exec"
	"testing"
)

// run runs a program in this directory and shows what it says if it fails.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// need skips the test, and says so, on a machine without a program.
func need(t *testing.T, program, why string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s: %v", why, err)
	}
}

// TestModules runs the tests of those modules that need no browser.
func TestModules(t *testing.T) {
	need(t, "node", "the page's modules are tested with Node")
	run(t, "node", "--test", "markdown.test.js", "commandline.test.js", "state.test.js", "faults.test.js")
}

// TestBrowser clicks through `accord demo` in a headless Chromium.
func TestBrowser(t *testing.T) {
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		chromium = "/usr/bin/chromium"
	}
	need(t, "node", "the browser is driven by Node")
	need(t, chromium, "the page is tested in Chromium; CHROMIUM names another path")
	run(t, "npm", "ci", "--no-audit", "--no-fund")
	t.Logf("%s", run(t, "node", "--test", "browser.test.js"))
}
