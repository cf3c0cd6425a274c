package wiretest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
)

// Document returns a random JSON document for the types that decoded and
// plain point to: with keys in any order, unknown ones, nulls, odd strings
// and sometimes a value that doesn't fit. Values of types that decode
// themselves by hand are left out.
func Document(r *rand.Rand, decoded, plain any) string {
	g := generator{r: r}
	g.value(reflect.TypeOf(decoded).Elem(), reflect.TypeOf(plain).Elem(), 0)
	return g.b.String()
}

// Value returns a random JSON value.
func Value(r *rand.Rand) string {
	g := generator{r: r}
	g.any(0)
	return g.b.String()
}

type generator struct {
	r *rand.Rand
	b strings.Builder
}

// one reports true once in n times.
func (g *generator) one(n int) bool { return g.r.IntN(n) == 0 }

func (g *generator) space() {
	if g.one(8) {
		g.b.WriteString([]string{" ", "\n\t", "\r\n  "}[g.r.IntN(3)])
	}
}

func (g *generator) value(d, p reflect.Type, depth int) {
	g.space()
	switch {
	case g.one(400):
		g.any(depth) // likely of the wrong type
	case p == rawType:
		g.any(depth)
	case depth > 0 && g.one(12):
		g.b.WriteString("null")
	case p == timeType:
		g.b.WriteString(g.time())
	case p.Name() == "Quoted":
		g.quoted()
	default:
		g.kind(d, p, depth)
	}
	g.space()
}

func (g *generator) kind(d, p reflect.Type, depth int) {
	switch p.Kind() {
	case reflect.Pointer:
		g.value(d.Elem(), p.Elem(), depth)
	case reflect.Struct:
		g.object(d, p, depth)
	case reflect.Slice, reflect.Array:
		if p.Elem().Kind() == reflect.Uint8 {
			g.b.WriteString(`"AQID"`)
			return
		}
		g.list(g.r.IntN(4)/(depth/4+1), func() { g.value(d.Elem(), p.Elem(), depth+1) })
	case reflect.Map:
		g.dict(p.Key(), func() { g.value(d.Elem(), p.Elem(), depth+1) })
	case reflect.String:
		g.b.WriteString(Quote(g.r))
	case reflect.Bool:
		g.b.WriteString(strconv.FormatBool(g.one(2)))
	case reflect.Float32, reflect.Float64:
		g.b.WriteString(g.number())
	case reflect.Interface:
		g.any(depth)
	default:
		g.integer(p)
	}
}

// integer writes a number that mostly fits an integer type.
func (g *generator) integer(t reflect.Type) {
	bits := t.Bits()
	if t.Kind() <= reflect.Int64 {
		g.b.WriteString(strconv.FormatInt(int64(g.r.Uint64())>>(64-bits+g.r.IntN(bits)), 10))
		return
	}
	g.b.WriteString(strconv.FormatUint(g.r.Uint64()>>(64-bits+g.r.IntN(bits)), 10))
}

func (g *generator) quoted() {
	format := []string{`"%d"`, `"%d"`, `"%d"`, `%d`}[g.r.IntN(4)]
	fmt.Fprintf(&g.b, format, g.r.Uint64()>>g.r.IntN(64))
}

// object writes a struct's fields, embedded ones among them.
func (g *generator) object(d, p reflect.Type, depth int) {
	var fields [][2]reflect.StructField
	flatten(&fields, d, p)
	g.r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	g.b.WriteByte('{')
	comma := ""
	for _, f := range fields {
		deep := depth > 2 && f[1].Type.Kind() != reflect.String
		if deep && !g.one(depth*2) || g.one(3) {
			continue
		}
		if f[1].Type == rawType && f[0].Type != rawType {
			continue
		}
		g.b.WriteString(comma)
		comma = ","
		if g.one(10) {
			g.b.WriteString(`"x_unknown":`)
			g.any(depth)
			g.b.WriteByte(',')
		}
		name, _, _ := strings.Cut(f[1].Tag.Get("json"), ",")
		if name == "" {
			name = f[1].Name
		}
		g.space()
		g.b.WriteString(strconv.Quote(name))
		g.space()
		g.b.WriteByte(':')
		g.value(f[0].Type, f[1].Type, depth+1)
	}
	g.b.WriteByte('}')
}

