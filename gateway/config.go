package gateway

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/url"
	"runtime"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

// DefaultResumeWithin is how old a stored session may be where nothing else is said.
const DefaultResumeWithin = 2 * time.Minute

// A Config says which shard to run and how. Only Token is required.
type Config struct {
	// Token is the bot's, with or without "Bot " before it. It appears in no
	// error and no log, and printing a Config shows it redacted.
	Token string `json:"-"`

	// URL is where Discord told to connect (GET /gateway or /gateway/bot).
	// Empty: wss://gateway.discord.gg.
	URL string

	// Intents choose the events.
	Intents discord.Intents

	// Shard is the number of this shard, ShardCount how many there are. Zero
	// of each: the only one.
	Shard, ShardCount int

	// StartLimit is what GET /gateway/bot told about identifying. Zero: one
	// IDENTIFY per 5 seconds, 1000 a day.
	StartLimit discord.SessionStartLimit

	// StartLimitTold is when that was. Zero: when New is called.
	StartLimitTold time.Time

	// IdentifyGate decides when the shard may identify. All shards of a bot
	// share one. Nil: a MemoryGate with StartLimit, for this shard alone.
	IdentifyGate IdentifyGate

	// Compression of what Discord sends. Zero: CompressionZstd.
	Compression Compression

	// Dial opens connections, below TLS. Nil: a net.Dialer, through the proxy
	// that HTTPS_PROXY names, if any.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)

	// TLS is used for wss URLs. Nil: the default of crypto/tls.
	TLS *tls.Config

	// Handle is called for each event, in order, one at a time. It may block;
	// the package's comment says what happens then. Nil means that the event
	// was taken. After an error it counts as not received: the connection is
	// given up, and Discord sends the event again when the session is resumed.
	// ctx ends when the connection does; Handle must then return soon, with an
	// error if it has not taken the event. A nil Handle drops all events.
	Handle func(ctx context.Context, f Frame) error

	// Flush is called by the goroutine that calls Handle, before it waits for
	// anything, if it has called Handle since the last time: what is cheaper to do
	// for many events at once Handle may put off until then. It must be quick. Nil:
	// nothing is put off.
	Flush func()

	// Want reports whether events of that name are handed to Handle. It is
	// asked on the read path and must be quick. Nil: all are.
	Want func(name string) bool

	// Drain is called once before Run returns, when Handle has returned for
	// the last time. If Run's ctx ended, the connection is still open: its
	// heart beats, and commands can be sent, until Drain returns. ctx does not
	// end with Run's. Nil: there is nothing to wait for.
	Drain func(ctx context.Context)

	// Hooks tell what happens.
	Hooks Hooks

	// Presence is shown from the start, until another is sent, also in a session
	// that goes on. Nil: online, or what that session shows.
	Presence *discord.UpdatePresence

	// Properties are told to Discord. Zero: this library and operating system.
	Properties Properties

	// LargeThreshold is from how many members on (50 to 250) a guild comes
	// without its offline members. Zero: 50.
	LargeThreshold int

	// Capabilities are told to Discord. Zero: none.
	Capabilities Capabilities

	// Session is resumed on the first connection, if it fits this Config (see
	// [Config.Fingerprint]) and is not older than ResumeWithin. Zero: a new
	// session is started.
	Session Session

	// ResumeWithin is how old Session may be. Zero: DefaultResumeWithin.
	ResumeWithin time.Duration

	// MaxFrame is the most bytes of a frame, inflated. A larger one ends the
	// connection with a [FrameError]. Zero: 64 MiB.
	MaxFrame int

	// Logger gets the shard's logs. Nil: slog.Default().
	Logger *slog.Logger
}

// Properties describe the client to Discord.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#identify-identify-connection-properties
type Properties struct {
	OS      string `json:"os"`
	Browser string `json:"browser"`
	Device  string `json:"device"`
}

// Compression is how Discord compresses what it sends.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#encoding-and-compression
type Compression int

// The compressions.
const (
	CompressionZstd    Compression = 0 // zstd-stream: the fastest; up to 800 KB of memory per shard
	CompressionZlib    Compression = 1 // zlib-stream: 50 KB per shard, three times the CPU of zstd
	CompressionPayload Compression = 2 // zlib, for each large frame by itself
	CompressionNone    Compression = 3
)

// String returns Discord's name for it.
func (c Compression) String() string {
	switch c {
	case CompressionZstd:
		return "zstd-stream"
	case CompressionZlib:
		return "zlib-stream"
	case CompressionPayload:
		return "payload"
	case CompressionNone:
		return "none"
	default:
		return fmt.Sprintf("Compression(%d)", int(c))
	}
}

