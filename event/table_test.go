package event_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/event"
)

var update = flag.Bool("update", false, "rewrite the table in docs/events.md")

// TestTable holds the table of events in docs/events.md against the package. Run
// with -update to rewrite it.
func TestTable(t *testing.T) {
	t.Parallel()
	const page, begin, end = "../docs/events.md", "<!-- table of events -->\n\n", "\n<!-- end of table -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	got, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatal("the page has no table")
	}
	if want := table(); got != want {
		if !*update {
			t.Fatalf("the table in %s is not what the package has; run go test ./event -run Table -update", page)
		}
		if err := os.WriteFile(page, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// table writes the table.
func table() string {
	var b strings.Builder
	b.WriteString("| Discord's name | type | one of these intents | `Old` |\n|---|---|---|---|\n")
	events := maps.Collect(event.All())
	for _, name := range slices.Sorted(maps.Keys(events)) {
		kind := reflect.TypeOf(events[name]).Elem()
		old := ""
		if field, ok := kind.FieldByName("Old"); ok {
			old = "`" + field.Type.String() + "`"
		}
		fmt.Fprintf(&b, "| %s | `event.%s` | %s | %s |\n", name, kind.Name(), intentList(event.Intents(name)), old)
	}
	return b.String()
}

// intentList names intents, the privileged ones with a star.
func intentList(i discord.Intents) string {
	if i == 0 {
		return "none: it is always sent"
	}
	var names []string
	for bit := discord.Intents(1); bit <= i; bit <<= 1 {
		switch {
		case !i.Has(bit):
		case discord.IntentsPrivileged.Has(bit):
			names = append(names, bit.String()+"*")
		default:
			names = append(names, bit.String())
		}
	}
	return strings.Join(names, ", ")
}
