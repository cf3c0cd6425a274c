package rest

import (
	"context"
	"net/url"
	"strings"

	"github.com/accord-go/accord/discord"
)

// OAuth2 are the operations on authorizations that users grant to applications.
// A user logs in so:
//
//	login := rest.NewLogin() // remembered, such as by its Cookie
//	// send the browser to client.AuthorizeURL(app, rest.Authorize{Login: login, Scopes: …})
//	// it comes back to app.RedirectURI with a query:
//	code, err := login.Code(r.URL.Query())
//	token, err := client.OAuth2.Exchange(ctx, app, code, login.Verifier)
//	session := rest.NewSession(client, app, *token, save) // refreshes the token
//	user, err := client.As(rest.Bearer(session.AccessToken)).Users.Me(ctx)
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2
type OAuth2 struct{ c *Client }

// Exchange turns the code that a user came back with into a token. verifier is
// that of the [Login], empty where there was none. A code works once, for a
// short time; otherwise the error is [ErrInvalidGrant].
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant
//
//discord:op oauth2_token POST /oauth2/token
func (s OAuth2) Exchange(ctx context.Context, app OAuth2App, code, verifier string, opts ...Option) (*Token, error) {
	return do[Token](ctx, s.c, post("/oauth2/token").as(anonymous), app.form("authorization_code", "code", code, "redirect_uri", app.RedirectURI, "code_verifier", verifier), opts)
}

// Refresh turns a refresh token into a new token, whose own refresh token
// replaces it. One that was used, or that the user has revoked, is
// [ErrInvalidGrant]. A [Session] does that by itself.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-refresh-token-exchange-example
//
//discord:op oauth2_token POST /oauth2/token
func (s OAuth2) Refresh(ctx context.Context, app OAuth2App, refreshToken string, opts ...Option) (*Token, error) {
	return do[Token](ctx, s.c, post("/oauth2/token").as(anonymous), app.form("refresh_token", "refresh_token", refreshToken), opts)
}

// ClientCredentials returns a token of the application's owner, without a
// refresh token. The application of a team gets no scopes but identify and
// applications.commands.update.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#client-credentials-grant
//
//discord:op oauth2_token POST /oauth2/token
func (s OAuth2) ClientCredentials(ctx context.Context, app OAuth2App, scopes []discord.Scope, opts ...Option) (*Token, error) {
	return do[Token](ctx, s.c, post("/oauth2/token").as(anonymous|repeatable), app.form("client_credentials", "scope", joinScopes(scopes)), opts)
}

// Revoke ends an authorization with all its tokens. token is an access token or
// a refresh token of it. One that is over already is no error.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-token-revocation-example
//
//discord:op oauth2_revoke_token POST /oauth2/token/revoke
func (s OAuth2) Revoke(ctx context.Context, app OAuth2App, token string, opts ...Option) error {
	return doStatus(ctx, s.c, post("/oauth2/token/revoke").as(anonymous|repeatable), app.form("", "token", token), opts)
}

// GetAuthorization returns what the access token that the client has stands
// for.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information
//
//discord:op get_my_oauth2_authorization GET /oauth2/@me
func (s OAuth2) GetAuthorization(ctx context.Context, opts ...Option) (*discord.Authorization, error) {
	return do[discord.Authorization](ctx, s.c, get("/oauth2/@me"), nil, opts)
}

// GetApplication returns the bot's application, as [Applications.Me] does.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#get-current-bot-application-information
//
//discord:op get_my_oauth2_application GET /oauth2/applications/@me
func (s OAuth2) GetApplication(ctx context.Context, opts ...Option) (*discord.Application, error) {
	return do[discord.Application](ctx, s.c, get("/oauth2/applications/@me"), nil, opts)
}

// GetUserInfo returns the user in the words of OpenID Connect. It takes the
// token of a user, with the scope openid. It is not documented.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2
//
//discord:op get_openid_connect_userinfo GET /oauth2/userinfo
func (s OAuth2) GetUserInfo(ctx context.Context, opts ...Option) (*discord.OpenIDUser, error) {
	return do[discord.OpenIDUser](ctx, s.c, get("/oauth2/userinfo"), nil, opts)
}

// GetPublicKeys returns the keys that Discord signs ID tokens with. It is not
// documented.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2
//
//discord:op get_public_keys GET /oauth2/keys
func (s OAuth2) GetPublicKeys(ctx context.Context, opts ...Option) (*discord.PublicKeys, error) {
	return do[discord.PublicKeys](ctx, s.c, get("/oauth2/keys"), nil, opts)
}

// An OAuth2Code says why an endpoint of OAuth2 refused a request, or why a user
// came back without a code. It is an error, so that
//
//	errors.Is(err, rest.ErrInvalidGrant)
//
// asks whether an [*Error] has that code. Codes that have no name here work all
// the same.
type OAuth2Code string

// The codes of OAuth2, as RFC 6749 has them.
const (
	ErrAccessDenied         OAuth2Code = "access_denied"  // the user said no
	ErrInvalidClient        OAuth2Code = "invalid_client" // the application's ID or secret is wrong
	ErrInvalidGrant         OAuth2Code = "invalid_grant"  // the code or refresh token is wrong, used, too old, or revoked
	ErrInvalidRequest       OAuth2Code = "invalid_request"
	ErrInvalidScope         OAuth2Code = "invalid_scope" // a scope that there isn't, or that the application may not have
	ErrUnauthorizedClient   OAuth2Code = "unauthorized_client"
	ErrUnsupportedGrantType OAuth2Code = "unsupported_grant_type"
)

// Error returns the code.
func (c OAuth2Code) Error() string { return "OAuth2: " + string(c) }

// An OAuth2App is an application as OAuth2 sees it. It does not print its
// secret.
type OAuth2App struct {
	ID     discord.ApplicationID
	Secret string // empty: a public client, which needs a Login's verifier

	// RedirectURI is where users come back to. It must be one of those in the
	// developer portal, letter for letter.
	RedirectURI string
}

// String names the application without its secret.
func (a OAuth2App) String() string { return "rest.OAuth2App(" + a.ID.String() + ")" }

// GoString returns the same as String.
func (a OAuth2App) GoString() string { return a.String() }

// form returns the body of a request to an endpoint of OAuth2: names and
// values, of which empty ones are left out.
func (a OAuth2App) form(grant string, fields ...string) urlForm {
	f := urlForm{fields: url.Values{"client_id": {a.ID.String()}}}
	add := func(name, value string) {
		if value != "" {
			f.fields.Set(name, value)
		}
	}
	add("client_secret", a.Secret)
	add("grant_type", grant)
	for i := 0; i < len(fields); i += 2 {
		add(fields[i], fields[i+1])
		if name := fields[i]; name != "scope" && name != "redirect_uri" {
			f.secrets = append(f.secrets, fields[i+1])
		}
	}
	f.secrets = append(f.secrets, a.Secret)
	return f
}

func joinScopes(scopes []discord.Scope) string {
	texts := make([]string, len(scopes))
	for i, s := range scopes {
		texts[i] = string(s)
	}
	return strings.Join(texts, " ")
}
