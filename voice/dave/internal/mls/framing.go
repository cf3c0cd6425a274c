package mls

import (
	"crypto/ecdsa"
	"crypto/hmac"
)

// Formats of messages.
//
// RFC 9420 section 6.
const (
	formatPublic  uint16 = 1
	formatPrivate uint16 = 2
	formatWelcome uint16 = 3
)

// A senderKind says in which capacity something is said.
type senderKind uint8

const (
	senderMember            senderKind = 1
	senderExternal          senderKind = 2
	senderNewMemberProposal senderKind = 3
	senderNewMemberCommit   senderKind = 4
)

// A sender is who says something.
type sender struct {
	kind  senderKind
	index uint32 // a leaf, or a place among the external senders
}

func (r *reader) sender() (s sender) {
	switch s.kind = senderKind(r.uint8()); s.kind {
	case senderMember, senderExternal:
		s.index = r.uint32()
	case senderNewMemberProposal, senderNewMemberCommit:
	default:
		r.fail("unknown kind of sender")
	}
	return s
}

func appendSender(b []byte, s sender) []byte {
	b = append(b, byte(s.kind))
	if s.kind == senderMember || s.kind == senderExternal {
		b = appendUint32(b, s.index)
	}
	return b
}

// A contentKind says what a message holds.
type contentKind uint8

const (
	contentApplication contentKind = 1
	contentProposal    contentKind = 2
	contentCommit      contentKind = 3
)

// A message is something that is said to a group, with what authenticates it.
//
// RFC 9420 section 6.1: FramedContent and AuthenticatedContent.
type message struct {
	format        uint16
	group         []byte
	epoch         uint64
	sender        sender
	authenticated []byte // for the application, which is DAVE, which has none
	kind          contentKind
	application   []byte
	proposal      *proposal
	commit        *commit

	signature    []byte
	confirmation []byte // of contentCommit

	raw []byte // the FramedContent
}

// content reads a FramedContent.
func (r *reader) content(format uint16) *message {
	start := r.b
	m := &message{format: format, group: r.vector(), epoch: r.uint64(), sender: r.sender(), authenticated: r.vector()}
	m.kind = contentKind(r.uint8())
	r.body(m)
	m.raw = r.since(start)
	return m
}

// body reads what the message holds.
func (r *reader) body(m *message) {
	switch m.kind {
	case contentApplication:
		m.application = r.vector()
	case contentProposal:
		m.proposal = r.proposal()
	case contentCommit:
		m.commit = r.commit()
	default:
		r.fail("unknown kind of content")
	}
}

// auth reads a FramedContentAuthData.
func (r *reader) auth(m *message) {
	m.signature = r.vector()
	if m.kind == contentCommit {
		m.confirmation = r.vector()
	}
}

func (m *message) appendAuth(b []byte) []byte {
	b = appendVector(b, m.signature)
	if m.kind == contentCommit {
		b = appendVector(b, m.confirmation)
	}
	return b
}

func (m *message) appendBody(b []byte) []byte {
	switch m.kind {
	case contentApplication:
		return appendVector(b, m.application)
	case contentProposal:
		return appendProposal(b, m.proposal)
	default:
		return appendCommit(b, m.commit)
	}
}

// encode fills in the encoding.
func (m *message) encode() {
	b := appendVector(nil, m.group)
	b = appendUint64(b, m.epoch)
	b = appendSender(b, m.sender)
	b = appendVector(b, m.authenticated)
	m.raw = m.appendBody(append(b, byte(m.kind)))
}

// tbs is what the signature covers. Members sign the group's context too.
func (m *message) tbs(context []byte) []byte {
	b := make([]byte, 0, len(m.raw)+len(context)+4)
	b = appendUint16(appendUint16(b, version), m.format)
	b = append(b, m.raw...)
	if m.sender.kind == senderMember || m.sender.kind == senderNewMemberCommit {
		b = append(b, context...)
	}
	return b
}

const labelContent = "FramedContentTBS"

// sign encodes and signs the message.
func (m *message) sign(key *ecdsa.PrivateKey, context []byte) {
	m.encode()
	m.signature = sign(key, labelContent, m.tbs(context))
}

func (m *message) verify(key signatureKey, context []byte) error {
	if !key.verify(labelContent, m.tbs(context), m.signature) {
		return fail(ErrSignature, "message")
	}
	return nil
}

// membershipTag shows that who sent the message knows the epoch.
//
// RFC 9420 section 6.2.
func (m *message) membershipTag(key, context []byte) []byte {
	return mac(key, m.appendAuth(m.tbs(context)))
}

// A publicMessage is a message that is not encrypted.
type publicMessage struct {
	*message
	membership []byte // of members
}

// header reads the beginning of an MLSMessage and returns the format.
func (r *reader) header() uint16 {
	if v := r.uint16(); r.err == nil && v != version {
		r.failWith(fail(ErrUnsupported, "version of a message"))
	}
	return r.uint16()
}

// publicMessage reads a PublicMessage that follows its header.
func (r *reader) publicMessage() publicMessage {
	m := publicMessage{message: r.content(formatPublic)}
	r.auth(m.message)
	if m.sender.kind == senderMember {
		m.membership = r.vector()
	}
	return m
}

// public encodes the message as an MLSMessage.
func (m *message) public(membershipKey, context []byte) []byte {
	b := appendUint16(appendUint16(nil, version), formatPublic)
	b = m.appendAuth(append(b, m.raw...))
	if m.sender.kind == senderMember {
		b = appendVector(b, m.membershipTag(membershipKey, context))
	}
	return b
}

// verifyMembership checks the membership tag of a member's message.
func (m publicMessage) verifyMembership(key, context []byte) error {
	if !hmac.Equal(m.membershipTag(key, context), m.membership) {
		return fail(ErrSignature, "membership tag")
	}
	return nil
}

// ref names a proposal, by all that was authenticated.
//
// RFC 9420 section 12.4: ProposalRef.
func (m *message) ref() []byte {
	b := appendUint16(make([]byte, 0, len(m.raw)+128), m.format)
	b = m.appendAuth(append(b, m.raw...))
	return refHash(labelPrefix+"Proposal Reference", b)
}
