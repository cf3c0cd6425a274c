package mls

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

func TestLength(t *testing.T) {
	t.Parallel()
	tests := []struct {
		encoded []byte
		want    int // below 0: malformed
	}{
		{[]byte{0}, 0},
		{[]byte{0x3f}, 63},
		{[]byte{0x40, 0x40}, 64},
		{[]byte{0x7f, 0xff}, 16383},
		{[]byte{0x80, 0, 0x40, 0}, 16384},
		{[]byte{0xbf, 0xff, 0xff, 0xff}, 1<<30 - 1},
		{nil, -1},
		{[]byte{0x40}, -1},
		{[]byte{0x40, 0x3f}, -1},             // shorter in one byte
		{[]byte{0x80, 0, 0x3f, 0xff}, -1},    // shorter in two
		{[]byte{0xc0, 0, 0, 0, 0, 0, 0}, -1}, // eight bytes, cut short
		{[]byte{0xc0, 0, 0, 0, 0x40, 0, 0, 0}, -1},
	}
	for _, tt := range tests {
		r := newReader(tt.encoded)
		got := r.length()
		if err := r.end(); err != nil {
			got = -1
			if !errors.Is(err, ErrMalformed) {
				t.Errorf("%x: error %v is not ErrMalformed", tt.encoded, err)
			}
		}
		if got != tt.want {
			t.Errorf("length of %x = %d, want %d", tt.encoded, got, tt.want)
		}
		if tt.want >= 0 && !bytes.Equal(appendLength(nil, tt.want), tt.encoded) {
			t.Errorf("length %d = %x, want %x", tt.want, appendLength(nil, tt.want), tt.encoded)
		}
	}
}

func TestReaderLimits(t *testing.T) {
	t.Parallel()
	bytesOf := func(n int) []byte { return make([]byte, n) }
	tests := []struct {
		name string
		b    []byte
		read func(*reader)
	}{
		{"message", bytesOf(maxMessage + 1), func(r *reader) { r.take(maxMessage + 1) }},
		{"list", appendVector(nil, bytesOf(maxItems+1)), func(r *reader) { r.list(func(r *reader) { r.uint8() }) }},
		{"extension twice", appendExtensions(nil, extensions{{9, nil}, {9, nil}}), func(r *reader) { r.extensions() }},
		{"optional", []byte{2}, func(r *reader) { r.present() }},
		{"left over", []byte{1, 2}, func(r *reader) { r.uint8() }},
		{"cut short", []byte{1}, func(r *reader) { r.uint16() }},
		{"blank tree", appendVector(nil, bytesOf(3)), func(r *reader) { r.tree() }},
		{"empty tree", []byte{0}, func(r *reader) { r.tree() }},
		{"large tree", appendVector(nil, append(bytesOf(2*maxLeaves), 1)), func(r *reader) { r.tree() }},
		{"point at infinity", appendVector(nil, []byte{0}), func(r *reader) { r.encryptionKey() }},
		{"compressed point", appendVector(nil, append([]byte{2}, bytesOf(32)...)), func(r *reader) { r.signatureKey() }},
		{"point off the curve", appendVector(nil, append([]byte{4}, bytesOf(64)...)), func(r *reader) { r.encryptionKey() }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newReader(tt.b)
			tt.read(r)
			if err := r.end(); !errors.Is(err, ErrMalformed) {
				t.Errorf("error = %v, want ErrMalformed", err)
			}
		})
	}
}

// TestTreeMath checks the tree of eight leaves:
//
//	       7
//	   3       11
//	 1   5   9    13
//	0 2 4 6 8 10 12 14
func TestTreeMath(t *testing.T) {
	t.Parallel()
	root := rootOf(8)
	if root != 7 {
		t.Fatalf("root = %d, want 7", root)
	}
	for _, tt := range []struct{ parent, left, right node }{{7, 3, 11}, {3, 1, 5}, {11, 9, 13}, {1, 0, 2}, {5, 4, 6}, {9, 8, 10}, {13, 12, 14}} {
		if l, r := tt.parent.left(), tt.parent.right(); l != tt.left || r != tt.right {
			t.Errorf("children of %d = %d, %d", tt.parent, l, r)
		}
		if l, r := tt.left.parent(), tt.right.parent(); l != tt.parent || r != tt.parent {
			t.Errorf("parents of %d and %d = %d, %d", tt.left, tt.right, l, r)
		}
		if tt.left.sibling() != tt.right || tt.right.sibling() != tt.left {
			t.Errorf("%d and %d are not siblings", tt.left, tt.right)
		}
	}
	var below []uint32
	for leaf := range uint32(8) {
		if node(11).covers(leaf) {
			below = append(below, leaf)
		}
	}
	if !slices.Equal(below, []uint32{4, 5, 6, 7}) || node(11).first() != 4 || node(11).last() != 7 {
		t.Errorf("leaves below 11 = %v", below)
	}
}

func TestRatchetLimits(t *testing.T) {
	t.Parallel()
	tree := newSecretTree(make([]byte, hashSize), 4)
	id := ratchetID{leaf: 3}
	for _, tt := range []struct {
		generation uint32
		ok         bool
	}{{2, true}, {2, false}, {0, true}, {0, false}, {3 + maxSkip + 1, false}, {3 + maxSkip, true}, {1, true}, {1 << 31, false}} {
		if _, err := tree.key(id, tt.generation); (err == nil) != tt.ok {
			t.Errorf("generation %d: %v", tt.generation, err)
		}
	}
}
