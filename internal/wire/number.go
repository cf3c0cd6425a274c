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

// Int returns a number without fraction or exponent; null is 0.
func (d *Decoder) Int() int64 { return d.signed(64, "int64") }

func (d *Decoder) signed(bits int, want string) int64 {
	text := d.number(want)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, bits)
	if err != nil {
		d.wrongNumber(want, text)
		return 0
	}
	return n
}

// Uint returns a number without sign, fraction or exponent; null is 0.
func (d *Decoder) Uint() uint64 { return d.unsigned(64, "uint64") }

func (d *Decoder) unsigned(bits int, want string) uint64 {
	text := d.number(want)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, bits)
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
		return d.unsigned(64, "ID")
	}
	var n uint64
	i, s := d.i+1, d.s
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9' && i-d.i < 20; i++ { // 19 digits can't overflow
		n = n*10 + uint64(s[i]-'0')
	}
	if i < len(s) && s[i] == '"' && i > d.i+1 {
		d.i = i + 1
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
