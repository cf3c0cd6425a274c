package mls

import (
	"bytes"
	"math/bits"
	"slices"
)

// maxLeaves is how large a tree may be. It bounds what a few bytes of blank
// nodes can make us allocate.
const maxLeaves = maxItems

// A parentNode is a key that the members below it share. It doesn't change.
//
// RFC 9420 section 7.1.
type parentNode struct {
	encryption encryptionKey
	parentHash []byte
	unmerged   []uint32 // leaves below that don't know the private key; ascending

	raw []byte
}

func (r *reader) parentNode() *parentNode {
	start := r.b
	p := &parentNode{encryption: r.encryptionKey(), parentHash: r.vector()}
	r.list(func(r *reader) {
		leaf := r.uint32()
		if n := len(p.unmerged); n > 0 && p.unmerged[n-1] >= leaf {
			r.fail("unmerged leaves are not in order")
		}
		p.unmerged = append(p.unmerged, leaf)
	})
	p.raw = r.since(start)
	return p
}

// encode fills in the encoding.
func (p *parentNode) encode() *parentNode {
	b := appendVector(nil, p.encryption.raw)
	b = appendVector(b, p.parentHash)
	p.raw = appendList(b, p.unmerged, appendUint32)
	return p
}

// A treeNode is a leaf, a parent, or blank.
type treeNode struct {
	leaf   *leafNode
	parent *parentNode
}

func (n treeNode) blank() bool { return n.leaf == nil && n.parent == nil }

// key returns the key of a node that is not blank.
func (n treeNode) key() encryptionKey {
	if n.leaf != nil {
		return n.leaf.encryption
	}
	return n.parent.encryption
}

// A tree is a ratchet tree. Its nodes are shared between epochs and never
// change; hashes are kept until something below them is replaced.
//
// RFC 9420 section 4.1.
type tree struct {
	nodes  []treeNode // 2^k leaves and their parents
	hashes [][]byte   // nil: to be computed
}

// newTree makes a tree of one leaf.
func newTree(leaf *leafNode) *tree {
	return &tree{nodes: []treeNode{{leaf: leaf}}, hashes: make([][]byte, 1)}
}

// Kinds of nodes.
const (
	kindLeaf   = 1
	kindParent = 2
)

// tree reads the ratchet_tree extension.
//
// RFC 9420 section 12.4.3.3.
func (r *reader) tree() *tree {
	t := new(tree)
	inside := &reader{b: r.vector(), err: r.err}
	for inside.more() {
		if len(t.nodes) == 2*maxLeaves-1 {
			inside.fail("tree is too large")
		}
		t.nodes = append(t.nodes, inside.treeNode(node(len(t.nodes))))
	}
	if inside.err == nil && (len(t.nodes) == 0 || t.nodes[len(t.nodes)-1].blank()) {
		inside.fail("tree ends with a blank node")
	}
	if inside.err != nil {
		r.failWith(inside.err)
		return t
	}
	size := 1<<bits.Len(uint(len(t.nodes))) - 1
	t.nodes = append(t.nodes, make([]treeNode, size-len(t.nodes))...)
	t.hashes = make([][]byte, size)
	return t
}

func (r *reader) treeNode(x node) (n treeNode) {
	if !r.present() {
		return n
	}
	switch kind := r.uint8(); {
	case kind == kindLeaf && x.isLeaf():
		n.leaf = r.leafNode()
	case kind == kindParent && !x.isLeaf():
		n.parent = r.parentNode()
	default:
		r.fail("node of the wrong kind")
	}
	return n
}

func appendTree(b []byte, t *tree) []byte {
	var inside []byte
	last := len(t.nodes)
	for last > 0 && t.nodes[last-1].blank() {
		last--
	}
	for _, n := range t.nodes[:last] {
		inside = appendTreeNode(inside, n)
	}
	return appendVector(b, inside)
}

func appendTreeNode(b []byte, n treeNode) []byte {
	switch {
	case n.leaf != nil:
		return append(append(b, 1, kindLeaf), n.leaf.raw...)
	case n.parent != nil:
		return append(append(b, 1, kindParent), n.parent.raw...)
	default:
		return append(b, 0)
	}
}

// clone copies the tree, not its nodes.
func (t *tree) clone() *tree { return &tree{slices.Clone(t.nodes), slices.Clone(t.hashes)} }

func (t *tree) leaves() uint32 { return uint32(len(t.nodes)+1) / 2 }

func (t *tree) root() node { return rootOf(t.leaves()) }

// leaf returns the member at a leaf: nil if there is none.
func (t *tree) leaf(i uint32) *leafNode {
	if i >= t.leaves() {
		return nil
	}
	return t.nodes[leafNodeOf(i)].leaf
}

