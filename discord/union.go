package discord

import (
	"encoding/json"
	"strconv"

	"github.com/accord-go/accord/internal/wire"
)

// A member decodes one member of a union U from the value that comes next. A
// nil member is one that U doesn't have.
type member[U any] func(*wire.Decoder) U

// memberOf returns the member M of U, or nil if M isn't one: a role, which is
// a part of a union, asks for all of the union's members and gets its own.
func memberOf[U, M any]() member[U] {
	if _, ok := any((*M)(nil)).(U); !ok {
		return nil
	}
	return func(d *wire.Decoder) U {
		var m M
		decodeInto(d, &m)
		u, _ := any(m).(U)
		return u
	}
}

// decodeUnion decodes the value that comes next as the member that its type
// field names. What the union doesn't have, what is no object and what names
// no type becomes unknown and keeps its text.
func decodeUnion[T ~int, U any](d *wire.Decoder, members func(T) member[U], unknown func(T, json.RawMessage) U) U {
	t, ok := lookaheadInt[T](d, "type")
	if ok {
		if decode := members(t); decode != nil {
			return decode(d)
		}
	}
	return unknown(t, json.RawMessage(d.Raw()))
}

// decodeUnions decodes an array of members. Null is nil.
func decodeUnions[T ~int, U any](d *wire.Decoder, p *[]U, members func(T) member[U], unknown func(T, json.RawMessage) U) error {
	wire.Slice(d, p, func(d *wire.Decoder, u *U) { *u = decodeUnion(d, members, unknown) })
	return d.Err()
}

// lookaheadInt returns the integer under key in the object that comes next,
// and whether there is one.
func lookaheadInt[T ~int](d *wire.Decoder, key string) (T, bool) {
	ahead, ok := d.Lookahead(key)
	if !ok {
		return 0, false
	}
	n := ahead.Int()
	return T(n), ahead.Err() == nil && int64(T(n)) == n
}

// decodeInto decodes the value that comes next into what p points to.
func decodeInto[T any](d *wire.Decoder, p *T) {
	if u, ok := any(p).(wire.Unmarshaler); ok {
		d.Stop(u.UnmarshalJSONFrom(d))
		return
	}
	wire.JSON(d, p)
}

// marshalMember encodes v, a struct, with its type in front of its fields.
func marshalMember[T ~int](t T, v any) ([]byte, error) {
	fields, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	b := make([]byte, 0, len(fields)+len(`"type":00,`))
	b = append(b, `{"type":`...)
	b = strconv.AppendInt(b, int64(t), 10)
	if len(fields) > len(`{}`) {
		b = append(b, ',')
	}
	return append(b, fields[1:]...), nil
}

// marshalUnknown encodes a member of an unknown kind as it came, or where it
// has no text, with nothing but its type.
func marshalUnknown[T ~int](t T, raw json.RawMessage) ([]byte, error) {
	if len(raw) == 0 {
		return marshalMember(t, struct{}{})
	}
	return raw, nil
}

// decodeAs decodes the value that comes next as a T.
func decodeAs[T any](d *wire.Decoder) (v T) {
	decodeInto(d, &v)
	return v
}
