package mls

import "math/bits"

// A node is numbered as it lies in the array of a tree, in order: leaves are
// even, parents odd.
//
// RFC 9420 appendix C.
type node uint32

// leafNodeOf returns the node of a leaf.
func leafNodeOf(leaf uint32) node { return node(2 * leaf) }

// leaf returns the leaf that a node of level 0 is.
func (x node) leaf() uint32 { return uint32(x / 2) }

func (x node) isLeaf() bool { return x&1 == 0 }

// level is the height above the leaves.
func (x node) level() int { return bits.TrailingZeros32(^uint32(x)) }

// left returns the left child of a parent.
func (x node) left() node { return x ^ 1<<(x.level()-1) }

// right returns the right child of a parent.
func (x node) right() node { return x ^ 3<<(x.level()-1) }

// parent returns the node above one that is not the root.
func (x node) parent() node {
	k := x.level()
	return (x | 1<<k) &^ (1 << (k + 1))
}

// sibling returns the other child of the parent of one that is not the root.
func (x node) sibling() node {
	if p := x.parent(); x < p {
		return p.right()
	} else {
		return p.left()
	}
}

// first and last return the leaves at the ends of what lies under a node.
func (x node) first() uint32 { return (x - (1<<x.level() - 1)).leaf() }
func (x node) last() uint32  { return (x + (1<<x.level() - 1)).leaf() }

// covers reports whether a leaf lies under a node or is it.
func (x node) covers(leaf uint32) bool { return x.first() <= leaf && leaf <= x.last() }

// rootOf returns the root of a tree with that many leaves, a power of two.
func rootOf(leaves uint32) node { return node(leaves - 1) }

// childToward returns the child of a parent that covers a leaf, and the other.
func (x node) childToward(leaf uint32) (toward, away node) {
	if leafNodeOf(leaf) < x {
		return x.left(), x.right()
	}
	return x.right(), x.left()
}
