package accord

import (
	"errors"
	"fmt"

	"github.com/accord-go/accord/event"
)

var (
	// ErrRunning is returned by Run while another Run of the same client is
	// going on.
	ErrRunning = errors.New("accord: the client is already running")

	// ErrNotRunning is returned by what needs a running client.
	ErrNotRunning = errors.New("accord: the client is not running")

	// ErrStopped ends what waits for events when the client stops or the
	// waiting was stopped.
	ErrStopped = errors.New("accord: stopped waiting")

	// ErrSlowStream ends a [Stream] whose reader was so slow that its buffer
	// filled up. The events that came before are delivered first.
	ErrSlowStream = errors.New("accord: the reader of the stream is too slow")

	// ErrNoAnswer ends what waits for the gateway's answer to a request that was
	// lost with a connection: the session went on, and Discord was silent. It is
	// safe to ask again. [event.MembersProgress] tells it of a guild that Discord was
	// silent about, however often it was asked.
	ErrNoAnswer = errors.New("accord: Discord does not answer")

	// ErrNotInGuild ends what waits for the gateway's answer about a guild when
	// Discord has been silent for 15 seconds and the guild is not among those of
	// the bot.
	ErrNotInGuild = errors.New("accord: Discord does not answer: the bot is not in that guild")

	// ErrSessionLost ends what waits for the gateway's answer to a request when
	// the session that was asked has ended: the answer will not come. It is safe
	// to ask again. That a bot is resharded is no reason, unless Discord was silent.
	ErrSessionLost = errors.New("accord: the session ended before the answer came")
)

// A ConfigError is a field of [Config], or the token, that can't be used. Run
// returns it.
type ConfigError struct {
	Field string // such as "API"; "token" for the token
	Err   error
}

// Error names the field and says what is wrong with it.
func (e *ConfigError) Error() string { return fmt.Sprintf("accord: %s: %v", e.Field, e.Err) }

// Unwrap returns Err.
func (e *ConfigError) Unwrap() error { return e.Err }

// A PanicError is the panic of a handler, or of a function that was given to
// [Expect], [Next] or [Stream], as an error.
type PanicError struct {
	Value any
	Stack []byte // as runtime/debug.Stack formats it
}

// Error returns what was panicked with, without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Unwrap returns the value if it is an error, and nil otherwise.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// matches calls a match function. A panic in it becomes an error.
func matches[E event.Event](c *Client, match func(E) bool, e E) (fits bool, err error) {
	if match == nil {
		return true, nil
	}
	defer c.recovered(e, &err)
	return match(e), nil
}
