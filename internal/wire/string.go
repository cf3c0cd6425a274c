package wire

import (
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// String returns a string; null is "". It is a substring of the text unless
// it had escapes or invalid UTF-8.
func (d *Decoder) String() string {
	switch d.peek() {
	case '"':
		return d.quoted()
	case 'n':
		d.literal("null")
	default:
		d.wrongType("string")
	}
	return ""
}

// quoted returns the string whose opening quote comes next.
func (d *Decoder) quoted() string {
	start := d.i + 1
	escaped, ascii := d.scanString()
	if d.err != nil {
		return ""
	}
	s := d.s[start : d.i-1]
	if escaped || !ascii && !utf8.ValidString(s) {
		return unquote(s)
	}
	return s
}

// scanString consumes the string whose opening quote comes next and reports
// whether it has escapes, and whether it is surely ASCII.
func (d *Decoder) scanString() (escaped, ascii bool) {
	s, i := d.s, d.i+1
	var seen uint64 // all bytes so far, or-ed
	for {
		for ; i+8 <= len(s); i += 8 {
			w := load64(s, i)
			seen |= w
			if m := special(w); m != 0 {
				i += bits.TrailingZeros64(m) / 8
				break
			}
		}
		if i >= len(s) {
			d.i = i
			d.syntax("string without end")
			return escaped, false
		}
		switch c := s[i]; {
		case c == '"':
			d.i = i + 1
			return escaped, seen&highBits == 0
		case c == '\\':
			n := escapeLen(s[i:])
			if n == 0 {
				d.i = i
				d.syntax("unknown escape")
				return true, false
			}
			escaped = true
			i += n
		case c < ' ':
			d.i = i
			d.syntax("control character in a string")
			return escaped, false
		default: // the last seven bytes of the text
			seen |= uint64(c)
			i++
		}
	}
}

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// load64 returns the eight bytes of s from i on, the first one lowest. The
// compiler makes it one load.
func load64(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// special sets the high bit of each byte of w that is a quote, a backslash or
// a control character. Above the lowest such byte it may set too many.
func special(w uint64) uint64 {
	quote := w ^ '"'*lowBits
	slash := w ^ '\\'*lowBits
	return ((quote-lowBits)&^quote | (slash-lowBits)&^slash | (w-' '*lowBits)&^w) & highBits
}

// escapeLen returns how long the escape at the start of s is, and 0 if it
// isn't one.
func escapeLen(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if _, ok := hex4(s); ok {
			return 6
		}
	}
	return 0
}

// hex4 returns the code unit of a \uXXXX escape at the start of s.
func hex4(s string) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range []byte(s[2:6]) {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// unquote resolves the escapes of s, which scanString has accepted, and
// replaces what isn't UTF-8.
func unquote(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\\':
			r, n := unescape(s[i:])
			b.WriteRune(r)
			i += n
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			b.WriteRune(r) // U+FFFD for a byte that belongs to no rune
			i += n
		}
	}
	return b.String()
}

// unescape returns the rune that the valid escape at the start of s stands
// for, and how much of s it takes: two escapes make a surrogate pair.
func unescape(s string) (r rune, n int) {
	switch c := s[1]; c {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
	default:
		return rune(c), 2
	}
	r, _ = hex4(s)
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	low, _ := hex4(s[6:])
	if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
		return pair, 12
	}
	return utf8.RuneError, 6
}
