//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package gateway

import (
	"cmp"
	"errors"
	"os"
	"syscall"
)

// lockFile makes a file if needed and locks it until it is closed, or the process
// has ended.
func lockFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errLocked
	}
	return nil, &os.PathError{Op: "lock", Path: name, Err: err}
}

// unlockFile undoes lockFile. Closing alone would leave the lock for a moment to a
// process that is just being started.
func unlockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	return cmp.Or(err, f.Close())
}
