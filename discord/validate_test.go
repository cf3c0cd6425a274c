package discord_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
)

// A bad body has these problems, by path, in order.
type bad struct {
	name string
	body interface{ Validate() error }
	want []string // path: message
}

func (tt bad) test(t *testing.T) {
	t.Helper()
	err := tt.body.Validate()
	if len(tt.want) == 0 {
		if err != nil {
			t.Errorf("Validate() = %v, want nil", err)
		}
		return
	}
	var invalid *discord.ValidationError
	if !errors.As(err, &invalid) {
		t.Fatalf("Validate() = %v, want a ValidationError", err)
	}
	var got []string
	for _, f := range invalid.Fields {
		got = append(got, f.String())
	}
	if !reflect.DeepEqual(got, tt.want) {
		t.Errorf("Validate() =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
	}
}

var (
	okButton = discord.Button{Style: discord.ButtonStylePrimary, Label: "x", CustomID: "ok"}
	okSelect = discord.UserSelect{CustomID: "select"}
	okText   = discord.TextDisplay{Content: "x"}
	okMedia  = discord.UnfurledMedia{URL: "attachment://x.png"}
	okField  = discord.StringSelect{CustomID: "s", Options: []discord.SelectOption{{Label: "x", Value: "x"}}}
)

func buttons(n int) (row discord.RowComponents) {
	for i := range n {
		b := okButton
		b.CustomID = strings.Repeat("b", i+1)
		row = append(row, b)
	}
	return row
}

func row(components ...discord.RowComponent) discord.ActionRow {
	return discord.ActionRow{Components: components}
}

func TestValidateMessageComponents(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 101)
	for _, tt := range []bad{
		{"good legacy", discord.Components{row(buttons(5)...), row(okSelect)}, nil},
		{"good", discord.Components{
			discord.Container{ID: 7, AccentColor: new(discord.Color(0xFFFFFF)), Components: discord.ContainerComponents{
				discord.Section{Components: discord.SectionComponents{okText}, Accessory: discord.Thumbnail{Media: okMedia, Description: new("x")}},
				discord.MediaGallery{Items: []discord.MediaGalleryItem{{Media: okMedia}}},
				discord.FileComponent{File: okMedia}, discord.Separator{}, row(okButton),
			}},
			discord.UnknownComponent{Type: 99},
		}, nil},
		{"paths", discord.Components{row(okButton), row(buttons(2)[1], discord.Button{Style: discord.ButtonStyleDanger, Label: "x", CustomID: long})},
			[]string{"components[1].components[1].custom_id: must have 1 to 100 characters"}},
		{"empty row", discord.Components{row()}, []string{"components[0].components: must have 1 to 5 elements"}},
		{"six buttons", discord.Components{row(buttons(6)...)}, []string{"components[0].components: must have 1 to 5 elements"}},
		{"two selects", discord.Components{row(okSelect, discord.RoleSelect{CustomID: "r"})}, []string{"components[0].components: must be buttons, or a single select"}},
		{"select and button", discord.Components{row(okSelect, okButton)}, []string{"components[0].components: must be buttons, or a single select"}},
		{"six rows", discord.Components{row(buttons(1)...), row(okSelect), row(okField), row(discord.RoleSelect{CustomID: "1"}), row(discord.RoleSelect{CustomID: "2"}), row(discord.RoleSelect{CustomID: "3"})},
			[]string{"components: must have at most 5 elements"}},
		{"nothing", discord.Components{nil, row(nil)}, []string{"components[0]: is required", "components[1].components[0]: is required"}},
		{"same custom_id", discord.Components{row(okButton, okButton)}, []string{"components[0].components[1].custom_id: must be unique"}},
		{"same id", discord.Components{discord.TextDisplay{ID: 3, Content: "x"}, discord.TextDisplay{ID: 3, Content: "x"}, discord.TextDisplay{ID: -1, Content: "x"}},
			[]string{"components[1].id: must be unique", "components[2].id: must not be negative"}},
		{"too many", discord.Components{discord.Container{Components: make(discord.ContainerComponents, 40)}}, append(requiredAll(40), "components: must have at most 40 components, nested ones included")},
		{"section", discord.Components{discord.Section{}}, []string{"components[0].components: must have 1 to 3 elements", "components[0].accessory: is required"}},
		{"container", discord.Components{discord.Container{AccentColor: new(discord.Color(0x1000000))}},
			[]string{"components[0].components: must have 1 to 40 elements", "components[0].accent_color: must be at most 0xffffff"}},
		{"content", discord.Components{discord.TextDisplay{Content: strings.Repeat("x", 4001)}, discord.MediaGallery{}, discord.FileComponent{}, discord.Separator{Spacing: 3}},
			[]string{"components[0].content: must have 1 to 4000 characters", "components[1].items: must have 1 to 10 elements", "components[2].file.url: must have 1 to 2048 characters", "components[3].spacing: must be between 0 and 2"}},
		{"gallery", discord.Components{discord.MediaGallery{Items: []discord.MediaGalleryItem{{Media: okMedia}, {Description: new("")}}}},
			[]string{"components[0].items[1].media.url: must have 1 to 2048 characters", "components[0].items[1].description: must have 1 to 1024 characters"}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t) })
	}
}

