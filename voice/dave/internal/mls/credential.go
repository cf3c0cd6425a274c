package mls

// credentialBasic is the credential that is only a name.
const credentialBasic = 1

// credential reads a basic credential: the identity that a member claims.
//
// RFC 9420 section 5.3.
func (r *reader) credential() []byte {
	if kind := r.uint16(); r.err == nil && kind != credentialBasic {
		r.failWith(fail(ErrUnsupported, "credential that is not basic"))
	}
	return r.vector()
}

func appendCredential(b, identity []byte) []byte {
	return appendVector(appendUint16(b, credentialBasic), identity)
}
