package rest_test

import (
	"context"
	"fmt"
	"log"
	"net/http"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// A user logs in at /login and comes back to /callback. A whole site is in
// examples/linkedroles.
func ExampleOAuth2_Exchange() {
	client := rest.New(rest.None, rest.Config{})
	app := rest.OAuth2App{ID: 41, Secret: "…", RedirectURI: "https://example.org/callback"}

	http.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		login := rest.NewLogin()
		http.SetCookie(w, login.Cookie("login", true))
		http.Redirect(w, r, client.AuthorizeURL(app, rest.Authorize{
			Scopes: []discord.Scope{discord.ScopeIdentify}, Login: login,
		}), http.StatusFound)
	})
	http.HandleFunc("GET /callback", func(w http.ResponseWriter, r *http.Request) {
		login, err := rest.ReadLogin(r, "login")
		if err != nil {
			http.Error(w, "log in again", http.StatusBadRequest)
			return
		}
		code, err := login.Code(r.URL.Query())
		if err != nil {
			http.Error(w, "log in again", http.StatusBadRequest)
			return
		}
		token, err := client.OAuth2.Exchange(r.Context(), app, code, login.Verifier)
		if err != nil {
			http.Error(w, "Discord can't be reached", http.StatusBadGateway)
			return
		}
		fmt.Fprintf(w, "granted: %v", token.Scopes)
	})
}

// The token is refreshed a minute before it ends, once for all requests that
// wait for it, and saved before it is used.
func ExampleNewSession() {
	client := rest.New(rest.None, rest.Config{})
	app := rest.OAuth2App{ID: 41, Secret: "…"}
	var token rest.Token // as it was saved

	session := rest.NewSession(client, app, token, func(ctx context.Context, t rest.Token) error {
		return nil // save t, which encodes as JSON
	})
	user, err := client.As(rest.Bearer(session.AccessToken)).Users.Me(context.Background())
	if err != nil {
		log.Print(err) // errors.Is(err, rest.ErrInvalidGrant): the user must log in again
		return
	}
	fmt.Println(user.DisplayName())
}