func requiredAll(n int) (want []string) {
	for i := range n {
		want = append(want, "components[0].components["+discord.ScalarOf(i).String()+"]: is required")
	}
	return want
}

func TestValidateComponentsNeedFlag(t *testing.T) {
	t.Parallel()
	m := discord.CreateMessage{Components: discord.Components{okText, discord.Container{Components: discord.ContainerComponents{discord.Separator{}}}}}
	bad{body: m, want: []string{
		"components[0].type: needs the message flag IS_COMPONENTS_V2",
		"components[1].type: needs the message flag IS_COMPONENTS_V2",
		"components[1].components[0].type: needs the message flag IS_COMPONENTS_V2",
	}}.test(t)
	m.Flags = discord.MessageFlagIsComponentsV2
	bad{body: m}.test(t)
}

func TestValidateButton(t *testing.T) {
	t.Parallel()
	style := func(b discord.Button) discord.Components { return discord.Components{row(b)} }
	const path = "components[0].components[0]."
	for _, tt := range []bad{
		{"link", style(discord.Button{Style: discord.ButtonStyleLink, Label: "x", URL: "https://example.com"}), nil},
		{"premium", style(discord.Button{Style: discord.ButtonStylePremium, SKUID: 5}), nil},
		{"emoji", style(discord.Button{Style: discord.ButtonStyleSuccess, Emoji: discord.ComponentEmoji{Name: "🔥"}, CustomID: "x"}), nil},
		{"new style", style(discord.Button{Style: 7}), nil},
		{"no style", style(discord.Button{}), []string{path + "style: is required"}},
		{"nothing", style(discord.Button{Style: discord.ButtonStylePrimary}), []string{path + "custom_id: must have 1 to 100 characters", path + "label: is required"}},
		{"long label", style(discord.Button{Style: discord.ButtonStyleSecondary, CustomID: "x", Label: strings.Repeat("x", 81)}), []string{path + "label: must have at most 80 characters"}},
		{"too much", style(discord.Button{Style: discord.ButtonStylePrimary, CustomID: "x", Label: "x", URL: "x", SKUID: 1}), []string{path + "url: must not be set here", path + "sku_id: must not be set here"}},
		{"bad link", style(discord.Button{Style: discord.ButtonStyleLink, CustomID: "x", SKUID: 1}), []string{path + "url: must have 1 to 512 characters", path + "label: is required", path + "custom_id: must not be set here", path + "sku_id: must not be set here"}},
		{"bad premium", style(discord.Button{Style: discord.ButtonStylePremium, Label: "x", URL: "x", CustomID: "x"}), []string{path + "sku_id: is required", path + "label: must not be set here", path + "url: must not be set here", path + "custom_id: must not be set here"}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t) })
	}
}

