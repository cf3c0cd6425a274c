package mls

import (
	"bytes"
	"crypto/hpke"
	"maps"
	"slices"
)

// A keyring has the private keys that a member knows, by node.
type keyring map[node]hpke.PrivateKey

// An updatePath gives the committer, and all parents above, new keys.
//
// RFC 9420 section 7.6.
type updatePath struct {
	leaf  *leafNode
	nodes []pathNode
}

// A pathNode is a parent's new key, and the secret behind it for everyone below
// the parent's other child.
type pathNode struct {
	encryption encryptionKey
	secrets    []ciphertext
}

func (r *reader) updatePath() *updatePath {
	p := &updatePath{leaf: r.leafNode()}
	r.list(func(r *reader) {
		n := pathNode{encryption: r.encryptionKey()}
		r.list(func(r *reader) { n.secrets = append(n.secrets, r.ciphertext()) })
		p.nodes = append(p.nodes, n)
	})
	return p
}

func appendUpdatePath(b []byte, p *updatePath) []byte {
	b = append(b, p.leaf.raw...)
	return appendList(b, p.nodes, func(b []byte, n pathNode) []byte {
		return appendList(appendVector(b, n.encryption.raw), n.secrets, appendCiphertext)
	})
}

// An ascent is the secrets and keys from one parent up to the root.
type ascent struct {
	secrets [][]byte
	keys    []hpke.PrivateKey
	commit  []byte // the secret after the last
}

// ascend derives n parents' keys from the secret of the lowest.
//
// RFC 9420 section 7.4.
func ascend(secret []byte, n int) (a ascent) {
	for range n {
		seed := derive(secret, "node")
		a.secrets = append(a.secrets, secret)
		a.keys = append(a.keys, must(kem.DeriveKeyPair(seed)))
		clear(seed)
		secret = derive(secret, "path")
	}
	a.commit = secret
	return a
}

func (a ascent) forget() {
	for _, secret := range a.secrets {
		clear(secret)
	}
	clear(a.commit)
}

// setPath gives the parents on a path their new keys and blanks those between.
// It returns the parent hash for the leaf.
func (t *tree) setPath(leaf uint32, path []step, keys []encryptionKey) []byte {
	t.blankPath(leaf)
	parentHash := []byte(nil)
	for i, s := range slices.Backward(path) {
		p := (&parentNode{encryption: keys[i], parentHash: parentHash}).encode()
		t.set(s.parent, treeNode{parent: p})
		parentHash = t.parentHash(p, s.copath)
	}
	return parentHash
}

// recipients returns who is sent the secret of a step: everyone below the other
// child but those who were just added, who get it in their welcome.
func (t *tree) recipients(s step, added []uint32) []node {
	return slices.DeleteFunc(t.resolution(nil, s.copath), func(x node) bool {
		return x.isLeaf() && slices.Contains(added, x.leaf())
	})
}

const labelPath = "UpdatePathNode"

// encryptPath encrypts the secrets of a path. That is most of the work of a
// commit, so all processors take part.
func (t *tree) encryptPath(path []step, a ascent, added []uint32, context []byte) []pathNode {
	type job struct {
		key    encryptionKey
		secret []byte
		to     *ciphertext
	}
	var jobs []job
	nodes := make([]pathNode, len(path))
	for i, s := range path {
		recipients := t.recipients(s, added)
		nodes[i] = pathNode{publicOf(a.keys[i]), make([]ciphertext, len(recipients))}
		for j, x := range recipients {
			jobs = append(jobs, job{t.nodes[x].key(), a.secrets[i], &nodes[i].secrets[j]})
		}
	}
	_ = parallel(len(jobs), func(i int) error { // no job fails
		*jobs[i].to = jobs[i].key.encrypt(labelPath, context, jobs[i].secret)
		return nil
	})
	return nodes
}

// checkPath checks that a path has a key for each step and the right number of
// secrets behind it.
func (t *tree) checkPath(p *updatePath, path []step, added []uint32) error {
	if len(p.nodes) != len(path) {
		return fail(ErrTree, "path of the wrong length")
	}
	for i, s := range path {
		if len(p.nodes[i].secrets) != len(t.recipients(s, added)) {
			return fail(ErrTree, "path with the wrong number of secrets")
		}
	}
	return nil
}

// merge puts another member's path into the tree.
//
// RFC 9420 section 7.5.
func (t *tree) merge(from uint32, p *updatePath, path []step) error {
	keys := make([]encryptionKey, len(path))
	for i := range path {
		keys[i] = p.nodes[i].encryption
	}
	if !bytes.Equal(t.setPath(from, path, keys), p.leaf.parentHash) {
		return fail(ErrTree, "wrong parent hash")
	}
	t.set(leafNodeOf(from), treeNode{leaf: p.leaf})
	return nil
}

// decryptPath takes from a path what a member can read: the keys from the
// parent shared with the committer up to the root. It adds them to the ring.
// It fails unless they belong to the path's public keys.
func (ring keyring) decryptPath(t *tree, own uint32, p *updatePath, path []step, added []uint32, context []byte) (ascent, error) {
	at := slices.IndexFunc(path, func(s step) bool { return s.copath.covers(own) })
	if at < 0 {
		return ascent{}, fail(ErrTree, "path leaves this member out")
	}
	for j, x := range t.recipients(path[at], added) {
		key, ok := ring[x]
		if !ok { // an ancestor that this member is unmerged in has no key either
			continue
		}
		secret, err := decrypt(key, labelPath, context, p.nodes[at].secrets[j])
		if err != nil {
			return ascent{}, err
		}
		if len(secret) != hashSize {
			return ascent{}, fail(ErrMalformed, "path secret")
		}
		return ring.take(t, path[at:], secret)
	}
	return ascent{}, fail(ErrTree, "path leaves this member out")
}

// take adds the keys that follow from the secret of the first step.
func (ring keyring) take(t *tree, path []step, secret []byte) (ascent, error) {
	a := ascend(secret, len(path))
	for i, s := range path {
		p := t.nodes[s.parent].parent
		if p == nil || !bytes.Equal(p.encryption.raw, publicOf(a.keys[i]).raw) {
			return ascent{}, fail(ErrTree, "path secret of another key")
		}
		ring[s.parent] = a.keys[i]
	}
	return a, nil
}

// within returns the keys of nodes that are still what they were.
func (ring keyring) within(before, after *tree) keyring {
	kept := maps.Clone(ring)
	maps.DeleteFunc(kept, func(x node, _ hpke.PrivateKey) bool {
		if int(x) >= len(after.nodes) || after.nodes[x].blank() {
			return true
		}
		return !bytes.Equal(before.nodes[x].key().raw, after.nodes[x].key().raw)
	})
	return kept
}
