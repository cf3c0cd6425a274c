package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/gateway"
)

// TestReadyAgain resumes a session whose READY was not taken: it comes again, and
// does not begin another session.
func TestReadyAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		full, taken := errors.New("full"), []string(nil)
		r := f.run(func(cfg *gateway.Config) {
			cfg.Handle = func(_ context.Context, fr gateway.Frame) error {
				if !fr.Replayed && fr.Type == "READY" {
					return full
				}
				taken = append(taken, fmt.Sprintf("%s %d %t", fr.Type, fr.Seq, fr.Replayed))
				return nil
			}
		})
		c := f.accept()
		c.handshake("s1")
		c.expectClose()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 0)
		c.ready("s1")
		c.dispatch("X", 2, `{}`)
		c.resumed(3)
		c.dispatch("X", 4, `{}`)
		synctest.Wait()
		if want := []string{"READY 1 true", "X 2 true", "RESUMED 3 true", "X 4 false"}; !slices.Equal(taken, want) {
			t.Errorf("taken %q, want %q", taken, want)
		}
		if want := []string{"connected", "ready s1", "disconnected 0 true", "connected", "resumed 2"}; !slices.Equal(r.log(), want) {
			t.Errorf("told %q, want %q", r.log(), want)
		}
	})
}

// TestReplayTooLong has Discord send events again that were received, and among
// them those that tell of a session and of connections. None is handled twice.
func TestReplayTooLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		c.dispatch("X", 2, `{}`)
		c.drop()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 2)
		c.dispatch("X", 3, `{}`)
		c.resumed(4)
		c.dispatch("X", 5, `{}`)
		c.drop()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 5)
		c.ready("s1")
		c.dispatch("X", 2, `{}`)
		c.dispatch("X", 3, `{}`)
		c.resumed(4)
		c.dispatch("X", 5, `{}`)
		c.dispatch("X", 6, `{}`)
		c.resumed(7)
		c.dispatch("X", 7, `{}`) // Discord would not
		c.dispatch("X", 8, `{}`)
		synctest.Wait()
		if want := []string{"READY 1", "X 2", "X 3", "RESUMED 4", "X 5", "X 6", "RESUMED 7", "X 8"}; !slices.Equal(r.received(), want) {
			t.Errorf("received %q, want %q", r.received(), want)
		}
		want := []string{"connected", "ready s1", "disconnected 0 true", "connected", "resumed 1", "disconnected 0 true", "connected", "resumed 1"}
		if !slices.Equal(r.log(), want) {
			t.Errorf("told %q, want %q", r.log(), want)
		}
	})
}

// TestResumeBecomesSession has Discord answer a RESUME with another session's
// READY: it begins, whatever its numbers are.
func TestResumeBecomesSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var lost gateway.Session
		r := f.run(func(cfg *gateway.Config) {
			told := cfg.Hooks.SessionLost
			cfg.Hooks.SessionLost = func(s gateway.Session, reason string) { lost = s; told(s, reason) }
		})
		c := f.accept()
		c.handshake("s1")
		c.dispatch("X", 2, `{}`)
		c.drop()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 2)
		c.ready("s2")
		c.dispatch("Y", 2, `{}`)
		synctest.Wait()
		if want := []string{"READY 1", "X 2", "READY 1", "Y 2"}; !slices.Equal(r.received(), want) {
			t.Errorf("received %q, want %q", r.received(), want)
		}
		want := []string{"connected", "ready s1", "disconnected 0 true", "connected", "lost s1: Discord began another", "ready s2"}
		if !slices.Equal(r.log(), want) {
			t.Errorf("told %q, want %q", r.log(), want)
		}
		if lost.Sequence != 2 || lost.LastFrame.IsZero() {
			t.Errorf("lost %+v", lost)
		}
	})
}

// TestUnaskedFrames has a server send again what begins a session, and a RESUMED
// that nobody asked for.
func TestUnaskedFrames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		r := f.run(nil)
		c := f.accept()
		c.handshake("s1")
		c.hello()
		c.resumed(2)
		c.dispatch("X", 3, `{}`)
		c.ready("s1")
		c.dispatch("X", 2, `{}`)
		synctest.Wait()
		if want := []string{"READY 1", "RESUMED 2", "X 3", "READY 1", "X 2"}; !slices.Equal(r.received(), want) {
			t.Errorf("received %q, want %q", r.received(), want)
		}
		if want := []string{"connected", "ready s1", "ready s1"}; !slices.Equal(r.log(), want) {
			t.Errorf("told %q, want %q", r.log(), want)
		}
		c.drop()
		c = f.accept()
		c.hello()
		c.expectResume("s1", 2)
	})
}
