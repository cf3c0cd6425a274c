package emulator_test

import (
	"fmt"
	"strings"
	"testing"
)

// v2 is the flag that makes a message one of components.
const v2 = 1 << 15

func TestComponents(t *testing.T) {
	row := func(children string) string { return `[{"type":1,"components":[` + children + `]}]` }
	accepted := []struct{ name, components, want string }{
		{
			"buttons", row(`{"type":2,"style":1,"label":"A","custom_id":"a"},{"type":2,"style":5,"label":"B","url":"https://example.com"},{"type":2,"style":4,"emoji":{"name":"🔥"},"custom_id":"c","disabled":true}`),
			`[{"type":1,"id":1,"components":[{"type":2,"id":2,"style":1,"label":"A","custom_id":"a","url":"-"},{"id":3,"url":"https://example.com","custom_id":"-"},{"id":4,"emoji":{"name":"🔥","id":"-"},"disabled":true}]}]`,
		},
		{
			"a select", row(`{"type":3,"custom_id":"s","placeholder":"Pick","max_values":2,"options":[{"label":"A","value":"a","default":true},{"label":"B","value":"b","description":"bee","emoji":{"id":"5","name":"x"}}]}`),
			`[{"components":[{"type":3,"id":2,"custom_id":"s","min_values":1,"max_values":2,"options":[{"label":"A","value":"a","default":true},{"value":"b","description":"bee","emoji":{"id":"5"}}]}]}]`,
		},
		{
			"a channel select", row(`{"type":8,"custom_id":"s","channel_types":[0],"default_values":[{"id":"5","type":"channel"}]}`),
			`[{"components":[{"type":8,"channel_types":[0],"default_values":[{"id":"5","type":"channel"}],"min_values":1,"max_values":1}]}]`,
		},
		{"numbers of the sender's", row(`{"type":2,"id":1,"style":1,"label":"A","custom_id":"a"}`), `[{"id":2,"components":[{"id":1}]}]`},
		{"none", `[]`, `[]`},
		{"null", `null`, `[]`},
	}
	var exchanges []exchange
	for _, a := range accepted {
		exchanges = append(exchanges, exchange{
			name: a.name, do: "POST /channels/{channel}/messages", body: `{"content":"x","components":` + a.components + `}`,
			want: `{"components":` + a.want + `}`, events: []string{`MESSAGE_CREATE {"components":` + a.want + `}`},
		})
	}
	const (
		required  = "BASE_TYPE_REQUIRED"
		missing   = "This field is required"
		badLength = "BASE_TYPE_BAD_LENGTH"
		union     = "UNION_TYPE_CHOICES"
	)
	refused := []struct{ name, components, path, code, message string }{
		{"no list", `{}`, "components", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType"},
		{"no object", `[1]`, "components.0", "MODEL_TYPE_CONVERT", "Expected an object/dictionary."},
		{"no type", `[{}]`, "components.0.type", required, missing},
		{"button without a row", `[{"type":2,"style":1,"label":"A","custom_id":"a"}]`, "components.0", union, `Value of field "type" must be one of (1, 9, 10, 12, 13, 14, 17).`},
		{"text without the flag", `[{"type":10,"content":"x"}]`, "components.0", union, `Value of field "type" must be one of (1,).`},
		{"no such type", row(`{"type":99}`), "components.0.components.0", union, `Value of field "type" must be one of (2, 3, 4, 5, 6, 7, 8).`},
		{"text input", row(`{"type":4,"custom_id":"a","style":1,"label":"A"}`), "components.0.components.0", union, `Value of field "type" must be one of (2, 3, 5, 6, 7, 8).`},
		{"empty row", row(``), "components.0.components", badLength, "Must be between 1 and 5 in length."},
		{"no row", `[{"type":1}]`, "components.0.components", required, missing},
		{"six buttons", row(strings.TrimSuffix(strings.Repeat(`{"type":2,"style":1,"label":"A","custom_id":"a"},`, 6), ",")), "components.0.components", badLength, "Must be between 1 and 5 in length."},
		{"a select and a button", row(`{"type":5,"custom_id":"a"},{"type":2,"style":1,"label":"A","custom_id":"b"}`), "components.0.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"},
		{"same custom_id", row(`{"type":2,"style":1,"label":"A","custom_id":"a"},{"type":2,"style":1,"label":"B","custom_id":"a"}`), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"},
		{"same id", row(`{"type":2,"id":7,"style":1,"label":"A","custom_id":"a"},{"type":2,"id":7,"style":1,"label":"B","custom_id":"b"}`), "components.0.components.1.id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated"},
		{"no style", row(`{"type":2,"label":"A","custom_id":"a"}`), "components.0.components.0.style", required, missing},
		{"no custom_id", row(`{"type":2,"style":1,"label":"A"}`), "components.0.components.0.custom_id", "COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required"},
		{"empty custom_id", row(`{"type":2,"style":1,"label":"A","custom_id":""}`), "components.0.components.0.custom_id", badLength, "Must be between 1 and 100 in length."},
		{"long label", row(`{"type":2,"style":1,"label":"` + strings.Repeat("a", 81) + `","custom_id":"a"}`), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH", "Must be 80 or fewer in length."},
		{"no label", row(`{"type":2,"style":1,"custom_id":"a"}`), "components.0.components.0.label", "BUTTON_COMPONENT_LABEL_REQUIRED", "A label or emoji is required"},
		{"link without url", row(`{"type":2,"style":5,"label":"A"}`), "components.0.components.0.url", "BUTTON_COMPONENT_URL_REQUIRED", "A url is required"},
		{"link with custom_id", row(`{"type":2,"style":5,"label":"A","url":"https://a.b","custom_id":"a"}`), "components.0.components.0.custom_id", "BUTTON_COMPONENT_FIELDS_MUTUALLY_EXCLUSIVE", "A button of style 5 cannot have a custom_id"},
		{"odd link", row(`{"type":2,"style":5,"label":"A","url":"ftp://a.b"}`), "components.0.components.0.url", "URL_TYPE_INVALID_SCHEME", `Scheme "ftp" is not supported. Scheme must be one of ('http', 'https').`},
		{"no link", row(`{"type":2,"style":5,"label":"A","url":"example"}`), "components.0.components.0.url", "URL_TYPE_INVALID_URL", "Not a well formed URL."},
		{"premium with a label", row(`{"type":2,"style":6,"sku_id":"5","label":"A"}`), "components.0.components.0.label", "BUTTON_COMPONENT_FIELDS_MUTUALLY_EXCLUSIVE", "A button of style 6 cannot have a label"},
		{"letters as emoji", row(`{"type":2,"style":1,"custom_id":"a","emoji":{"name":"fire"}}`), "components.0.components.0.emoji.name", "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji"},
		{"no options", row(`{"type":3,"custom_id":"a","options":[]}`), "components.0.components.0.options", badLength, "Must be between 1 and 25 in length."},
		{"same value", row(`{"type":3,"custom_id":"a","options":[{"label":"A","value":"a"},{"label":"B","value":"a"}]}`), "components.0.components.0.options.1", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"},
		{"more than there are", row(`{"type":3,"custom_id":"a","max_values":2,"options":[{"label":"A","value":"a"}]}`), "components.0.components.0.max_values", "SELECT_COMPONENT_MAX_VALUES_OUT_OF_RANGE", "The maximum number of values cannot exceed the number of options (1)"},
		{"more than 25", row(`{"type":5,"custom_id":"a","max_values":26}`), "components.0.components.0.max_values", "NUMBER_TYPE_MAX", "int value should be less than or equal to 25."},
		{"role for a user", row(`{"type":5,"custom_id":"a","default_values":[{"id":"5","type":"role"}]}`), "components.0.components.0.default_values.0.type", "BASE_TYPE_CHOICES", "Value must be one of {'user'}."},
		{"six rows", `[` + strings.TrimSuffix(strings.Repeat(strings.Trim(row(`{"type":2,"style":5,"label":"A","url":"https://a.b"}`), "[]")+`,`, 6), ",") + `]`, "components", "BASE_TYPE_MAX_LENGTH", "Must be 5 or fewer in length."},
	}
	for _, r := range refused {
		exchanges = append(exchanges, exchange{
			name: r.name, do: "POST /channels/{channel}/messages", body: `{"content":"x","components":` + r.components + `}`,
			status: 400, want: invalidForm(r.path, r.code, r.message),
		})
	}
	run(t, nil, exchanges)
}

func TestComponentsV2(t *testing.T) {
	post := func(name, components string) exchange {
		return exchange{
			name: name, do: "POST /channels/{channel}/messages",
			body: fmt.Sprintf(`{"flags":%d,"components":%s}`, v2, components), status: 400,
		}
	}
	good := post("everything", `[{"type":17,"accent_color":255,"components":[
		{"type":10,"content":"hello <@{user}>"},
		{"type":9,"components":[{"type":10,"content":"side"}],"accessory":{"type":2,"style":2,"label":"B","custom_id":"b"}},
		{"type":9,"components":[{"type":10,"content":"picture"}],"accessory":{"type":11,"media":{"url":"https://example.com/a.png"}}},
		{"type":14},{"type":14,"divider":false,"spacing":2},
		{"type":12,"items":[{"media":{"url":"https://example.com/b.png"},"description":"bee","spoiler":true}]},
		{"type":1,"components":[{"type":2,"style":1,"label":"A","custom_id":"a"}]}]}]`)
	good.status, good.events = 0, []string{"MESSAGE_CREATE"}
	good.want = `{"flags":32768,"mentions":[{"id":"{user}"}],"components":[{"type":17,"id":1,"accent_color":255,"spoiler":false,"components":[
		{"type":10,"id":2},
		{"type":9,"id":3,"components":[{"id":4}],"accessory":{"type":2,"id":5}},
		{"type":9,"id":6,"components":[{"id":7}],"accessory":{"type":11,"id":8,"description":null,"spoiler":false,"media":{"url":"https://example.com/a.png","proxy_url":"*"}}},
		{"type":14,"id":9,"divider":true,"spacing":1},{"type":14,"divider":false,"spacing":2},
		{"type":12,"items":[{"description":"bee","spoiler":true,"media":{"url":"https://example.com/b.png"}}]},
		{"type":1}]}]}`
	none := post("nothing", `[]`)
	none.want = `{"message":"Cannot send an empty message","code":50006}`
	both := post("content too", `[{"type":10,"content":"x"}],"content":"y","embeds":[{"title":"z"}]`)
	both.want = `{"message":"Invalid Form Body","code":50035,"errors":{
		"content":{"_errors":[{"code":"MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2","message":"The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"}]},
		"embeds":{"_errors":[{"code":"MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2","message":"The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"}]}}}`
	many := post("too many", `[{"type":17,"components":[`+strings.TrimSuffix(strings.Repeat(`{"type":14},`, 40), ",")+`]}]`)
	many.want = invalidForm("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components cannot exceed 40")
	long := post("too much text", `[{"type":10,"content":"`+strings.Repeat("a", 4000)+`"},{"type":10,"content":"b"}]`)
	long.want = invalidForm("components", "COMPONENT_MAX_TEXT_LENGTH_EXCEEDED", "The total displayable text of all components cannot exceed 4000 characters")
	nested := post("a box in a box", `[{"type":17,"components":[{"type":17,"components":[{"type":14}]}]}]`)
	nested.want = invalidForm("components.0.components.0", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1, 9, 10, 12, 13, 14).`)
	bare := post("a section without anything beside it", `[{"type":9,"components":[{"type":10,"content":"x"}]}]`)
	bare.want = invalidForm("components.0.accessory", "BASE_TYPE_REQUIRED", "This field is required")
	lost := post("a file that isn't there", `[{"type":13,"file":{"url":"attachment://a.txt"}}]`)
	lost.want = invalidForm("components.0.file.url", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment was not found")
	remote := post("a file from elsewhere", `[{"type":13,"file":{"url":"https://example.com/a.txt"}}]`)
	remote.want = invalidForm("components.0.file.url", "UNFURLED_MEDIA_ITEM_ATTACHMENT_REFERENCE_REQUIRED", "Only attachment references are allowed")
	run(t, nil, []exchange{good, none, both, many, long, nested, bare, lost, remote})
}

func TestEmbeds(t *testing.T) {
	post := func(name, embeds string) exchange {
		return exchange{name: name, do: "POST /channels/{channel}/messages", body: `{"embeds":` + embeds + `}`, status: 400}
	}
	good := post("everything", `[{"type":"video","title":" T ","description":"D","url":"https://example.com","timestamp":"2024-05-06T07:08:09.123Z","color":255,
		"footer":{"text":"F","icon_url":"https://example.com/f.png"},"author":{"name":"A","url":"https://example.com/a"},"image":{"url":"https://example.com/i.png"},
		"fields":[{"name":"N","value":"V","inline":true},{"name":"M","value":"W"}],"provider":{"name":"no"}}]`)
	good.status, good.events = 0, []string{"MESSAGE_CREATE"}
	good.want = `{"embeds":[{"type":"rich","title":"T","description":"D","url":"https://example.com","timestamp":"2024-05-06T07:08:09.123000+00:00","color":255,
		"footer":{"text":"F","icon_url":"https://example.com/f.png"},"author":{"name":"A"},"image":{"url":"https://example.com/i.png","proxy_url":"*"},
		"fields":[{"name":"N","value":"V","inline":true},{"name":"M","value":"W","inline":false}],"provider":"-"}]}`
	exchanges := []exchange{good}
	for _, r := range []struct{ name, embeds, path, code, message string }{
		{"empty", `[{}]`, "embeds.0.description", "BASE_TYPE_REQUIRED", "This field is required"},
		{"long title", `[{"title":"` + strings.Repeat("a", 257) + `"}]`, "embeds.0.title", "BASE_TYPE_MAX_LENGTH", "Must be 256 or fewer in length."},
		{"long description", `[{"description":"` + strings.Repeat("a", 4097) + `"}]`, "embeds.0.description", "BASE_TYPE_MAX_LENGTH", "Must be 4096 or fewer in length."},
		{"too much together", `[{"description":"` + strings.Repeat("a", 4000) + `"},{"description":"` + strings.Repeat("a", 2001) + `"}]`, "embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"},
		{"eleven", `[` + strings.TrimSuffix(strings.Repeat(`{"title":"a"},`, 11), ",") + `]`, "embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."},
		{"blank field", `[{"fields":[{"name":"a","value":" "}]}]`, "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED", "This field is required"},
		{"half a field", `[{"fields":[{"name":"a"}]}]`, "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED", "This field is required"},
		{"color", `[{"title":"a","color":16777216}]`, "embeds.0.color", "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215."},
		{"time", `[{"title":"a","timestamp":"yesterday"}]`, "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE", "Could not parse yesterday. Should be ISO8601."},
		{"scheme", `[{"title":"a","url":"javascript:x"}]`, "embeds.0.url", "URL_TYPE_INVALID_SCHEME", `Scheme "javascript" is not supported. Scheme must be one of ('http', 'https').`},
		{"image scheme", `[{"image":{"url":"ftp://x"}}]`, "embeds.0.image.url", "URL_TYPE_INVALID_SCHEME", `Scheme "ftp" is not supported. Scheme must be one of ('http', 'https', 'attachment').`},
		{"no url", `[{"image":{"url":"x"}}]`, "embeds.0.image.url", "URL_TYPE_INVALID_URL", "Not a well formed URL."},
	} {
		x := post(r.name, r.embeds)
		x.want = invalidForm(r.path, r.code, r.message)
		exchanges = append(exchanges, x)
	}
	run(t, nil, exchanges)
}
