package gateway

// Capabilities change how the gateway behaves towards a bot. Unlike intents they
// don't choose events. They are part of the session, so a stored one is not
// resumed with others.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#identify-identify-structure
type Capabilities uint64

// CapabilityChannelObfuscation asks for channels that the bot can't view to come
// obfuscated (see [discord.Channel.IsObfuscated]). Discord calls it a temporary
// opt-in for tests: since November 16, 2026 they do for all bots, whether they
// ask or not.
const CapabilityChannelObfuscation Capabilities = 1 << 15

// Has reports whether c contains all of flags.
func (c Capabilities) Has(flags Capabilities) bool { return c&flags == flags }
