package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/accord-go/accord/discord"
)

// A FileStore is a [SessionStore] that keeps each shard's session in a file of
// its own, which no one but the user may read, so that a restart resumes, after
// a crash too. Use NewFileStore.
//
// A shard that was loaded or saved is locked until Close or the end of the
// process, however that comes: the same shard in another process, or in another
// FileStore, gives a [*SessionsInUseError].
//
// Files are replaced as a whole. Where only the sequence has moved on, a line is
// added, which takes some 100 bytes. What is written outlives the process at
// once. It is not forced to the disk: a machine that loses power keeps an older
// state, and then events come twice, or the session is over and a new one starts.
//
// The lock needs an operating system that has locks for files: Linux, macOS,
// Windows and the BSDs do.
type FileStore struct {
	dir string

	mu   sync.Mutex // guards open; held during I/O, which is the reader's path for nobody
	open map[ShardKey]*sessionFile
}

// NewFileStore returns a store with files in that directory, which is made when
// it is needed. It belongs to one bot on one API: sessions of the same bot
// elsewhere, such as on a local Discord, need a directory of their own.
func NewFileStore(dir string) *FileStore {
	return &FileStore{dir: dir, open: make(map[ShardKey]*sessionFile)}
}

// A SessionsInUseError tells that another process has a shard's session, or
// another client in this one: it runs the same shard of the same bot. It is an
// [ErrStolen].
type SessionsInUseError struct {
	Shard ShardKey
	File  string // the lock that it holds
}

// Error says what to do.
func (e *SessionsInUseError) Error() string {
	if e.Shard.Count == 0 {
		return fmt.Sprintf("gateway: application %v runs in another process already (%s is locked): end that one, or give each process its own shards or its own store of sessions", e.Shard.ApplicationID, e.File)
	}
	return fmt.Sprintf("gateway: shard %d of %d of application %v runs in another process already (%s is locked): end that one, or give each process its own shards or its own store of sessions",
		e.Shard.Shard, e.Shard.Count, e.Shard.ApplicationID, e.File)
}

// Is reports whether target is ErrStolen.
func (e *SessionsInUseError) Is(target error) bool { return target == ErrStolen }

// A SessionFileError is a file that can't be read as a session. It is an
// [ErrNoSession]; the next Save replaces the file.
type SessionFileError struct {
	File string
	Err  error
}

// Error says what is wrong with which file.
func (e *SessionFileError) Error() string {
	return fmt.Sprintf("gateway: stored session %s is damaged: %v", e.File, e.Err)
}

// Is reports whether target is ErrNoSession.
func (e *SessionFileError) Is(target error) bool { return target == ErrNoSession }

// Unwrap returns Err.
func (e *SessionFileError) Unwrap() error { return e.Err }

// Load implements [SessionStore]. It fails with a [*SessionsInUseError], a
// [*SessionFileError], or an error of package os.
func (f *FileStore) Load(ctx context.Context, shard ShardKey) (Session, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Session{}, err
	}
	file, err := f.file(ctx, shard)
	if err != nil {
		return Session{}, err
	}
	if file.wrong != nil {
		return Session{}, file.wrong
	}
	if !file.stored {
		return Session{}, ErrNoSession
	}
	s := file.session
	s.Guilds = slices.Clone(s.Guilds)
	return s, nil
}

// Save implements [SessionStore]. It fails like Load. If writing one of the files
// fails, those before it are stored.
func (f *FileStore) Save(ctx context.Context, batch []Session) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	files := make([]*sessionFile, len(batch))
	for i, s := range batch {
		file, err := f.file(ctx, s.Key)
		if err != nil {
			return err
		}
		if file.stored && s.Epoch < file.session.Epoch {
			return fmt.Errorf("save shard %d of %d: %w", s.Key.Shard, s.Key.Count, ErrStolen)
		}
		files[i] = file
	}
	for i, s := range batch {
		if err := files[i].save(s); err != nil {
			return fmt.Errorf("gateway: save shard %d of %d: %w", s.Key.Shard, s.Key.Count, err)
		}
	}
	return nil
}

// Sweep implements [SessionSweeper]. What another process has is locked, and stays.
// It fails with an error of package os.
func (f *FileStore) Sweep(ctx context.Context, bot discord.ApplicationID, count int, before time.Time) ([]Session, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	files, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	var swept []Session
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return swept, err
		}
		shard, ok := shardOf(file.Name())
		if !ok || !shard.swept(bot, count) {
			continue
		}
		s, err := f.sweep(ctx, shard, before)
		switch {
		case errors.Is(err, ErrStolen):
		case err != nil:
			return swept, err
		case s.ID != "":
			swept = append(swept, s)
		}
	}
	return swept, nil
}

// sweep removes a shard's session and returns it, if it is abandoned. It is locked
// only then, so that who begins just now does not take us for a process that has
// it. Locked.
func (f *FileStore) sweep(ctx context.Context, shard ShardKey, before time.Time) (Session, error) {
	look := sessionFile{path: f.path(shard) + sessionExt}
	if err := look.load(shard); err != nil || !look.stored || !look.session.abandoned(before) {
		return Session{}, err
	}
	file, err := f.file(ctx, shard)
	if err != nil {
		return Session{}, err
	}
	s := file.session
	if !file.stored || !s.abandoned(before) { // somebody has come back to it since
		s = Session{}
	} else if err := file.remove(); err != nil {
		return Session{}, err
	}
	delete(f.open, shard)
	return s, file.close()
}

// Close lets go of all shards, so that others may have them. The store can be
// used again afterwards.
func (f *FileStore) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var errs []error
	for _, file := range f.open {
		errs = append(errs, file.close())
	}
	clear(f.open)
	return errors.Join(errs...)
}

