package mls

import (
	"bytes"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// validate checks a tree that somebody else made: every signature, every parent
// hash, that no key occurs twice, and that each member can do what the group
// and the others ask for.
//
// RFC 9420 section 12.4.3.1.
func (t *tree) validate(group []byte, es extensions) error {
	if err := t.checkUnmerged(); err != nil {
		return err
	}
	if err := t.checkMembers(es); err != nil {
		return err
	}
	if err := t.checkParentHashes(); err != nil {
		return err
	}
	return t.checkSignatures(group)
}

// checkUnmerged checks that unmerged leaves lie under the parent, have a
// member, and are unmerged in every parent between.
func (t *tree) checkUnmerged() error {
	for i, n := range t.nodes {
		if n.parent == nil {
			continue
		}
		for _, leaf := range n.parent.unmerged {
			if !node(i).covers(leaf) || t.leaf(leaf) == nil {
				return fail(ErrTree, "unmerged leaf is not below its parent")
			}
			for x := leafNodeOf(leaf).parent(); x != node(i); x = x.parent() {
				p := t.nodes[x].parent
				if p == nil {
					continue
				}
				if _, ok := slices.BinarySearch(p.unmerged, leaf); !ok {
					return fail(ErrTree, "leaf is unmerged only in an upper parent")
				}
			}
		}
	}
	return nil
}

// checkMembers checks that keys are unique and capabilities suffice.
func (t *tree) checkMembers(es extensions) error {
	required, err := es.requiredCapabilities()
	if err != nil {
		return err
	}
	encryption, signature := make(map[string]bool), make(map[string]bool)
	for _, n := range t.nodes {
		if n.blank() {
			continue
		}
		key := string(n.key().raw)
		if encryption[key] {
			return fail(ErrTree, "encryption key occurs twice")
		}
		encryption[key] = true
		l := n.leaf
		if l == nil {
			continue
		}
		if key := string(l.signatureKey.raw); signature[key] {
			return fail(ErrTree, "signature key occurs twice")
		} else {
			signature[key] = true
		}
		if !slices.Contains(l.capabilities.versions, version) || !slices.Contains(l.capabilities.suites, ciphersuite) ||
			!slices.Contains(l.capabilities.credentials, credentialBasic) || !l.capabilities.meets(required, es) {
			return fail(ErrTree, "member lacks a capability")
		}
	}
	return nil
}

// checkParentHashes checks that each parent was set by a member below it.
//
// RFC 9420 section 7.9.2.
func (t *tree) checkParentHashes() error {
	for i, n := range t.nodes {
		if p := n.parent; p != nil {
			x := node(i)
			if t.vouches(p, x.left(), x.right()) == t.vouches(p, x.right(), x.left()) {
				return fail(ErrTree, "wrong parent hash")
			}
		}
	}
	return nil
}

// vouches reports whether a node below child was set together with the parent
// p, whose other child is copath.
func (t *tree) vouches(p *parentNode, child, copath node) bool {
	resolution := t.resolution(nil, child)
	below := 0 // unmerged leaves of p under child
	for _, leaf := range p.unmerged {
		if child.covers(leaf) {
			below++
		}
	}
	if len(resolution) != below+1 {
		return false
	}
	want := t.parentHash(p, copath)
	for i, x := range resolution {
		n := t.nodes[x]
		have := []byte(nil)
		switch {
		case n.parent != nil:
			have = n.parent.parentHash
		case n.leaf.source == sourceCommit:
			have = n.leaf.parentHash
		}
		if bytes.Equal(have, want) {
			rest := slices.Delete(slices.Clone(resolution), i, i+1)
			return !slices.ContainsFunc(rest, func(x node) bool {
				_, ok := slices.BinarySearch(p.unmerged, x.leaf())
				return !ok || !x.isLeaf()
			})
		}
	}
	return false
}

// checkSignatures checks the signature of every member. That is most of the
// work of joining, so all processors take part.
func (t *tree) checkSignatures(group []byte) error {
	return parallel(int(t.leaves()), func(i int) error {
		if l := t.leaf(uint32(i)); l != nil {
			return l.verify(place{group, uint32(i)})
		}
		return nil
	})
}

// parallel calls do with 0 to n-1 on all processors, and returns one of the
// errors. After an error it stops early.
func parallel(n int, do func(int) error) error {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			if err := do(i); err != nil {
				return err
			}
		}
		return nil
	}
	var (
		next   atomic.Int64
		failed atomic.Pointer[error]
		wg     sync.WaitGroup
	)
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && failed.Load() == nil; i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}
