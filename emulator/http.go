package emulator

import (
	"net/http"
	"net/url"

	"github.com/gorilla/websocket"

	"github.com/accord-go/accord/emulator/ui"
)

// newHandler joins everything that the emulator answers. REST has a router of
// its own, since net/http's would redirect paths that Discord refuses.
func (e *Emulator) newHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/attachments/", e.serveFile)
	mux.Handle("/control/", sameOrigin(e.controlHandler()))
	mux.Handle("/ui/", sameOrigin(e.pageHandler()))
	mux.Handle("/", http.FileServerFS(ui.Files()))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
// internet has no business with what runs on this machine.
func sameOrigin(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origin != "" {
			if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
				http.Error(w, "only the emulator's own page may do that", http.StatusForbidden)
				return
			}
		}
		h.ServeHTTP(w, r)
	})
}
