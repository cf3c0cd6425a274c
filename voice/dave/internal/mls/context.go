package mls

// A groupContext is what all members agree on in an epoch. It is bound into
// every signature and secret.
//
// RFC 9420 section 8.1.
type groupContext struct {
	id         []byte
	epoch      uint64
	treeHash   []byte
	confirmed  []byte // transcript hash
	extensions extensions
}

func (r *reader) groupContext() groupContext {
	if v, suite := r.uint16(), r.uint16(); r.err == nil && (v != version || suite != ciphersuite) {
		r.failWith(fail(ErrUnsupported, "version or ciphersuite of a group"))
	}
	return groupContext{r.vector(), r.uint64(), r.vector(), r.vector(), r.extensions()}
}

func (c groupContext) encode() []byte {
	b := appendUint16(appendUint16(make([]byte, 0, 256), version), ciphersuite)
	b = appendVector(b, c.id)
	b = appendUint64(b, c.epoch)
	b = appendVector(b, c.treeHash)
	b = appendVector(b, c.confirmed)
	return appendExtensions(b, c.extensions)
}