// set replaces a node, and forgets the hashes above it.
func (t *tree) set(x node, n treeNode) {
	t.nodes[x] = n
	t.hashes[x] = nil
	for root := t.root(); x != root; {
		x = x.parent()
		t.hashes[x] = nil
	}
}

// directPath calls visit with each parent above a leaf, and with the parent's
// other child, bottom up.
func (t *tree) directPath(leaf uint32, visit func(parent, copath node)) {
	for x, root := leafNodeOf(leaf), t.root(); x != root; x = x.parent() {
		visit(x.parent(), x.sibling())
	}
}

// blankPath blanks the parents above a leaf.
func (t *tree) blankPath(leaf uint32) {
	t.directPath(leaf, func(parent, _ node) { t.set(parent, treeNode{}) })
}

// add puts a member at the leftmost free leaf and returns which that is.
//
// RFC 9420 section 12.1.1.
func (t *tree) add(leaf *leafNode) (uint32, error) {
	at := uint32(0)
	for at < t.leaves() && t.leaf(at) != nil {
		at++
	}
	if at == t.leaves() {
		if at == maxLeaves {
			return 0, fail(ErrTree, "tree is full")
		}
		n := len(t.nodes) + 1
		t.nodes = append(t.nodes, make([]treeNode, n)...)
		t.hashes = append(t.hashes, make([][]byte, n)...)
	}
	t.set(leafNodeOf(at), treeNode{leaf: leaf})
	t.directPath(at, func(parent, _ node) {
		if p := t.nodes[parent].parent; p != nil {
			t.set(parent, treeNode{parent: p.withUnmerged(at)})
		}
	})
	return at, nil
}

// withUnmerged returns a copy with one more unmerged leaf.
func (p *parentNode) withUnmerged(leaf uint32) *parentNode {
	i, found := slices.BinarySearch(p.unmerged, leaf)
	if found {
		return p
	}
	unmerged := slices.Insert(slices.Clone(p.unmerged), i, leaf)
	return (&parentNode{encryption: p.encryption, parentHash: p.parentHash, unmerged: unmerged}).encode()
}

// update replaces a member's leaf.
//
// RFC 9420 section 12.1.2.
func (t *tree) update(at uint32, leaf *leafNode) {
	t.set(leafNodeOf(at), treeNode{leaf: leaf})
	t.blankPath(at)
}

// remove takes a member out, and the right half of the tree while that is
// empty.
//
// RFC 9420 section 12.1.3.
func (t *tree) remove(at uint32) {
	t.update(at, nil)
	for n := t.leaves(); n > 1; n = t.leaves() {
		for i := n / 2; i < n; i++ {
			if t.leaf(i) != nil {
				return
			}
		}
		t.nodes, t.hashes = t.nodes[:n-1], t.hashes[:n-1]
	}
}

// resolution appends the nodes that together cover the members under a node.
//
// RFC 9420 section 4.1.1.
func (t *tree) resolution(to []node, x node) []node {
	switch n := t.nodes[x]; {
	case n.parent != nil:
		to = append(to, x)
		for _, leaf := range n.parent.unmerged {
			to = append(to, leafNodeOf(leaf))
		}
	case n.leaf != nil:
		to = append(to, x)
	case !x.isLeaf():
		to = t.resolution(t.resolution(to, x.left()), x.right())
	}
	return to
}

// empty reports whether nobody is under a node.
func (t *tree) empty(x node) bool {
	for i := x.first(); i <= x.last(); i++ {
		if t.leaf(i) != nil {
			return false
		}
	}
	return true
}

// A step is a parent on a path that a commit replaces, with the child that is
// not on the path.
type step struct{ parent, copath node }

// filteredPath returns the parents above a leaf that have anybody under their
// other child.
//
// RFC 9420 section 4.1.2.
func (t *tree) filteredPath(leaf uint32) (path []step) {
	t.directPath(leaf, func(parent, copath node) {
		if !t.empty(copath) {
			path = append(path, step{parent, copath})
		}
	})
	return path
}

// find returns the first member that pred is true of.
func (t *tree) find(pred func(*leafNode) bool) (uint32, bool) {
	for i := range t.leaves() {
		if l := t.leaf(i); l != nil && pred(l) {
			return i, true
		}
	}
	return 0, false
}

// findRaw returns the leaf that a leaf node lies at.
func (t *tree) findRaw(leaf *leafNode) (uint32, bool) {
	return t.find(func(l *leafNode) bool { return bytes.Equal(l.raw, leaf.raw) })
}