// flatten pairs the fields of a type with those of its mirror.
func flatten(fields *[][2]reflect.StructField, d, p reflect.Type) {
	for i := range p.NumField() {
		f := p.Field(i)
		in, _ := d.FieldByName(f.Name)
		if f.Anonymous && f.Tag.Get("json") == "" {
			inner, mirror := in.Type, f.Type
			if mirror.Kind() == reflect.Pointer {
				inner, mirror = inner.Elem(), mirror.Elem()
			}
			if mirror.Kind() == reflect.Struct {
				flatten(fields, inner, mirror)
				continue
			}
		}
		*fields = append(*fields, [2]reflect.StructField{in, f})
	}
}

func (g *generator) list(n int, elem func()) {
	g.b.WriteByte('[')
	for i := range n {
		if i > 0 {
			g.b.WriteByte(',')
		}
		elem()
	}
	g.b.WriteByte(']')
}

func (g *generator) dict(key reflect.Type, elem func()) {
	g.b.WriteByte('{')
	for i := range g.r.IntN(3) {
		if i > 0 {
			g.b.WriteByte(',')
		}
		if key.Kind() == reflect.String {
			g.b.WriteString(Quote(g.r))
		} else {
			fmt.Fprintf(&g.b, `"%d"`, g.r.Uint32())
		}
		g.b.WriteByte(':')
		elem()
	}
	g.b.WriteByte('}')
}

// any writes a value of any type.
func (g *generator) any(depth int) {
	g.space()
	switch n := g.r.IntN(8); {
	case n == 0 && depth < 6:
		g.list(g.r.IntN(4), func() { g.any(depth + 1) })
	case n == 1 && depth < 6:
		g.dict(reflect.TypeFor[string](), func() { g.any(depth + 1) })
	case n < 4:
		g.b.WriteString(Quote(g.r))
	case n < 6:
		g.b.WriteString(g.number())
	default:
		g.b.WriteString([]string{"null", "true", "false"}[g.r.IntN(3)])
	}
	g.space()
}

func (g *generator) number() string {
	switch g.r.IntN(4) {
	case 0:
		return strconv.Itoa(g.r.IntN(2000) - 1000)
	case 1:
		return []string{"0", "-0", "1e3", "0.5", "-1.25E-7", "12345678901234567890", "1e400"}[g.r.IntN(7)]
	}
	return strconv.FormatFloat(g.r.NormFloat64(), 'g', -1, 64)
}

func (g *generator) time() string {
	at := fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", g.r.IntN(3000), 1+g.r.IntN(12), 1+g.r.IntN(28), g.r.IntN(24), g.r.IntN(60), g.r.IntN(60))
	return `"` + at + []string{".123456+00:00", "+00:00", ".000001+00:00", "Z", ".5Z", ".123456789+02:30"}[g.r.IntN(6)] + `"`
}

// Quote returns a random JSON string: short or long, with escapes, with runes
// of all lengths, with lone surrogates and bytes that aren't UTF-8.
func Quote(r *rand.Rand) string {
	parts := []string{
		"a", "hello", "0123456789", "ü", "漢", "😀", `\n`, `\"`, `\\`, `\/`, `\b\f\r\t`, `\u0041`, `\u00e9`,
		`\ud83d\ude00`, `\ud83d`, `\ude00`, `\uD83Dx`, `\ud83d\u0041`, `\ufffd`, "\xff", "\xc3", "\xed\xa0\x80", "\u2028", "<&>", `\u0000`, "\x7f",
	}
	var b strings.Builder
	b.WriteByte('"')
	easy := r.IntN(2) == 0 // without escapes
	for range r.IntN(12) {
		if easy {
			b.WriteString(parts[r.IntN(6)])
		} else {
			b.WriteString(parts[r.IntN(len(parts))])
		}
	}
	b.WriteByte('"')
	return b.String()
}
