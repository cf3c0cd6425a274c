package discord_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
)

// TestUnknownMembersSurvive decodes what no member fits, at each place where a
// union stands.
func TestUnknownMembersSurvive(t *testing.T) {
	t.Parallel()
	unknown := []string{
		`{"type":99,"new":[1,{"a":null}],"id":5}`,
		`{"id":5,"type":-1}`,
		`{"type":"2","label":"x"}`,
		`{"type":2.5}`,
		`{"type":99999999999999999999}`,
		`{"no":"type"}`, `{}`, `[]`, `"text"`, `1.5e3`, `true`, `null`,
	}
	button, input, command, group := `{"type":2,"style":1}`, `{"type":4,"custom_id":"x"}`, `{"type":1,"name":"a"}`, `{"type":2,"name":"a"}`
	tests := []struct {
		name      string
		v         any
		text      string // with a % for the member
		misplaced []string
	}{
		{"message", new(discord.Components), `[%]`, []string{button, input, `{"type":18,"label":"x"}`, `{"type":11}`}},
		{"row", new(discord.RowComponents), `[%]`, []string{`{"type":1,"components":[]}`, `{"type":10,"content":"x"}`, `{"type":23}`}},
		{"section", new(discord.SectionComponents), `[%]`, []string{button, `{"type":9}`}},
		{"container", new(discord.ContainerComponents), `[%]`, []string{button, `{"type":17,"components":[]}`}},
		{"modal", new(discord.ModalComponents), `[%]`, []string{button, `{"type":17}`, input}},
		{"accessory", new(discord.Section), `{"type":9,"components":[],"accessory":%}`, []string{`{"type":10,"content":"x"}`, input}},
		{"label", new(discord.Label), `{"type":18,"label":"x","component":%}`, []string{button, `{"type":10}`, `{"type":18}`}},
		{"options", new(discord.CommandOptions), `[%]`, nil},
		{"subcommand", new(discord.SubCommandOptions), `[%]`, []string{command, group}},
		{"group", new(discord.SubCommandGroupOptions), `[%]`, []string{group, `{"type":3,"name":"a"}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, member := range append(unknown, tt.misplaced...) {
				text := strings.Replace(tt.text, "%", member, 1)
				if err := json.Unmarshal([]byte(text), tt.v); err != nil {
					t.Errorf("decode %s: %v", text, err)
					continue
				}
				if len(unknowns(reflect.ValueOf(tt.v))) != 1 {
					t.Errorf("decoded %s to %#v, want one unknown member", text, tt.v)
				}
				if got, err := json.Marshal(tt.v); err != nil || string(got) != text {
					t.Errorf("encoded %s, %v; want %s", got, err, text)
				}
			}
		})
	}
}

func TestUnknownMemberKeepsItsText(t *testing.T) {
	t.Parallel()
	const raw = `{ "type": 99,  "text": "<&>" }`
	var components discord.Components
	if err := json.Unmarshal([]byte(" [ "+raw+" ] "), &components); err != nil {
		t.Fatal(err)
	}
	want := discord.UnknownComponent{Type: 99, Raw: json.RawMessage(raw)}
	if !reflect.DeepEqual(components, discord.Components{want}) {
		t.Fatalf("decoded %#v, want %#v", components, want)
	}
	if got, err := want.MarshalJSON(); err != nil || string(got) != raw {
		t.Errorf("encoded %s, %v; want %s", got, err, raw)
	}
}

func TestUnknownMemberWithoutText(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]any{
		`{"type":99}`: discord.UnknownComponent{Type: 99},
		`{"type":12}`: discord.UnknownOption{Type: 12},
		`null`:        discord.UnknownData{},
	} {
		if got, err := json.Marshal(v); err != nil || string(got) != want {
			t.Errorf("encoded %#v as %s, %v; want %s", v, got, err, want)
		}
	}
}

// TestMembersKnowTheirType decodes a bare member of each type that is named,
// and nothing else.
func TestMembersKnowTheirType(t *testing.T) {
	t.Parallel()
	components := map[discord.ComponentType]any{
		2: new(discord.RowComponents), 3: new(discord.RowComponents), 4: new(discord.RowComponents), 5: new(discord.RowComponents),
		6: new(discord.RowComponents), 7: new(discord.RowComponents), 8: new(discord.RowComponents), 18: new(discord.ModalComponents),
	}
	named := 0
	for n := range discord.ComponentType(30) {
		text := `[{"type":` + discord.ScalarOf(int(n)).String() + `}]`
		into := components[n]
		label := `{"component":` + strings.Trim(text, "[]") + `}`
		switch {
		case into != nil:
		case n == discord.ComponentTypeThumbnail:
			into, text = new(discord.Section), `{"components":[],"accessory":`+strings.Trim(text, "[]")+`}`
		case n >= discord.ComponentTypeFileUpload:
			into, text = new(discord.Label), label
		default:
			into = new(discord.Components)
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Errorf("decode %s: %v", text, err)
			continue
		}
		known := len(unknowns(reflect.ValueOf(into))) == 0
		if isNamed := !strings.HasPrefix(n.String(), "ComponentType("); known != isNamed {
			t.Errorf("%v: known = %v, named = %v", n, known, isNamed)
		}
		if known {
			named++
			var got []discord.Component
			walk(reflect.ValueOf(into), &got)
			if len(got) == 0 || got[len(got)-1].ComponentType() != n {
				t.Errorf("%s decoded to %#v, want a component of type %v", text, got, n)
			}
		}
	}
	if named != 20 {
		t.Errorf("%d component types, want 20", named)
	}
	for n := range discord.CommandOptionType(13) {
		var options discord.CommandOptions
		text := `[{"type":` + discord.ScalarOf(int(n)).String() + `,"name":"x"}]`
		if err := json.Unmarshal([]byte(text), &options); err != nil {
			t.Fatal(err)
		}
		isNamed := !strings.HasPrefix(n.String(), "CommandOptionType(")
		if _, unknown := options[0].(discord.UnknownOption); unknown == isNamed || options[0].OptionType() != n || (options[0].OptionName() == "x") != isNamed {
			t.Errorf("%s decoded to %#v", text, options)
		}
	}
}

// walk collects the components in v, outer ones first.
func walk(v reflect.Value, found *[]discord.Component) {
	if v.CanInterface() && v.Kind() == reflect.Struct {
		if c, ok := v.Interface().(discord.Component); ok {
			*found = append(*found, c)
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), found)
			}
		}
	}
}

func TestOpenEnumsPrintTheirNumber(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"ComponentType(99)":              discord.ComponentType(99).String(),
		"ComponentTypeFile":              discord.ComponentTypeFile.String(),
		"ButtonStyle(7)":                 discord.ButtonStyle(7).String(),
		"CommandOptionType(0)":           discord.CommandOptionType(0).String(),
		"InteractionType(-1)":            discord.InteractionType(-1).String(),
		"InteractionCallbackType(2)":     discord.InteractionCallbackType(2).String(),
		"EntitlementTypePurchase":        discord.EntitlementTypePurchase.String(),
		"InteractionContextType(3)":      discord.InteractionContextType(3).String(),
		"ApplicationIntegrationType(2)":  discord.ApplicationIntegrationType(2).String(),
		"SKUTypeDurable":                 discord.SKUTypeDurable.String(),
		"CommandPermissionTypeChannel":   discord.CommandPermissionTypeChannel.String(),
		"CommandTypePrimaryEntryPoint":   discord.CommandTypePrimaryEntryPoint.String(),
		"InteractionCallbackTypeModal":   discord.InteractionCallbackTypeModal.String(),
		"TextInputStyleParagraph":        discord.TextInputStyleParagraph.String(),
		"SeparatorSpacing(0)":            discord.SeparatorSpacing(0).String(),
		"EntitlementOwnerTypeGuild":      discord.EntitlementOwnerTypeGuild.String(),
		"FulfillmentStatusFulfilled":     discord.FulfillmentStatusFulfilled.String(),
		"CommandHandler(3)":              discord.CommandHandler(3).String(),
		"InteractionTypeModalSubmit":     discord.InteractionTypeModalSubmit.String(),
		"CommandOptionTypeSubCommand":    discord.CommandOptionTypeSubCommand.String(),
		"InteractionContextTypeBotDM":    discord.InteractionContextTypeBotDM.String(),
		"ComponentTypeMentionableSelect": discord.ComponentTypeMentionableSelect.String(),
	} {
		if got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

// Errors inside a known member are errors: the payload is not what Discord
// documents.
func TestBrokenMembersFail(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		v    any
		text string
	}{
		{new(discord.Components), `{}`},
		{new(discord.Components), `[{"type":1,"components":{}}]`},
		{new(discord.Components), `[{"type":10,"content":5}]`},
		{new(discord.CommandOptions), `[{"type":3,"name":[]}]`},
		{new(discord.Choices), `[{"name":"x","value":{}}]`},
		{new(discord.Choices), `[{"name":"x"`},
		{new(discord.Interaction), `{"type":2,"data":[]}`},
		{new(discord.Interaction), `{"type":2,"data":{"id":true}}`},
		{new(discord.InteractionResponse), `{"type":9,"data":{"title":1}}`},
	} {
		if err := json.Unmarshal([]byte(tt.text), tt.v); err == nil {
			t.Errorf("decode %s: no error, got %#v", tt.text, tt.v)
		}
	}
}

func FuzzComponents(f *testing.F) {
	seed(f, "message_components")
	f.Add([]byte(`[{"type":99,"x":[null]},null,5,{"type":2}]`))
	f.Fuzz(func(t *testing.T, b []byte) { stable[discord.Components](t, b) })
}

func FuzzModal(f *testing.F) {
	seed(f, "modals")
	f.Fuzz(func(t *testing.T, b []byte) { stable[discord.Modal](t, b) })
}

func FuzzCommandOptions(f *testing.F) {
	seed(f, "commands")
	f.Add([]byte(`{"options":[{"type":12,"name":"x"},{"type":2,"options":[{"type":1,"options":[{"type":3}]}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) { stable[discord.ApplicationCommand](t, b) })
}

func FuzzInteraction(f *testing.F) {
	seed(f, "interactions")
	f.Add([]byte(`{"data":{"a":1},"type":7}`))
	f.Fuzz(func(t *testing.T, b []byte) { stable[discord.Interaction](t, b) })
}

func FuzzInteractionResponse(f *testing.F) {
	seed(f, "responses")
	f.Fuzz(func(t *testing.T, b []byte) { stable[discord.InteractionResponse](t, b) })
}
