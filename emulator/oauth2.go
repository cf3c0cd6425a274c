package emulator

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// How long what OAuth2 hands out is of use.
const (
	codeAge  = 10 * time.Minute
	tokenAge = 7 * 24 * time.Hour
)

// oauth is what users have granted to the application. The world's lock guards
// it.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2
type oauth struct {
	secret    string // of the application
	public    bool   // clients need no secret, but a verifier
	redirects []string
	users     map[discord.UserID]*authorization
	codes     map[string]*authCode
	access    map[string]*grant
	refresh   map[string]*grant
}

// authorization is all that one user has granted.
type authorization struct {
	user   *discord.User
	scopes []discord.Scope
}

// authCode is what a user comes back with.
type authCode struct {
	grant     *grant
	redirect  string
	challenge string // S256 of a verifier; empty: none was announced
	until     time.Time
}

// grant is an access token with its refresh token.
type grant struct {
	auth    *authorization
	scopes  []discord.Scope
	access  string
	refresh string // empty: none
	expires time.Time

	guild   *discord.Guild   // that the bot was added to
	webhook *discord.Webhook // that was made
}

func newOAuth(w *WorldApplication) oauth {
	o := oauth{
		secret: w.Secret, public: w.PublicClient, redirects: slices.Clone(w.RedirectURIs),
		users: make(map[discord.UserID]*authorization), codes: make(map[string]*authCode),
		access: make(map[string]*grant), refresh: make(map[string]*grant),
	}
	if o.secret == "" {
		o.secret = randomText(32)
	}
	return o
}

// ClientSecret returns the first application's secret for OAuth2.
func (e *Emulator) ClientSecret() string { return e.Bots()[0].ClientSecret }

// grantOf returns what an Authorization header with an access token stands for,
// or nil.
func (b *bot) grantOf(header string, now time.Time) *grant {
	token, ok := strings.CutPrefix(header, "Bearer ")
	g := b.oauth.access[token]
	if !ok || g == nil || !now.Before(g.expires) {
		return nil
	}
	return g
}

func (g *grant) has(s discord.Scope) bool { return slices.Contains(g.scopes, s) }

// anyScope stands for routes that every access token opens.
const anyScope discord.Scope = "*"

// bearerScopes are the routes that access tokens open, with the scope that they
// need, as Discord's OpenAPI document has them.
var bearerScopes = map[string]discord.Scope{
	"GET /oauth2/@me":                         anyScope,
	"GET /oauth2/userinfo":                    discord.ScopeOpenID,
	"GET /users/@me":                          discord.ScopeIdentify,
	"GET /users/@me/guilds":                   discord.ScopeGuilds,
	"GET /users/@me/guilds/{guild_id}/member": discord.ScopeGuildsMembersRead,
	"GET /users/@me/connections":              discord.ScopeConnections,
	"GET /users/@me/applications/{application_id}/role-connection": discord.ScopeRoleConnectionsWrite,
	"PUT /users/@me/applications/{application_id}/role-connection": discord.ScopeRoleConnectionsWrite,

	"DELETE /users/@me/applications/{application_id}/role-connection":           discord.ScopeRoleConnectionsWrite,
	"GET /users/@me/applications/{application_id}/entitlements":                 anyScope,
	"GET /applications/{application_id}/entitlements":                           discord.ScopeApplicationsEntitlements,
	"GET /applications/{application_id}/entitlements/{entitlement_id}":          discord.ScopeApplicationsEntitlements,
	"DELETE /applications/{application_id}/entitlements/{entitlement_id}":       discord.ScopeApplicationsEntitlements,
	"POST /applications/{application_id}/entitlements/{entitlement_id}/consume": discord.ScopeApplicationsEntitlements,
	"POST /applications/{application_id}/attachment":                            anyScope,
	"PUT /lobbies": discord.ScopeSDKSocialLayer,
	"PATCH /lobbies/{lobby_id}/channel-linking":    discord.ScopeSDKSocialLayer,
	"DELETE /lobbies/{lobby_id}/members/@me":       discord.ScopeSDKSocialLayer,
	"GET /lobbies/{lobby_id}/messages":             discord.ScopeSDKSocialLayer,
	"POST /lobbies/{lobby_id}/messages":            discord.ScopeSDKSocialLayer,
	"POST /lobbies/{lobby_id}/members/@me/invites": discord.ScopeSDKSocialLayer,

	"GET /skus/{sku_id}/subscriptions":                                              anyScope,
	"GET /skus/{sku_id}/subscriptions/{subscription_id}":                            anyScope,
	"GET /applications/{application_id}/commands":                                   discord.ScopeApplicationsCommandsUpdate,
	"POST /applications/{application_id}/commands":                                  discord.ScopeApplicationsCommandsUpdate,
	"PUT /applications/{application_id}/commands":                                   discord.ScopeApplicationsCommandsUpdate,
	"GET /applications/{application_id}/commands/{command_id}":                      discord.ScopeApplicationsCommandsUpdate,
	"PATCH /applications/{application_id}/commands/{command_id}":                    discord.ScopeApplicationsCommandsUpdate,
	"DELETE /applications/{application_id}/commands/{command_id}":                   discord.ScopeApplicationsCommandsUpdate,
	"GET /applications/{application_id}/guilds/{guild_id}/commands":                 discord.ScopeApplicationsCommandsUpdate,
	"POST /applications/{application_id}/guilds/{guild_id}/commands":                discord.ScopeApplicationsCommandsUpdate,
	"PUT /applications/{application_id}/guilds/{guild_id}/commands":                 discord.ScopeApplicationsCommandsUpdate,
	"GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}":    discord.ScopeApplicationsCommandsUpdate,
	"PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}":  discord.ScopeApplicationsCommandsUpdate,
	"DELETE /applications/{application_id}/guilds/{guild_id}/commands/{command_id}": discord.ScopeApplicationsCommandsUpdate,
}