const (
	sessionExt = ".session"
	lockExt    = ".lock"

	// lockTries is how often a lock is tried for that another process has, and
	// lockRetry how long after another: one that sweeps lets go of it at once.
	lockTries = 10
	lockRetry = 5 * time.Millisecond
)

// path is the name of a shard's files, without what they end with.
func (f *FileStore) path(shard ShardKey) string {
	return filepath.Join(f.dir, fmt.Sprintf("%d-shard-%d-of-%d", uint64(shard.ApplicationID), shard.Shard, shard.Count))
}

// shardOf is the reverse, of the name of a shard's session in its directory.
func shardOf(name string) (shard ShardKey, ok bool) {
	var bot uint64
	if _, err := fmt.Sscanf(name, "%d-shard-%d-of-%d", &bot, &shard.Shard, &shard.Count); err != nil {
		return ShardKey{}, false
	}
	shard.ApplicationID = discord.ApplicationID(bot)
	return shard, new(FileStore).path(shard)+sessionExt == name
}

// file returns a shard's file, locked. Locked.
func (f *FileStore) file(ctx context.Context, shard ShardKey) (*sessionFile, error) {
	if file := f.open[shard]; file != nil {
		return file, nil
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return nil, err
	}
	path := f.path(shard)
	lock, err := lockFile(path + lockExt)
	for try := 1; errors.Is(err, errLocked) && try < lockTries && sleep(ctx, lockRetry); try++ {
		lock, err = lockFile(path + lockExt)
	}
	if errors.Is(err, errLocked) {
		return nil, &SessionsInUseError{Shard: shard, File: path + lockExt}
	}
	if err != nil {
		return nil, err
	}
	file := &sessionFile{path: path + sessionExt, lock: lock}
	if err := file.load(shard); err != nil {
		return nil, errors.Join(err, unlockFile(lock))
	}
	f.open[shard] = file
	return file, nil
}

// errLocked is what lockFile returns when somebody else has the lock.
var errLocked = errors.New("locked")

// compactAt is how many bytes of lines are added to a file before it is written
// anew: with ten lines a second, some ten minutes' worth.
const compactAt = 512 << 10

// maxSessionFile bounds what is read: the guilds of a shard are some 50 KB.
const maxSessionFile = 64 << 20

// A sessionFile is what is stored of one shard.
type sessionFile struct {
	path    string
	lock    *os.File
	added   *os.File // the file, for lines to be added; nil: the next Save writes it anew
	lines   int      // bytes of them
	session Session  // what is in the file
	stored  bool     // there is something
	wrong   *SessionFileError
}

// load reads the file, if there is one.
func (f *sessionFile) load(shard ShardKey) error {
	data, err := readFile(f.path, maxSessionFile)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil && !errors.Is(err, ErrTooLarge) {
		return err
	}
	if err == nil {
		f.session, err = decodeSession(data)
	}
	if err == nil && f.session.Key != shard {
		err = errors.New("it is another shard's")
	}
	if err != nil {
		f.wrong = &SessionFileError{File: f.path, Err: err}
		return nil
	}
	f.stored = true
	return nil
}

// save stores s.
func (f *sessionFile) save(s Session) error {
	var err error
	if f.added != nil && f.lines < compactAt && f.session.onlyMoved(s) {
		err = f.add(s)
		s.Guilds = f.session.Guilds // they are equal, and not the caller's
	} else {
		err = f.replace(s)
		s.Guilds = slices.Clone(s.Guilds)
	}
	if err != nil {
		if f.added != nil { // what is in the file now is not known
			f.added.Close()
			f.added = nil
		}
		return err
	}
	f.session, f.stored, f.wrong = s, true, nil
	return nil
}

// onlyMoved reports whether newer differs from s only in what a line can tell.
func (s Session) onlyMoved(newer Session) bool {
	return newer.Sequence >= s.Sequence && newer.ID == s.ID && newer.Key == s.Key && newer.Fingerprint == s.Fingerprint &&
		newer.ResumeURL == s.ResumeURL && newer.UserID == s.UserID && newer.ApplicationID == s.ApplicationID && newer.Started.Equal(s.Started) && slices.Equal(newer.Guilds, s.Guilds)
}

// add adds a line.
func (f *sessionFile) add(s Session) error {
	n, err := f.added.Write(encodeProgress(s))
	f.lines += n
	return err
}

// replace writes the whole file anew, in one step: there is always a whole one.
func (f *sessionFile) replace(s Session) error {
	if f.added != nil {
		f.added.Close() // some systems do not replace open files
		f.added = nil
	}
	line, err := encodeSession(s)
	if err != nil {
		return err
	}
	next := f.path + ".next"
	if err := writeFile(next, line); err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(next)))
	}
	if err := os.Rename(next, f.path); err != nil {
		return err
	}
	f.added, err = os.OpenFile(f.path, os.O_WRONLY|os.O_APPEND, 0o600)
	f.lines = 0
	return err
}

// remove removes the file.
func (f *sessionFile) remove() error {
	if f.added != nil {
		f.added.Close() // some systems do not remove open files
		f.added = nil
	}
	return os.Remove(f.path)
}

// close lets go of the file and its lock.
func (f *sessionFile) close() error {
	var err error
	if f.added != nil {
		err = f.added.Close()
	}
	return cmp.Or(err, unlockFile(f.lock))
}

// readFile reads a file of at most that many bytes.
func readFile(name string, most int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f, nil, most)
}

// writeFile writes a file and forces it to the disk, so that it does not replace
// a good one before it is there itself.
func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return cmp.Or(err, f.Sync(), f.Close())
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
