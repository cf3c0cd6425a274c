// Package discord is the data model of Discord's API: IDs, objects, request
// bodies, enums, flags and permissions. It does no I/O.
//
// Types are named as Discord's documentation names them, one file per object,
// and fields are Discord's field names in Go's case.
//
// # Absent, null, value
//
// In objects that Discord sends, a plain field is zero when Discord left it
// out; a pointer is nil when Discord left it out or sent null, and is used
// only where zero means something else than absent. In bodies of edits a field
// of type [Optional] has three states: absent (leave it), [Null] (clear it) and
// [Set]. A list in an edit is left alone when nil and cleared when empty.
//
// # What Discord adds later
//
// Enums are open: a value that this version does not know survives decoding
// and encoding and prints as ChannelType(99). Unions such as [Component] keep a
// member of an unknown kind as it came. Unknown fields are ignored; the bytes
// of the whole event are on the event.
//
// # Memory
//
// Strings in a decoded object are parts of the text that it was decoded from,
// so keeping one string alive keeps that text alive. Use [strings.Clone] for
// what you keep for long.
package discord

//go:generate go run ../internal/wiregen -plain