func TestValidateModal(t *testing.T) {
	t.Parallel()
	modal := func(components ...discord.LabelComponent) discord.Modal {
		m := discord.Modal{CustomID: "m", Title: "T"}
		for _, c := range components {
			m.Components = append(m.Components, discord.Label{Label: "L", Component: c})
		}
		return m
	}
	text := discord.TextInput{CustomID: "t", Style: discord.TextInputStyleShort}
	options := []discord.GroupOption{{Label: "a", Value: "a"}, {Label: "b", Value: "b"}}
	for _, tt := range []bad{
		{"good", modal(text, okField, discord.FileUpload{CustomID: "f", MaxValues: 10}, discord.RadioGroup{CustomID: "r", Options: options},
			discord.CheckboxGroup{CustomID: "c", Options: options, MinValues: new(0), Required: new(false)}, discord.Checkbox{CustomID: "x"},
			discord.ChannelSelect{CustomID: "ch"}, discord.MentionableSelect{CustomID: "me"}, discord.UnknownComponent{}), nil},
		{"empty", discord.Modal{}, []string{"custom_id: must have 1 to 100 characters", "title: must have 1 to 45 characters", "components: must have 1 to 40 elements"}},
		{"label", discord.Modal{CustomID: "m", Title: "T", Components: discord.ModalComponents{discord.Label{}, okText}},
			[]string{"components[0].label: must have 1 to 45 characters", "components[0].component: is required"}},
		{"text input", modal(discord.TextInput{CustomID: "t", Label: "L", MinLength: 10, MaxLength: 5, Placeholder: strings.Repeat("x", 101)}),
			[]string{"components[0].component.style: must be between 1 and 2", "components[0].component.min_length: must not be more than max_length", "components[0].component.placeholder: must have at most 100 characters", "components[0].component.label: must not be set inside a label"}},
		{"min_values", modal(discord.UserSelect{CustomID: "u", MinValues: new(0)}, discord.RoleSelect{CustomID: "r", MinValues: new(3), MaxValues: 2}, discord.FileUpload{CustomID: "f", MaxValues: 11}),
			[]string{"components[0].component.min_values: must be at least 1 unless required is false", "components[1].component.min_values: must not be more than max_values", "components[2].component.max_values: must be between 0 and 10"}},
		{"disabled", modal(discord.UserSelect{CustomID: "u", Disabled: true}), []string{"components[0].component.disabled: must not be set here"}},
		{"options", modal(discord.RadioGroup{CustomID: "r", Options: options[:1]}, discord.CheckboxGroup{CustomID: "c", Options: append(options, options[0])}),
			[]string{"components[0].component.options: must have 2 to 10 elements", "components[1].component.options[2].value: must be unique"}},
		{"select options", modal(discord.StringSelect{CustomID: "s"}, discord.StringSelect{CustomID: "s", Options: []discord.SelectOption{{Label: "a", Value: "x"}, {Value: "x"}}}),
			[]string{"components[0].component.options: must have 1 to 25 elements", "components[1].component.custom_id: must be unique", "components[1].component.options[1].label: must have 1 to 100 characters", "components[1].component.options[1].value: must be unique"}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t) })
	}
}

func TestValidateEmbed(t *testing.T) {
	t.Parallel()
	text := func(n int) string { return strings.Repeat("ü", n) }
	for _, tt := range []bad{
		{"good", discord.Embed{Title: " " + text(256) + " ", Description: text(4096), Footer: &discord.EmbedFooter{Text: text(1000)}}, nil},
		{"long", discord.Embed{Title: text(257), Description: text(4097), Author: &discord.EmbedAuthor{}, Footer: &discord.EmbedFooter{Text: " "}, Fields: []discord.EmbedField{{Name: "x", Value: "x"}, {Name: text(257), Value: ""}}},
			[]string{"title: must have at most 256 characters", "description: must have at most 4096 characters", "fields[1].name: must have 1 to 256 characters", "fields[1].value: must have 1 to 1024 characters", "footer.text: must have 1 to 2048 characters", "author.name: must have 1 to 256 characters"}},
		{"fields", discord.Embed{Fields: slices.Repeat([]discord.EmbedField{{Name: "x", Value: "x"}}, 26)}, []string{"fields: must have at most 25 elements"}},
		{"together", discord.Embed{Description: text(4096), Footer: &discord.EmbedFooter{Text: text(1905)}}, []string{"must have at most 6000 characters together"}},
		{"message", discord.CreateMessage{Embeds: []discord.Embed{{Title: text(300)}, {Description: text(3000)}, {Description: text(2701)}}}, []string{"embeds[0].title: must have at most 256 characters", "embeds: must have at most 6000 characters together"}},
		{"eleven", discord.CreateMessage{Embeds: make([]discord.Embed, 11)}, []string{"embeds: must have at most 10 elements"}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t) })
	}
}