// A Frame is one event. All of it may be kept.
type Frame struct {
	Op       Opcode // OpDispatch
	Type     string // the event's name
	Seq      int64  // its number in the session
	Shard    int
	Received time.Time   // when its last bytes were read
	Replayed bool        // Discord sends it again after a resume; it may have been received before
	Guild    GuildChange // what a GUILD_CREATE or GUILD_DELETE means
	Data     string      // d, one JSON value
}

// Hooks tell what a shard does. Each may be nil. They are called by the
// goroutine that keeps the heart beating, one at a time: they must not block,
// and not call Send. See [Hooks.Join].
type Hooks struct {
	// Event: an event came, whether Config.Want wants it or not. It is called by
	// the goroutine that reads, so beside the others, before Handle.
	Event func(name string)

	// Connected: HELLO was received.
	Connected func(url string)

	// Disconnected: a connection ended or could not be opened. Code is the
	// server's close code, 0 if there was none. Resume tells whether the
	// session goes on.
	Disconnected func(code int, err error, resume bool)

	// Waiting: the shard waits for something before it goes on by itself, until
	// that time, or, if it is zero, for as long as that takes. Each wait ends with
	// a call with another, or with WaitingForNothing.
	Waiting func(w Waiting, until time.Time)

	// Ready: a new session started.
	Ready func(s Session)

	// Resumed: the session goes on, after that many events were sent again.
	Resumed func(replayed int)

	// SessionLost: a session ended, so events may have been missed.
	SessionLost func(s Session, reason string)

	// FrameSent: a frame was written. Secrets in it are redacted.
	FrameSent func(op Opcode, payload []byte)

	// HeartbeatAck: a heartbeat was answered after that time.
	HeartbeatAck func(latency time.Duration)

	// Backpressure: Handle has blocked (on) so long that an answer to the last
	// heartbeat may wait unread, and the shard does not take its absence for a
	// dead connection; or it has caught up, or the connection is over.
	Backpressure func(on bool)

	// RateLimited: Discord refused a command.
	RateLimited func(e *RateLimitError)

	// Error: something went wrong that ends neither Run nor the connection.
	Error func(err error)
}

const (
	apiVersion = "10"
	defaultURL = "wss://gateway.discord.gg"
	redacted   = "[redacted]"
)

// String shows c without its secrets.
func (c Config) String() string {
	return fmt.Sprintf("gateway.Config{Token: %s, URL: %s, Shard: %d/%d, Intents: %d, Compression: %v}",
		redacted, c.mainURL(), c.Shard, c.shardCount(), uint64(c.Intents), c.Compression)
}

// GoString is String, for %#v.
func (c Config) GoString() string { return c.String() }

// LogValue is String, for slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

func (c Config) mainURL() string             { return cmp.Or(c.URL, defaultURL) }
func (c Config) shardCount() int             { return max(c.ShardCount, 1) }
func (c Config) largeThreshold() int         { return cmp.Or(c.LargeThreshold, 50) }
func (c Config) resumeWithin() time.Duration { return cmp.Or(c.ResumeWithin, DefaultResumeWithin) }
func (c Config) maxFrame() int               { return cmp.Or(min(max(c.MaxFrame, 0), math.MaxInt-1), 64<<20) }

func (c Config) properties() Properties {
	return cmp.Or(c.Properties, Properties{OS: runtime.GOOS, Browser: "accord", Device: "accord"})
}

// connectURL adds version, encoding and compression to a base address.
func (c Config) connectURL(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("gateway: address: %w", err)
	}
	if u.Scheme != "ws" && u.Scheme != "wss" || u.Host == "" {
		return "", fmt.Errorf("gateway: address %q is not ws:// or wss://", base)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	q := u.Query()
	q.Set("v", apiVersion)
	q.Set("encoding", "json")
	q.Del("compress")
	if c.Compression == CompressionZstd || c.Compression == CompressionZlib {
		q.Set("compress", c.Compression.String())
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// safeResumeURL returns READY's address if it may be used: it must not lead the
// token from an encrypted connection to one in the clear.
func (c Config) safeResumeURL(address string) (string, error) {
	full, err := c.connectURL(address)
	if err != nil {
		return "", err
	}
	if main, _ := c.connectURL(c.mainURL()); strings.HasPrefix(main, "wss:") && !strings.HasPrefix(full, "wss:") {
		return "", fmt.Errorf("gateway: resume address %q is not encrypted", address)
	}
	return address, nil
}
