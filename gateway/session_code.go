package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
)

// A stored session is lines of text, each with a checksum: first the whole
// session, then how far it has got since.
//
//	5f8a0d3c {"v":1,"shard":0,"count":1,"session":"…","sequence":7,…}
//	0b6e91aa {"sequence":12,"last_frame":1795228277000000000,"epoch":3}

// storedVersion is of the form of the file. Another one is not read.
const storedVersion = 1

// A storedSession is the first line.
type storedSession struct {
	Version       int                   `json:"v"`
	Application   discord.ApplicationID `json:"application"` // of the key
	Shard         int                   `json:"shard"`
	Count         int                   `json:"count"`
	ID            string                `json:"session"`
	Sequence      int64                 `json:"sequence"`
	ResumeURL     string                `json:"resume_url"`
	UserID        discord.UserID        `json:"user"`
	ApplicationID discord.ApplicationID `json:"session_application"`
	Guilds        []discord.GuildID     `json:"guilds"`
	Started       int64                 `json:"started"`    // Unix nanoseconds; 0: never
	LastFrame     int64                 `json:"last_frame"` // the same
	Fingerprint   string                `json:"fingerprint"`
	Epoch         uint64                `json:"epoch"`
}

// A storedProgress is each of the other lines.
type storedProgress struct {
	Sequence  int64  `json:"sequence"`
	LastFrame int64  `json:"last_frame"`
	Epoch     uint64 `json:"epoch"`
}

// encodeSession returns the first line.
func encodeSession(s Session) ([]byte, error) {
	text, err := json.Marshal(storedSession{
		Version: storedVersion, Application: s.Key.ApplicationID, Shard: s.Key.Shard, Count: s.Key.Count,
		ID: s.ID, Sequence: s.Sequence, ResumeURL: s.ResumeURL, UserID: s.UserID, ApplicationID: s.ApplicationID,
		Guilds: s.Guilds, Started: nanoseconds(s.Started), LastFrame: nanoseconds(s.LastFrame), Fingerprint: s.Fingerprint, Epoch: s.Epoch,
	})
	return checked(text), err
}

// encodeProgress returns another line.
func encodeProgress(s Session) []byte {
	b := make([]byte, 0, 96)
	b = strconv.AppendInt(append(b, `{"sequence":`...), s.Sequence, 10)
	b = strconv.AppendInt(append(b, `,"last_frame":`...), nanoseconds(s.LastFrame), 10)
	b = strconv.AppendUint(append(b, `,"epoch":`...), s.Epoch, 10)
	return checked(append(b, '}'))
}

// castagnoli is the table of the lines' checksums.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checked makes a line of text.
func checked(text []byte) []byte {
	return fmt.Appendf(make([]byte, 0, len(text)+10), "%08x %s\n", crc32.Checksum(text, castagnoli), text)
}

// decodeSession reads a stored session. What follows the last line's end is not
// looked at: the process ended while it wrote that.
func decodeSession(data []byte) (Session, error) {
	line, rest, ok := bytes.Cut(data, []byte("\n"))
	if !ok {
		return Session{}, errors.New("it has no whole line")
	}
	var first storedSession
	if err := decodeLine(line, &first); err != nil {
		return Session{}, err
	}
	if first.Version != storedVersion {
		return Session{}, fmt.Errorf("it has version %d, which this library does not know", first.Version)
	}
	s := Session{
		Key: ShardKey{ApplicationID: first.Application, Shard: first.Shard, Count: first.Count},
		ID:  first.ID, Sequence: first.Sequence, ResumeURL: first.ResumeURL, UserID: first.UserID, ApplicationID: first.ApplicationID,
		Guilds: first.Guilds, Started: fromNanoseconds(first.Started), LastFrame: fromNanoseconds(first.LastFrame), Fingerprint: first.Fingerprint, Epoch: first.Epoch,
	}
	for line, rest, ok = bytes.Cut(rest, []byte("\n")); ok; line, rest, ok = bytes.Cut(rest, []byte("\n")) {
		var p storedProgress
		if err := decodeLine(line, &p); err != nil {
			return Session{}, err
		}
		if p.Sequence < s.Sequence || p.Epoch < s.Epoch {
			return Session{}, errors.New("it goes backwards")
		}
		s.Sequence, s.LastFrame, s.Epoch = p.Sequence, fromNanoseconds(p.LastFrame), p.Epoch
	}
	if s.Sequence < 0 {
		return Session{}, errors.New("its sequence is negative")
	}
	return s, nil
}

// decodeLine reads a line, without its end, into v.
func decodeLine(line []byte, v any) error {
	sum, text, ok := bytes.Cut(line, []byte(" "))
	if !ok || string(sum) != fmt.Sprintf("%08x", crc32.Checksum(text, castagnoli)) {
		return errors.New("a line does not fit its checksum")
	}
	return json.Unmarshal(text, v)
}

// nanoseconds is t.UnixNano, and 0 for no time.
func nanoseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// fromNanoseconds is the reverse.
func fromNanoseconds(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
