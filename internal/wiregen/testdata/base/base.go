// Package base is embedded by package sample.
package base

import (
	"strconv"

	"github.com/accord-go/accord/internal/wire"
)

// ID decodes itself, by hand.
type ID[T any] uint64

// UnmarshalJSONFrom decodes a string or a number.
func (id *ID[T]) UnmarshalJSONFrom(d *wire.Decoder) error {
	*id = ID[T](d.ID())
	return d.Err()
}

// UnmarshalJSON is UnmarshalJSONFrom for encoding/json.
func (id *ID[T]) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, id) }

// UnmarshalText makes ID a key.
func (id *ID[T]) UnmarshalText(b []byte) error {
	n, err := strconv.ParseUint(string(b), 10, 64)
	*id = ID[T](n)
	return err
}

// Kind is an open enum.
type Kind int

// User is embedded, and an element of lists.
type User struct {
	ID   ID[User] `json:"id"`
	Name string   `json:"name"`
	Kind Kind     `json:"kind"`
}

// Extra is embedded by pointer.
type Extra struct {
	Level int                 `json:"level"`
	Names map[ID[User]]string `json:"names"`
}

// ByHand is embedded and decodes itself.
type ByHand struct{ Keys []string }

// UnmarshalJSONFrom notes the keys of the object.
func (h *ByHand) UnmarshalJSONFrom(d *wire.Decoder) error {
	if !d.ObjectStart() {
		return d.Err()
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		h.Keys = append(h.Keys, key)
		d.Skip()
	}
	return d.Err()
}

// UnmarshalJSON is UnmarshalJSONFrom for encoding/json.
func (h *ByHand) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, h) }
