package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Credential is what requests are authorized with: [Bot], [Bearer] or [None].
// It does not print its secret, in whatever way it is printed.
type Credential struct {
	// The secret hides behind a function: the fmt package shows unexported
	// fields, but of a function only that it is one.
	header func(context.Context) ([]string, error) // nil: no Authorization header
	id     string
	kind   string
}

// None authorizes nothing: for webhooks with their tokens, and for answering
// interactions.
var None = Credential{kind: "none"}

// Bot authorizes as a bot with its token, with or without "Bot " in front of
// it. A token that can't be one makes every request fail, before it is sent.
func Bot(token string) Credential {
	token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(token), "Bot "))
	value, err := headerValue("Bot", token)
	return Credential{
		header: func(context.Context) ([]string, error) { return value, err },
		id:     fingerprint(token),
		kind:   "bot",
	}
}

// Bearer authorizes as a user who granted an OAuth2 access token, or as an
// application with its client credentials. source is asked for the token
// before every request, by many goroutines at once, and is where tokens are
// kept and refreshed.
func Bearer(source func(context.Context) (token string, err error)) Credential {
	return Credential{
		header: func(ctx context.Context) ([]string, error) {
			token, err := source(ctx)
			if err != nil {
				return nil, fmt.Errorf("get the access token: %w", err)
			}
			return headerValue("Bearer", strings.TrimPrefix(token, "Bearer "))
		},
		id:   strconv.FormatUint(rand.Uint64(), 36),
		kind: "bearer",
	}
}

// headerValue returns an Authorization header. Its errors don't contain the
// token.
func headerValue(scheme, token string) ([]string, error) {
	if token == "" {
		return nil, errors.New("the " + strings.ToLower(scheme) + " token is empty")
	}
	for _, c := range []byte(token) {
		if c <= ' ' || c >= 0x7f {
			return nil, errors.New("the " + strings.ToLower(scheme) + " token contains a character that no token has")
		}
	}
	return []string{scheme + " " + token}, nil
}

// fingerprint names a secret without telling it.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:8])
}

// String returns the kind of the credential and never its secret.
func (c Credential) String() string { return "rest.Credential(" + c.kind + ")" }

// GoString returns the same as String.
func (c Credential) GoString() string { return c.String() }

// LogValue makes slog print what String returns.
func (c Credential) LogValue() slog.Value { return slog.StringValue(c.String()) }
