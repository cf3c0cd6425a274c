package emulator_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestCommands(t *testing.T) {
	for _, scope := range []string{"/applications/{app}/commands", "/applications/{app}/guilds/{guild}/commands"} {
		t.Run(scope, func(t *testing.T) {
			where := `"guild_id":"-"`
			if strings.Contains(scope, "guilds") {
				where = `"guild_id":"{guild}"`
			}
			run(t, nil, []exchange{
				{name: "none", do: "GET " + scope, want: `[]`},
				{
					name: "create", do: "POST " + scope, status: 201, save: "echo",
					body: `{"name":"echo","description":"Says it","options":[{"type":3,"name":"text","description":"What","required":true,"choices":null,"min_length":1,"channel_types":[1]},{"type":4,"name":"times","description":"How often","min_value":1,"max_value":5,"choices":[{"name":"once","value":1},{"name":"twice","value":"2"}]}],"default_permission":true}`,
					want: `{"id":"*","application_id":"{app}","type":1,"name":"echo","description":"Says it","version":"*","default_member_permissions":null,"nsfw":false,` + where + `,
						"options":[{"type":3,"name":"text","description":"What","required":true,"min_length":1,"choices":"-","channel_types":"-"},{"type":4,"name":"times","min_value":1,"max_value":5,"choices":[{"name":"once","value":1},{"name":"twice","value":2}]}]}`,
				},
				{name: "create again", do: "POST " + scope, body: `{"name":"echo","description":"New","options":null}`, want: `{"id":"{echo}","description":"New","options":"-"}`},
				{name: "of another kind", do: "POST " + scope, body: `{"name":"echo","type":3}`, status: 201, save: "menu", want: `{"type":3,"description":"","options":"-"}`},
				{name: "get", do: "GET " + scope + "/{echo}", want: `{"id":"{echo}"}`},
				{name: "get none", do: "GET " + scope + "/5", status: 404, want: `{"message":"Unknown application command","code":10063}`},
				{name: "list", do: "GET " + scope, want: `[{"id":"{echo}"},{"id":"{menu}"}]`},
				{
					name: "update", do: "PATCH " + scope + "/{echo}", body: `{"name":"say","name_localizations":{"de":"sag"},"options":[{"type":5,"name":"loud","description":"L"}],"default_member_permissions":"8"}`,
					want: `{"id":"{echo}","name":"say","description":"New","name_localizations":{"de":"sag"},"options":[{"type":5,"name":"loud"}],"default_member_permissions":"8"}`,
				},
				{name: "update nothing", do: "PATCH " + scope + "/{echo}", body: `{}`, want: `{"name":"say","options":[{"name":"loud"}],"default_member_permissions":"8"}`},
				{name: "list without translations", do: "GET " + scope, want: `[{"id":"{echo}","name_localizations":"-"},{}]`},
				{name: "list with them", do: "GET " + scope + "?with_localizations=true", want: `[{"id":"{echo}","name_localizations":{"de":"sag"}},{}]`},
				{name: "another", do: "POST " + scope, body: `{"name":"other","description":"d"}`, status: 201, save: "other"},
				{name: "a name that is taken", do: "PATCH " + scope + "/{other}", body: `{"name":"say"}`, status: 400, want: `{"message":"An application command with that name already exists","code":40041}`},
				{
					name: "replace", do: "PUT " + scope, body: `[{"name":"say","description":"S","type":1},{"name":"new","description":"N"}]`,
					want: `[{"id":"{echo}","name":"say","description":"S","default_member_permissions":null},{"name":"new"}]`,
				},
				{name: "the others are gone", do: "GET " + scope + "/{menu}", status: 404, want: `{"message":"Unknown application command","code":10063}`},
				{
					name: "the same twice", do: "PUT " + scope, body: `[{"name":"a","description":"A"},{"name":"a","description":"A"}]`,
					status: 400, want: invalidForm("1", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"),
				},
				{name: "no list", do: "PUT " + scope, body: `{}`, status: 400, want: invalidForm("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")},
				{name: "delete", do: "DELETE " + scope + "/{echo}"},
				{name: "delete again", do: "DELETE " + scope + "/{echo}", status: 404, want: `{"message":"Unknown application command","code":10063}`},
				{name: "none", do: "PUT " + scope, body: `[]`, want: `[]`},
				{name: "another's", do: strings.Replace("GET "+scope, "{app}", "5", 1), status: 403, want: `{"message":"You are not authorized to perform this action on this application","code":20012}`},
			})
		})
	}
}

func TestCommandForm(t *testing.T) {
	const (
		required = "BASE_TYPE_REQUIRED"
		missing  = "This field is required"
		badName  = "APPLICATION_COMMAND_INVALID_NAME"
		nameText = "Command name is invalid"
	)
	option := func(fields string) string {
		return `{"name":"a","description":"A","options":[{` + fields + `}]}`
	}
	tests := []struct{ name, body, path, code, message string }{
		{"no name", `{"description":"A"}`, "name", required, missing},
		{"no description", `{"name":"a"}`, "description", required, missing},
		{"capitals", `{"name":"Echo","description":"A"}`, "name", badName, nameText},
		{"spaces", `{"name":"a b","description":"A"}`, "name", badName, nameText},
		{"long name", `{"name":"` + strings.Repeat("a", 33) + `","description":"A"}`, "name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length."},
		{"long description", `{"name":"a","description":"` + strings.Repeat("a", 101) + `"}`, "description", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length."},
		{"no such kind", `{"name":"a","description":"A","type":5}`, "type", "NUMBER_TYPE_MAX", "int value should be less than or equal to 4."},
		{"a menu with a description", `{"name":"A b","description":"A","type":2}`, "description", "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Context menu commands cannot have description"},
		{"a menu with options", `{"name":"A","type":2,"options":[{"type":3,"name":"a","description":"A"}]}`, "options", "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands cannot have options"},
		{"no such language", `{"name":"a","description":"A","name_localizations":{"xx":"a"}}`, "name_localizations.xx", "BASE_TYPE_CHOICES", "*"},
		{"a translation with capitals", `{"name":"a","description":"A","name_localizations":{"de":"A"}}`, "name_localizations.de", badName, nameText},
		{"an option's name", option(`"type":3,"name":"A","description":"A"`), "options.0.name", badName, nameText},
		{"an option's description", option(`"type":3,"name":"a"`), "options.0.description", required, missing},
		{"no such option", option(`"type":12,"name":"a","description":"A"`), "options.0", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).`},
		{"the same option", `{"name":"a","description":"A","options":[{"type":3,"name":"a","description":"A"},{"type":3,"name":"a","description":"A"}]}`, "options.1.name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists"},
		{"required behind optional", `{"name":"a","description":"A","options":[{"type":3,"name":"a","description":"A"},{"type":3,"name":"b","description":"A","required":true}]}`, "options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options"},
		{"a subcommand and an option", `{"name":"a","description":"A","options":[{"type":1,"name":"a","description":"A"},{"type":3,"name":"b","description":"A"}]}`, "options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types"},
		{"a subcommand in a subcommand", option(`"type":1,"name":"a","description":"A","options":[{"type":1,"name":"b","description":"A"}]`), "options.0.options.0", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 9, 10, 11).`},
		{"a group in a group", option(`"type":2,"name":"a","description":"A","options":[{"type":2,"name":"b","description":"A"}]`), "options.0.options.0", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1,).`},
		{"autocomplete with choices", option(`"type":3,"name":"a","description":"A","autocomplete":true,"choices":[{"name":"x","value":"y"}]`), "options.0.autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Autocomplete cannot be set to true if choices are present"},
		{"a number among texts", option(`"type":3,"name":"a","description":"A","choices":[{"name":"x","value":1}]`), "options.0.choices.0.value", "STRING_TYPE_CONVERT", `Could not interpret "1" as string.`},
		{"a text among numbers", option(`"type":4,"name":"a","description":"A","choices":[{"name":"x","value":"y"}]`), "options.0.choices.0.value", "NUMBER_TYPE_COERCE", `Value "y" is not int.`},
		{"no value", option(`"type":4,"name":"a","description":"A","choices":[{"name":"x"}]`), "options.0.choices.0.value", required, missing},
		{"permissions", `{"name":"a","description":"A","default_member_permissions":"admin"}`, "default_member_permissions", "NUMBER_TYPE_COERCE", `Value "admin" is not int.`},
		{"contexts", `{"name":"a","description":"A","contexts":[3]}`, "contexts.0", "BASE_TYPE_CHOICES", "Value must be one of (0, 1, 2)."},
	}
	var exchanges []exchange
	for _, tt := range tests {
		x := exchange{name: tt.name, do: "POST /applications/{app}/commands", body: tt.body, status: 400}
		if tt.message != "*" {
			x.want = invalidForm(tt.path, tt.code, tt.message)
		}
		exchanges = append(exchanges, x)
	}
	run(t, nil, exchanges)
}

func TestCommandLimits(t *testing.T) {
	list := func(n, kind int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,{"name":"c%d","type":%d}`, i, kind)
		}
		return "[" + strings.TrimPrefix(b.String(), ",") + "]"
	}
	sub := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,{"type":3,"name":"o%d","description":"%s","choices":[%s]}`, i, strings.Repeat("d", 100),
				strings.TrimPrefix(strings.Repeat(fmt.Sprintf(`,{"name":"n%d","value":"v%d"}`, i, i), 1), ","))
		}
		return strings.TrimPrefix(b.String(), ",")
	}
	long := func(i int) string {
		return fmt.Sprintf(`{"type":1,"name":"s%d","description":"d","options":[%s]}`, i, sub(25))
	}
	run(t, nil, []exchange{
		{name: "15", do: "PUT /applications/{app}/commands", body: list(15, 2), want: "[" + strings.TrimSuffix(strings.Repeat("{},", 15), ",") + "]"},
		{name: "16", do: "PUT /applications/{app}/commands", body: list(16, 2), status: 400, want: `{"message":"Maximum number of application commands reached (15).","code":30032}`},
		{name: "one more", do: "POST /applications/{app}/commands", body: `{"name":"x","type":2}`, status: 400, want: `{"message":"Maximum number of application commands reached (15).","code":30032}`},
		{
			name: "too large", do: "POST /applications/{app}/commands", body: `{"name":"x","description":"d","options":[` + long(0) + "," + long(1) + "," + long(2) + "," + long(3) + `]}`,
			status: 400, want: `{"message":"Invalid Form Body","code":50035,"errors":{"_errors":[{"code":"APPLICATION_COMMAND_TOO_LARGE","message":"Command exceeds maximum size (8000)"}]}}`,
		},
	})
}

func TestCommandPermissions(t *testing.T) {
	run(t, nil, []exchange{
		{name: "create", do: "POST /applications/{app}/guilds/{guild}/commands", body: `{"name":"x","description":"d"}`, status: 201, save: "x"},
		{name: "list", do: "GET /applications/{app}/guilds/{guild}/commands/permissions", want: `[]`},
		{name: "get", do: "GET /applications/{app}/guilds/{guild}/commands/{x}/permissions", status: 404, want: `{"message":"Unknown application command permissions","code":10066}`},
		{name: "set", do: "PUT /applications/{app}/guilds/{guild}/commands/{x}/permissions", body: `{"permissions":[]}`, status: 403, want: `{"message":"Bots cannot use this endpoint","code":20001}`},
		{name: "in another guild", do: "GET /applications/{app}/guilds/5/commands", status: 403, want: `{"message":"Missing Access","code":50001}`},
	})
}
