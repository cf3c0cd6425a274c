package emulator

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/emulator/ui"
)

// answerTimeout is how long a client may take to read an answer.
const answerTimeout = 2 * time.Minute

// newHandler joins everything that the emulator answers. REST has a router of
// its own, since net/http's would redirect paths that Discord refuses.
func (e *Emulator) newHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/attachments/", e.serveFile)
	mux.Handle("/control/", e.sameOrigin(e.controlHandler()))
	mux.Handle("/ui/", e.sameOrigin(e.pageHandler()))
	mux.HandleFunc("GET /oauth2/authorize", e.showConsent)
	mux.Handle("POST /oauth2/authorize", e.sameOrigin(http.HandlerFunc(e.answerConsent)))
	mux.Handle("/", http.FileServerFS(ui.Files()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A client that does not read its answer must not hold it for ever.
		// The error is that of writers in tests, which have no deadlines.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(answerTimeout))
		switch {
		case underAPI(r.URL.EscapedPath()):
			e.serveAPI(w, r)
		case websocket.IsWebSocketUpgrade(r):
			e.serveGateway(w, r)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

func underAPI(path string) bool {
	const prefix = "/api"
	return len(path) >= len(prefix) && path[:len(prefix)] == prefix && (len(path) == len(prefix) || path[len(prefix)] == '/')
}

// sameOrigin refuses requests from pages of other origins: a page on the
// internet has no business with what runs on this machine. Such a page can also
// give its own host this machine's address, and then its origin looks like
// ours; so the host must be an address or localhost, unless other machines are
// welcome anyway.
func (e *Emulator) sameOrigin(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		u, err := url.Parse(origin)
		if origin != "" && (err != nil || u.Host != r.Host) || !e.remote && !isAddress(r.Host) {
			writeControl(w, http.StatusForbidden, controlFailure(badControl("only programs and the emulator's own page may do that")))
			return
		}
		h.ServeHTTP(w, r)
	})
}

// isAddress reports whether a host is no name that somebody else could own.
func isAddress(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil || host == "localhost" || strings.HasSuffix(host, ".localhost")
}
