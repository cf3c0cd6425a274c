package mls

import (
	"bytes"
	"slices"
)

// Kinds of extensions.
//
// RFC 9420 section 17.3.
const (
	extensionRatchetTree          = 2
	extensionRequiredCapabilities = 3
	extensionExternalPub          = 4
	extensionExternalSenders      = 5
)

// An extension is a kind and bytes that only who knows the kind reads.
type extension struct {
	kind uint16
	data []byte
}

type extensions []extension

// extensions reads a list in which each kind occurs at most once.
func (r *reader) extensions() (es extensions) {
	r.list(func(r *reader) {
		e := extension{r.uint16(), r.vector()}
		if _, twice := es.find(e.kind); twice {
			r.fail("extension occurs twice")
		}
		if len(es) == 64 { // the check above is quadratic
			r.fail("too many extensions")
		}
		es = append(es, e)
	})
	return es
}

func appendExtension(b []byte, e extension) []byte {
	return appendVector(appendUint16(b, e.kind), e.data)
}

func appendExtensions(b []byte, es extensions) []byte { return appendList(b, es, appendExtension) }

func (es extensions) find(kind uint16) ([]byte, bool) {
	for _, e := range es {
		if e.kind == kind {
			return e.data, true
		}
	}
	return nil, false
}

// An ExternalSender may propose without being a member. In DAVE it is the
// voice server.
//
// RFC 9420 section 12.1.8.1.
type ExternalSender struct {
	SignatureKey []byte // an uncompressed point
	Identity     []byte

	key signatureKey
}

func (r *reader) externalSender() ExternalSender {
	key := r.signatureKey()
	return ExternalSender{key.raw, r.credential(), key}
}

// ParseExternalSender reads one external sender, as op 25 has it.
func ParseExternalSender(b []byte) (ExternalSender, error) {
	r := newReader(bytes.Clone(b))
	s := r.externalSender()
	return s, r.end()
}

func appendExternalSender(b []byte, s ExternalSender) []byte {
	return appendCredential(appendVector(b, s.SignatureKey), s.Identity)
}

// externalSenders returns who may propose to the group from outside.
func (es extensions) externalSenders() (senders []ExternalSender, err error) {
	data, ok := es.find(extensionExternalSenders)
	if !ok {
		return nil, nil
	}
	r := newReader(data)
	r.list(func(r *reader) { senders = append(senders, r.externalSender()) })
	return senders, r.end()
}

// capabilities are what a member says that it can do.
//
// RFC 9420 section 7.2.
type capabilities struct {
	versions, suites, extensions, proposals, credentials []uint16
}

func (r *reader) uint16s() (list []uint16) {
	r.list(func(r *reader) { list = append(list, r.uint16()) })
	return list
}

func (r *reader) capabilities() capabilities {
	return capabilities{r.uint16s(), r.uint16s(), r.uint16s(), r.uint16s(), r.uint16s()}
}

func appendCapabilities(b []byte, c capabilities) []byte {
	for _, list := range [][]uint16{c.versions, c.suites, c.extensions, c.proposals, c.credentials} {
		b = appendList(b, list, appendUint16)
	}
	return b
}

// ours are the capabilities of DAVE's members.
var ours = capabilities{versions: []uint16{version}, suites: []uint16{ciphersuite}, credentials: []uint16{credentialBasic}}

// requiredCapabilities is what a group asks of its members.
//
// RFC 9420 section 11.1.
type requiredCapabilities struct {
	extensions, proposals, credentials []uint16
}

func (es extensions) requiredCapabilities() (c requiredCapabilities, err error) {
	data, ok := es.find(extensionRequiredCapabilities)
	if !ok {
		return c, nil
	}
	r := newReader(data)
	c = requiredCapabilities{r.uint16s(), r.uint16s(), r.uint16s()}
	return c, r.end()
}

// Kinds of up to these are known to every member, and need no mention.
const (
	lastDefaultExtension = 5
	lastDefaultProposal  = 7
)

// meets reports whether a member has what a group asks for.
func (c capabilities) meets(required requiredCapabilities, group extensions) bool {
	for _, kind := range required.extensions {
		if kind > lastDefaultExtension && !slices.Contains(c.extensions, kind) {
			return false
		}
	}
	for _, kind := range required.proposals {
		if kind > lastDefaultProposal && !slices.Contains(c.proposals, kind) {
			return false
		}
	}
	for _, kind := range required.credentials {
		if !slices.Contains(c.credentials, kind) {
			return false
		}
	}
	return c.covers(group)
}

// covers reports whether a member knows all of the extensions.
func (c capabilities) covers(es extensions) bool {
	return !slices.ContainsFunc(es, func(e extension) bool {
		return e.kind > lastDefaultExtension && !slices.Contains(c.extensions, e.kind)
	})
}
