package emulator

// closeCode is why the gateway ends a connection.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
type closeCode int

const (
	closeGoingAway            closeCode = 1001
	closeUnknownError         closeCode = 4000
	closeUnknownOpcode        closeCode = 4001
	closeDecodeError          closeCode = 4002
	closeNotAuthenticated     closeCode = 4003
	closeAuthenticationFailed closeCode = 4004
	closeAlreadyAuthenticated closeCode = 4005
	closeInvalidSeq           closeCode = 4007
	closeRateLimited          closeCode = 4008
	closeSessionTimedOut      closeCode = 4009
	closeInvalidShard         closeCode = 4010
	closeShardingRequired     closeCode = 4011
	closeInvalidAPIVersion    closeCode = 4012
	closeInvalidIntents       closeCode = 4013
	closeDisallowedIntents    closeCode = 4014
)

// reasons are the texts that Discord closes with.
var reasons = map[closeCode]string{
	closeGoingAway:            "Going away.",
	closeUnknownError:         "Unknown error.",
	closeUnknownOpcode:        "Unknown opcode.",
	closeDecodeError:          "Error while decoding payload.",
	closeNotAuthenticated:     "Not authenticated.",
	closeAuthenticationFailed: "Authentication failed.",
	closeAlreadyAuthenticated: "Already authenticated.",
	closeInvalidSeq:           "Invalid seq.",
	closeRateLimited:          "Rate limited.",
	closeSessionTimedOut:      "Session timed out.",
	closeInvalidShard:         "Invalid shard.",
	closeShardingRequired:     "Sharding required.",
	closeInvalidAPIVersion:    "Invalid API version.",
	closeInvalidIntents:       "Invalid intent(s).",
	closeDisallowedIntents:    "Disallowed intent(s).",
}

// endsSession reports whether a session does not survive the code.
func (c closeCode) endsSession() bool {
	switch c {
	case closeNotAuthenticated, closeAuthenticationFailed, closeInvalidSeq, closeSessionTimedOut,
		closeInvalidShard, closeShardingRequired, closeInvalidAPIVersion, closeInvalidIntents, closeDisallowedIntents:
		return true
	default:
		return false
	}
}
