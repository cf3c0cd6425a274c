package gateway

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
)

// A CloseError is a connection that Discord closed, with the code that it gave.
// [Shard.Run] returns one when connecting again cannot help; other codes are
// told to [Hooks.Disconnected] only. errors.Is compares codes:
//
//	if errors.Is(err, gateway.ErrDisallowedIntents) { … }
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
type CloseError struct {
	Code   int
	Reason string // what Discord said; often empty
}

// The codes that end [Shard.Run].
var (
	ErrAuthenticationFailed = &CloseError{Code: 4004}
	ErrInvalidShard         = &CloseError{Code: 4010}
	ErrShardingRequired     = &CloseError{Code: 4011}
	ErrInvalidAPIVersion    = &CloseError{Code: 4012}
	ErrInvalidIntents       = &CloseError{Code: 4013}
	ErrDisallowedIntents    = &CloseError{Code: 4014}
)

// closeTexts are the meanings of the close codes, and for those that end Run
// what has to be done about them.
var closeTexts = map[int]struct{ meaning, remedy string }{
	4000: {meaning: "unknown error"},
	4001: {meaning: "unknown opcode"},
	4002: {meaning: "decode error"},
	4003: {meaning: "not authenticated"},
	4004: {"authentication failed", "the token is wrong or was reset: copy the current one from https://discord.com/developers/applications, tab Bot"},
	4005: {meaning: "already authenticated"},
	4007: {meaning: "invalid sequence"},
	4008: {meaning: "rate limited"},
	4009: {meaning: "session timed out"},
	4010: {"invalid shard", "the shard's number must be less than the count, and the count of a large bot a multiple of what Discord assigned"},
	4011: {"sharding required", "the bot is in too many guilds for so few shards: use at least as many as Discord recommends"},
	4012: {"invalid API version", "Discord no longer serves this version of its API: update the library"},
	4013: {"invalid intents", "Config.Intents has a bit that is no intent"},
	4014: {"disallowed intents", "enable the privileged intents at https://discord.com/developers/applications, tab Bot, or take them out of Config.Intents"},
}

// Error says what the code means and, if it ended Run, what to do.
func (e *CloseError) Error() string {
	text := "gateway: closed with code " + strconv.Itoa(e.Code)
	known := closeTexts[e.Code]
	if known.meaning != "" {
		text += " (" + known.meaning + ")"
	}
	if e.Reason != "" {
		text += fmt.Sprintf(", reason %q", e.Reason)
	}
	if known.remedy != "" {
		text += ": " + known.remedy
	}
	return text
}

// Is reports whether target is a CloseError with the same code.
func (e *CloseError) Is(target error) bool {
	t, ok := target.(*CloseError)
	return ok && t.Code == e.Code
}

// Remedy says what has to be done before connecting again can help; it is
// empty for codes after which the shard comes back by itself.
func (e *CloseError) Remedy() string { return closeTexts[e.Code].remedy }

// Why a connection ended, other than by a close code. They are told to
// [Hooks.Disconnected]; none ends [Shard.Run].
var (
	ErrReconnect      = errors.New("gateway: Discord asked to reconnect")
	ErrInvalidSession = errors.New("gateway: Discord called the session invalid")
	ErrZombie         = errors.New("gateway: heartbeat not acknowledged")
	ErrAsleep         = errors.New("gateway: process or machine was suspended")
	ErrNoHello        = errors.New("gateway: no HELLO in time")
)

var (
	// ErrRunning is returned by Run while another Run is going on.
	ErrRunning = errors.New("gateway: shard is already running")

	// ErrStopped is returned by Send after Run has ended.
	ErrStopped = errors.New("gateway: shard has stopped")

	// ErrTooLarge is the cause of a [FrameError]: the frame has, inflated, more
	// bytes than Config.MaxFrame.
	ErrTooLarge = errors.New("frame too large")
)

// A DialError is a connection that could not be opened.
type DialError struct {
	Host       string
	Status     int           // of the HTTP answer; 0: there was none
	RetryAfter time.Duration // what that answer asks for; the shard waits so long, up to 10 minutes
	Err        error
}

// Error says where and why.
func (e *DialError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("gateway: connect to %s: HTTP status %d", e.Host, e.Status)
	}
	return fmt.Sprintf("gateway: connect to %s: %v", e.Host, e.Err)
}

// Unwrap returns Err.
func (e *DialError) Unwrap() error { return e.Err }

// A FrameError is a frame that could not be read. The connection is given up
// and the session resumed, so that Discord sends the frame again.
type FrameError struct {
	Reason string
	Err    error // may be nil
}

// Error says what is wrong with the frame. It quotes nothing of it.
func (e *FrameError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("gateway: bad frame: %s: %v", e.Reason, e.Err)
	}
	return "gateway: bad frame: " + e.Reason
}

// Unwrap returns Err.
func (e *FrameError) Unwrap() error { return e.Err }

// A PayloadTooLargeError is a command that Discord would close the connection
// for. It was not sent.
type PayloadTooLargeError struct {
	Op   Opcode
	Size int // of the whole payload, in bytes
}

// Error names the limit.
func (e *PayloadTooLargeError) Error() string {
	return fmt.Sprintf("gateway: %v of %d bytes not sent: the limit is %d", e.Op, e.Size, maxPayload)
}

// A RateLimitError is a command that was refused, here or by Discord, because
// one like it was sent too short a time ago.
type RateLimitError struct {
	Op         Opcode
	GuildID    discord.GuildID
	RetryAfter time.Duration
}

// Error says how long to wait.
func (e *RateLimitError) Error() string {
	return fmt.Sprintf("gateway: %v for guild %v is rate limited: retry after %v", e.Op, e.GuildID, e.RetryAfter)
}

// An IdentifyLimitError is an IDENTIFY that was not sent because it might have
// been the one too many of the day, for which Discord resets the bot's token. It
// ends the Run of a shard that begins; one that is at work waits for the reset.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#session-start-limit-object
type IdentifyLimitError struct {
	Remaining  int           // what Discord still allows; the last one is not used
	ResetAfter time.Duration // until there are new ones
}

// Error says when the next one is allowed.
func (e *IdentifyLimitError) Error() string {
	return fmt.Sprintf("gateway: session start limit: %d left, more in %v: a bot that passes the limit has its token reset; find out why it identifies so often", e.Remaining, e.ResetAfter.Round(time.Second))
}
