package event

import "github.com/accord-go/accord/discord"

// Ready is the first event of a new session. A shard that resumes gets none, also
// after a restart of the bot: see docs/deploys.md.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#ready
type Ready struct {
	Meta             `json:"-"`
	V                int                        `json:"v"`      // version of the gateway
	User             discord.User               `json:"user"`   // the bot
	Guilds           []discord.UnavailableGuild `json:"guilds"` // all of the session; each follows as [GuildCreate]
	SessionID        string                     `json:"session_id"`
	ResumeGatewayURL string                     `json:"resume_gateway_url"`
	ShardInfo        []int                      `json:"shard,omitzero"` // number of this shard, and how many there are
	Application      ReadyApplication           `json:"application"`
}

// EventName returns "READY".
func (*Ready) EventName() string { return "READY" }

// Resumed ends the replay of the events that were missed.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#resumed
type Resumed struct {
	Meta `json:"-"`
}

// EventName returns "RESUMED".
func (*Resumed) EventName() string { return "RESUMED" }

// RateLimited tells that a command to the gateway was refused because it came
// too soon.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#rate-limited
type RateLimited struct {
	Meta       `json:"-"`
	Opcode     int             `json:"opcode"`      // of the command; 8: request guild members
	RetryAfter float64         `json:"retry_after"` // seconds
	Detail     RateLimitDetail `json:"meta"`
}

// EventName returns "RATE_LIMITED".
func (*RateLimited) EventName() string { return "RATE_LIMITED" }

// ReadyApplication is the part of the application that READY tells.
type ReadyApplication struct {
	ID       discord.ApplicationID        `json:"id"`
	Flags    discord.ApplicationFlags     `json:"flags"`              // as far as they go below bit 31
	FlagsNew discord.ApplicationFlagsText `json:"flags_new,omitzero"` // all of them
}

// RateLimitDetail tells which request was refused.
type RateLimitDetail struct {
	GuildID discord.GuildID `json:"guild_id,omitzero"`
	Nonce   string          `json:"nonce,omitzero"`
}
