package discord_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/accord-go/accord/discord"
)

// interaction decodes testdata/interactions/name.json, whose data is a D.
func interaction[D discord.InteractionData](t *testing.T, name string) (discord.Interaction, D) {
	t.Helper()
	payload, err := os.ReadFile("testdata/interactions/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var i discord.Interaction
	if err := json.Unmarshal(payload, &i); err != nil {
		t.Fatal(err)
	}
	data, ok := i.Data.(D)
	if !ok {
		t.Fatalf("data is a %T, want a %T", i.Data, data)
	}
	return i, data
}

func TestCommandValues(t *testing.T) {
	t.Parallel()
	i, data := interaction[discord.CommandData](t, "command")
	if i.Invoker().Username != "mason" {
		t.Errorf("Invoker() = %v, want the member's user", i.Invoker())
	}
	name, _ := data.Value("cardname")
	if got, ok := name.Value.Text(); got != `The "Gitrog" Monster` || !ok {
		t.Errorf("Text() = %q, %v", got, ok)
	}
	count, _ := data.Value("count")
	if got, ok := count.Value.Int(); got != 9007199254740991 || !ok {
		t.Errorf("Int() = %d, %v", got, ok)
	}
	ratio, _ := data.Value("ratio")
	if got, ok := ratio.Value.Float(); got != 0.5 || !ok {
		t.Errorf("Float() = %v, %v", got, ok)
	}
	silent, ok := data.Value("silent")
	if got, isBool := silent.Value.Bool(); got || !isBool || !ok {
		t.Errorf("Bool() = %v, %v", got, isBool)
	}
	user, member, ok := data.User("who")
	if user.Username != "mason" || member == nil || len(member.Roles) != 1 || !ok {
		t.Errorf("User() = %v, %v, %v", user, member, ok)
	}
	if group, sub := data.SubCommand(); group != "" || sub != "" {
		t.Errorf("SubCommand() = %q, %q, want none", group, sub)
	}
}

func TestSubCommandValues(t *testing.T) {
	t.Parallel()
	_, data := interaction[discord.CommandData](t, "subcommand")
	if group, sub := data.SubCommand(); group != "user" || sub != "get" {
		t.Errorf("SubCommand() = %q, %q, want user, get", group, sub)
	}
	if channel, ok := data.Channel("channel"); channel.Name == nil || *channel.Name != "general" || !ok {
		t.Errorf("Channel() = %v, %v", channel, ok)
	}
	if role, ok := data.Role("role"); role.Name != "Dev" || !ok {
		t.Errorf("Role() = %v, %v", role, ok)
	}
	if file, ok := data.Attachment("file"); file.Filename != "a.txt" || !ok {
		t.Errorf("Attachment() = %v, %v", file, ok)
	}
	if _, _, ok := data.User("channel"); ok {
		t.Error("User() found a channel")
	}
}

func TestCommandTargets(t *testing.T) {
	t.Parallel()
	_, user := interaction[discord.CommandData](t, "user_command")
	if target, member, ok := user.Target(); target.Username != "mason" || member == nil || !ok {
		t.Errorf("Target() = %v, %v, %v", target, member, ok)
	}
	if _, ok := user.TargetMessage(); ok {
		t.Error("TargetMessage() found a user")
	}
	_, message := interaction[discord.CommandData](t, "message_command")
	if target, ok := message.TargetMessage(); target.Content != "some message" || !ok {
		t.Errorf("TargetMessage() = %v, %v", target, ok)
	}
	if _, _, ok := message.Target(); ok {
		t.Error("Target() found a message")
	}
}

// Lookups in data that lacks what they need, such as that of a hostile sender
// or a test's, find nothing.
func TestLookupsInEmptyData(t *testing.T) {
	t.Parallel()
	for _, data := range []discord.CommandData{
		{},
		{Options: []discord.OptionValue{{Name: "x"}}},
		{Options: []discord.OptionValue{{Name: "x", Value: discord.ScalarOf("5")}}},
		{Options: []discord.OptionValue{{Name: "x", Value: discord.ScalarOf("5")}}, Resolved: &discord.Resolved{}},
		{Options: []discord.OptionValue{{Type: discord.CommandOptionTypeSubCommand}}},
	} {
		_, _, user := data.User("x")
		_, role := data.Role("x")
		_, channel := data.Channel("x")
		_, file := data.Attachment("x")
		_, _, target := data.Target()
		_, message := data.TargetMessage()
		_, focused := discord.AutocompleteData{CommandData: data}.Focused()
		if user || role || channel || file || target || message || focused {
			t.Errorf("found something in %#v", data)
		}
	}
	if (&discord.Interaction{}).Invoker() != nil {
		t.Error("Invoker() of nothing is not nil")
	}
}

func TestAutocompleteFocus(t *testing.T) {
	t.Parallel()
	_, data := interaction[discord.AutocompleteData](t, "autocomplete")
	focused, ok := data.Focused()
	if text, _ := focused.Value.Text(); focused.Name != "variant" || text != "data a user is typ" || !ok {
		t.Errorf("Focused() = %v, %v", focused, ok)
	}
}

func TestModalValues(t *testing.T) {
	t.Parallel()
	_, data := interaction[discord.ModalData](t, "modal")
	for id, want := range map[string]string{"feedback": "good", "old": "row", "class": "mage", "none": "", "agree": "", "missing": "", "": ""} {
		if got := data.Text(id); got != want {
			t.Errorf("Text(%q) = %q, want %q", id, got, want)
		}
	}
	if !data.Checked("agree") || data.Checked("none") {
		t.Error("Checked(agree) must be true, Checked(none) false")
	}
	for id, want := range map[string][]string{"bug": {"butterfly"}, "days": {}, "files": {"1100"}, "feedback": nil} {
		if got := data.Values(id); !reflect.DeepEqual(got, want) {
			t.Errorf("Values(%q) = %#v, want %#v", id, got, want)
		}
	}
	if files := data.Files("files"); len(files) != 1 || files[0].Filename != "a.txt" {
		t.Errorf("Files(files) = %v", files)
	}
	if files := data.Files("bug"); files != nil {
		t.Errorf("Files(bug) = %v, want none", files)
	}
	if files := (discord.ModalData{}).Files("files"); files != nil {
		t.Errorf("Files of an empty modal = %v, want none", files)
	}
	none, ok := data.Component("none")
	if !ok || !none.Value.IsNull() || none.Type != discord.ComponentTypeRadioGroup {
		t.Errorf("Component(none) = %#v, %v", none, ok)
	}
	var ids []int
	for c := range data.All() {
		if ids = append(ids, c.ID); c.ID == 5 {
			break
		}
	}
	if want := []int{1, 2, 3, 4, 5}; !reflect.DeepEqual(ids, want) {
		t.Errorf("All() yielded %v, want %v", ids, want)
	}
}

func TestInteractionDataByType(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]discord.InteractionData{
		`{"type":1}`:                                  nil,
		`{"type":2,"data":null}`:                      nil,
		`{"data":{"custom_id":"x"},"type":3}`:         discord.ComponentData{CustomID: "x"},
		`{"data":{"custom_id":"x"},"type":5}`:         discord.ModalData{CustomID: "x"},
		`{"data":{"name":"x"},"type":4}`:              discord.AutocompleteData{CommandData: discord.CommandData{Name: "x"}},
		`{"data":{"sku_id":"1"},"type":6}`:            discord.UnknownData{Raw: json.RawMessage(`{"sku_id":"1"}`)},
		`{"data":{"custom_id":"x"}}`:                  discord.UnknownData{Raw: json.RawMessage(`{"custom_id":"x"}`)},
		`{"data":{"name":"x","guild_id":0},"type":2}`: discord.CommandData{Name: "x"},
	} {
		var i discord.Interaction
		if err := json.Unmarshal([]byte(text), &i); err != nil {
			t.Errorf("decode %s: %v", text, err)
		} else if !reflect.DeepEqual(i.Data, want) {
			t.Errorf("data of %s = %#v, want %#v", text, i.Data, want)
		}
	}
}

func TestInteractionResponseFiles(t *testing.T) {
	t.Parallel()
	files := []discord.File{{Name: "a.txt"}}
	for _, tt := range []struct {
		data discord.InteractionCallbackData
		want []discord.File
	}{
		{discord.InteractionMessage{Files: files}, files},
		{discord.UpdateMessage{Files: files}, files},
		{discord.Modal{}, nil},
		{nil, nil},
	} {
		if got := (discord.InteractionResponse{Data: tt.data}).Files(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Files() with %T = %v, want %v", tt.data, got, tt.want)
		}
	}
}

func TestCommandMention(t *testing.T) {
	t.Parallel()
	c := discord.ApplicationCommand{ID: 5, Name: "permissions"}
	if got := c.Mention(); got != "</permissions:5>" {
		t.Errorf("Mention() = %s", got)
	}
	if got := c.Mention("user", "get"); got != "</permissions user get:5>" {
		t.Errorf("Mention(user, get) = %s", got)
	}
}
