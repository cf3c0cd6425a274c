package wire

import "strconv"

// scanNumber consumes a number and returns its text.
func (d *Decoder) scanNumber() string {
	s, start := d.s, d.i
	i := start
	if i < len(s) && s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++
	} else if i = d.digits(i); i < 0 {
		return ""
	}
	if i < len(s) && s[i] == '.' {
		if i = d.digits(i + 1); i < 0 {
			return ""
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if i = d.digits(i); i < 0 {
			return ""
		}
	}
	d.i = i
	return s[start:i]
}

// digits returns the end of the digits at i, of which there has to be one; -1
// is an error.
func (d *Decoder) digits(i int) int {
	start := i
	for i < len(d.s) && '0' <= d.s[i] && d.s[i] <= '9' {
		i++
	}
	if i == start {
		d.i = i
		d.syntax("expected a value")
		return -1
	}
	return i
}

// number returns the text of a number; "" is null or an error.
func (d *Decoder) number(want string) string {
	switch c := d.peek(); {
	case c == '-' || '0' <= c && c <= '9':
		return d.scanNumber()
	case c == 'n':
		d.literal("null")
	default:
		d.wrongType(want)
	}
	return ""
}

// small consumes a number of up to 18 digits, which can't overflow, without sign,
// fraction and exponent, as nearly all are, and reports whether one came next. It
// takes a third of the time of number and strconv.
func (d *Decoder) small() (n uint64, ok bool) {
	d.peek()
	start, s := d.i, d.s
	for i := start; i < len(s) && i < start+19; i++ {
		c := s[i] - '0'
		if c <= 9 {
			n = n*10 + uint64(c)
			continue
		}
		leadingZero := s[start] == '0' && i > start+1
		if i == start || leadingZero || s[i] == '.' || s[i]|0x20 == 'e' {
			return 0, false
		}
		d.i = i
		return n, true
	}
	return 0, false
}

// Int returns a number without fraction or exponent; null is 0.
func (d *Decoder) Int() int64 {
	if n, ok := d.small(); ok {
		return int64(n)
	}
	text := d.number("int64")
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		d.wrongNumber("int64", text)
		return 0
	}
	return n
}

// Uint returns a number without sign, fraction or exponent; null is 0.
func (d *Decoder) Uint() uint64 { return d.unsigned("uint64") }

func (d *Decoder) unsigned(want string) uint64 {
	if n, ok := d.small(); ok {
		return n
	}
	text := d.number(want)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		d.wrongNumber(want, text)
		return 0
	}
	return n
}

// Float returns a number; null is 0.
func (d *Decoder) Float() float64 {
	text := d.number("float64")
	if text == "" {
		return 0
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		d.wrongNumber("float64", text)
		return 0
	}
	return f
}

// ID returns an unsigned integer that Discord writes as a string, or as a
// number; null is 0.
func (d *Decoder) ID() uint64 {
	c := d.peek()
	if c != '"' {
		if c != 'n' && (c < '0' || '9' < c) {
			d.wrongType("ID")
			return 0
		}
		return d.unsigned("ID")
	}
	if n, ok := d.quotedID(); ok {
		return n
	}
	start := d.i
	n, err := strconv.ParseUint(d.quoted(), 10, 64)
	if err != nil {
		d.wrongTypeAt(start, "ID")
		return 0
	}
	return n
}

// quotedID consumes a string of up to 19 digits, which can't overflow, and
// reports whether one came next.
func (d *Decoder) quotedID() (n uint64, ok bool) {
	i, s := d.i+1, d.s
	for i+8 <= len(s) && i < d.i+17 {
		eight, ok := digits8(load64(s, i))
		if !ok {
			break
		}
		n = n*1e8 + eight
		i += 8
	}
	for i < len(s) && '0' <= s[i] && s[i] <= '9' && i < d.i+20 {
		n = n*10 + uint64(s[i]-'0')
		i++
	}
	if i == d.i+1 || i >= len(s) || s[i] != '"' {
		return 0, false
	}
	d.i = i + 1
	return n, true
}

// digits8 returns the number that eight digits, the first one lowest, spell.
func digits8(w uint64) (n uint64, ok bool) {
	v := w - '0'*lowBits
	if (w+('\x7f'-'9')*lowBits|v)&highBits != 0 {
		return 0, false
	}
	v = v*10 + v>>8 // pairs of digits in every other byte
	const pairs = 0x000000ff000000ff
	return (v&pairs*(100+1e6<<32) + v>>16&pairs*(1+1e4<<32)) >> 32, true
}
