package mls

import "slices"

// hash returns the tree hash of a node. Hashes are kept.
//
// RFC 9420 section 7.8.
func (t *tree) hash(x node) []byte {
	if t.hashes[x] != nil {
		return t.hashes[x]
	}
	var left, right []byte
	if !x.isLeaf() {
		left, right = t.hash(x.left()), t.hash(x.right())
	}
	t.hashes[x] = nodeHash(x, t.nodes[x], left, right)
	return t.hashes[x]
}

func nodeHash(x node, n treeNode, left, right []byte) []byte {
	if x.isLeaf() {
		b := appendUint32(append(make([]byte, 0, 512), kindLeaf), x.leaf())
		if n.leaf == nil {
			return hash(append(b, 0))
		}
		return hash(append(append(b, 1), n.leaf.raw...))
	}
	b := append(make([]byte, 0, 512), kindParent)
	if n.parent == nil {
		b = append(b, 0)
	} else {
		b = append(append(b, 1), n.parent.raw...)
	}
	return hash(appendVector(appendVector(b, left), right))
}

// hashWithout returns the tree hash that a node would have without some leaves,
// which are in ascending order.
func (t *tree) hashWithout(x node, leaves []uint32) []byte {
	i, _ := slices.BinarySearch(leaves, x.first())
	j, found := slices.BinarySearch(leaves, x.last())
	if found {
		j++
	}
	if leaves = leaves[i:j]; len(leaves) == 0 {
		return t.hash(x)
	}
	if x.isLeaf() {
		return nodeHash(x, treeNode{}, nil, nil)
	}
	n := t.nodes[x]
	if p := n.parent; p != nil {
		without := &parentNode{encryption: p.encryption, parentHash: p.parentHash}
		for _, leaf := range p.unmerged {
			if _, gone := slices.BinarySearch(leaves, leaf); !gone {
				without.unmerged = append(without.unmerged, leaf)
			}
		}
		n.parent = without.encode()
	}
	return nodeHash(x, n, t.hashWithout(x.left(), leaves), t.hashWithout(x.right(), leaves))
}

// parentHash returns what the next key below a parent vouches with for the
// parent and what hung next to the path: copath is the child that the path
// doesn't go through.
//
// RFC 9420 section 7.9.
func (t *tree) parentHash(p *parentNode, copath node) []byte {
	b := appendVector(nil, p.encryption.raw)
	b = appendVector(b, p.parentHash)
	return hash(appendVector(b, t.hashWithout(copath, p.unmerged)))
}
