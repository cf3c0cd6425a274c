package emulator

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// compatibleRoutes are webhooks in the forms of other services.
//
// Discord docs: https://docs.discord.com/developers/resources/webhook#execute-slack-compatible-webhook
var compatibleRoutes = []route{
	{method: http.MethodPost, pattern: "/webhooks/{webhook_id}/{webhook_token}/slack", auth: authNone, limit: limitWebhook, open: (*Emulator).executeSlackWebhook},
	{method: http.MethodPost, pattern: "/webhooks/{webhook_id}/{webhook_token}/github", auth: authNone, limit: limitWebhook, open: (*Emulator).executeGithubWebhook},
}

// postCompatible posts what came in another form.
func (e *Emulator) postCompatible(r *request, f *webhookForm) error {
	w, err := e.webhookByToken(r)
	if err != nil {
		return err
	}
	ch, err := e.webhookChannel(r, w, f)
	if err != nil {
		return err
	}
	_, err = e.postAs(r, w, ch, f)
	return err
}

var slackColor = regexp.MustCompile(`^#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})$`)

// slackForm is a message as Slack takes it.
type slackForm struct {
	Text        string            `json:"text" rule:"len=0..2000"`
	Username    *string           `json:"username"`
	IconURL     string            `json:"icon_url" rule:"len=0..2048"`
	Attachments []slackAttachment `json:"attachments" rule:"len=0..1521"`
}

type slackAttachment struct {
	Title      string `json:"title"`
	TitleLink  string `json:"title_link" rule:"len=0..2048"`
	Text       string `json:"text"`
	Color      string `json:"color" rule:"len=0..7"`
	TS         int64  `json:"ts"`
	Pretext    string `json:"pretext"`
	Footer     string `json:"footer"`
	FooterIcon string `json:"footer_icon" rule:"len=0..2048"`
	AuthorName string `json:"author_name"`
	AuthorLink string `json:"author_link" rule:"len=0..2048"`
	AuthorIcon string `json:"author_icon" rule:"len=0..2048"`
	ImageURL   string `json:"image_url" rule:"len=0..2048"`
	ThumbURL   string `json:"thumb_url" rule:"len=0..2048"`
	Fields     []struct {
		Name   string `json:"name"`
		Title  string `json:"title"` // Slack's own name for it
		Value  string `json:"value"`
		Inline bool   `json:"inline"`
		Short  bool   `json:"short"`
	} `json:"fields"`
}

func (e *Emulator) executeSlackWebhook(r *request) (reply, error) {
	if _, err := e.webhookByToken(r); err != nil {
		return reply{}, err
	}
	var f slackForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	check := new(form)
	for i, a := range f.Attachments {
		if a.Color != "" && !slackColor.MatchString(a.Color) {
			check.at("attachments", i, "color").add(codeStringRegex, `String value did not match validation regex.`)
		}
	}
	if err := check.err(); err != nil {
		return reply{}, err
	}
	m := webhookForm{Username: f.Username}
	m.Content = f.Text
	for i := range f.Attachments {
		m.Embeds = append(m.Embeds, f.Attachments[i].embed())
	}
	if err := e.postCompatible(r, &m); err != nil {
		return reply{}, err
	}
	return ok("ok")
}

// embed makes an embed of what Slack calls an attachment.
func (a *slackAttachment) embed() embedForm {
	f := embedForm{Title: a.Title, URL: a.TitleLink, Description: strings.TrimSpace(a.Pretext + "\n" + a.Text)}
	if hex := strings.TrimPrefix(a.Color, "#"); hex != "" {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		_, _ = fmt.Sscanf(hex, "%x", &f.Color) // it was checked
	}
	if a.TS > 0 {
		f.Timestamp = new(time.Unix(a.TS, 0).UTC().Format(time.RFC3339))
	}
	if a.Footer != "" {
		f.Footer = &embedTextForm{Text: a.Footer, IconURL: a.FooterIcon}
	}
	if a.AuthorName != "" {
		f.Author = &embedNameForm{Name: a.AuthorName, URL: a.AuthorLink, IconURL: a.AuthorIcon}
	}
	if a.ImageURL != "" {
		f.Image = &embedMediaForm{URL: a.ImageURL}
	}
	if a.ThumbURL != "" {
		f.Thumbnail = &embedMediaForm{URL: a.ThumbURL}
	}
	for _, field := range a.Fields {
		name := field.Name
		setZero(&name, field.Title)
		f.Fields = append(f.Fields, embedPairForm{Name: name, Value: field.Value, Inline: field.Inline || field.Short})
	}
	return f
}

