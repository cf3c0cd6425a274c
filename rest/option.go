package rest

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// An Option changes one request: [Reason], [NoRetry], [Priority], [Progress].
type Option func(*options)

type options struct {
	reason   string // escaped
	noRetry  bool
	urgency  *Urgency
	progress func(sent, total int64)
	event    string // of GitHub's
	err      error
}

// maxReason is how many characters Discord takes, before they are escaped.
const maxReason = 512

// Reason is shown in the guild's audit log with what the request does: 1 to
// 512 characters. Requests that leave no trace there ignore it. Empty text is
// no reason.
//
// Discord docs: https://docs.discord.com/developers/resources/audit-log
func Reason(text string) Option {
	return func(o *options) {
		switch n := utf8.RuneCountInString(text); {
		case !utf8.ValidString(text):
			o.err = errors.New("the audit log's reason is not valid UTF-8")
		case n > maxReason:
			o.err = fmt.Errorf("the audit log's reason has %d characters, and may have %d", n, maxReason)
		default:
			o.reason = escape(text)
		}
	}
}

// NoRetry sends the request once: neither a 429 nor any other failure makes
// it go out again. The limiter still holds it back before that.
func NoRetry() Option { return func(o *options) { o.noRetry = true } }

// Priority sets how urgent the request is among those that wait for the same
// rate limit: [Bulk] for work in the background, which goes last, [Urgent] for
// what a person waits for.
func Priority(u Urgency) Option { return func(o *options) { o.urgency = &u } }

// Progress tells how far the upload of a request with files has come: report is
// called each time when a piece has been handed to the connection, with the
// bytes sent so far and those that there are in all, which is -1 where a file's
// size is not known. Both count the whole form, which is a little more than the
// files. A request that is sent again begins anew at a small number.
//
// report runs on the goroutine that sends, one call at a time, and holds up the
// upload while it runs. Requests without files ignore it.
func Progress(report func(sent, total int64)) Option {
	return func(o *options) { o.progress = report }
}

// githubEvent names the event of GitHub's that the request tells of.
func githubEvent(name string) Option { return func(o *options) { o.event = name } }
