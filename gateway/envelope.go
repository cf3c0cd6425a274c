package gateway

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// An envelope is what surrounds the data of a gateway frame. Its slices are
// parts of the frame.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#payload-structure
type envelope struct {
	op   int
	name []byte // t; nil: null or absent
	seq  int64  // s; 0: null or absent
	data []byte // d; nil: absent
}

// scanEnvelope finds op, t, s and d in frame.
func scanEnvelope(frame []byte) (envelope, error) {
	if e, ok := scanDispatch(frame); ok {
		return e, nil
	}
	return scanKeys(frame)
}

// scanDispatch is scanEnvelope for dispatches that are written as Discord does,
// to the letter: t, s, op, d, and no white space.
func scanDispatch(frame []byte) (e envelope, ok bool) {
	rest, ok := bytes.CutPrefix(frame, []byte(`{"t":"`))
	if !ok {
		return e, false
	}
	e.name, rest, _ = bytes.Cut(rest, []byte(`"`))
	if rest, ok = bytes.CutPrefix(rest, []byte(`,"s":`)); !ok || bytes.IndexByte(e.name, '\\') >= 0 {
		return e, false
	}
	seq, rest, ok := bytes.Cut(rest, []byte(`,"op":0,"d":`))
	if !ok {
		return e, false
	}
	if e.seq, ok = number[int64](seq); !ok {
		return e, false
	}
	s := scanner{b: rest}
	e.data, ok = s.rest()
	return e, ok
}

// scanKeys is scanEnvelope for every frame. If d comes last in a dispatch, it is
// taken as it is, up to the frame's closing brace, without being looked at: the
// decoder of the event does that. In any other order values are skipped to find
// the next key.
func scanKeys(frame []byte) (envelope, error) {
	var e envelope
	s := scanner{b: frame}
	s.space()
	if !s.take('{') {
		return e, &FrameError{Reason: "not an object"}
	}
	var seen keys
	for first := true; ; first = false {
		key, more, err := s.key(first)
		if err != nil {
			return e, err
		}
		if !more {
			break
		}
		if string(key) == "d" && seen == keyOp|keyName|keySeq && e.op == int(OpDispatch) {
			if data, ok := s.rest(); ok {
				e.data = data
				return e, nil
			}
		}
		value, ok := s.value()
		if !ok {
			return e, &FrameError{Reason: "broken value"}
		}
		k, ok := e.set(key, value)
		if !ok {
			return e, &FrameError{Reason: "a key has a value of another type"}
		}
		seen |= k
	}
	s.space()
	if s.i != len(s.b) {
		return e, &FrameError{Reason: "bytes behind the object"}
	}
	if seen&keyOp == 0 {
		return e, &FrameError{Reason: "no op"}
	}
	return e, nil
}

// keys is a set of an envelope's keys.
type keys uint8

const (
	keyOp keys = 1 << iota
	keyName
	keySeq
)

// set notes a key's value. It returns false if that is of a wrong type.
func (e *envelope) set(key, value []byte) (k keys, ok bool) {
	switch string(key) {
	case "op":
		e.op, ok = number[int](value)
		return keyOp, ok
	case "s":
		e.seq, ok = number[int64](value)
		return keySeq, ok
	case "t":
		e.name, ok = text(value)
		return keyName, ok
	case "d":
		e.data = value
	}
	return 0, true
}

// number reads an integer; null is 0.
func number[T int | int64](value []byte) (T, bool) {
	if string(value) == "null" {
		return 0, true
	}
	n, err := strconv.ParseInt(string(value), 10, 64)
	return T(n), err == nil && int64(T(n)) == n && n >= 0
}

// text reads a string without its quotes; null is nil.
func text(value []byte) ([]byte, bool) {
	if string(value) == "null" {
		return nil, true
	}
	if len(value) < 2 || value[0] != '"' {
		return nil, false
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return value[1 : len(value)-1], true
	}
	var s string
	err := json.Unmarshal(value, &s)
	return []byte(s), err == nil
}

// A scanner walks over JSON without checking more than it must to find where
// values end.
type scanner struct {
	b []byte
	i int
}

// space skips white space.
func (s *scanner) space() {
	for s.i < len(s.b) && isSpace(s.b[s.i]) {
		s.i++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// trimSpace returns b without the white space at its end.
func trimSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// isEnd reports whether a number or literal ends before c.
func isEnd(c byte) bool {
	switch c {
	case ',', '}', ']', ':', '"', ' ', '\n', '\r', '\t':
		return true
	}
	return false
}

// take consumes c if it comes next.
func (s *scanner) take(c byte) bool {
	if s.i < len(s.b) && s.b[s.i] == c {
		s.i++
		return true
	}
	return false
}

// key consumes an object's next key, with the comma before and the colon behind
// it. At the object's end there is none more.
func (s *scanner) key(first bool) (key []byte, more bool, err error) {
	s.space()
	if s.take('}') {
		return nil, false, nil
	}
	if !first && !s.take(',') {
		return nil, false, &FrameError{Reason: "no comma between keys"}
	}
	s.space()
	key, ok := s.string()
	s.space()
	if !ok || !s.take(':') {
		return nil, false, &FrameError{Reason: "broken key"}
	}
	s.space()
	return key, true, nil
}

// string consumes a string and returns what is between its quotes, escapes
// and all.
func (s *scanner) string() ([]byte, bool) {
	if !s.take('"') {
		return nil, false
	}
	start := s.i
	for {
		n := bytes.IndexByte(s.b[s.i:], '"')
		if n < 0 {
			return nil, false
		}
		s.i += n + 1
		if !escaped(s.b[start : s.i-1]) {
			return s.b[start : s.i-1], true
		}
	}
}

// escaped reports whether b ends with an odd number of backslashes, so that
// the quote behind it belongs to the string.
func escaped(b []byte) bool {
	n := 0
	for n < len(b) && b[len(b)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// value consumes one value of any kind and returns its text.
func (s *scanner) value() ([]byte, bool) {
	start := s.i
	if s.i == len(s.b) {
		return nil, false
	}
	ok := true
	switch s.b[s.i] {
	case '"':
		_, ok = s.string()
	case '{', '[':
		ok = s.nested()
	default:
		for s.i < len(s.b) && !isEnd(s.b[s.i]) {
			s.i++
		}
		ok = s.i > start
	}
	return s.b[start:s.i], ok
}

// nested consumes an object or an array. It counts brackets only, so depth
// costs nothing.
func (s *scanner) nested() bool {
	depth := 0
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case '"':
			if _, ok := s.string(); !ok {
				return false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.i++
		if depth == 0 {
			return true
		}
	}
	return false
}

// rest returns all up to the frame's closing brace as one value, if that value
// is an object by its first and last byte.
func (s *scanner) rest() ([]byte, bool) {
	tail := trimSpace(s.b[s.i:])
	if len(tail) < 3 || tail[0] != '{' || tail[len(tail)-1] != '}' {
		return nil, false
	}
	tail = trimSpace(tail[:len(tail)-1])
	if len(tail) < 2 || tail[len(tail)-1] != '}' {
		return nil, false
	}
	return tail, true
}
