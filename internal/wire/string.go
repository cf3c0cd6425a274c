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
	if d.peek() == '"' {
		return d.quoted()
	}
	if !d.Null() {
		d.wrongType("string")
	}
	return ""
}

// stringPointer returns a pointer to s. Pointers to the strings of one text
// share memory, as the strings do.
func (d *Decoder) stringPointer(s string) *string {
	if len(d.strings) == cap(d.strings) {
		d.strings = make([]string, 0, min(max(4, 2*cap(d.strings)), 64))
	}
	d.strings = append(d.strings, s)
	return &d.strings[len(d.strings)-1]
}

// quoted returns the string whose opening quote comes next.
func (d *Decoder) quoted() string {
	s, start := d.s, d.i+1
	var seen uint64 // all bytes of the string, or-ed
	for i := start; i+8 <= len(s); i += 8 {
		w := load64(s, i)
		m := special(w)
		if m == 0 {
			seen |= w
			continue
		}
		i += bits.TrailingZeros64(m) / 8
		if s[i] != '"' {
			break
		}
		d.i = i + 1
		seen |= w & (m&-m - 1) // without what is behind the quote
		if seen&highBits != 0 && !utf8.ValidString(s[start:i]) {
			return unquote(s[start:i])
		}
		return s[start:i]
	}
	return d.quotedSlowly()
}

// quotedSlowly is quoted for strings with escapes or errors, and at the end of
// the text.
func (d *Decoder) quotedSlowly() string {
	start := d.i + 1
	escaped := d.scanString()
	if d.err != nil {
		return ""
	}
	s := d.s[start : d.i-1]
	if escaped || !utf8.ValidString(s) {
		return unquote(s)
	}
	return s
}

// scanString consumes the string whose opening quote comes next and reports
// whether it has escapes.
func (d *Decoder) scanString() (escaped bool) {
	s, i := d.s, d.i+1
	for {
		for ; i+8 <= len(s); i += 8 {
			if m := special(load64(s, i)); m != 0 {
				i += bits.TrailingZeros64(m) / 8
				break
			}
		}
		if i >= len(s) {
			d.i = i
			d.syntax("string without end")
			return escaped
		}
		switch c := s[i]; {
		case c == '"':
			d.i = i + 1
			return escaped
		case c == '\\':
			n := escapeLen(s[i:])
			if n == 0 {
				d.i = i
				d.syntax("unknown escape")
				return true
			}
			escaped = true
			i += n
		case c < ' ':
			d.i = i
			d.syntax("control character in a string")
			return escaped
		default: // among the last seven bytes of the text
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
// replaces each byte that isn't UTF-8.
func unquote(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	start := 0 // of what is copied as it is
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\\':
			b.WriteString(s[start:i])
			r, n := unescape(s[i:])
			b.WriteRune(r)
			i += n
			start = i
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b.WriteString(s[start:i])
				b.WriteRune(r)
				start = i + 1
			}
			i += n
		}
	}
	b.WriteString(s[start:])
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
