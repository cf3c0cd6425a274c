package mls

import "bytes"

// Kinds of pre-shared keys, and what a resumption key is used for.
const (
	pskExternal   = 1
	pskResumption = 2

	usageApplication = 1
	usageBranch      = 3
)

// A pskID names a key that members have from elsewhere.
//
// RFC 9420 section 8.4.
type pskID struct {
	kind  uint8
	id    []byte // of pskExternal
	usage uint8  // of pskResumption, as are the next two
	group []byte
	epoch uint64
	nonce []byte
}

func (r *reader) pskID() (id pskID) {
	switch id.kind = r.uint8(); id.kind {
	case pskExternal:
		id.id = r.vector()
	case pskResumption:
		id.usage, id.group, id.epoch = r.uint8(), r.vector(), r.uint64()
		if id.usage < usageApplication || id.usage > usageBranch {
			r.fail("unknown usage of a pre-shared key")
		}
	default:
		r.fail("unknown kind of pre-shared key")
	}
	if id.nonce = r.vector(); r.err == nil && len(id.nonce) != hashSize {
		r.fail("nonce of a pre-shared key has the wrong length")
	}
	return id
}

func appendPSKID(b []byte, id pskID) []byte {
	b = append(b, id.kind)
	if id.kind == pskExternal {
		b = appendVector(b, id.id)
	} else {
		b = appendVector(append(b, id.usage), id.group)
		b = appendUint64(b, id.epoch)
	}
	return appendVector(b, id.nonce)
}

// pskSecret mixes keys in their order. Without any it is zero.
func pskSecret(ids []pskID, keys [][]byte) []byte {
	zero := make([]byte, hashSize)
	secret := zero
	for i, id := range ids {
		label := appendPSKID(nil, id)
		label = appendUint16(label, uint16(i))
		label = appendUint16(label, uint16(len(ids)))
		secret = extract(expand(extract(zero, keys[i]), "derived psk", label, hashSize), secret)
	}
	return secret
}

// pskSecret looks keys up and mixes them. Epochs is where resumption keys of
// this group are.
func (o *General) pskSecret(ids []pskID, group []byte, epochs map[uint64][]byte) ([]byte, error) {
	var keys [][]byte
	for _, id := range ids {
		var key []byte
		switch {
		case o == nil:
			return nil, fail(ErrProfile, "pre-shared key")
		case id.kind == pskExternal:
			key = o.PSKs[string(id.id)]
		case id.usage == usageApplication && bytes.Equal(id.group, group):
			key = epochs[id.epoch]
		}
		if key == nil {
			return nil, fail(ErrUnsupported, "pre-shared key that we don't have")
		}
		keys = append(keys, key)
	}
	return pskSecret(ids, keys), nil
}
