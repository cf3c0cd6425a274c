package mls

// confirmedHash adds a commit to the transcript: all but the confirmation tag,
// which depends on the result.
//
// RFC 9420 section 8.2.
func confirmedHash(interim []byte, m *message) []byte {
	b := append(make([]byte, 0, len(interim)+len(m.raw)+128), interim...)
	b = appendUint16(b, m.format)
	b = append(b, m.raw...)
	return hash(appendVector(b, m.signature))
}

// interimHash adds the confirmation tag.
func interimHash(confirmed, tag []byte) []byte {
	b := append(make([]byte, 0, 128), confirmed...)
	return hash(appendVector(b, tag))
}
