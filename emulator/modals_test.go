package emulator_test

import "testing"

func TestModalComponents(t *testing.T) {
	label := func(component string) string { return `[{"type":18,"label":"L","component":` + component + `}]` }
	accepted := []struct{ name, components string }{
		{"a text", label(`{"type":4,"custom_id":"a","style":2,"min_length":1,"max_length":10,"required":false,"value":"v","placeholder":"p"}`)},
		{"a text in a row, as it was", `[{"type":1,"components":[{"type":4,"custom_id":"a","style":1,"label":"L"}]}]`},
		{"a select", label(`{"type":3,"custom_id":"a","options":[{"label":"A","value":"a"}],"required":false}`)},
		{"a user select", label(`{"type":5,"custom_id":"a"}`)},
		{"files", label(`{"type":19,"custom_id":"a","min_values":0,"max_values":3,"file_types":["image"]}`)},
		{"one of some", label(`{"type":21,"custom_id":"a","options":[{"label":"A","value":"a","default":true},{"label":"B","value":"b"}]}`)},
		{"some", label(`{"type":22,"custom_id":"a","options":[{"label":"A","value":"a"}],"max_values":1}`)},
		{"yes or no", label(`{"type":23,"custom_id":"a","default":true}`)},
		{"words", `[{"type":10,"content":"read this"}]`},
	}
	refused := []struct{ name, components, path, code, message string }{
		{"six", `[{"type":10,"content":"1"},{"type":10,"content":"2"},{"type":10,"content":"3"},{"type":10,"content":"4"},{"type":10,"content":"5"},{"type":10,"content":"6"}]`, "", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length."},
		{"a button", label(`{"type":2,"style":1,"label":"A","custom_id":"a"}`), ".0.component", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 19, 21, 22, 23).`},
		{"nothing", `[{"type":18,"label":"L"}]`, ".0.component", "BASE_TYPE_REQUIRED", "This field is required"},
		{"no style", label(`{"type":4,"custom_id":"a"}`), ".0.component.style", "BASE_TYPE_REQUIRED", "This field is required"},
		{"no way to fill it in", label(`{"type":4,"custom_id":"a","style":1,"min_length":5,"max_length":4}`), ".0.component.min_length", "NUMBER_TYPE_MAX", "int value should be less than or equal to 4."},
		{"a select that is disabled", label(`{"type":5,"custom_id":"a","disabled":true}`), ".0.component.disabled", "BASE_TYPE_CHOICES", "Components in modals cannot be disabled"},
		{"one of one", label(`{"type":21,"custom_id":"a","options":[{"label":"A","value":"a"}]}`), ".0.component.options", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 10 in length."},
		{"two defaults of one", label(`{"type":21,"custom_id":"a","options":[{"label":"A","value":"a","default":true},{"label":"B","value":"b","default":true}]}`), ".0.component.options", "SELECT_COMPONENT_MAX_VALUES_OUT_OF_RANGE", "At most 1 options can be chosen by default"},
		{"eleven files", label(`{"type":19,"custom_id":"a","max_values":11}`), ".0.component.max_values", "NUMBER_TYPE_MAX", "int value should be less than or equal to 10."},
		{"the same name", `[{"type":18,"label":"L","component":{"type":23,"custom_id":"a"}},{"type":18,"label":"L","component":{"type":22,"custom_id":"a","options":[{"label":"A","value":"a"}]}}]`, ".1.component.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"},
	}
	exchanges := []exchange{makeCommand(`{"name":"form","description":"d"}`), use("form")}
	for _, r := range refused {
		exchanges = append(exchanges, exchange{
			name: r.name, do: callback, body: `{"type":9,"data":{"custom_id":"m","title":"M","components":` + r.components + `}}`,
			status: 400, want: invalidForm("data.components"+r.path, r.code, r.message),
		})
	}
	for _, a := range accepted {
		exchanges = append(exchanges, use("form"), exchange{
			name: a.name, do: callback, body: `{"type":9,"data":{"custom_id":"m","title":"M","components":` + a.components + `}}`,
		})
	}
	run(t, nil, exchanges)
}
