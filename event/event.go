// Package event holds one struct for each event that Discord's gateway
// dispatches, and the library's own events.
//
// An event is shared by all its handlers: they may read it and keep it, but
// not change it. Strings in it are parts of the event's text (see
// [Meta.Raw]), so keeping one keeps the text alive; use [strings.Clone] for
// what is kept for long.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#receive-events
package event

import (
	"fmt"
	"iter"
	"time"

	"github.com/accord-go/accord/internal/wire"
)

//go:generate go run ../internal/wiregen -plain

// Event is anything that can be dispatched to handlers. All events are
// pointers to structs that embed [Meta].
type Event interface {
	// EventName returns the gateway's name, such as MESSAGE_CREATE, or a name
	// with a colon for the library's own events. It works on a nil pointer.
	EventName() string

	// EventMeta returns where the event came from.
	EventMeta() *Meta
}

// Meta tells where an event came from. All events embed it.
//
// Events that change or end something have a field Old with what it was before,
// as the cache knew it. It is nil if the cache is off or never saw it.
type Meta struct {
	Shard    int       // the shard that received it
	Sequence int64     // its number within the session; zero for the library's own events
	Received time.Time // when its last byte was read
	Replayed bool      // sent again after a reconnection, because it was missed or may have been

	// Raw is the event's data as it came: one JSON value. It is empty in the
	// library's own events and in those that were injected with Emit.
	Raw string
}

// EventMeta returns m. It makes the structs that embed Meta events.
func (m *Meta) EventMeta() *Meta { return m }

// Unknown is an event that this version of the library has no struct for. Its
// data is in Raw.
type Unknown struct {
	Meta
	Name string // the gateway's name
}

// EventName returns "accord:unknown"; the gateway's name is in Name.
func (*Unknown) EventName() string { return "accord:unknown" }

// DecodeError is an event that has a struct but could not be decoded into it,
// because a field has another type than is documented. Its data is in Raw.
// Nothing else is lost: the connection and the events behind it go on.
type DecodeError struct {
	Meta
	Name string // the gateway's name
	Err  error
}

// EventName returns "accord:decode_error"; the gateway's name is in Name.
func (*DecodeError) EventName() string { return "accord:decode_error" }

// Error makes the event an error, for logs.
func (e *DecodeError) Error() string { return fmt.Sprintf("decode %s: %v", e.Name, e.Err) }

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// Raw is any event of the gateway before it is decoded, known or not. Handlers
// of Raw are called before all others.
type Raw struct {
	Meta
	Name string // the gateway's name
}

// EventName returns "accord:raw"; the gateway's name is in Name.
func (*Raw) EventName() string { return "accord:raw" }

// Known reports whether the gateway's event of that name has a struct.
func Known(name string) bool {
	_, ok := constructors[name]
	return ok
}

// All returns the name of each event of the gateway that has a struct, with an
// empty event of that kind.
func All() iter.Seq2[string, Event] {
	return func(yield func(string, Event) bool) {
		for name, construct := range constructors {
			if !yield(name, construct()) {
				return
			}
		}
	}
}

// Decode returns the event of that name whose data is m.Raw. An event without
// a struct becomes [Unknown]; one that does not fit its struct becomes a
// [DecodeError]. The result is never nil.
func Decode(name string, m Meta) Event {
	construct, ok := constructors[name]
	if !ok {
		return &Unknown{Meta: m, Name: name}
	}
	e := construct()
	if err := wire.UnmarshalString(m.Raw, e); err != nil {
		return &DecodeError{Meta: m, Name: name, Err: err}
	}
	*e.EventMeta() = m
	return e
}

// A decodable is an event of the gateway.
type decodable interface {
	Event
	wire.Unmarshaler
}

// as returns a new T as an event. E is *T; it is inferred.
func as[T any, E interface {
	*T
	decodable
}]() decodable {
	return E(new(T))
}
