package emulator

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/accord-go/accord/discord"
)

// embedForm is an embed of a request. What only Discord fills in is not read.
//
// Discord docs: https://docs.discord.com/developers/resources/message#embed-object
type embedForm struct {
	Title       string          `json:"title" rule:"len=0..256"`
	Description string          `json:"description" rule:"len=0..4096"`
	URL         string          `json:"url" rule:"len=0..2048"`
	Timestamp   *string         `json:"timestamp"`
	Color       int             `json:"color" rule:"range=0..16777215"`
	Footer      *embedTextForm  `json:"footer"`
	Image       *embedMediaForm `json:"image"`
	Thumbnail   *embedMediaForm `json:"thumbnail"`
	Author      *embedNameForm  `json:"author"`
	Fields      []embedPairForm `json:"fields" rule:"len=0..25"`
}

type embedTextForm struct {
	Text    string `json:"text" rule:"len=0..2048"`
	IconURL string `json:"icon_url" rule:"len=0..2048"`
}

type embedNameForm struct {
	Name    string `json:"name" rule:"len=0..256"`
	URL     string `json:"url" rule:"len=0..2048"`
	IconURL string `json:"icon_url" rule:"len=0..2048"`
}

type embedMediaForm struct {
	URL         string `json:"url" rule:"len=0..2048"`
	Description string `json:"description" rule:"len=0..4096"`
}

type embedPairForm struct {
	Name   string `json:"name" rule:"required,len=0..256"`
	Value  string `json:"value" rule:"required,len=0..1024"`
	Inline bool   `json:"inline"`
}

// maxEmbedText is how many characters all embeds of a message may have.
const maxEmbedText = 6000

// embeds checks embeds and makes them what a message has: rich, without space
// around their texts.
func embeds(forms []embedForm, at formPath) []discord.Embed {
	out := make([]discord.Embed, len(forms))
	total := 0
	for i := range forms {
		out[i] = forms[i].embed(at.at(i))
		total += embedText(&out[i])
	}
	if total > maxEmbedText {
		at.addf("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedText)
	}
	return out
}

func (f *embedForm) embed(at formPath) discord.Embed {
	e := discord.Embed{
		Type:        discord.EmbedTypeRich,
		Title:       strings.TrimSpace(f.Title),
		Description: strings.TrimSpace(f.Description),
		URL:         f.URL,
		Timestamp:   embedTime(f.Timestamp, at.at("timestamp")),
		Color:       discord.Color(f.Color),
		Image:       f.Image.media(at.at("image")),
		Thumbnail:   f.Thumbnail.media(at.at("thumbnail")),
	}
	checkEmbedURL(f.URL, at.at("url"))
	if f.Footer != nil {
		if text := strings.TrimSpace(f.Footer.Text); text != "" {
			e.Footer = &discord.EmbedFooter{Text: text, IconURL: f.Footer.IconURL, ProxyIconURL: proxied(f.Footer.IconURL)}
		}
		checkEmbedURL(f.Footer.IconURL, at.at("footer", "icon_url"), "attachment")
	}
	if f.Author != nil {
		if name := strings.TrimSpace(f.Author.Name); name != "" {
			e.Author = &discord.EmbedAuthor{Name: name, URL: f.Author.URL, IconURL: f.Author.IconURL, ProxyIconURL: proxied(f.Author.IconURL)}
		}
		checkEmbedURL(f.Author.URL, at.at("author", "url"))
		checkEmbedURL(f.Author.IconURL, at.at("author", "icon_url"), "attachment")
	}
	e.Fields = embedFields(f.Fields, at.at("fields"))
	if e.Title == "" && e.Description == "" && e.Author == nil && e.Footer == nil && e.Image == nil && e.Thumbnail == nil && len(e.Fields) == 0 && e.Timestamp.IsZero() {
		at.at("description").required()
	}
	return e
}

func embedFields(forms []embedPairForm, at formPath) []discord.EmbedField {
	var fields []discord.EmbedField
	for i, f := range forms {
		field := discord.EmbedField{Name: strings.TrimSpace(f.Name), Value: strings.TrimSpace(f.Value), Inline: f.Inline}
		if field.Name == "" {
			at.at(i, "name").required()
		}
		if field.Value == "" {
			at.at(i, "value").required()
		}
		fields = append(fields, field)
	}
	return fields
}

func (f *embedMediaForm) media(at formPath) *discord.EmbedMedia {
	if f == nil || f.URL == "" {
		return nil
	}
	checkEmbedURL(f.URL, at.at("url"), "attachment")
	return &discord.EmbedMedia{URL: f.URL, ProxyURL: proxied(f.URL), Description: f.Description}
}

// proxied returns where Discord's proxy would serve a picture: here it is not
// behind one. A file of the message gets its address when it is stored.
func proxied(u string) string {
	if strings.HasPrefix(u, attachmentScheme) {
		return ""
	}
	return u
}

// checkEmbedURL wants a web address, one of another scheme that is allowed too,
// or none.
func checkEmbedURL(s string, at formPath, more ...string) {
	if s == "" {
		return
	}
	scheme, _, found := strings.Cut(s, ":")
	schemes := append([]string{"http", "https"}, more...)
	switch {
	case !found:
		at.add(codeURLInvalid, "Not a well formed URL.")
	case !slices.Contains(schemes, strings.ToLower(scheme)):
		at.addf(codeURLScheme, "Scheme %q is not supported. Scheme must be one of ('%s').", strings.ToLower(scheme), strings.Join(schemes, "', '"))
	case !strings.EqualFold(scheme, "attachment"):
		checkURL(s, at)
	}
}

// Marks of Discord's for addresses and times.
const (
	codeURLInvalid = "URL_TYPE_INVALID_URL"
	codeURLScheme  = "URL_TYPE_INVALID_SCHEME"
	codeDateTime   = "DATE_TIME_TYPE_PARSE"
)

func embedTime(s *string, at formPath) discord.Time {
	if s == nil || *s == "" {
		return discord.Time{}
	}
	t, ok := parseTime(*s)
	if !ok {
		at.addf(codeDateTime, "Could not parse %s. Should be ISO8601.", *s)
	}
	return discord.At(t)
}

// parseTime reads ISO 8601, with or without an offset.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// embedText counts the characters of an embed that are limited together.
func embedText(e *discord.Embed) int {
	n := utf8.RuneCountInString(e.Title) + utf8.RuneCountInString(e.Description)
	for _, f := range e.Fields {
		n += utf8.RuneCountInString(f.Name) + utf8.RuneCountInString(f.Value)
	}
	if e.Footer != nil {
		n += utf8.RuneCountInString(e.Footer.Text)
	}
	if e.Author != nil {
		n += utf8.RuneCountInString(e.Author.Name)
	}
	return n
}
