package emulator

import (
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// oauthRoutes are the operations of OAuth2.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2
var oauthRoutes = []route{
	{method: http.MethodPost, pattern: "/oauth2/token", auth: authNone, open: (*Emulator).token},
	{method: http.MethodPost, pattern: "/oauth2/token/revoke", auth: authNone, open: (*Emulator).revokeToken},
	{method: http.MethodGet, pattern: "/oauth2/@me", auth: authUser, handle: (*bot).getAuthorization},
	{method: http.MethodGet, pattern: "/oauth2/userinfo", auth: authUser, handle: (*bot).getUserInfo},
	{method: http.MethodGet, pattern: "/oauth2/keys", auth: authNone, open: (*Emulator).getKeys},
}

// oauthRefusal is a refusal as RFC 6749 has them, which is not as Discord's are.
func oauthRefusal(status int, code, description string) (reply, error) {
	return reply{status: status, body: struct {
		Error       string `json:"error"`
		Description string `json:"error_description,omitempty"`
	}{code, description}}, nil
}

// clientWithID returns the bot of the application with a client_id, or nil.
func (e *Emulator) clientWithID(text string) *bot {
	id, _ := parseSnowflake(text)
	return e.botOf(discord.UserID(id))
}

// client finds out which application asks, by HTTP Basic or in the form, and
// whether it has proved that by its secret. Nil: none does, and why tells it.
func (e *Emulator) client(r *request) (b *bot, confidential bool, why string) {
	id, secret := r.form.Get("client_id"), r.form.Get("client_secret")
	if basic, ok := strings.CutPrefix(r.authorization, "Basic "); ok {
		decoded, err := base64.StdEncoding.DecodeString(basic)
		if err != nil {
			return nil, false, "Malformed Authorization header."
		}
		id, secret, _ = strings.Cut(string(decoded), ":")
	}
	b = e.clientWithID(id)
	switch {
	case b == nil:
		return nil, false, "Unknown client."
	case secret == "" && b.oauth.public:
		return b, false, ""
	case subtle.ConstantTimeCompare([]byte(secret), []byte(b.oauth.secret)) != 1:
		return nil, false, "Wrong client secret."
	}
	return b, true, ""
}

// token answers all grants. Only forms are taken.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant
func (e *Emulator) token(r *request) (reply, error) {
	if r.form == nil {
		return oauthRefusal(http.StatusBadRequest, "invalid_request", "Only application/x-www-form-urlencoded is taken.")
	}
	b, confidential, why := e.client(r)
	if b == nil {
		return oauthRefusal(http.StatusUnauthorized, "invalid_client", why)
	}
	switch r.form.Get("grant_type") {
	case "authorization_code":
		return b.exchangeCode(r, confidential)
	case "refresh_token":
		g := b.oauth.refresh[r.form.Get("refresh_token")]
		if g == nil {
			return oauthRefusal(http.StatusBadRequest, "invalid_grant", `Invalid "refresh_token" in request.`)
		}
		b.issue(g, true, r.now)
		return ok(tokensOf(g, r.now))
	case "client_credentials":
		return b.clientCredentials(r, confidential)
	case "":
		return oauthRefusal(http.StatusBadRequest, "invalid_request", `Missing "grant_type" in request.`)
	default:
		return oauthRefusal(http.StatusBadRequest, "unsupported_grant_type", "")
	}
}

func (b *bot) exchangeCode(r *request, confidential bool) (reply, error) {
	c := b.oauth.codes[r.form.Get("code")]
	delete(b.oauth.codes, r.form.Get("code")) // it works once, even if it does not
	switch {
	case c == nil || !r.now.Before(c.until):
		return oauthRefusal(http.StatusBadRequest, "invalid_grant", `Invalid "code" in request.`)
	case r.form.Get("redirect_uri") != c.redirect:
		return oauthRefusal(http.StatusBadRequest, "invalid_grant", `Invalid "redirect_uri" in request.`)
	case !confidential && c.challenge == "", !c.verifies(r.form.Get("code_verifier")):
		return oauthRefusal(http.StatusBadRequest, "invalid_grant", `Invalid "code_verifier" in request.`)
	}
	if token := r.form.Get("external_auth_token"); token != "" {
		if err := b.merge(r.form.Get("external_auth_type"), token, c.grant.auth.user, r.now); err != nil {
			return reply{}, err
		}
	}
	b.issue(c.grant, true, r.now)
	return ok(tokensOf(c.grant, r.now))
}

// clientCredentials gives a token of the application's owner.
func (b *bot) clientCredentials(r *request, confidential bool) (reply, error) {
	scopes := parseScopes(r.form.Get("scope"))
	switch {
	case !confidential:
		return oauthRefusal(http.StatusUnauthorized, "invalid_client", "Wrong client secret.")
	case len(scopes) == 0 || !knownScopes(scopes):
		return oauthRefusal(http.StatusBadRequest, "invalid_scope", "The requested scope is invalid, unknown, or malformed.")
	}
	g := b.grantTo(b.state.users[b.state.home.user], scopes)
	b.issue(g, false, r.now)
	return ok(tokensOf(g, r.now))
}

// tokenReply is an answer with tokens.
type tokenReply struct {
	TokenType    string           `json:"token_type"`
	AccessToken  string           `json:"access_token"`
	ExpiresIn    int              `json:"expires_in"`
	RefreshToken string           `json:"refresh_token,omitempty"`
	Scope        string           `json:"scope"`
	Guild        *discord.Guild   `json:"guild,omitempty"`
	Webhook      *discord.Webhook `json:"webhook,omitempty"`
}

// tokensOf returns a grant's tokens.
func tokensOf(g *grant, now time.Time) tokenReply {
	return tokenReply{
		TokenType: "Bearer", AccessToken: g.access, ExpiresIn: int(g.expires.Sub(now) / time.Second), RefreshToken: g.refresh,
		Scope: scopeText(g.scopes), Guild: g.guild, Webhook: g.webhook,
	}
}

// revokeToken ends the whole authorization that a token belongs to. One that
// nobody knows is no error, as RFC 7009 wants.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-token-revocation-example
func (e *Emulator) revokeToken(r *request) (reply, error) {
	if r.form == nil {
		return oauthRefusal(http.StatusBadRequest, "invalid_request", "Only application/x-www-form-urlencoded is taken.")
	}
	b, _, why := e.client(r)
	if b == nil {
		return oauthRefusal(http.StatusUnauthorized, "invalid_client", why)
	}
	token := r.form.Get("token")
	if token == "" {
		return oauthRefusal(http.StatusBadRequest, "invalid_request", `Missing "token" in request.`)
	}
	for _, tokens := range []map[string]*grant{b.oauth.access, b.oauth.refresh} {
		if g := tokens[token]; g != nil {
			b.revokeGrants(g.auth)
		}
	}
	return ok(struct{}{})
}

// getAuthorization tells what an access token stands for.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information
func (b *bot) getAuthorization(r *request) (reply, error) {
	a := discord.Authorization{Application: b.partialApplication(), Scopes: r.grant.scopes, Expires: discord.At(r.grant.expires)}
	if r.grant.has(discord.ScopeIdentify) {
		a.User = r.grant.auth.user
	}
	return ok(a)
}

// partialApplication is the application as anybody may know it.
func (b *bot) partialApplication() discord.PartialApplication {
	a := b.ownApplication()
	return discord.PartialApplication{
		ID: a.ID, Name: a.Name, Icon: a.Icon, Description: a.Description, Bot: a.Bot, BotPublic: a.BotPublic, BotRequireCodeGrant: a.BotRequireCodeGrant,
		VerifyKey: a.VerifyKey, Flags: a.Flags, FlagsNew: a.FlagsNew, Tags: a.Tags, InstallParams: a.InstallParams,
		IntegrationTypesConfig: a.IntegrationTypesConfig, CustomInstallURL: a.CustomInstallURL,
	}
}

// getUserInfo tells who the user is in the words of OpenID Connect.
func (e *Emulator) getUserInfo(r *request) (reply, error) {
	user := r.grant.auth.user
	info := discord.OpenIDUser{
		Sub: user.ID.String(), PreferredUsername: user.Username, Nickname: user.GlobalName, Locale: "en-US",
		Picture: "https://cdn.discordapp.com/embed/avatars/" + strconv.FormatUint(uint64(user.ID)>>22%6, 10) + ".png",
	}
	if r.grant.has(discord.ScopeEmail) {
		info.Email, info.EmailVerified = new(emailOf(user)), new(true)
	}
	return ok(info)
}

// getKeys returns the keys of ID tokens, which the emulator does not sign.
func (e *Emulator) getKeys(*request) (reply, error) { return ok(discord.PublicKeys{}) }

// emailOf makes up an address of a person, in a domain that is nobody's.
func emailOf(user *discord.User) string { return user.Username + "@example.com" }

// parseScopes reads scopes with spaces between, each once.
func parseScopes(text string) []discord.Scope {
	var scopes []discord.Scope
	for s := range strings.FieldsSeq(text) {
		if !slices.Contains(scopes, discord.Scope(s)) {
			scopes = append(scopes, discord.Scope(s))
		}
	}
	return scopes
}

func scopeText(scopes []discord.Scope) string {
	texts := make([]string, len(scopes))
	for i, s := range scopes {
		texts[i] = string(s)
	}
	return strings.Join(texts, " ")
}

// withQuery adds parameters to an address.
func withQuery(address string, q url.Values) string {
	u, err := url.Parse(address)
	if err != nil { // the world's addresses are checked
		return address
	}
	all := u.Query()
	for name, values := range q {
		all[name] = values
	}
	u.RawQuery = all.Encode()
	return u.String()
}
