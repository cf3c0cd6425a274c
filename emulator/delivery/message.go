package delivery

import (
	"encoding/binary"
	"encoding/json"
)

// An Op is an opcode of the voice gateway.
type Op int

// The opcodes of DAVE.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#voice
const (
	PrepareTransition Op = 21
	ExecuteTransition Op = 22
	TransitionReady   Op = 23
	PrepareEpoch      Op = 24
	ExternalSender    Op = 25
	KeyPackage        Op = 26
	Proposals         Op = 27
	CommitWelcome     Op = 28
	AnnounceCommit    Op = 29
	Welcome           Op = 30
	InvalidCommit     Op = 31
)

// A Message is what the server has to send to one client.
type Message struct {
	To         uint64
	Op         Op
	Transition uint16 // of 21, 22, 29 and 30
	Version    int    // of 21 and 24
	Epoch      uint64 // of 24
	Body       []byte // of 25, 27, 29 and 30, without the transition
}

// Binary returns the frame of an opcode that is sent as bytes: opcode, then
// body, without the sequence number that comes first. It is nil for the
// others.
func (m Message) Binary() []byte {
	frame := []byte{byte(m.Op)}
	switch m.Op {
	case ExternalSender, Proposals:
	case AnnounceCommit, Welcome:
		frame = binary.BigEndian.AppendUint16(frame, m.Transition)
	default:
		return nil
	}
	return append(frame, m.Body...)
}

// Data returns the field d of an opcode that is sent as JSON. It is nil for
// the others.
func (m Message) Data() json.RawMessage {
	var d any
	switch m.Op {
	case PrepareTransition:
		d = struct {
			Version    int    `json:"protocol_version"`
			Transition uint16 `json:"transition_id"`
		}{m.Version, m.Transition}
	case ExecuteTransition:
		d = struct {
			Transition uint16 `json:"transition_id"`
		}{m.Transition}
	case PrepareEpoch:
		d = struct {
			Version int    `json:"protocol_version"`
			Epoch   uint64 `json:"epoch"`
		}{m.Version, m.Epoch}
	default:
		return nil
	}
	b, err := json.Marshal(d)
	if err != nil {
		panic("delivery: " + err.Error()) // numbers
	}
	return b
}
