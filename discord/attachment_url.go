package discord

import (
	"strconv"
	"strings"
	"time"
)

// ExpiresAt returns when the attachment's URL ends to work, or the zero time
// where it doesn't say so. Discord gives a new URL whenever the message is
// fetched; an old one may still be passed back to Discord, in an embed say.
//
// Discord docs: https://docs.discord.com/developers/reference#signed-attachment-cdn-urls
func (a *Attachment) ExpiresAt() time.Time {
	_, query, _ := strings.Cut(a.URL, "?")
	for parameter := range strings.SplitSeq(query, "&") {
		hex, ok := strings.CutPrefix(parameter, "ex=")
		if !ok {
			continue
		}
		if seconds, err := strconv.ParseInt(hex, 16, 64); err == nil {
			return time.Unix(seconds, 0).UTC()
		}
	}
	return time.Time{}
}
