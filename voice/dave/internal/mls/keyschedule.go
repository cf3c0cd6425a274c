package mls

// epochSecrets are the secrets of one epoch.
//
// RFC 9420 section 8.
type epochSecrets struct {
	senderData    []byte
	encryption    []byte
	exporter      []byte
	external      []byte
	confirmation  []byte
	membership    []byte
	resumption    []byte
	authenticator []byte
	init          []byte // of the next epoch
}

// joinerSecret is what new members are told of an epoch.
func joinerSecret(init, commit, context []byte) []byte {
	secret := extract(init, commit)
	defer clear(secret)
	return expand(secret, "joiner", context, hashSize)
}

// schedule computes an epoch from what its members were told.
func schedule(joiner, psk, context []byte) *epochSecrets {
	member := extract(joiner, psk)
	epoch := expand(member, "epoch", context, hashSize)
	defer clear(member)
	defer clear(epoch)
	return newEpochSecrets(epoch)
}

func newEpochSecrets(epoch []byte) *epochSecrets {
	return &epochSecrets{
		senderData:    derive(epoch, "sender data"),
		encryption:    derive(epoch, "encryption"),
		exporter:      derive(epoch, "exporter"),
		external:      derive(epoch, "external"),
		confirmation:  derive(epoch, "confirm"),
		membership:    derive(epoch, "membership"),
		resumption:    derive(epoch, "resumption"),
		authenticator: derive(epoch, "authentication"),
		init:          derive(epoch, "init"),
	}
}

// welcomeKeys are what the group info in a welcome is encrypted with.
func welcomeKeys(joiner, psk []byte) (key, nonce []byte) {
	welcome := derive(extract(joiner, psk), "welcome")
	defer clear(welcome)
	return expand(welcome, "key", nil, keySize), expand(welcome, "nonce", nil, nonceSize)
}

// export is MLS-Exporter.
//
// RFC 9420 section 8.5.
func (s *epochSecrets) export(label string, context []byte, n int) []byte {
	secret := derive(s.exporter, label)
	defer clear(secret)
	return expand(secret, "exported", hash(context), n)
}

// forget zeroes the secrets.
func (s *epochSecrets) forget() {
	for _, secret := range [][]byte{
		s.senderData, s.encryption, s.exporter, s.external, s.confirmation,
		s.membership, s.resumption, s.authenticator, s.init,
	} {
		clear(secret)
	}
}
