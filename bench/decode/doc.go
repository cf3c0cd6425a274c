// Package decode measures what it costs to get from an event's text to its
// struct: by the generated decoders, and by general JSON packages, which
// decode the same payloads into mirrors of the same structs, without our
// methods.
//
// The mirrors favour the others: text of components, nonces and the like stays
// text, and IDs and times have the methods that anybody would give them.
package decode
