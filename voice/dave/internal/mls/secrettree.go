package mls

import "sync"

// maxSkip is how many keys of one sender may be passed over at once. Each costs
// two hashes, and is kept until its message comes.
const maxSkip = 256

// A secretTree gives each member two ratchets of keys for private messages. A
// key is given out once.
//
// RFC 9420 section 9.
type secretTree struct {
	mu       sync.Mutex // guards the rest
	secrets  map[node][]byte
	root     node
	ratchets map[ratchetID]*ratchet
}

type ratchetID struct {
	leaf        uint32
	application bool
}

// A ratchet is one sender's keys for one purpose.
type ratchet struct {
	secret  []byte // of generation next
	next    uint32
	skipped map[uint32]keyNonce
}

type keyNonce struct{ key, nonce []byte }

func newSecretTree(encryption []byte, leaves uint32) *secretTree {
	root := rootOf(leaves)
	return &secretTree{
		secrets:  map[node][]byte{root: append([]byte(nil), encryption...)},
		root:     root,
		ratchets: make(map[ratchetID]*ratchet),
	}
}

// key returns the key and nonce of a message. The leaf must be of the tree.
func (t *secretTree) key(id ratchetID, generation uint32) (keyNonce, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ratchet(id).take(generation)
}

// next returns the key and nonce of the next message.
func (t *secretTree) next(id ratchetID) (uint32, keyNonce) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.ratchet(id)
	generation := r.next
	return generation, r.advance()
}

func (t *secretTree) ratchet(id ratchetID) *ratchet {
	if t.ratchets[id] == nil {
		t.open(id.leaf)
	}
	return t.ratchets[id]
}

// open walks down to a leaf. What lies above is forgotten as soon as both its
// children are known.
func (t *secretTree) open(leaf uint32) {
	x := leafNodeOf(leaf)
	for t.secrets[x] == nil {
		x = x.parent()
	}
	for !x.isLeaf() {
		secret := t.secrets[x]
		t.secrets[x.left()] = expand(secret, "tree", []byte("left"), hashSize)
		t.secrets[x.right()] = expand(secret, "tree", []byte("right"), hashSize)
		clear(secret)
		delete(t.secrets, x)
		x, _ = x.childToward(leaf)
	}
	secret := t.secrets[x]
	t.ratchets[ratchetID{leaf, false}] = newRatchet(expand(secret, "handshake", nil, hashSize))
	t.ratchets[ratchetID{leaf, true}] = newRatchet(expand(secret, "application", nil, hashSize))
	clear(secret)
	delete(t.secrets, x)
}

func newRatchet(secret []byte) *ratchet {
	return &ratchet{secret: secret, skipped: make(map[uint32]keyNonce)}
}

// take returns a generation's key and forgets it.
func (r *ratchet) take(generation uint32) (keyNonce, error) {
	if generation < r.next {
		key, ok := r.skipped[generation]
		if !ok {
			return key, fail(ErrDecrypt, "key was used before")
		}
		delete(r.skipped, generation)
		return key, nil
	}
	if generation-r.next > maxSkip || len(r.skipped) > maxSkip {
		return keyNonce{}, fail(ErrDecrypt, "too many messages are missing")
	}
	for r.next < generation {
		missing := r.next
		r.skipped[missing] = r.advance()
	}
	return r.advance(), nil
}

func (r *ratchet) advance() keyNonce {
	key := keyNonce{deriveTree(r.secret, "key", r.next, keySize), deriveTree(r.secret, "nonce", r.next, nonceSize)}
	secret := deriveTree(r.secret, "secret", r.next, hashSize)
	clear(r.secret)
	r.secret = secret
	r.next++
	return key
}
