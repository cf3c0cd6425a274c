package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// A Download is a file that is being downloaded. Close it.
type Download struct {
	Size        int64  // bytes; -1: not known
	ContentType string // as Discord tells it, such as image/png

	body io.ReadCloser
	left int64 // of the limit
}

// ErrTooLarge is the error of a download that is larger than its limit.
var ErrTooLarge = errors.New("rest: the file is larger than the limit")

// cdnHosts are where Discord's files are.
var cdnHosts = []string{"cdn.discordapp.com", "media.discordapp.net", "images-ext-1.discordapp.net", "images-ext-2.discordapp.net"}

// maxRedirects is how many redirects a download follows.
const maxRedirects = 3

// Download gets a file of Discord's CDN, such as an attachment by its URL. No
// more than limit bytes are read: a file that says that it is larger fails at
// once, one that turns out to be larger at the limit, both with [ErrTooLarge].
//
// Only addresses of Discord's CDN, and attachments on the host of Config.API,
// are taken, also where one leads to another, so that an address which a user
// gave can't make a bot read something else. The credential is not sent. A file that is
// gone, or whose signed address has run out, is an [*Error] with status 404 or
// 403. Downloads don't count against any limit of the API's. What fails before
// the file comes is tried again; while it comes, its Read fails.
//
// Discord docs: https://docs.discord.com/developers/reference#signed-attachment-cdn-urls
func (c *Client) Download(ctx context.Context, address string, limit int64) (*Download, error) {
	if err := c.core.err; err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("rest: download: the address can't be read")
	}
	for range maxRedirects + 1 {
		if err := c.core.mayDownload(u); err != nil {
			return nil, fmt.Errorf("rest: download: %w", err)
		}
		resp, err := c.get(ctx, u)
		if err != nil {
			return nil, fmt.Errorf("rest: download from %s: %w", u.Host, err)
		}
		next := redirect(u, resp)
		if next == nil {
			return newDownload(u, resp, limit)
		}
		_ = resp.Body.Close() // nothing of it is of use
		u = next
	}
	return nil, fmt.Errorf("rest: download: more than %d redirects", maxRedirects)
}

// mayDownload reports whether an address is one that Discord's files have.
func (k *core) mayDownload(u *url.URL) error {
	switch {
	case u.User != nil:
		return errors.New("the address must not contain a user or password")
	case u.Scheme == k.base.Scheme && u.Host == k.base.Host && isAttachment(u):
		return nil
	case !slices.Contains(cdnHosts, strings.ToLower(u.Host)):
		return fmt.Errorf("%q is not a host of Discord's files", u.Host)
	case u.Scheme != "https":
		return fmt.Errorf("the address must begin with https://, not %s://", u.Scheme)
	}
	return nil
}

// isAttachment reports whether an address is one of an attachment. On the API's
// own host there are other things, to which a proxy may even add a credential.
func isAttachment(u *url.URL) bool {
	hidden := strings.Contains(strings.ToLower(u.EscapedPath()), "%2f") // a slash that may become one
	return strings.HasPrefix(u.Path, "/attachments/") && path.Clean(u.Path) == u.Path && !hidden
}

// get sends a request for a file, as often as it takes: a failure that may pass
// is tried again, with the same backoff as any other request.
func (c *Client) get(ctx context.Context, u *url.URL) (*http.Response, error) {
	for failed := 1; ; failed++ {
		resp, err := c.getOnce(ctx, u)
		switch {
		case err == nil && resp.StatusCode < 500:
			return resp, nil
		case failed == maxFailed || ctx.Err() != nil:
			return resp, err
		}
		if err == nil {
			_ = resp.Body.Close() // a page of a server's that says that it failed
		}
		if err := sleep(ctx, backoff(failed)); err != nil {
			return nil, err
		}
	}
}

// getOnce sends one request for a file, without a credential.
func (c *Client) getOnce(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header["User-Agent"] = c.core.agent
	req.Header.Set("Accept-Encoding", "identity") // or the size would be another
	return c.core.transport.RoundTrip(req)
}

// redirect returns where an answer leads, or nil where it is the end.
func redirect(u *url.URL, resp *http.Response) *url.URL {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	next, err := u.Parse(resp.Header.Get("Location"))
	if err != nil {
		return nil
	}
	return next
}

// newDownload returns what a download answered.
func newDownload(u *url.URL, resp *http.Response, limit int64) (*Download, error) {
	f := &Download{Size: resp.ContentLength, ContentType: resp.Header.Get("Content-Type"), body: resp.Body, left: limit}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // what could be read is better than nothing
		r := route{method: http.MethodGet, pattern: u.Host}
		return nil, newError(&r, resp.StatusCode, resp.Header, string(text))
	}
	if f.Size > limit {
		_ = resp.Body.Close() // nothing was read
		return nil, fmt.Errorf("%w: it has %d bytes, and may have %d", ErrTooLarge, f.Size, limit)
	}
	return f, nil
}

// Read reads the file. At the limit it fails with [ErrTooLarge], unless the
// file ends there.
func (f *Download) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if f.left == 0 { // is there more?
		n, err := f.body.Read(make([]byte, 1))
		if n > 0 {
			return 0, ErrTooLarge
		}
		return 0, err
	}
	n, err := f.body.Read(b[:min(int64(len(b)), f.left)])
	f.left -= int64(n)
	return n, err
}

// Close ends the download.
func (f *Download) Close() error { return f.body.Close() }
