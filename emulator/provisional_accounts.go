package emulator

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// provisionalRoutes are the operations on provisional accounts: those of players
// of the application's game who have none with Discord.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/overview
var provisionalRoutes = []route{
	{method: http.MethodPost, pattern: "/partner-sdk/token", auth: authNone, open: (*Emulator).tokenOfExternal},
	{method: http.MethodPost, pattern: "/partner-sdk/token/bot", handle: (*bot).tokenOfPlayer},
	{method: http.MethodPost, pattern: "/partner-sdk/provisional-accounts/unmerge", auth: authNone, open: (*Emulator).unmergeExternal},
	{method: http.MethodPost, pattern: "/partner-sdk/provisional-accounts/unmerge/bot", handle: (*bot).unmergePlayer},
}

// Refusals of operations on provisional accounts. Only what they mean is
// documented, which stands for Discord's own words; of the codes 53000x not the
// status either, which is taken to be that of the others.
var (
	errNotProvisional    = refuse(http.StatusBadRequest, 530010, "User account non-provisional")
	errCannotUnmerge     = refuse(http.StatusBadRequest, 50229, "Invalid user type")
	errTokenExpired      = refuse(http.StatusBadRequest, 530001, "Expired ID token")
	errTokenTooOld       = refuse(http.StatusBadRequest, 530004, "Token too old")
	errClientSecret      = refuse(http.StatusBadRequest, 530007, "Invalid client secret")
	errExternalToken     = refuse(http.StatusForbidden, 50025, "Invalid OAuth2 access token")
	errMergeSource       = refuse(http.StatusBadRequest, 530014, "Invalid merge source")
	errTooManyIdentities = refuse(http.StatusBadRequest, 530023, "Too many application identities")
)

// An identity is how somebody else knows a player.
type identity struct {
	of string // an external_auth_type; empty: the game's own accounts
	id string
}

// A player is a user of the application's game.
type player struct {
	user   *discord.User
	merged bool // with an account of Discord's; else user is provisional
}