// githubForm is what GitHub tells of an event, as far as it is shown here.
type githubForm struct {
	Action     string           `json:"action"`
	Ref        string           `json:"ref"`
	Compare    string           `json:"compare" rule:"len=0..2048"`
	Commits    []githubCommit   `json:"commits" rule:"len=0..1521"`
	Issue      *githubThing     `json:"issue"`
	Pull       *githubThing     `json:"pull_request"`
	Discussion *githubThing     `json:"discussion"`
	Release    *githubThing     `json:"release"`
	Repository *githubThing     `json:"repository"`
	Sender     *githubSenderRef `json:"sender" rule:"required"`
}

type githubThing struct {
	Number   int64  `json:"number"`
	Title    string `json:"title"`
	TagName  string `json:"tag_name"`
	HTMLURL  string `json:"html_url" rule:"required,len=1..2048"`
	FullName string `json:"full_name"`
}

type githubCommit struct {
	ID      string `json:"id" rule:"required"`
	URL     string `json:"url" rule:"required,len=1..2048"`
	Message string `json:"message" rule:"required"`
	Author  struct {
		Name string `json:"name" rule:"required"`
	} `json:"author" rule:"required"`
}

type githubSenderRef struct {
	ID        int64  `json:"id" rule:"required"`
	Login     string `json:"login" rule:"required"`
	HTMLURL   string `json:"html_url" rule:"required,len=1..2048"`
	AvatarURL string `json:"avatar_url" rule:"required,len=1..2048"`
}

func (e *Emulator) executeGithubWebhook(r *request) (reply, error) {
	if _, err := e.webhookByToken(r); err != nil {
		return reply{}, err
	}
	var f githubForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	title, link := f.headline()
	if title == "" {
		return noContent() // an event that there is no text for
	}
	m := webhookForm{Username: new("GitHub")}
	m.Embeds = []embedForm{{
		Title: cut(title, 256), URL: link, Description: f.commits(),
		Author: &embedNameForm{Name: f.Sender.Login, URL: f.Sender.HTMLURL, IconURL: f.Sender.AvatarURL},
	}}
	if err := e.postCompatible(r, &m); err != nil {
		return reply{}, err
	}
	return noContent()
}

// headline says what happened in a repository, and where to read of it.
func (f *githubForm) headline() (title, link string) {
	repository := ""
	if f.Repository != nil {
		repository = f.Repository.FullName
	}
	for _, about := range []struct {
		thing *githubThing
		kind  string
	}{{f.Pull, "Pull request"}, {f.Issue, "Issue"}, {f.Discussion, "Discussion"}} {
		if about.thing != nil {
			return fmt.Sprintf("[%s] %s %s: #%d %s", repository, about.kind, f.Action, about.thing.Number, about.thing.Title), about.thing.HTMLURL
		}
	}
	switch {
	case f.Release != nil:
		return fmt.Sprintf("[%s] New release %s: %s", repository, f.Action, f.Release.TagName), f.Release.HTMLURL
	case len(f.Commits) > 0:
		branch := f.Ref[strings.LastIndexByte(f.Ref, '/')+1:]
		return fmt.Sprintf("[%s:%s] %d new commit(s)", repository, branch, len(f.Commits)), f.Compare
	}
	return "", ""
}

// commits lists what was pushed.
func (f *githubForm) commits() string {
	var b strings.Builder
	for _, c := range f.Commits {
		first, _, _ := strings.Cut(c.Message, "\n")
		fmt.Fprintf(&b, "[`%s`](%s) %s - %s\n", cut(c.ID, 7), c.URL, cut(first, 50), c.Author.Name)
	}
	return cut(strings.TrimSpace(b.String()), 4096)
}

// cut shortens a text to n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
