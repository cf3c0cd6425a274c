//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package gateway

import "os"

// lockFile makes a file. These systems have no lock that ends with its process.
func lockFile(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
}

// unlockFile undoes lockFile.
func unlockFile(f *os.File) error { return f.Close() }
