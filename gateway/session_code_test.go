package gateway

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/accord-go/accord/discord"
)

// FuzzStoredSession reads whatever a file may hold. What is read must be written
// and read again as the same.
func FuzzStoredSession(f *testing.F) {
	s := Session{
		Key: ShardKey{ApplicationID: 1, Shard: 2, Count: 4}, ID: "a\nb", Sequence: 7, ResumeURL: "wss://x", UserID: 2, ApplicationID: 3,
		Guilds: []discord.GuildID{3, 4}, Started: time.Unix(50, 6).UTC(), LastFrame: time.Unix(100, 5).UTC(), Fingerprint: "a=b c=d", Epoch: 2,
	}
	line, err := encodeSession(s)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	s.Sequence, s.Epoch = 9, 3
	f.Add(append(line, encodeProgress(s)...))
	f.Add(checked([]byte(`{"v":1}`)))
	f.Add(checked([]byte(`{"v":2}`)))
	f.Add(append(checked([]byte(`{"v":1,"sequence":-5}`)), checked([]byte(`{"sequence":-3}`))...))
	f.Add(append(checked([]byte(`{"v":1,"guilds":[null,"5"],"last_frame":1e3}`)), checked([]byte(`[]`))...))
	f.Add([]byte("00000000 \n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, data := range [][]byte{data, checked(data), append(line, checked(data)...)} {
			got, err := decodeSession(data)
			if err != nil {
				continue
			}
			again, err := encodeSession(got)
			if err != nil {
				t.Fatal(err)
			}
			if second, err := decodeSession(again); err != nil || !reflect.DeepEqual(second, got) {
				t.Errorf("%q: read %+v, then %+v, %v", data, got, second, err)
			}
		}
	})
}

// TestStoredSessionRefused has lines that are whole, and say what no file of ours
// does.
func TestStoredSessionRefused(t *testing.T) {
	t.Parallel()
	for want, lines := range map[string][]string{
		"":                       {`{"v":1,"sequence":5,"epoch":2}`, `{"sequence":5,"epoch":2}`, `{"sequence":6,"epoch":3}`},
		"version 2":              {`{"v":2,"sequence":5}`},
		"version 0":              {`{"sequence":5}`},
		"goes backwards":         {`{"v":1,"sequence":5}`, `{"sequence":4}`},
		"it goes backwards":      {`{"v":1,"sequence":5,"epoch":2}`, `{"sequence":5,"epoch":1}`},
		"sequence is negative":   {`{"v":1,"sequence":-5}`},
		"cannot unmarshal":       {`{"v":1,"guilds":"5"}`},
		"unexpected end of JSON": {`{"v":1`},
	} {
		var data []byte
		for _, line := range lines {
			data = append(data, checked([]byte(line))...)
		}
		if _, err := decodeSession(data); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: error %v, want %q", data, err, want)
		}
	}
}

// TestHalfALine fails to add a line, as on a full disk, and leaves half of it
// behind. The next Save makes the file whole again.
func TestHalfALine(t *testing.T) {
	t.Parallel()
	dir, s := t.TempDir(), Session{Key: ShardKey{ApplicationID: 1, Count: 1}, ID: "s"}
	store := NewFileStore(dir)
	save := func() error {
		s.Sequence++
		return store.Save(t.Context(), []Session{s})
	}
	if err := save(); err != nil {
		t.Fatal(err)
	}
	added := store.open[s.Key].added
	if _, err := added.Write(encodeProgress(s)[:20]); err != nil {
		t.Fatal(err)
	}
	added.Close()
	if err := save(); err == nil {
		t.Error("what could not be written was saved")
	}
	for range 2 {
		if err := save(); err != nil {
			t.Error(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	got, err := store.Load(t.Context(), s.Key)
	if err != nil || got.Sequence != s.Sequence {
		t.Errorf("Load: %+v, %v", got, err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}
