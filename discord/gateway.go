package discord

// Gateway is where to connect for events.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#get-gateway
type Gateway struct {
	URL string `json:"url"`
}

// GatewayBot is where a bot connects for events, and how often it may.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#get-gateway-bot
type GatewayBot struct {
	URL               string            `json:"url"`
	Shards            int               `json:"shards"` // how many Discord recommends
	SessionStartLimit SessionStartLimit `json:"session_start_limit"`
}

// SessionStartLimit is how many sessions a bot may still start. Passing it
// resets the bot's token.
//
// Discord docs: https://docs.discord.com/developers/events/gateway#session-start-limit-object
type SessionStartLimit struct {
	Total          int   `json:"total"`
	Remaining      int   `json:"remaining"`
	ResetAfter     int64 `json:"reset_after"`     // milliseconds
	MaxConcurrency int   `json:"max_concurrency"` // sessions that may be started in 5 seconds
}
