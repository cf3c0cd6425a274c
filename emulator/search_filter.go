package emulator

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// A messageFilter is the conditions of a search for messages. A message fits if
// it fits all of them; of a list in one condition, any.
type messageFilter struct {
	r     *request
	form  form
	tests []func(*message) bool
}

// newMessageFilter reads the conditions of a search.
func newMessageFilter(r *request) (*messageFilter, error) {
	f := &messageFilter{r: r}
	f.readIDs()
	f.readTexts()
	f.bool("mention_everyone", func(m *message) bool { return m.MentionEveryone })
	f.bool("pinned", func(m *message) bool { return m.Pinned })
	r.checkChoices(&f.form, "author_type", "user", "bot", "webhook", "-user", "-bot", "-webhook")
	f.conditions("author_type", func(m *message, kind string) bool { return m.authorType() == kind })
	r.checkChoices(&f.form, "has", hasTypes()...)
	f.conditions("has", func(m *message, what string) bool { return hasTests[what](m) })
	r.checkChoices(&f.form, "sort_by", "timestamp", "relevance")
	return f, f.form.err()
}

// fits reports whether a message fits all conditions.
func (f *messageFilter) fits(m *message) bool {
	return !slices.ContainsFunc(f.tests, func(fits func(*message) bool) bool { return !fits(m) })
}

func (f *messageFilter) readIDs() {
	f.ids("channel_id", 500, func(m *message, id snowflake) bool { return m.ChannelID == discord.ChannelID(id) })
	f.ids("author_id", 100, func(m *message, id snowflake) bool { return m.Author.ID == discord.UserID(id) })
	f.ids("mentions", 100, (*message).mentions)
	f.ids("mentions_role_id", 100, func(m *message, id snowflake) bool { return slices.Contains(m.MentionRoles, discord.RoleID(id)) })
	f.ids("replied_to_user_id", 100, func(m *message, id snowflake) bool {
		return m.Type == discord.MessageTypeReply && m.mentions(id)
	})
	f.ids("replied_to_message_id", 100, func(m *message, id snowflake) bool {
		return m.Type == discord.MessageTypeReply && m.MessageReference != nil && m.MessageReference.MessageID == discord.MessageID(id)
	})
}

func (m *message) mentions(id snowflake) bool {
	return slices.ContainsFunc(m.Mentions, func(u discord.User) bool { return u.ID == discord.UserID(id) })
}

func (f *messageFilter) readTexts() {
	f.texts("link_hostname", func(m *message, host string) bool { return slices.Contains(linkHosts(m.Content), host) })
	f.texts("attachment_filename", func(m *message, name string) bool { return m.hasFile(func(f string) bool { return f == name }) })
	f.texts("attachment_extension", func(m *message, ext string) bool {
		return m.hasFile(func(f string) bool { return strings.TrimPrefix(path.Ext(f), ".") == ext })
	})
	f.texts("embed_provider", func(m *message, name string) bool {
		return m.hasEmbed(func(e discord.Embed) bool { return e.Provider != nil && e.Provider.Name == name })
	})
	f.r.checkChoices(&f.form, "embed_type", "image", "video", "gif", "sound", "article")
	f.texts("embed_type", func(m *message, kind string) bool {
		return m.hasEmbed(func(e discord.Embed) bool { return strings.HasPrefix(string(e.Type), kind) }) // a gif is a gifv
	})
}

func (f *messageFilter) ids(name string, most int, has func(m *message, id snowflake) bool) {
	if wanted := f.r.queryIDs(&f.form, name, most); len(wanted) > 0 {
		f.tests = append(f.tests, func(m *message) bool {
			return slices.ContainsFunc(wanted, func(id snowflake) bool { return has(m, id) })
		})
	}
}

func (f *messageFilter) texts(name string, has func(m *message, text string) bool) {
	wanted := f.r.query[name]
	f.form.at(name).length(len(wanted), 0, 100)
	if len(wanted) > 0 {
		f.tests = append(f.tests, func(m *message) bool {
			return slices.ContainsFunc(wanted, func(text string) bool { return has(m, text) })
		})
	}
}

func (f *messageFilter) bool(name string, has func(*message) bool) {
	if !f.r.query.Has(name) {
		return
	}
	want, err := f.r.queryBool(name)
	if err != nil {
		f.form.at(name).add(codeBooleanConvert, "Must be either true or false.")
	}
	f.tests = append(f.tests, func(m *message) bool { return has(m) == want })
}

// conditions adds a list of conditions: one of those without a minus must hold,
// if there are any, and none of those with one.
func (f *messageFilter) conditions(name string, holds func(m *message, condition string) bool) {
	list := f.r.query[name]
	f.tests = append(f.tests, func(m *message) bool {
		wanted, met := false, false
		for _, c := range list {
			if not, excluded := strings.CutPrefix(c, "-"); excluded {
				if holds(m, not) {
					return false
				}
				continue
			}
			wanted, met = true, met || holds(m, c)
		}
		return met || !wanted
	})
}

func (m *message) authorType() string {
	switch {
	case m.WebhookID != 0:
		return "webhook"
	case m.Author.Bot:
		return "bot"
	default:
		return "user"
	}
}

// hasTests tell what a message has.
var hasTests = map[string]func(*message) bool{
	"link":     func(m *message) bool { return len(linkHosts(m.Content)) > 0 },
	"embed":    func(m *message) bool { return len(m.Embeds) > 0 },
	"file":     func(m *message) bool { return len(m.Attachments) > 0 },
	"image":    func(m *message) bool { return m.hasMedia("image/") },
	"video":    func(m *message) bool { return m.hasMedia("video/") },
	"sound":    func(m *message) bool { return m.hasMedia("audio/") },
	"sticker":  func(m *message) bool { return len(m.StickerItems) > 0 },
	"poll":     func(m *message) bool { return m.Poll != nil },
	"snapshot": func(m *message) bool { return len(m.MessageSnapshots) > 0 },
}

func hasTypes() []string {
	var types []string
	for what := range hasTests {
		types = append(types, what, "-"+what)
	}
	slices.Sort(types)
	return types
}

func (m *message) hasFile(fits func(name string) bool) bool {
	return slices.ContainsFunc(m.Attachments, func(a discord.Attachment) bool { return fits(a.Filename) })
}

func (m *message) hasMedia(kind string) bool {
	return slices.ContainsFunc(m.Attachments, func(a discord.Attachment) bool { return strings.HasPrefix(deref(a.ContentType), kind) })
}

func (m *message) hasEmbed(fits func(discord.Embed) bool) bool {
	return slices.ContainsFunc(m.Embeds, fits)
}

var links = regexp.MustCompile(`https?://([^/\s:?#>]+)`)

// linkHosts returns the hosts of the links in a text.
func linkHosts(text string) (hosts []string) {
	for _, m := range links.FindAllStringSubmatch(text, -1) {
		hosts = append(hosts, m[1])
	}
	return hosts
}
