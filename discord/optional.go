package discord

import (
	"encoding/json"
)

// Optional is a field of an edit, which has three states: absent (the zero
// value: leave it as it is), null (clear it) and set. Tag such fields
// omitzero.
type Optional[T any] struct {
	value T
	state optionalState
}

type optionalState uint8

const (
	optionalAbsent optionalState = iota
	optionalNull
	optionalSet
)

// Set returns an Optional that sets the field to v.
func Set[T any](v T) Optional[T] { return Optional[T]{value: v, state: optionalSet} }

// Null returns an Optional that clears the field.
func Null[T any]() Optional[T] { return Optional[T]{state: optionalNull} }

// Get returns the value, and whether there is one.
func (o Optional[T]) Get() (T, bool) { return o.value, o.state == optionalSet }

// IsNull reports whether the field is to be cleared.
func (o Optional[T]) IsNull() bool { return o.state == optionalNull }

// IsZero reports whether the field is absent; encoding/json's omitzero asks.
func (o Optional[T]) IsZero() bool { return o.state == optionalAbsent }

// MarshalJSON encodes the value, or null where there is none.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if o.state != optionalSet {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON decodes null or a value.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*o = Null[T]()
		return nil
	}
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*o = Set(v)
	return nil
}