var (
	errBotsCannot   = &apiError{status: http.StatusForbidden, code: 20001, message: "Bots cannot use this endpoint"}
	errMissingScope = &apiError{status: http.StatusForbidden, code: 50026, message: "Missing required OAuth2 scope"}
)

// authorize refuses a request whose Authorization header does not open its
// route.
func authorize(r *request) error {
	switch {
	case r.route.auth == authNone:
		return nil
	case r.bot == nil:
		return errUnauthorized
	case r.grant == nil && r.route.auth == authUser:
		return errBotsCannot
	case r.grant == nil:
		return nil
	}
	need, ok := bearerScopes[r.route.method+" "+r.route.pattern]
	switch {
	case !ok:
		return errUnauthorized
	case need != anyScope && !r.grant.has(need):
		return errMissingScope
	}
	return nil
}

// asker returns who asks: the bot, or the user of an access token.
func (b *bot) asker(r *request) *discord.User {
	if r.grant != nil {
		return r.grant.auth.user
	}
	return b.user
}

// grantTo gives a user's token to the application.
func (b *bot) grantTo(user *discord.User, scopes []discord.Scope) *grant {
	auth := b.oauth.users[user.ID]
	if auth == nil {
		auth = &authorization{user: user}
		b.oauth.users[user.ID] = auth
	}
	for _, s := range scopes {
		if !slices.Contains(auth.scopes, s) {
			auth.scopes = append(auth.scopes, s)
		}
	}
	return &grant{auth: auth, scopes: scopes}
}

// issue makes the grant's tokens, in place of those that it has.
func (b *bot) issue(g *grant, refreshable bool, now time.Time) {
	delete(b.oauth.access, g.access)
	delete(b.oauth.refresh, g.refresh)
	g.access, g.expires = randomText(30), now.Add(tokenAge)
	b.oauth.access[g.access] = g
	if refreshable {
		g.refresh = randomText(30)
		b.oauth.refresh[g.refresh] = g
	}
}

// revokeGrants ends an authorization: all its tokens and codes.
func (b *bot) revokeGrants(auth *authorization) {
	delete(b.oauth.users, auth.user.ID)
	for token, g := range b.oauth.access {
		if g.auth == auth {
			delete(b.oauth.access, token)
		}
	}
	for token, g := range b.oauth.refresh {
		if g.auth == auth {
			delete(b.oauth.refresh, token)
		}
	}
	for code, c := range b.oauth.codes {
		if c.grant.auth == auth {
			delete(b.oauth.codes, code)
		}
	}
}

// verifies reports whether a verifier is the one that the code was announced
// with.
func (c *authCode) verifies(verifier string) bool {
	if c.challenge == "" {
		return verifier == ""
	}
	sum := sha256.Sum256([]byte(verifier))
	got := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(got), []byte(c.challenge)) == 1
}
