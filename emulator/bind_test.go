package emulator

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

type bindTarget struct {
	Name   string            `json:"name" rule:"required,len=1..5"`
	Count  int               `json:"count" rule:"range=-2..10"`
	Ratio  float64           `json:"ratio" rule:"range=0..1"`
	On     bool              `json:"on"`
	ID     snowflake         `json:"id"`
	Topic  optional[string]  `json:"topic" rule:"len=0..3"`
	List   []bindItem        `json:"list" rule:"len=0..2"`
	Labels map[string]string `json:"labels"`
	Ptr    *int              `json:"ptr"`
	Any    any               `json:"any"`
	bindEmbedded
}

type bindEmbedded struct {
	Deep string `json:"deep"`
}

type bindItem struct {
	Title string `json:"title" rule:"len=0..4"`
}

func TestBind(t *testing.T) {
	t.Parallel()
	n := 3
	tests := []struct {
		name, body string
		want       bindTarget
	}{
		{"minimum", `{"name":"a"}`, bindTarget{Name: "a"}},
		{"unknown keys are ignored", `{"name":"a","x":{"y":[1]}}`, bindTarget{Name: "a"}},
		{"null is no value", `{"name":"a","count":null,"list":null,"on":null,"ptr":null,"labels":null}`, bindTarget{Name: "a"}},
		{"snowflake as string", `{"name":"a","id":"1200000000000000001"}`, bindTarget{Name: "a", ID: 1200000000000000001}},
		{"snowflake as number at full precision", `{"name":"a","id":1200000000000000001}`, bindTarget{Name: "a", ID: 1200000000000000001}},
		{"number in quotes", `{"name":"a","count":"7"}`, bindTarget{Name: "a", Count: 7}},
		{"whole float", `{"name":"a","count":7.0}`, bindTarget{Name: "a", Count: 7}},
		{"optional value", `{"name":"a","topic":"b"}`, bindTarget{Name: "a", Topic: optional[string]{value: "b", present: true}}},
		{"optional null", `{"name":"a","topic":null}`, bindTarget{Name: "a", Topic: optional[string]{present: true, null: true}}},
		{"embedded", `{"name":"a","deep":"d"}`, bindTarget{Name: "a", bindEmbedded: bindEmbedded{"d"}}},
		{"pointer and any", `{"name":"a","ptr":3,"any":[true]}`, bindTarget{Name: "a", Ptr: &n, Any: []any{true}}},
		{"length counts characters", `{"name":"äöüßé"}`, bindTarget{Name: "äöüßé"}},
		{"map", `{"name":"a","labels":{"k":"v"}}`, bindTarget{Name: "a", Labels: map[string]string{"k": "v"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got bindTarget
			if err := bind([]byte(tt.body), &got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestBindRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, want string }{
		{"missing", `{}`, `{"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}`},
		{"null where required", `{"name":null}`, `{"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}`},
		{"too long", `{"name":"abcdef"}`, `{"name":{"_errors":[{"code":"BASE_TYPE_BAD_LENGTH","message":"Must be between 1 and 5 in length."}]}}`},
		{"not a string", `{"name":5}`, `{"name":{"_errors":[{"code":"STRING_TYPE_CONVERT","message":"Could not interpret \"5\" as string."}]}}`},
		{"not an int", `{"name":"a","count":"x"}`, `{"count":{"_errors":[{"code":"NUMBER_TYPE_COERCE","message":"Value \"x\" is not int."}]}}`},
		{"too much", `{"name":"a","count":11}`, `{"count":{"_errors":[{"code":"NUMBER_TYPE_MAX","message":"int value should be less than or equal to 10."}]}}`},
		{"too little", `{"name":"a","ratio":-1}`, `{"ratio":{"_errors":[{"code":"NUMBER_TYPE_MIN","message":"float value should be greater than or equal to 0."}]}}`},
		{"not a bool", `{"name":"a","on":"yes"}`, `{"on":{"_errors":[{"code":"BOOLEAN_TYPE_CONVERT","message":"Must be either true or false."}]}}`},
		{"not a snowflake", `{"name":"a","id":"12x"}`, `{"id":{"_errors":[{"code":"NUMBER_TYPE_COERCE","message":"Value \"12x\" is not snowflake."}]}}`},
		{"not a list", `{"name":"a","list":{}}`, `{"list":{"_errors":[{"code":"LIST_TYPE_CONVERT","message":"Only iterables may be used in a ListType"}]}}`},
		{"list too long", `{"name":"a","list":[{},{},{}]}`, `{"list":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2 or fewer in length."}]}}`},
		{"not an object", `{"name":"a","list":[1]}`, `{"list":{"0":{"_errors":[{"code":"MODEL_TYPE_CONVERT","message":"Expected an object/dictionary."}]}}}`},
		{"in an element", `{"name":"a","list":[{},{"title":"abcde"}]}`, `{"list":{"1":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 4 or fewer in length."}]}}}}`},
		{"optional too long", `{"name":"a","topic":"abcd"}`, `{"topic":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 3 or fewer in length."}]}}`},
		{"all at once", `{"on":1,"labels":[]}`, `{"labels":{"_errors":[{"code":"DICT_TYPE_CONVERT","message":"Only dictionaries may be used in a DictType"}]},` +
			`"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]},` +
			`"on":{"_errors":[{"code":"BOOLEAN_TYPE_CONVERT","message":"Must be either true or false."}]}}`},
		{"root is a list", `[]`, `{"_errors":[{"code":"MODEL_TYPE_CONVERT","message":"Expected an object/dictionary."}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := bind([]byte(tt.body), new(bindTarget))
			refused, ok := errors.AsType[*apiError](err)
			if !ok {
				t.Fatalf("error = %v, want a refusal", err)
			}
			got, err := json.Marshal(refused.form)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("errors = %s\nwant     %s", got, tt.want)
			}
			if refused.code != 50035 || refused.status != 400 {
				t.Errorf("refusal = %d, %d, want 400, 50035", refused.status, refused.code)
			}
		})
	}
}

func TestBindInvalidJSON(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{`, `{"name":"a"}x`, `{'name':1}`, strings.Repeat("[", 100) + strings.Repeat("]", 100)} {
		if err := bind([]byte(body), new(bindTarget)); !errors.Is(err, errInvalidJSON) {
			t.Errorf("bind(%.20q) = %v, want %v", body, err, errInvalidJSON)
		}
	}
}

// FuzzBind wants any body bound or refused.
func FuzzBind(f *testing.F) {
	f.Add(`{"name":"a","list":[{"title":"b"}],"id":1,"topic":null,"ratio":1e400,"any":{"a":[1]}}`)
	f.Add(`{"name":"\ud800","count":-9223372036854775809,"labels":{"":""}}`)
	f.Add(`[[[[{"a":null}]]]]`)
	f.Fuzz(func(t *testing.T, body string) {
		err := bind([]byte(body), new(bindTarget))
		if refused, ok := errors.AsType[*apiError](err); err != nil && !ok {
			t.Errorf("error = %v, not a refusal", err)
		} else if ok && !json.Valid(refused.reply().raw) {
			t.Errorf("the refusal %s is not JSON", refused.reply().raw)
		}
	})
}
