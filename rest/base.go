package rest

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
)

// DiscordAPI is where Discord itself is.
const DiscordAPI = "https://discord.com/api/v10"

var versionedPath = regexp.MustCompile(`/v[0-9]+$`)

// ParseAPI checks the address of an API and completes it: "" is Discord's own,
// an address without path gets /api/v10, one without version /v10. Plain http
// is only allowed to this machine itself, unless allowPlain is set, because
// the token would be readable on its way.
func ParseAPI(api string, allowPlain bool) (string, error) {
	if api == "" {
		return DiscordAPI, nil
	}
	u, err := url.Parse(api)
	if err != nil {
		return "", fmt.Errorf("the API's address %q can't be read; it is one like %s", api, DiscordAPI)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "", fmt.Errorf("the API's address %q must begin with https:// or http://", api)
	case u.Host == "" || u.Hostname() == "":
		return "", fmt.Errorf("the API's address %q names no host", api)
	case u.User != nil:
		return "", errors.New("the API's address must not contain a user or password")
	case u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("the API's address %q must not contain a query or fragment", api)
	case u.Scheme == "http" && !allowPlain && !isLoopback(u.Hostname()):
		return "", fmt.Errorf("the API's address %q is plain http to another machine, which would show the token to everyone on the way; use https, or allow it with AllowPlainHTTP", api)
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	if u.Path == "" {
		u.Path = "/api"
	}
	if !versionedPath.MatchString(u.Path) {
		u.Path += "/v10"
	}
	return u.String(), nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
