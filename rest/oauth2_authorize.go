package rest

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// Authorize is what a user is asked for.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant
type Authorize struct {
	// Scopes are asked for. None: what the developer portal says for an
	// install.
	Scopes []discord.Scope

	// Login binds the answer to the browser that asks. The zero Login binds
	// nothing, which will do for adding a bot to a guild.
	Login Login

	// NoPrompt lets a user who has granted the same before come back at once.
	// The scopes bot and webhook.incoming ask all the same.
	NoPrompt bool

	// Implicit makes the user come back with an access token in the address's
	// fragment, which only a script in the page can read, in place of a code.
	Implicit bool

	// IntegrationType tells whether applications.commands is for a guild or
	// for the user. nil: Discord asks, or knows.
	IntegrationType *discord.ApplicationIntegrationType

	// What follows is for the scope bot.

	Permissions        discord.Permissions // of the bot's role in the guild
	GuildID            discord.GuildID     // the guild that is proposed; zero: none
	DisableGuildSelect bool                // the user can't choose another one
}

// AuthorizeURL returns where to send a user's browser so that the user can
// grant an application what p asks for. An application without RedirectURI and
// only for the scopes bot and applications.commands is added to a guild, or to
// the user, and nobody comes back.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-authorization-url-example
func (c *Client) AuthorizeURL(app OAuth2App, p Authorize) string {
	q := query("").id("client_id", uint64(app.ID))
	for _, field := range []struct{ name, value string }{
		{"response_type", p.responseType(app)},
		{"redirect_uri", app.RedirectURI},
		{"scope", joinScopes(p.Scopes)},
		{"state", p.Login.State},
		{"code_challenge", p.Login.challenge()},
	} {
		if field.value != "" {
			q = q.add(field.name, field.value)
		}
	}
	if p.Login.Verifier != "" {
		q = q.add("code_challenge_method", "S256")
	}
	if p.NoPrompt {
		q = q.add("prompt", "none")
	}
	if p.IntegrationType != nil {
		q = q.add("integration_type", strconv.Itoa(int(*p.IntegrationType)))
	}
	if p.Permissions != 0 {
		q = q.add("permissions", p.Permissions.String())
	}
	q = q.id("guild_id", uint64(p.GuildID)).bool("disable_guild_select", p.DisableGuildSelect)
	u := c.core.base
	return u.Scheme + "://" + u.Host + "/oauth2/authorize?" + string(q)
}

// responseType tells how the user comes back, if at all.
func (p *Authorize) responseType(app OAuth2App) string {
	switch {
	case p.Implicit:
		return "token"
	case app.RedirectURI != "":
		return "code"
	}
	for _, s := range p.Scopes {
		if s != discord.ScopeBot && s != discord.ScopeApplicationsCommands {
			return "code"
		}
	}
	return ""
}

// A Login is one attempt of a user to log in. Whoever comes back must be the
// same browser: State tells, and so the Login is kept with the browser, such as
// in its [Login.Cookie]. Verifier is the secret of PKCE (RFC 7636): the code is
// of no use without it.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#state-and-security
type Login struct {
	State    string
	Verifier string
}

// NewLogin returns a login with a random state and verifier.
func NewLogin() Login {
	return Login{State: randomText(), Verifier: randomText()}
}

// randomText returns 32 random bytes as base64url: 43 characters, as short as a
// verifier may be.
func randomText() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

func (l Login) challenge() string {
	if l.Verifier == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(l.Verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// ErrStateMismatch tells that a browser came back from an authorization that
// was not begun with it: somebody tries to have it logged in as somebody else,
// or it took too long.
var ErrStateMismatch = errors.New("rest: the state of the login is not the one that it began with")

// Code returns the code that a user came back with, out of the query of the
// request. The error is [ErrStateMismatch], or an [OAuth2Code] such as
// [ErrAccessDenied] where the user said no.
func (l Login) Code(query url.Values) (string, error) {
	if l.State == "" || subtle.ConstantTimeCompare([]byte(l.State), []byte(query.Get("state"))) != 1 {
		return "", ErrStateMismatch
	}
	if code := query.Get("error"); code != "" {
		return "", fmt.Errorf("rest: the login was refused: %w", OAuth2Code(code))
	}
	if query.Get("code") == "" {
		return "", errors.New("rest: the query has neither a code nor an error")
	}
	return query.Get("code"), nil
}

// loginAge is how long a user may take to log in.
const loginAge = 10 * time.Minute

// Cookie returns a cookie that keeps the login with the browser for ten
// minutes, out of the reach of scripts. secure keeps it off plain http.
func (l Login) Cookie(name string, secure bool) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: l.State + "." + l.Verifier, Path: "/", MaxAge: int(loginAge / time.Second),
		Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// ReadLogin returns the login that a browser's cookie has. Where there is none,
// the error is [ErrStateMismatch].
func ReadLogin(r *http.Request, name string) (Login, error) {
	cookie, err := r.Cookie(name)
	if err != nil {
		return Login{}, ErrStateMismatch
	}
	state, verifier, ok := strings.Cut(cookie.Value, ".")
	if !ok {
		return Login{}, ErrStateMismatch
	}
	return Login{State: state, Verifier: verifier}, nil
}

// String tells nothing of the login's secrets.
func (l Login) String() string { return "rest.Login" }

// GoString returns the same as String.
func (l Login) GoString() string { return l.String() }
