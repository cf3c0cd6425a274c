// Package ui holds the web page of the local Discord: one HTML document, its
// style sheet and its ES modules, embedded as they are. There is no build step,
// no framework, and the page asks nothing of any server but the one that serves
// it.
//
// The emulator serves [Files] under "/". The page then uses that server's
// /ui/state, /ui/messages and /ui/events, and the control API that /ui/state
// names.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed static
var static embed.FS

// Files returns the files of the page, index.html at the root. The file system
// is read-only and safe for concurrent use; [net/http.FileServerFS] serves it
// with the right content types.
func Files() fs.FS {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return files
}
