package wire

import (
	"fmt"
	"strconv"
	"strings"
)

// A SyntaxError is text that isn't JSON.
type SyntaxError struct {
	Message string // what is wrong
	Offset  int    // where in the text, in bytes
	Path    string // which value it is in, such as embeds[0].title
}

// Error says what is wrong and where.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("wire: %s at byte %d%s", e.Message, e.Offset, in(e.Path))
}

// A TypeError is a JSON value of another type than the field wants.
type TypeError struct {
	Want   string // what the field wants, such as uint8 or time
	Got    string // the value's kind, such as object, or the number that doesn't fit
	Offset int    // where the value is in the text, in bytes
	Path   string // which value it is, such as embeds[0].title
}

// Error says what was wanted, what came instead, and where.
func (e *TypeError) Error() string {
	return fmt.Sprintf("wire: want %s, got %s at byte %d%s", e.Want, e.Got, e.Offset, in(e.Path))
}

func in(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}

func (d *Decoder) syntax(message string) {
	if d.err != nil {
		return
	}
	if d.i >= len(d.s) {
		message = "unexpected end"
	}
	d.stop(&SyntaxError{Message: message, Offset: d.i, Path: path(d.s, d.i)})
}

// wrongType fails because the value that comes next is of the wrong type; if
// no value can start there, that is the error.
func (d *Decoder) wrongType(want string) {
	if d.lenient && d.err == nil {
		d.Skip()
		return
	}
	d.wrongTypeAt(d.i, want)
}

// wrongTypeAt fails because of the value that was at offset, and was consumed.
func (d *Decoder) wrongTypeAt(offset int, want string) {
	if d.lenient || d.err != nil {
		return
	}
	got := kind(d.s[offset:])
	if got == "" {
		d.syntax("expected a value")
		return
	}
	d.stop(&TypeError{Want: want, Got: got, Offset: offset, Path: path(d.s, offset)})
}

// wrongNumber fails because of the number that was just consumed.
func (d *Decoder) wrongNumber(want, text string) {
	if d.lenient || d.err != nil {
		return
	}
	offset := d.i - len(text)
	if len(text) > 40 {
		text = text[:40] + "…"
	}
	d.stop(&TypeError{Want: want, Got: "number " + text, Offset: offset, Path: path(d.s, offset)})
}

// kind names the kind of the value at the start of s, or returns "".
func kind(s string) string {
	if s == "" {
		return ""
	}
	switch c := s[0]; {
	case c == '{':
		return "object"
	case c == '[':
		return "array"
	case c == '"':
		return "string"
	case c == 't', c == 'f':
		return "bool"
	case c == 'n':
		return "null"
	case c == '-' || '0' <= c && c <= '9':
		return "number"
	}
	return ""
}

// path names the value at offset. It reads s again from its start, so that
// decoding needn't keep account; what is before offset is known to be JSON.
func path(s string, offset int) string {
	var open []step
	for i := 0; i < offset; i++ {
		top := len(open) - 1
		switch c := s[i]; c {
		case '{', '[':
			open = append(open, step{array: c == '['})
		case '}', ']':
			open = open[:max(top, 0)]
		case ',':
			if top >= 0 {
				open[top].index++
				open[top].named = false
			}
		case '"':
			end := stringEnd(s, i+1)
			if top >= 0 && !open[top].array && !open[top].named {
				open[top].key, open[top].named = s[i+1:end], true
			}
			i = end
		}
	}
	return join(open)
}

// stringEnd returns where the string that goes on at i ends.
func stringEnd(s string, i int) int {
	for i < len(s) && s[i] != '"' {
		if s[i] == '\\' {
			i++
		}
		i++
	}
	return min(i, len(s))
}

// A step is one open array or object on the way to a value.
type step struct {
	array bool
	index int
	key   string
	named bool // key is the current value's key
}

func join(steps []step) string {
	var b strings.Builder
	for _, s := range steps {
		switch {
		case s.array:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case s.named:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s.key)
		}
	}
	return b.String()
}