func TestValidateCommand(t *testing.T) {
	t.Parallel()
	command := func(options ...discord.CommandOption) discord.CreateCommand {
		return discord.CreateCommand{Name: "name", Description: "d", Options: options}
	}
	text := discord.StringOption{Name: "text", Description: "d"}
	for _, tt := range []bad{
		{"good", command(discord.UserOption{Name: "who", Description: "d", Required: true}, text, discord.UnknownOption{Type: 12}), nil},
		{"scripts", discord.CreateCommand{Name: "naïve-über_ไทย'हि1", Description: "d"}, nil},
		{"32 letters of four bytes", discord.CreateCommand{Name: strings.Repeat("𐐨", 32), Description: "d"}, nil},
		{"33", discord.CreateCommand{Name: strings.Repeat("é", 33), Description: "d"}, []string{"name: must have 1 to 32 letters, digits, - _ or '"}},
		{"not UTF-8", discord.CreateCommand{Name: "a\xff", Description: "d"}, []string{"name: must have 1 to 32 letters, digits, - _ or '"}},
		{"a dot", discord.CreateCommand{Name: "a.b", Description: "d"}, []string{"name: must have 1 to 32 letters, digits, - _ or '"}},
		{"menu", discord.CreateCommand{Type: discord.CommandTypeUser, Name: "High Five"}, nil},
		{"menu with more", discord.CreateCommand{Type: discord.CommandTypeMessage, Name: strings.Repeat("x", 33), Description: "d", Options: discord.CommandOptions{text}},
			[]string{"name: must have 1 to 32 characters", "description: must be empty for user and message commands", "options: must be empty"}},
		{"names", discord.CreateCommand{Name: "Upper", NameLocalizations: map[discord.Locale]string{"de": "a b", "ar": ""}, DescriptionLocalizations: map[discord.Locale]string{"de": ""}},
			[]string{"name: must be in lower case", "name_localizations.ar: must have 1 to 32 letters, digits, - _ or '", "name_localizations.de: must have 1 to 32 letters, digits, - _ or '", "description: must have 1 to 100 characters", "description_localizations.de: must have 1 to 100 characters"}},
		{"order", command(text, discord.RoleOption{Name: "text", Description: "d", Required: true}, nil),
			[]string{"options[1].name: must be unique", "options[1].required: required options must come first", "options[2]: is required"}},
		{"mixed", command(text, discord.SubCommand{Name: "sub", Description: "d"}), []string{"options: must be all subcommands and groups, or none"}},
		{"nested", command(discord.SubCommandGroup{Name: "g", Description: "d", Options: discord.SubCommandGroupOptions{discord.SubCommand{Name: "s", Description: "d", Options: discord.SubCommandOptions{discord.BooleanOption{Name: "B"}}}}}),
			[]string{"options[0].options[0].options[0].name: must be in lower case", "options[0].options[0].options[0].description: must have 1 to 100 characters"}},
		{"choices", command(
			discord.StringOption{Name: "a", Description: "d", Autocomplete: true, MinLength: 6001, MaxLength: 5, Choices: []discord.StringChoice{{Name: "", Value: "x"}}},
			discord.IntegerOption{Name: "b", Description: "d", MinValue: new(int64(2)), MaxValue: new(int64(1)), Choices: []discord.IntegerChoice{{Name: "x", Value: 1<<53 + 1}}},
			discord.NumberOption{Name: "c", Description: "d", MaxValue: new(1e17), Choices: slices.Repeat([]discord.NumberChoice{{Name: "x"}}, 26)}),
			[]string{"options[0].min_length: must be between 0 and 6000", "options[0].min_length: must not be more than max_length", "options[0].choices: must be empty together with autocomplete", "options[0].choices[0].name: must have 1 to 100 characters",
				"options[1].min_value: must not be more than max_value", "options[1].choices[0].value: must be between -2^53 and 2^53",
				"options[2].max_value: must be between -2^53 and 2^53", "options[2].choices: must have at most 25 elements"}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t) })
	}
}

func TestValidateCommandSize(t *testing.T) {
	t.Parallel()
	choices := slices.Repeat([]discord.StringChoice{{Name: strings.Repeat("n", 99), Value: strings.Repeat("v", 60), NameLocalizations: map[discord.Locale]string{"de": strings.Repeat("d", 100)}}}, 25)
	body := discord.CreateCommand{Name: "c", Description: "d", Options: discord.CommandOptions{
		discord.StringOption{Name: "a", Description: "d", Choices: choices},
		discord.StringOption{Name: "b", Description: "d", Choices: choices[:24]},
	}}
	// 2 + (2 + 25*160) + (2 + 24*160) = 7846: of a name the longest form counts.
	bad{body: body}.test(t)
	body.Options = append(body.Options, discord.NumberOption{Name: "xyz", Description: strings.Repeat("d", 100), Choices: []discord.NumberChoice{
		{Name: strings.Repeat("n", 43), Value: 0.5}, {Name: "z", Value: 1500}, {Name: "y", Value: -1}}})
	bad{body: body, want: []string{"names, descriptions and values must have at most 8000 characters together, but have 8003"}}.test(t)
}

