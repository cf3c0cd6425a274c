package gateway

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/accord-go/accord/discord"
)

// An Opcode is the kind of a gateway frame.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes
type Opcode int

// The opcodes.
const (
	OpDispatch                Opcode = 0 // received
	OpHeartbeat               Opcode = 1 // both
	OpIdentify                Opcode = 2
	OpPresenceUpdate          Opcode = 3
	OpVoiceStateUpdate        Opcode = 4
	OpResume                  Opcode = 6
	OpReconnect               Opcode = 7 // received
	OpRequestGuildMembers     Opcode = 8
	OpInvalidSession          Opcode = 9  // received
	OpHello                   Opcode = 10 // received
	OpHeartbeatACK            Opcode = 11 // received
	OpRequestSoundboardSounds Opcode = 31
	OpRequestChannelInfo      Opcode = 43
)

var opNames = map[Opcode]string{
	OpDispatch:                "Dispatch",
	OpHeartbeat:               "Heartbeat",
	OpIdentify:                "Identify",
	OpPresenceUpdate:          "PresenceUpdate",
	OpVoiceStateUpdate:        "VoiceStateUpdate",
	OpResume:                  "Resume",
	OpReconnect:               "Reconnect",
	OpRequestGuildMembers:     "RequestGuildMembers",
	OpInvalidSession:          "InvalidSession",
	OpHello:                   "Hello",
	OpHeartbeatACK:            "HeartbeatACK",
	OpRequestSoundboardSounds: "RequestSoundboardSounds",
	OpRequestChannelInfo:      "RequestChannelInfo",
}

// String returns the name, or Opcode(99) for one that is not known.
func (op Opcode) String() string {
	if name, ok := opNames[op]; ok {
		return name
	}
	return "Opcode(" + strconv.Itoa(int(op)) + ")"
}

// UpdateVoiceState joins, moves in or leaves voice, as the data of
// [OpVoiceStateUpdate].
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#update-voice-state
type UpdateVoiceState struct {
	GuildID   discord.GuildID   `json:"guild_id"`
	ChannelID discord.ChannelID `json:"channel_id"` // zero: leave
	SelfMute  bool              `json:"self_mute"`
	SelfDeaf  bool              `json:"self_deaf"`
}

// Validate returns a [*discord.ValidationError] for what Discord would close the
// connection for.
func (s UpdateVoiceState) Validate() error { return guildRequired(s.GuildID) }

// RequestGuildMembers asks for members of a guild, as the data of
// [OpRequestGuildMembers]. They come as GUILD_MEMBERS_CHUNK events. Either
// UserIDs or Query is used. Without either it needs
// [discord.IntentGuildMembers], and all members of one guild (no UserIDs, empty Query,
// Limit 0) can be asked for once in 30 seconds; sooner, Send returns a
// [*RateLimitError].
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#request-guild-members
type RequestGuildMembers struct {
	GuildID   discord.GuildID
	UserIDs   []discord.UserID // up to 100
	Query     string           // what names start with; empty: any
	Limit     int              // up to 100; 0 without a Query: all
	Presences bool
	Nonce     string // up to 32 bytes; comes back with each chunk
}

// Validate returns a [*discord.ValidationError] for what Discord would close the
// connection for, or pass over.
func (r RequestGuildMembers) Validate() error {
	var fields []discord.FieldError
	add := func(wrong bool, path, message string) {
		if wrong {
			fields = append(fields, discord.FieldError{Path: path, Message: message})
		}
	}
	add(r.GuildID == 0, "guild_id", "is required")
	add(len(r.UserIDs) > maxRequested, "user_ids", fmt.Sprintf("has %d members, the most is %d", len(r.UserIDs), maxRequested))
	add(len(r.UserIDs) > 0 && (r.Query != "" || r.Limit != 0), "user_ids", "can't be combined with query and limit")
	add(r.Limit < 0 || r.Limit > maxRequested, "limit", fmt.Sprintf("is %d, it must be between 0 and %d", r.Limit, maxRequested))
	add(len(r.Nonce) > maxNonce, "nonce", fmt.Sprintf("has %d bytes, the most is %d", len(r.Nonce), maxNonce))
	if fields != nil {
		return &discord.ValidationError{Fields: fields}
	}
	return nil
}

// allowed returns an error for what a connection with these intents is closed
// for with 4014, which would end Run.
func (r RequestGuildMembers) allowed(intents discord.Intents) error {
	if len(r.UserIDs) > 0 || r.Query != "" || intents.Has(discord.IntentGuildMembers) {
		return nil
	}
	return fmt.Errorf("%v: %w", OpRequestGuildMembers, &discord.ValidationError{Fields: []discord.FieldError{
		{Path: "query", Message: "must not be empty without discord.IntentGuildMembers in Config.Intents"},
	}})
}

// MarshalJSON writes user_ids, or query and limit: Discord takes exactly one of
// them.
func (r RequestGuildMembers) MarshalJSON() ([]byte, error) {
	type common struct {
		GuildID   discord.GuildID `json:"guild_id"`
		Presences bool            `json:"presences,omitzero"`
		Nonce     string          `json:"nonce,omitzero"`
	}
	c := common{r.GuildID, r.Presences, r.Nonce}
	if len(r.UserIDs) > 0 {
		return json.Marshal(struct {
			common
			UserIDs []discord.UserID `json:"user_ids"`
		}{c, r.UserIDs})
	}
	return json.Marshal(struct {
		common
		Query string `json:"query"`
		Limit int    `json:"limit"`
	}{c, r.Query, r.Limit})
}

// RequestSoundboardSounds asks for the sounds of guilds, as the data of
// [OpRequestSoundboardSounds]. They come as one SOUNDBOARD_SOUNDS event per
// guild.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#request-soundboard-sounds
type RequestSoundboardSounds struct {
	GuildIDs []discord.GuildID `json:"guild_ids"`
}

// RequestChannelInfo asks for what GUILD_CREATE does not tell of channels, as
// the data of [OpRequestChannelInfo]. It comes as a CHANNEL_INFO event.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#request-channel-info
type RequestChannelInfo struct {
	GuildID discord.GuildID `json:"guild_id"`
	Fields  []string        `json:"fields"` // status, voice_start_time
}

// Validate returns a [*discord.ValidationError] for what Discord would close the
// connection for.
func (r RequestChannelInfo) Validate() error { return guildRequired(r.GuildID) }

// guildRequired checks that a command names a guild.
func guildRequired(id discord.GuildID) error {
	if id == 0 {
		return &discord.ValidationError{Fields: []discord.FieldError{{Path: "guild_id", Message: "is required"}}}
	}
	return nil
}

// The most members that can be asked for, other than all, and bytes of a nonce.
const (
	maxRequested = 100
	maxNonce     = 32
)

// maxPayload is the most bytes that Discord takes in one frame.
const maxPayload = 4096

// encode makes a frame of a command.
func encode(op Opcode, data any) ([]byte, error) {
	if v, ok := data.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return nil, fmt.Errorf("%v: %w", op, err)
		}
	}
	payload, err := json.Marshal(struct {
		Op   Opcode `json:"op"`
		Data any    `json:"d"`
	}{op, data})
	if err != nil {
		return nil, fmt.Errorf("encode %v: %w", op, err)
	}
	if len(payload) > maxPayload {
		return nil, &PayloadTooLargeError{Op: op, Size: len(payload)}
	}
	return payload, nil
}
