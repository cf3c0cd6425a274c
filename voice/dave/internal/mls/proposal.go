package mls

// A proposalKind says what a proposal changes.
type proposalKind uint16

const (
	proposalAdd          proposalKind = 1
	proposalUpdate       proposalKind = 2
	proposalRemove       proposalKind = 3
	proposalPSK          proposalKind = 4
	proposalReInit       proposalKind = 5
	proposalExternalInit proposalKind = 6
	proposalExtensions   proposalKind = 7
)

// A proposal is one change that a commit can make. What it has depends on its
// kind.
//
// RFC 9420 section 12.1.
type proposal struct {
	kind       proposalKind
	add        *keyPackage
	update     *leafNode
	remove     uint32
	psk        pskID
	reInit     reInit
	kemOutput  []byte // of proposalExternalInit
	extensions extensions

	raw []byte
}

// A reInit says which group takes the place of this one.
type reInit struct {
	group          []byte
	version, suite uint16
	extensions     extensions
}

func (r *reader) proposal() *proposal {
	start := r.b
	p := &proposal{kind: proposalKind(r.uint16())}
	switch p.kind {
	case proposalAdd:
		p.add = r.keyPackage()
	case proposalUpdate:
		p.update = r.leafNode()
	case proposalRemove:
		p.remove = r.uint32()
	case proposalPSK:
		p.psk = r.pskID()
	case proposalReInit:
		p.reInit = reInit{r.vector(), r.uint16(), r.uint16(), r.extensions()}
	case proposalExternalInit:
		p.kemOutput = r.vector()
	case proposalExtensions:
		p.extensions = r.extensions()
	default:
		r.failWith(fail(ErrUnsupported, "kind of proposal"))
	}
	p.raw = r.since(start)
	return p
}

func appendProposal(b []byte, p *proposal) []byte {
	b = appendUint16(b, uint16(p.kind))
	switch p.kind {
	case proposalAdd:
		return append(b, p.add.raw...)
	case proposalUpdate:
		return append(b, p.update.raw...)
	case proposalRemove:
		return appendUint32(b, p.remove)
	case proposalPSK:
		return appendPSKID(b, p.psk)
	case proposalReInit:
		b = appendUint16(appendVector(b, p.reInit.group), p.reInit.version)
		return appendExtensions(appendUint16(b, p.reInit.suite), p.reInit.extensions)
	case proposalExternalInit:
		return appendVector(b, p.kemOutput)
	default:
		return appendExtensions(b, p.extensions)
	}
}

// fromOutside reports whether an external sender may make the proposal.
//
// RFC 9420 section 12.1.8.
func (k proposalKind) fromOutside() bool {
	return k != proposalUpdate && k != proposalExternalInit
}

// needsPath reports whether a commit of the proposal must bring new keys.
//
// RFC 9420 section 17.4.
func (k proposalKind) needsPath() bool {
	return k != proposalAdd && k != proposalPSK && k != proposalReInit
}