func TestValidateUpdateCommand(t *testing.T) {
	t.Parallel()
	bad{body: discord.UpdateCommand{}}.test(t)
	bad{body: discord.UpdateCommand{
		Name: strings.Repeat("x", 33), Description: discord.Set(strings.Repeat("x", 101)),
		NameLocalizations: discord.Set(map[discord.Locale]string{"de": ""}), Options: discord.CommandOptions{nil},
	}, want: []string{
		"name: must have at most 32 characters", "description: must have at most 100 characters",
		"name_localizations.de: must have 1 to 32 characters", "options[0]: is required",
	}}.test(t)
	bad{body: discord.UpdateCommandPermissions{Permissions: make([]discord.CommandPermission, 101)}, want: []string{"permissions: must have at most 100 elements"}}.test(t)
}

func TestValidateInteractionResponse(t *testing.T) {
	t.Parallel()
	message := discord.InteractionMessage{Content: "x"}
	for _, tt := range []bad{
		{"pong", discord.InteractionResponse{Type: discord.InteractionCallbackTypePong}, nil},
		{"message", discord.InteractionResponse{Type: discord.InteractionCallbackTypeChannelMessageWithSource, Data: message}, nil},
		{"deferred", discord.InteractionResponse{Type: discord.InteractionCallbackTypeDeferredChannelMessageWithSource, Data: discord.InteractionMessage{Flags: discord.MessageFlagEphemeral}}, nil},
		{"update", discord.InteractionResponse{Type: discord.InteractionCallbackTypeUpdateMessage, Data: discord.UpdateMessage{}}, nil},
		{"choices", discord.InteractionResponse{Type: discord.InteractionCallbackTypeApplicationCommandAutocompleteResult, Data: discord.AutocompleteResult{}}, nil},
		{"unknown", discord.InteractionResponse{Type: 13, Data: discord.UnknownData{}}, nil},
		{"no data", discord.InteractionResponse{Type: discord.InteractionCallbackTypeModal}, []string{"data: is required"}},
		{"wrong data", discord.InteractionResponse{Type: discord.InteractionCallbackTypeModal, Data: message}, []string{"data: does not fit type InteractionCallbackTypeModal"}},
		{"empty message", discord.InteractionResponse{Type: discord.InteractionCallbackTypeChannelMessageWithSource, Data: discord.InteractionMessage{}}, []string{"data: Cannot send an empty message"}},
		{"deferred flags", discord.InteractionResponse{Type: discord.InteractionCallbackTypeDeferredChannelMessageWithSource, Data: discord.InteractionMessage{Flags: discord.MessageFlagIsComponentsV2}}, []string{"data.flags: may only have EPHEMERAL where the message is deferred"}},
		{"bad update", discord.InteractionResponse{Type: discord.InteractionCallbackTypeUpdateMessage, Data: discord.UpdateMessage{Components: discord.Set(discord.Components{row()})}}, []string{"data.components[0].components: must have 1 to 5 elements"}},
		{"bad choices", discord.InteractionResponse{Type: discord.InteractionCallbackTypeApplicationCommandAutocompleteResult, Data: discord.AutocompleteResult{Choices: discord.Choices{discord.StringChoice{Name: "x", Value: strings.Repeat("x", 101)}, nil}}}, []string{"data.choices[0].value: must have at most 100 characters", "data.choices[1]: is required"}},
		{"bad modal", discord.InteractionResponse{Type: discord.InteractionCallbackTypeModal, Data: discord.Modal{CustomID: "m", Title: strings.Repeat("x", 46), Components: discord.ModalComponents{okText}}}, []string{"data.title: must have 1 to 45 characters"}},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t) })
	}
}

func TestValidationErrorListsFields(t *testing.T) {
	t.Parallel()
	err := &discord.ValidationError{Fields: []discord.FieldError{{Path: "a[0].b", Message: "is required"}, {Message: "too big"}}}
	if got, want := err.Error(), "discord: invalid body: a[0].b: is required; too big"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
