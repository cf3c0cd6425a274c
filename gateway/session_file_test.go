package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
	"github.com/accord-go/accord/gateway/sessiontest"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	sessiontest.Run(t, func(*testing.T) gateway.SessionStore { return new(gateway.MemoryStore) })
}

func TestFileStore(t *testing.T) {
	t.Parallel()
	sessiontest.Run(t, func(t *testing.T) gateway.SessionStore {
		return fileStore(t, filepath.Join(t.TempDir(), "made", "here"))
	})
	// Opened anew before each call, as by another process.
	sessiontest.Run(t, func(t *testing.T) gateway.SessionStore {
		return reopened{gateway.NewFileStore(t.TempDir()), new(sync.Mutex)}
	})
}

func fileStore(t *testing.T, dir string) *gateway.FileStore {
	store := gateway.NewFileStore(dir)
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

var sessionKey = gateway.ShardKey{ApplicationID: appID, Shard: 3, Count: 8}

func storedSession(sequence int64) gateway.Session {
	return gateway.Session{Key: sessionKey, ID: "s", Sequence: sequence, LastFrame: time.Unix(sequence, 0).UTC(), Fingerprint: "f", Epoch: 1}
}

// reopened lets go of its files after each call.
type reopened struct {
	*gateway.FileStore
	one *sync.Mutex
}

func (r reopened) Load(ctx context.Context, shard gateway.ShardKey) (gateway.Session, error) {
	r.one.Lock()
	defer r.one.Unlock()
	s, err := r.FileStore.Load(ctx, shard)
	return s, errors.Join(err, r.Close())
}

func (r reopened) Save(ctx context.Context, batch []gateway.Session) error {
	r.one.Lock()
	defer r.one.Unlock()
	return errors.Join(r.FileStore.Save(ctx, batch), r.Close())
}

func (r reopened) Sweep(ctx context.Context, bot discord.ApplicationID, count int, before time.Time) ([]gateway.Session, error) {
	r.one.Lock()
	defer r.one.Unlock()
	s, err := r.FileStore.Sweep(ctx, bot, count, before)
	return s, errors.Join(err, r.Close())
}

// TestFileStoreFiles looks at what is on the disk: files for nobody else, that
// lines are added to and that do not grow for ever.
func TestFileStoreFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "sessions")
	store := fileStore(t, dir)
	var largest, last int64
	path := filepath.Join(dir, "123456789012345678-shard-3-of-8.session")
	for i := range int64(10_000) {
		if err := store.Save(t.Context(), []gateway.Session{storedSession(i)}); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 && info.Size() > 400 {
			t.Errorf("a session takes %d bytes", info.Size())
		}
		last = info.Size()
		largest = max(largest, last)
	}
	if largest < 300<<10 || largest > 600<<10 {
		t.Errorf("the file had up to %d bytes", largest)
	}
	if last < 100<<10 {
		t.Errorf("the file has %d bytes: lines were not added after it was written anew", last)
	}
	if runtime.GOOS == "windows" {
		return // it has no such permissions
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestFileStoreLock wants a shard to be one store's alone, until it is closed.
func TestFileStoreLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store, second := fileStore(t, dir), fileStore(t, dir)
	if err := store.Save(t.Context(), []gateway.Session{storedSession(1)}); err != nil {
		t.Fatal(err)
	}
	_, err := second.Load(t.Context(), sessionKey)
	inUse, ok := errors.AsType[*gateway.SessionsInUseError](err)
	if !ok || inUse.Shard != sessionKey || !errors.Is(err, gateway.ErrStolen) || !strings.Contains(err.Error(), "shard 3 of 8") {
		t.Errorf("Load of a shard in use: %v", err)
	}
	if err := second.Save(t.Context(), []gateway.Session{storedSession(2)}); !errors.Is(err, gateway.ErrStolen) {
		t.Errorf("Save of a shard in use: %v", err)
	}
	other := gateway.ShardKey{ApplicationID: appID, Shard: 4, Count: 8}
	if _, err := second.Load(t.Context(), other); !errors.Is(err, gateway.ErrNoSession) {
		t.Errorf("Load of another shard: %v", err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := second.Load(t.Context(), sessionKey); err != nil || s.Sequence != 1 {
		t.Errorf("Load when the shard is free: %+v, %v", s, err)
	}
}

// TestFileStoreSweep has processes look for sessions that nobody goes on with, in
// the same directory: what another has stays, and each of the others is one's.
func TestFileStoreSweep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	had, lost := fileStore(t, dir), storedSession(1)
	lost.Key.Shard = 4
	for _, s := range []gateway.Session{storedSession(1), lost} {
		store := had
		if s.Key == lost.Key {
			store = gateway.NewFileStore(dir)
		}
		if err := store.Save(t.Context(), []gateway.Session{s}); err != nil {
			t.Fatal(err)
		}
		if store != had {
			store.Close()
		}
	}
	damaged := filepath.Join(dir, "123456789012345678-shard-5-of-8.session")
	for _, name := range []string{damaged, filepath.Join(dir, "123456789012345678-shard-05-of-8.session"), filepath.Join(dir, "notes")} {
		if err := os.WriteFile(name, []byte("something else"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	var got atomic.Int32
	for range 8 {
		store := fileStore(t, dir)
		wg.Go(func() {
			for range 20 {
				swept, err := store.Sweep(t.Context(), appID, 16, time.Unix(2, 0))
				if err != nil || len(swept) > 0 && swept[0].Key != lost.Key {
					t.Errorf("Sweep: %+v, %v", swept, err)
				}
				got.Add(int32(len(swept)))
			}
		})
	}
	wg.Wait()
	if n := got.Load(); n != 1 {
		t.Errorf("swept %d sessions, want one", n)
	}
	if s, err := had.Load(t.Context(), sessionKey); err != nil || s.Sequence != 1 {
		t.Errorf("Load of what another process has: %+v, %v", s, err)
	}
	if _, err := os.Stat(damaged); err != nil {
		t.Error(err)
	}
	if swept, err := gateway.NewFileStore(filepath.Join(dir, "missing")).Sweep(t.Context(), appID, 16, time.Now()); len(swept) > 0 || err != nil {
		t.Errorf("Sweep of nothing: %+v, %v", swept, err)
	}
}

// TestFileStoreDamage breaks the file in all ways. What is left of a process that
// ended while it wrote is taken; all else is reported, and replaced by the next
// Save.
func TestFileStoreDamage(t *testing.T) {
	t.Parallel()
	whole := func(t *testing.T, dir string) []byte {
		store := gateway.NewFileStore(dir)
		defer store.Close()
		for i := range int64(3) {
			if err := store.Save(t.Context(), []gateway.Session{storedSession(i + 1)}); err != nil {
				t.Fatal(err)
			}
		}
		data, err := os.ReadFile(filepath.Join(dir, "123456789012345678-shard-3-of-8.session"))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	good := whole(t, t.TempDir())
	second := bytes.IndexByte(good, '\n') + 1
	flipped := bytes.Clone(good)
	flipped[second+20] ^= 1
	for _, tt := range []struct {
		name string
		data []byte
		want int64 // the sequence; 0: it is damaged
	}{
		{"whole", good, 3},
		{"last line cut", good[:len(good)-5], 2},
		{"zeros after it", append(bytes.Clone(good), make([]byte, 4096)...), 3},
		{"nothing", nil, 0},
		{"first line cut", good[:second-1], 0},
		{"a bit", flipped, 0},
		{"something else", []byte("{}\n"), 0},
		{"another shard's", bytes.Clone(good), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, key := t.TempDir(), sessionKey
			if tt.name == "another shard's" {
				key.Shard = 4
			}
			name := filepath.Join(dir, strings.Replace("123456789012345678-shard-N-of-8.session", "N", string(rune('0'+key.Shard)), 1))
			if err := os.WriteFile(name, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			store := fileStore(t, dir)
			got, err := store.Load(t.Context(), key)
			if tt.want != 0 {
				if err != nil || got.Sequence != tt.want {
					t.Errorf("Load: %+v, %v", got, err)
				}
			} else if damage, ok := errors.AsType[*gateway.SessionFileError](err); !ok || damage.File != name || !errors.Is(err, gateway.ErrNoSession) {
				t.Errorf("Load: %+v, %v", got, err)
			}
			next := storedSession(9)
			next.Key = key
			if err := store.Save(t.Context(), []gateway.Session{next}); err != nil {
				t.Fatal(err)
			}
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
			if got, err := store.Load(t.Context(), key); err != nil || got.Sequence != 9 {
				t.Errorf("Load after Save: %+v, %v", got, err)
			}
		})
	}
}

// TestFileStoreGoesBack wants a smaller sequence on the disk, too.
func TestFileStoreGoesBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store, next := fileStore(t, dir), fileStore(t, dir)
	for _, sequence := range []int64{7, 8, 3} {
		if err := store.Save(t.Context(), []gateway.Session{storedSession(sequence)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := next.Load(t.Context(), sessionKey); err != nil || s.Sequence != 3 {
		t.Errorf("Load: %+v, %v", s, err)
	}
}

// TestFileStoreUnreadable has a file that can't be read. Its shard is not locked
// because of that.
func TestFileStoreUnreadable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "123456789012345678-shard-3-of-8.session"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err := fileStore(t, dir).Load(t.Context(), sessionKey)
		if err == nil || errors.Is(err, gateway.ErrNoSession) || errors.Is(err, gateway.ErrStolen) {
			t.Errorf("Load: %v", err)
		}
	}
}

// TestFileStoreFullDisk has no room for a file to be written anew. What was stored
// before stays, and is what another process finds; later there is room again.
func TestFileStoreFullDisk(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("needs /dev/full: ", err)
	}
	dir := t.TempDir()
	first := gateway.NewFileStore(dir)
	if err := first.Save(t.Context(), []gateway.Session{storedSession(1)}); err != nil {
		t.Fatal(err)
	}
	full := filepath.Join(dir, "123456789012345678-shard-3-of-8.session.next")
	if err := os.Symlink("/dev/full", full); err != nil {
		t.Fatal(err)
	}
	other := storedSession(2)
	other.ID = "another"
	if err := first.Save(t.Context(), []gateway.Session{other}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Save: %v, want that there is no room", err)
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	second := fileStore(t, dir)
	if s, err := second.Load(t.Context(), sessionKey); err != nil || s.ID != "s" || s.Sequence != 1 {
		t.Errorf("Load: %+v, %v, want what was stored before", s, err)
	}
	if err := second.Save(t.Context(), []gateway.Session{other}); err != nil {
		t.Errorf("Save with room: %v", err)
	}
}

// TestFileStoreNowhere has no directory to write to.
func TestFileStoreNowhere(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	store := fileStore(t, filepath.Join(file, "sessions"))
	if _, err := store.Load(t.Context(), sessionKey); err == nil || errors.Is(err, gateway.ErrNoSession) {
		t.Errorf("Load: %v", err)
	}
	if err := store.Save(t.Context(), []gateway.Session{storedSession(1)}); err == nil {
		t.Error("Save took it")
	}
}

// TestFileStoreKilled ends a process while it saves, again and again, and wants
// what it saved last, or what it was saving. The process is this test.
func TestFileStoreKilled(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("ACCORD_TEST_SESSIONS"); dir != "" {
		saveForEver(dir)
	}
	dir := t.TempDir()
	for range 5 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFileStoreKilled$")
		cmd.Env = append(os.Environ(), "ACCORD_TEST_SESSIONS="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		saved := make([]byte, 200)
		for n := 0; n < len(saved); { // one byte for each Save
			got, err := out.Read(saved[n:])
			if err != nil {
				t.Fatal(err)
			}
			n += got
		}
		cmd.Process.Kill()
		cmd.Wait()
		store := gateway.NewFileStore(dir)
		if s, err := store.Load(t.Context(), sessionKey); err != nil || s.Sequence < int64(len(saved)) {
			t.Errorf("after the end: %+v, %v", s, err)
		}
		store.Close()
	}
}

// saveForEver tells of each Save with a byte.
func saveForEver(dir string) {
	store := gateway.NewFileStore(dir)
	s := storedSession(0)
	for {
		s.Sequence++
		if s.Sequence%50 == 0 {
			s.Fingerprint += "x" // so that the file is replaced
		}
		if err := store.Save(context.Background(), []gateway.Session{s}); err != nil {
			os.Stderr.WriteString(err.Error())
			os.Exit(1)
		}
		os.Stdout.WriteString(".")
	}
}