// tokenOfPlayer gives the token of a player whom the game itself knows. What the
// field provisional_user_id is for is not documented; it is not looked at.
func (b *bot) tokenOfPlayer(r *request) (reply, error) {
	var f struct {
		ExternalUserID      string    `json:"external_user_id" rule:"required,len=1..1024"`
		PreferredGlobalName *string   `json:"preferred_global_name" rule:"len=1..32"`
		ProvisionalUserID   snowflake `json:"provisional_user_id"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	return b.tokenOf(r, identity{id: f.ExternalUserID}, f.PreferredGlobalName)
}

// tokenOf gives the token of a player, who gets a provisional account if there is
// none.
func (b *bot) tokenOf(r *request, who identity, name *string) (reply, error) {
	p := b.players[who]
	switch {
	case p == nil:
		p = &player{user: b.newProvisional(r.now)}
		p.user.GlobalName = name
		b.players[who] = p
	case p.merged:
		return reply{}, errNotProvisional
	case name != nil:
		p.user.GlobalName = name
	}
	g := b.grantTo(p.user, []discord.Scope{discord.ScopeSDKSocialLayer})
	b.issue(g, false, r.now)
	return ok(struct {
		tokenReply
		IDToken string `json:"id_token"`
	}{tokensOf(g, r.now), b.idToken(g, r)})
}

// newProvisional makes an account of a player. Discord makes up its username.
func (b *bot) newProvisional(now time.Time) *discord.User {
	u := &discord.User{ID: discord.UserID(b.nextID(now)), Username: "player_" + randomHex(6), Discriminator: "0"}
	b.state.users[u.ID] = u
	return u
}

// idToken tells who the user of a grant is, without a signature: there are no
// keys here.
func (b *bot) idToken(g *grant, r *request) string {
	claims, _ := json.Marshal(struct { // strings and numbers can always be encoded
		Issuer   string                `json:"iss"`
		Subject  discord.UserID        `json:"sub"`
		Audience discord.ApplicationID `json:"aud"`
		Issued   int64                 `json:"iat"`
		Expires  int64                 `json:"exp"`
	}{r.base, g.auth.user.ID, b.app.ID, r.now.Unix(), g.expires.Unix()})
	text := base64.RawURLEncoding.EncodeToString
	return text([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + text(claims) + "."
}

// externalForm is a player whom somebody else vouches for.
type externalForm struct {
	ClientID     snowflake `json:"client_id" rule:"required"`
	ClientSecret *string   `json:"client_secret" rule:"len=0..1024"`
	Token        string    `json:"external_auth_token" rule:"required,len=1..10240"`
	Type         string    `json:"external_auth_type" rule:"required"`
}

// external reads a request that has an application's credentials and a player of
// its.
func (e *Emulator) external(r *request) (*bot, *externalForm, error) {
	var f externalForm
	if err := r.bind(&f); err != nil {
		return nil, nil, err
	}
	if !slices.Contains(externalTypes, f.Type) {
		return nil, nil, invalid(codeChoices, fmt.Sprintf("Value must be one of %s.", wordSet(externalTypes)), "external_auth_type")
	}
	b := e.botOfApplication(discord.ApplicationID(f.ClientID))
	secret := deref(f.ClientSecret)
	switch {
	case b == nil:
		return nil, nil, unknown(10002, "Application")
	case secret == "" && b.oauth.public:
	case subtle.ConstantTimeCompare([]byte(secret), []byte(b.oauth.secret)) != 1:
		return nil, nil, errClientSecret
	}
	return b, &f, nil
}

// botIssued is the token of an account that [bot.tokenOfPlayer] has made.
const botIssued = "DISCORD_BOT_ISSUED_ACCESS_TOKEN"

// externalTypes are who can vouch for a player.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/identity-providers#external-auth-types
var externalTypes = []string{
	"OIDC", "EPIC_ONLINE_SERVICES_ACCESS_TOKEN", "EPIC_ONLINE_SERVICES_ID_TOKEN", "STEAM_SESSION_TICKET",
	"UNITY_SERVICES_ID_TOKEN", botIssued, "APPLE_ID_TOKEN", "PLAYSTATION_NETWORK_ID_TOKEN",
}

// tokenOfExternal gives the token of a player whom somebody else vouches for.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/external-credentials-exchange
func (e *Emulator) tokenOfExternal(r *request) (reply, error) {
	b, f, err := e.external(r)
	if err != nil {
		return reply{}, err
	}
	who, name, err := b.identityOf(f.Type, f.Token, r.now)
	if err != nil {
		return reply{}, err
	}
	return b.tokenOf(r, who, name)
}

// identityOf tells who a token is about. Who has issued it is not asked and its
// signature not checked: a JSON Web Token stands for its subject, with the name
// it says, and any other for itself.
func (b *bot) identityOf(kind, token string, now time.Time) (who identity, name *string, err error) {
	if kind == botIssued {
		for who, p := range b.players {
			if g := b.oauth.access[token]; g != nil && g.auth.user == p.user && now.Before(g.expires) {
				return who, nil, nil
			}
		}
		return identity{}, nil, errExternalToken
	}
	var claims struct {
		Issuer  string  `json:"iss"`
		Subject string  `json:"sub"`
		Expires int64   `json:"exp"`
		Issued  int64   `json:"iat"`
		Name    *string `json:"preferred_username"`
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return identity{kind, token}, nil, nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims.Subject == "" {
		return identity{kind, token}, nil, nil
	}
	switch {
	case claims.Expires != 0 && now.Unix() >= claims.Expires:
		return identity{}, nil, errTokenExpired
	case claims.Issued != 0 && now.Sub(time.Unix(claims.Issued, 0)) > 7*24*time.Hour:
		return identity{}, nil, errTokenTooOld
	}
	return identity{kind, claims.Issuer + " " + claims.Subject}, claims.Name, nil
}

// merge makes an account of Discord's that of a player whom a token is about, in
// place of the provisional one.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/merging-accounts
func (b *bot) merge(kind, token string, user *discord.User, now time.Time) error {
	who, _, err := b.identityOf(kind, token, now)
	if err != nil {
		return err
	}
	for _, p := range b.players {
		if p.merged && p.user == user {
			return errTooManyIdentities
		}
	}
	switch p := b.players[who]; {
	case p == nil:
		return errExternalToken
	case p.merged:
		return errMergeSource
	default:
		old := p.user
		b.become(p, user)
		p.merged = true
		delete(b.state.users, old.ID)
		return nil
	}
}

// become gives a player another account: the tokens of the one before end, its
// lobbies are those of the new one.
func (b *bot) become(p *player, user *discord.User) {
	if auth := b.oauth.users[p.user.ID]; auth != nil {
		b.revokeGrants(auth)
	}
	for _, l := range b.lobbies.byID {
		switch m := l.member(p.user.ID); {
		case m == nil:
		case l.member(user.ID) != nil:
			l.remove(p.user.ID)
		default:
			m.ID = user.ID
		}
	}
	p.user = user
}

// unmergePlayer parts a player whom the game itself knows from the account of
// Discord's.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/development-guides/provisional-accounts/unmerging-accounts
func (b *bot) unmergePlayer(r *request) (reply, error) {
	var f struct {
		ExternalUserID string `json:"external_user_id" rule:"required,len=1..1024"`
	}
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	return b.unmerge(r, identity{id: f.ExternalUserID})
}

// unmergeExternal is unmergePlayer for one whom somebody else vouches for.
func (e *Emulator) unmergeExternal(r *request) (reply, error) {
	b, f, err := e.external(r)
	if err != nil {
		return reply{}, err
	}
	who, _, err := b.identityOf(f.Type, f.Token, r.now)
	if err != nil {
		return reply{}, err
	}
	return b.unmerge(r, who)
}

// unmerge gives a player a new provisional account, by the same name.
func (b *bot) unmerge(r *request, who identity) (reply, error) {
	p := b.players[who]
	switch {
	case p == nil:
		return reply{}, errUnknownUser
	case !p.merged:
		return reply{}, errCannotUnmerge
	}
	account := b.newProvisional(r.now)
	account.GlobalName = p.user.GlobalName
	b.become(p, account)
	p.merged = false
	return noContent()
}
