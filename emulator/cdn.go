package emulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// serveFile answers for an uploaded file, as Discord's CDN does: without any
// authorization, but only at its exact, signed address and until that expires.
func (e *Emulator) serveFile(w http.ResponseWriter, hr *http.Request) {
	f, signed := e.file(hr.URL.Path, hr.URL.Query().Get("ex"), hr.URL.Query().Get("hm"))
	switch {
	case f == nil:
		http.Error(w, "This content is no longer available.", http.StatusNotFound)
		return
	case !signed:
		http.Error(w, "This content is no longer available.", http.StatusForbidden)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("X-Content-Type-Options", "nosniff") // a bot's HTML must not run in the page's origin
	http.ServeContent(w, hr, "", time.Time{}, strings.NewReader(string(f.data)))
}

// file returns the file at a path, and whether the signature is good.
func (e *Emulator) file(path, expires, signature string) (*storedFile, bool) {
	parts := strings.Split(strings.TrimPrefix(path, "/attachments/"), "/")
	if len(parts) != 3 {
		return nil, false
	}
	id, ok := parseSnowflake(parts[1])
	if !ok {
		return nil, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	f := e.state.files[discord.AttachmentID(id)]
	if f == nil || f.name != parts[2] {
		return nil, false
	}
	until, err := strconv.ParseInt(expires, 16, 64)
	if err != nil || time.Now().Unix() > until {
		return f, false
	}
	want := e.state.signature(parts[0], parts[1], f.name, until)
	return f, hmac.Equal([]byte(want), []byte(signature))
}

// signature signs an address with the secret of this world.
func (s *state) signature(channel, id, name string, expires int64) string {
	mac := hmac.New(sha256.New, []byte(s.secret))
	fmt.Fprintf(mac, "%s %s %q %d", channel, id, name, expires)
	return hex.EncodeToString(mac.Sum(nil))
}
