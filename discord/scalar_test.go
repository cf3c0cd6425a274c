package discord_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/accord-go/accord/discord"
)

func TestScalar(t *testing.T) {
	t.Parallel()
	type kinds struct{ text, integer, float, boolean, snowflake bool }
	for text, want := range map[string]kinds{
		`"a\n"`:                  {text: true},
		`"18446744073709551615"`: {text: true, snowflake: true},
		`""`:                     {text: true},
		`"0"`:                    {text: true},
		`5`:                      {integer: true, float: true, snowflake: true},
		`-5`:                     {integer: true, float: true},
		`5.5`:                    {float: true},
		`1e3`:                    {float: true},
		`1e999`:                  {},
		`true`:                   {boolean: true},
		`false`:                  {boolean: true},
		`null`:                   {},
		`{"a":1}`:                {},
		`[]`:                     {},
	} {
		var s discord.Scalar
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		var got kinds
		_, got.text = s.Text()
		_, got.integer = s.Int()
		_, got.float = s.Float()
		_, got.boolean = s.Bool()
		_, got.snowflake = s.Snowflake()
		if got != want {
			t.Errorf("%s is %+v, want %+v", text, got, want)
		}
		if b, err := json.Marshal(s); err != nil || string(b) != text {
			t.Errorf("%s encoded as %s, %v", text, b, err)
		}
		if s.IsZero() || s.IsNull() != (text == "null") {
			t.Errorf("%s: IsZero() = %v, IsNull() = %v", text, s.IsZero(), s.IsNull())
		}
	}
}

func TestScalarOf(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]discord.Scalar{
		`"a\"b"`: discord.ScalarOf(`a"b`), `true`: discord.ScalarOf(true), `-3`: discord.ScalarOf(-3),
		`9007199254740993`: discord.ScalarOf(int64(9007199254740993)), `0.5`: discord.ScalarOf(0.5),
		`null`: discord.ScalarOf(math.NaN()), "null ": {},
	} {
		b, err := json.Marshal(s)
		if want == "null " {
			want = "null"
		}
		if err != nil || string(b) != want {
			t.Errorf("encoded %s, %v; want %s", b, err, want)
		}
	}
	if got := discord.ScalarOf("x").String() + discord.ScalarOf(5).String() + (discord.Scalar{}).String(); got != "x5" {
		t.Errorf("String() = %q, want x5", got)
	}
	for _, s := range []discord.Scalar{{}, discord.ScalarOf("x")} {
		if n, ok := s.Int(); n != 0 || ok {
			t.Errorf("Int() of %v = %d, %v", s, n, ok)
		}
	}
}
