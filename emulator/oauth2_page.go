package emulator

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
)

//go:embed oauth2_page.html
var consentHTML string

var consentTemplate = template.Must(template.New("consent").Parse(consentHTML))

// consentView is what the page shows: a question, or that it is over.
type consentView struct {
	App     string
	Title   string // of a page without a question; else empty
	Message string // what is wrong
	Done    bool   // it went well

	Action   string // where the form goes
	Users    []choice
	Scopes   []string
	Guilds   []choice // to choose from; none: no choice
	Channels []choice
	Redirect string // the host that the person goes to then
}

// Initial is the first letter of the application's name.
func (v consentView) Initial() string {
	for _, letter := range v.App {
		return string(letter)
	}
	return ""
}

type choice struct {
	ID, Name string
	Selected bool
}

// consentPage returns the question to a person.
func (b *bot) consentPage(c *consent, user *discord.User, r *http.Request) consentView {
	page := consentView{App: b.app.Name, Action: r.URL.RequestURI(), Redirect: hostOf(c.redirect)}
	for _, u := range byID(b.state.users) {
		if !u.Bot {
			page.Users = append(page.Users, choice{u.ID.String(), u.DisplayName(), u.ID == user.ID})
		}
	}
	for _, s := range c.scopes {
		page.Scopes = append(page.Scopes, scopeTexts[s])
	}
	for _, g := range byID(b.state.guilds) {
		if c.needsGuild() && g.members[user.ID] != nil && (!c.fixedGuild || g.ID == c.guild) {
			page.Guilds = append(page.Guilds, choice{g.ID.String(), g.Name, g.ID == c.guild})
		}
		if c.asksFor(discord.ScopeWebhookIncoming) {
			page.Channels = append(page.Channels, b.webhookChannels(g, user)...)
		}
	}
	return page
}

// webhookChannels are the channels of a guild that a person can put a webhook
// into.
func (e *Emulator) webhookChannels(g *guild, user *discord.User) (channels []choice) {
	for _, ch := range byID(g.channels) {
		takes := slices.Contains([]discord.ChannelType{discord.ChannelTypeGuildText, discord.ChannelTypeGuildAnnouncement, discord.ChannelTypeGuildForum}, ch.Type)
		if takes && e.state.may(ch, user.ID, time.Now())&discord.PermissionManageWebhooks != 0 {
			channels = append(channels, choice{ch.ID.String(), g.Name + " #" + deref(ch.Name), ch.ID == e.state.home.channel})
		}
	}
	return channels
}

// refusedPage returns a page that says what is wrong with an address.
func (e *Emulator) refusedPage(r *http.Request, err error) consentView {
	page := consentView{App: "Unknown application", Title: "That can't be authorized", Message: sentence(err.Error())}
	if b := e.clientWithID(r.URL.Query().Get("client_id")); b != nil {
		page.App = b.app.Name
	}
	return page
}

// sentence makes an error's text begin with a capital letter, but for the name
// of a field.
func sentence(text string) string {
	if word, _, _ := strings.Cut(text, " "); text == "" || strings.Contains(word, "_") {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	return host
}

func writeConsent(w http.ResponseWriter, status int, page consentView) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = consentTemplate.Execute(w, page) // a browser that is gone is no error of ours
}
