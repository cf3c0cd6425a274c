package rest

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// A Token is what a user has granted to an application, or what it has by its
// own credentials. Encoded as JSON it can be kept and decoded again; it is
// secret then. Printed and logged it says nothing of its secrets.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant-access-token-response
type Token struct {
	AccessToken  string
	TokenType    string    // "Bearer"
	RefreshToken string    // empty: none, and the user must log in again
	Expiry       time.Time // when the access token ends; zero: it doesn't say
	Scopes       []discord.Scope

	Guild   *discord.Guild   // that the bot was added to; for the scope bot
	Webhook *discord.Webhook // that was made; for the scope webhook.incoming
	IDToken string           // who the user is, as a JSON Web Token; for the scope openid
}

// tokenJSON is a token as Discord writes it, and with expiry as we keep it,
// under the name that golang.org/x/oauth2 has for it.
type tokenJSON struct {
	AccessToken  string           `json:"access_token"`
	TokenType    string           `json:"token_type"`
	RefreshToken string           `json:"refresh_token,omitzero"`
	ExpiresIn    float64          `json:"expires_in,omitzero"` // seconds
	Expiry       time.Time        `json:"expiry,omitzero"`
	Scope        string           `json:"scope,omitzero"`
	Guild        *discord.Guild   `json:"guild,omitzero"`
	Webhook      *discord.Webhook `json:"webhook,omitzero"`
	IDToken      string           `json:"id_token,omitzero"`
}

// MarshalJSON writes the token with all its secrets.
func (t Token) MarshalJSON() ([]byte, error) {
	return json.Marshal(tokenJSON{
		AccessToken: t.AccessToken, TokenType: t.TokenType, RefreshToken: t.RefreshToken, Expiry: t.Expiry,
		Scope: joinScopes(t.Scopes), Guild: t.Guild, Webhook: t.Webhook, IDToken: t.IDToken,
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and what Discord answers: there
// the end is told as seconds from now on.
func (t *Token) UnmarshalJSON(b []byte) error {
	var j tokenJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*t = Token{
		AccessToken: j.AccessToken, TokenType: j.TokenType, RefreshToken: j.RefreshToken, Expiry: j.Expiry,
		Guild: j.Guild, Webhook: j.Webhook, IDToken: j.IDToken,
	}
	for scope := range strings.FieldsSeq(j.Scope) {
		t.Scopes = append(t.Scopes, discord.Scope(scope))
	}
	if j.ExpiresIn > 0 && j.Expiry.IsZero() {
		t.Expiry = time.Now().Add(time.Duration(j.ExpiresIn * float64(time.Second)))
	}
	return nil
}

// String names the token's kind and scopes.
func (t Token) String() string {
	return "rest.Token(" + t.TokenType + ", " + joinScopes(t.Scopes) + ")"
}

// GoString returns the same as String.
func (t Token) GoString() string { return t.String() }

// LogValue makes slog print what String returns.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

// A TokenSource has the method that golang.org/x/oauth2 wants of one, without
// this package depending on that one:
//
//	var source oauth2.TokenSource = rest.NewTokenSource[oauth2.Token](session)
//
// The other way round, a source of x/oauth2's is a credential so:
//
//	rest.Bearer(func(context.Context) (string, error) {
//		t, err := source.Token()
//		if err != nil {
//			return "", err
//		}
//		return t.AccessToken, nil
//	})
type TokenSource[T any] struct{ session *Session }

// NewTokenSource returns a source of a session's tokens as T, a struct that
// decodes from JSON as oauth2.Token does.
func NewTokenSource[T any](s *Session) TokenSource[T] { return TokenSource[T]{s} }

// Token returns a token that is valid, refreshed where need be.
func (s TokenSource[T]) Token() (*T, error) {
	token, err := s.session.Token(context.Background())
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(Token{AccessToken: token.AccessToken, TokenType: token.TokenType, RefreshToken: token.RefreshToken, Expiry: token.Expiry})
	if err != nil {
		return nil, err
	}
	t := new(T)
	return t, json.Unmarshal(b, t)
}
