package dave

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// MaxVersion is the newest version of the protocol that this package speaks:
// max_dave_protocol_version in the voice gateway's identify. Version 0 is no
// encryption.
const MaxVersion = 1

// An Op is an opcode of the voice gateway.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#voice
type Op uint8

// The opcodes that a session takes or gives.
const (
	OpSessionDescription Op = 4  // received: JSON
	OpClientsConnect     Op = 11 // received: JSON
	OpClientDisconnect   Op = 13 // received: JSON
	OpPrepareTransition  Op = 21 // received: JSON
	OpExecuteTransition  Op = 22 // received: JSON
	OpTransitionReady    Op = 23 // sent: JSON
	OpPrepareEpoch       Op = 24 // received: JSON
	OpExternalSender     Op = 25 // received: binary
	OpKeyPackage         Op = 26 // sent: binary
	OpProposals          Op = 27 // received: binary
	OpCommitWelcome      Op = 28 // sent: binary
	OpAnnounceCommit     Op = 29 // received: binary
	OpWelcome            Op = 30 // received: binary
	OpInvalidCommit      Op = 31 // sent: JSON
)

// A Message is one of the structs below: what the voice gateway sends that a
// session has to know, or what a session has to send.
type Message interface {
	// Op returns the opcode.
	Op() Op
}

// A SessionDescription is op 4. It decodes from its JSON, of which it takes
// the version only.
//
// Discord docs: https://docs.discord.com/developers/topics/voice-connections#establishing-a-voice-udp-connection
type SessionDescription struct {
	Version int `json:"dave_protocol_version"`
}

// A ClientsConnect is op 11: users who are in the call now, beside those who
// were.
type ClientsConnect struct{ Users []uint64 }

// A ClientDisconnect is op 13: a user who left the call.
type ClientDisconnect struct{ User uint64 }

// A PrepareTransition is op 21: the call is about to go over to a version.
// Transition 0 happens at once.
type PrepareTransition struct {
	Transition uint16 `json:"transition_id"`
	Version    int    `json:"protocol_version"`
}

// An ExecuteTransition is op 22: everybody sends from now on as prepared.
type ExecuteTransition struct {
	Transition uint16 `json:"transition_id"`
}

// A TransitionReady is op 23: the session can receive as prepared.
type TransitionReady struct {
	Transition uint16 `json:"transition_id"`
}

// A PrepareEpoch is op 24. Epoch 1 stands for a new group; any other is the
// present one, whose version is about to change.
type PrepareEpoch struct {
	Epoch   uint64 `json:"epoch"`
	Version int    `json:"protocol_version"`
}

// An ExternalSender is op 25: the key with which the server signs proposals.
type ExternalSender struct{ Body []byte }

// A KeyPackage is op 26: by which the session can be added to a group.
type KeyPackage struct{ Body []byte }

// A Proposals is op 27: who the server wants to be added to the group or
// removed from it, or which of those it takes back.
type Proposals struct {
	Revoke bool
	Body   []byte // a vector of messages, or of references
}

// A CommitWelcome is op 28: a commit of the proposals, followed by a welcome
// if it adds members.
type CommitWelcome struct{ Body []byte }

// An AnnounceCommit is op 29: the commit that the group follows.
type AnnounceCommit struct {
	Transition uint16
	Body       []byte
}

// A Welcome is op 30: the session is in the group.
type Welcome struct {
	Transition uint16
	Body       []byte
}

// An InvalidCommit is op 31: the session could not use a commit or a welcome.
type InvalidCommit struct {
	Transition uint16 `json:"transition_id"`
}

// Op returns 4.
func (SessionDescription) Op() Op { return OpSessionDescription }

// Op returns 11.
func (ClientsConnect) Op() Op { return OpClientsConnect }

// Op returns 13.
func (ClientDisconnect) Op() Op { return OpClientDisconnect }

// Op returns 21.
func (PrepareTransition) Op() Op { return OpPrepareTransition }

// Op returns 22.
func (ExecuteTransition) Op() Op { return OpExecuteTransition }

// Op returns 23.
func (TransitionReady) Op() Op { return OpTransitionReady }

// Op returns 24.
func (PrepareEpoch) Op() Op { return OpPrepareEpoch }

// Op returns 25.
func (ExternalSender) Op() Op { return OpExternalSender }

// Op returns 26.
func (KeyPackage) Op() Op { return OpKeyPackage }

// Op returns 27.
func (Proposals) Op() Op { return OpProposals }

// Op returns 28.
func (CommitWelcome) Op() Op { return OpCommitWelcome }

// Op returns 29.
func (AnnounceCommit) Op() Op { return OpAnnounceCommit }

// Op returns 30.
func (Welcome) Op() Op { return OpWelcome }

// Op returns 31.
func (InvalidCommit) Op() Op { return OpInvalidCommit }

// errShort is a binary frame that ends too early.
var errShort = errors.New("dave: binary frame is too short")

// ParseBinary reads a binary frame of the voice gateway from the opcode on:
// without the two bytes of sequence number that come first. The message refers
// to the frame. Opcodes other than 25, 27, 29 and 30 are an error.
func ParseBinary(frame []byte) (Message, error) {
	if len(frame) == 0 {
		return nil, errShort
	}
	op, body := Op(frame[0]), frame[1:]
	var transition uint16
	switch op {
	case OpExternalSender:
		return ExternalSender{Body: body}, nil
	case OpProposals:
		if len(body) == 0 {
			return nil, errShort
		}
		if body[0] > 1 {
			return nil, fmt.Errorf("dave: proposals of type %d", body[0])
		}
		return Proposals{Revoke: body[0] == 1, Body: body[1:]}, nil
	case OpAnnounceCommit, OpWelcome:
		if len(body) < 2 {
			return nil, errShort
		}
		transition, body = binary.BigEndian.Uint16(body), body[2:]
	default:
		return nil, fmt.Errorf("dave: opcode %d is not binary", op)
	}
	if op == OpWelcome {
		return Welcome{Transition: transition, Body: body}, nil
	}
	return AnnounceCommit{Transition: transition, Body: body}, nil
}

// Binary returns the frame to send for a message that is sent as bytes:
// opcode, then body. It is nil for the others, which are sent as JSON.
func Binary(m Message) []byte {
	switch m := m.(type) {
	case KeyPackage:
		return append([]byte{byte(OpKeyPackage)}, m.Body...)
	case CommitWelcome:
		return append([]byte{byte(OpCommitWelcome)}, m.Body...)
	}
	return nil
}
