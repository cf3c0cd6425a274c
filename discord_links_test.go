package accord_test

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// discordDocs makes the table of anchors anew.
var discordDocs = flag.String("discord-docs", "", "a checkout of github.com/discord/discord-api-docs, to rewrite the table of its anchors from")

const (
	discordSite     = "https://docs.discord.com/"
	discordDocsFile = "testdata/discord_docs.tsv"
)

var (
	discordLink = regexp.MustCompile(`https://docs\.discord\.com/[a-z0-9/-]+(#[a-z0-9-]+)?`)
	shortLink   = regexp.MustCompile(`(?m)[a-z0-9-]+(/[a-z0-9-]+)+(#[a-z0-9-]+)?$`) // at the end of a difference's reason
)

// TestDiscordLinks wants every link to Discord's documentation to lead to a page
// that exists and to a heading of it.
func TestDiscordLinks(t *testing.T) {
	t.Parallel()
	links := discordLinks(t)
	if *discordDocs != "" {
		writeAnchors(t, links)
	}
	anchors := readAnchors(t)
	for _, link := range slices.Sorted(maps.Keys(links)) {
		page, anchor, _ := strings.Cut(strings.TrimPrefix(link, discordSite), "#")
		switch known := anchors[page]; {
		case known == nil:
			t.Errorf("%s: no page %s, or the table of pages lacks it; see -discord-docs", links[link], link)
		case anchor != "" && !slices.Contains(known, anchor):
			t.Errorf("%s: no heading %s", links[link], link)
		}
	}
	if len(links) < 600 {
		t.Errorf("%d links, want 600 at least", len(links))
	}
}

// discordLinks returns the links of the project, each with a file that has it.
func discordLinks(t *testing.T) map[string]string {
	t.Helper()
	links := make(map[string]string)
	root := os.DirFS(".")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == "node_modules" || d.Name() == ".git" {
				return fs.SkipDir
			}
			return nil
		}
		switch filepath.Ext(name) {
		case ".go", ".md", ".js", ".html", ".tsv":
		default:
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil || name == discordDocsFile {
			return err
		}
		for _, link := range discordLink.FindAllString(string(text), -1) {
			links[link] = name
		}
		if name == "rest/testdata/differences.tsv" {
			for _, link := range shortLink.FindAllString(string(text), -1) {
				links[discordSite+"developers/"+link] = name
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return links
}

func readAnchors(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(discordDocsFile)
	if err != nil {
		t.Fatal(err)
	}
	anchors := make(map[string][]string)
	for line := range strings.Lines(string(text)) {
		if page, list, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			anchors[page] = strings.Fields(list)
		}
	}
	return anchors
}

var (
	heading      = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
	manualAnchor = regexp.MustCompile(`<ManualAnchor id="([a-z0-9-]+)"`)
	codeBlock    = regexp.MustCompile("(?ms)^```.*?^```")
	noSlug       = regexp.MustCompile(`[^a-z0-9_ -]`)
)

// writeAnchors writes the headings of those pages that are linked, of which the
// site makes anchors.
func writeAnchors(t *testing.T, links map[string]string) {
	t.Helper()
	pages := make(map[string]bool)
	for link := range links {
		page, _, _ := strings.Cut(strings.TrimPrefix(link, discordSite), "#")
		pages[page] = true
	}
	var b strings.Builder
	b.WriteString("# Pages of Discord's documentation that are linked, and their anchors; from a checkout by go test -run DiscordLinks -discord-docs.\n")
	for _, page := range slices.Sorted(maps.Keys(pages)) {
		text, err := os.ReadFile(filepath.Join(*discordDocs, filepath.FromSlash(page)+".mdx"))
		if err != nil {
			t.Error(err)
			continue
		}
		var ids []string
		for _, m := range manualAnchor.FindAllStringSubmatch(string(text), -1) {
			ids = append(ids, m[1])
		}
		for _, m := range heading.FindAllStringSubmatch(codeBlock.ReplaceAllString(string(text), ""), -1) {
			ids = append(ids, strings.ReplaceAll(noSlug.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
		}
		slices.Sort(ids)
		fmt.Fprintf(&b, "%s\t%s\n", page, strings.Join(slices.Compact(ids), " "))
	}
	if err := os.WriteFile(discordDocsFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
