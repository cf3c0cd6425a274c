package main

import (
	"context"
	"errors"
	"html/template"
	"log"
	"net/http"
	"strconv"
	"sync"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// site is the web site. It keeps who is logged in in memory only: a real one
// has a database.
type site struct {
	bot *rest.Client // for what the application does itself
	app rest.OAuth2App

	mu    sync.Mutex
	users map[discord.UserID]*rest.Client // with the user's token: one for each, which knows the user's limits
	wins  map[discord.UserID]int          // what the site knows of its users
}

func newSite(bot *rest.Client, app rest.OAuth2App) *site {
	return &site{bot: bot, app: app, users: make(map[discord.UserID]*rest.Client), wins: make(map[discord.UserID]int)}
}

// declare tells Discord what the site knows of users, for guilds to ask for.
func (s *site) declare(ctx context.Context) error {
	_, err := s.bot.Applications.UpdateRoleConnectionMetadata(ctx, s.app.ID, discord.UpdateRoleConnectionMetadata{{
		Type: discord.RoleConnectionMetadataTypeIntegerGreaterThanOrEqual, Key: "wins", Name: "Wins", Description: "Games won, at least",
	}})
	return err
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { show(w, page{}) })
	mux.HandleFunc("GET /login", s.login)
	mux.HandleFunc("GET /callback", s.callback)
	return mux
}

const loginCookie = "login"

// login sends the browser to Discord.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	login := rest.NewLogin()
	http.SetCookie(w, login.Cookie(loginCookie, r.TLS != nil))
	http.Redirect(w, r, s.bot.AuthorizeURL(s.app, rest.Authorize{
		Scopes: []discord.Scope{discord.ScopeIdentify, discord.ScopeRoleConnectionsWrite}, Login: login,
	}), http.StatusFound)
}

// callback is where the browser comes back to.
func (s *site) callback(w http.ResponseWriter, r *http.Request) {
	user, err := s.finish(r)
	switch {
	case errors.Is(err, rest.ErrAccessDenied):
		show(w, page{Message: "Then not. You can link your account at any time."})
	case errors.Is(err, rest.ErrStateMismatch):
		w.WriteHeader(http.StatusBadRequest)
		show(w, page{Message: "That login was not begun here, or took too long. Try again."})
	case err != nil:
		log.Print(err)
		w.WriteHeader(http.StatusBadGateway)
		show(w, page{Message: "Discord could not be reached. Try again."})
	default:
		show(w, page{Message: "Linked. Hello, " + user.DisplayName() + "!", Linked: true})
	}
}

// finish turns what the browser brings into a session, and tells Discord of the
// user.
func (s *site) finish(r *http.Request) (*discord.User, error) {
	login, err := rest.ReadLogin(r, loginCookie)
	if err != nil {
		return nil, err
	}
	code, err := login.Code(r.URL.Query())
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	token, err := s.bot.OAuth2.Exchange(ctx, s.app, code, login.Verifier)
	if err != nil {
		return nil, err
	}
	session := rest.NewSession(s.bot, s.app, *token, nil) // a real site saves renewed tokens
	client := s.bot.As(rest.Bearer(session.AccessToken))
	user, err := client.Users.Me(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.users[user.ID] = client
	s.mu.Unlock()
	return user, s.tell(ctx, user.ID)
}

// won counts a game that a user has won, and tells Discord of it.
func (s *site) won(ctx context.Context, user discord.UserID) error {
	s.mu.Lock()
	s.wins[user]++
	s.mu.Unlock()
	return s.tell(ctx, user)
}

// tell tells Discord what the site knows of a user, where the user has linked
// an account.
func (s *site) tell(ctx context.Context, user discord.UserID) error {
	s.mu.Lock()
	client, wins := s.users[user], s.wins[user]
	s.mu.Unlock()
	if client == nil {
		return nil
	}
	_, err := client.Users.UpdateRoleConnection(ctx, s.app.ID, discord.UpdateRoleConnection{
		PlatformName: "Chess Club", Metadata: map[string]string{"wins": strconv.Itoa(wins)},
	})
	return err
}

// page is what is shown.
type page struct {
	Message string
	Linked  bool
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Chess Club</title>
<body style="font: 16px/1.5 system-ui; max-width: 30em; margin: 4em auto; padding: 0 1em">
<h1>Chess Club</h1>
{{with .Message}}<p>{{.}}</p>{{end}}
{{if not .Linked}}<p><a href="/login">Link your Discord account</a></p>{{end}}
`))

func show(w http.ResponseWriter, p page) {
	_ = pageTemplate.Execute(w, p) // a browser that is gone is no error of ours
}
