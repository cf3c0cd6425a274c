package emulator_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
)

// An exchange is a request, its answer, and the events that it brings.
type exchange struct {
	name   string
	do     string   // method and path; {name} is a variable of the scenario
	body   string   // JSON
	status int      // 0 means 200, or 204 where want is empty
	want   string   // JSON of the answer: of errors all of it, of others a part (see contains)
	events []string // names, each with JSON that its data contains, in order; none but these may come
	others []string // events of the second bot, where there is one
	save   string   // variable that gets the answer's id
	act    func(*scenario)
}

// A scenario runs exchanges one after the other, in virtual time, with a bot
// at the gateway that sees every event.
type scenario struct {
	t    *testing.T
	d    *emutest.Discord
	bot  *bot
	vars map[string]string
	last answer

	second *emutest.Discord // as another bot has it; nil: there is none
	other  *bot             // its connection
}

// run runs exchanges in a world. Nil is the default world.
func run(t *testing.T, w *emulator.World, exchanges []exchange) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newScenario(t, w)
		for _, x := range exchanges {
			s.exchange(x)
		}
		s.bot.leave()
	})
}

func newScenario(t *testing.T, w *emulator.World) *scenario {
	d := emutest.StartWith(t, emulator.Config{World: w})
	return &scenario{t: t, d: d, bot: login(t, d, intentsAll), vars: map[string]string{
		"api": "/api/v10", "guild": d.GuildID.String(), "channel": d.ChannelID.String(), "user": d.UserID.String(),
		"other": emulator.DefaultOtherUserID.String(), "bot": d.ApplicationID.String(), "app": d.ApplicationID.String(),
		"category": "1200000000000000020", "random": "1200000000000000022", "staff": "1200000000000000023",
		"voice": "1200000000000000024", "forum": "1200000000000000025", "botrole": "1200000000000000011", "modrole": "1200000000000000012",
	}}
}

var variable = regexp.MustCompile(`\{([a-z_0-9]+)\}`)

// fill puts the values of variables into a text.
func (s *scenario) fill(text string) string {
	return variable.ReplaceAllStringFunc(text, func(m string) string {
		v, known := s.vars[m[1:len(m)-1]]
		if !known {
			return m
		}
		return v
	})
}

func (s *scenario) exchange(x exchange) {
	s.t.Helper()
	if x.act != nil {
		x.act(s)
	}
	if x.do != "" {
		s.request(x)
	}
	s.gets(x.name, s.bot, x.events)
	if s.second != nil {
		s.gets(x.name+", the second bot", s.other, x.others)
	}
}

// gets wants a bot to get events and no others.
func (s *scenario) gets(name string, b *bot, events []string) {
	s.t.Helper()
	for _, want := range events {
		event, data, _ := strings.Cut(want, " ")
		p := b.next(0)
		if p.name() != event {
			s.t.Fatalf("%s: got event %s %s, want %s", name, p.name(), p.D, event)
		}
		if diff := contains(s.t, s.fill(data), string(p.D)); diff != "" {
			s.t.Errorf("%s: %s: %s\nin %s", name, event, diff, p.D)
		}
	}
	if b != nil {
		b.quiet()
	}
}

// request makes the request of an exchange and checks the answer.
func (s *scenario) request(x exchange) {
	s.t.Helper()
	s.send(x.do, x.body)
	s.check(x)
}

// send makes a request. It waits where there are too many.
func (s *scenario) send(do, body string) {
	s.t.Helper()
	method, path, _ := strings.Cut(do, " ")
	token := "Bot " + s.d.Token
	if anonymous, isAnonymous := strings.CutPrefix(method, "anon:"); isAnonymous {
		method, token = anonymous, ""
	}
	if second, isSecond := strings.CutPrefix(method, "second:"); isSecond {
		method, token = second, "Bot "+s.second.Token
	}
	if user, isUser := strings.CutPrefix(method, "user:"); isUser {
		method, token = user, "Bearer "+s.vars["access"]
	}
	if strings.HasPrefix(path, "/") {
		path = s.fill("{api}" + path)
	}
	body = s.fill(body)
	s.last = rest(s.t, s.d, method, path, token, body)
	for s.last.status == 429 {
		after, err := strconv.Atoi(s.last.header.Get("Retry-After"))
		if err != nil {
			s.t.Fatal(err)
		}
		time.Sleep(time.Duration(after) * time.Second)
		s.last = rest(s.t, s.d, method, path, token, body)
	}
}

func (s *scenario) check(x exchange) {
	s.t.Helper()
	status := x.status
	switch {
	case status == 0 && x.want == "" && x.save == "":
		status = 204
	case status == 0:
		status = 200
	}
	if s.last.status != status {
		s.t.Errorf("%s: %s: status %d, want %d: %s", x.name, x.do, s.last.status, status, s.last.body)
		return
	}
	if x.want != "" {
		diff := ""
		if status >= 400 {
			diff = same(s.t, s.fill(x.want), s.last.body)
		} else {
			diff = contains(s.t, s.fill(x.want), s.last.body)
		}
		if diff != "" {
			s.t.Errorf("%s: %s: %s\nin %s", x.name, x.do, diff, s.last.body)
		}
	}
	if x.save != "" {
		var saved struct {
			ID    string `json:"id"`
			Token string `json:"token"`
		}
		decode(s.t, []byte(s.last.body), &saved)
		s.vars[x.save], s.vars[x.save+"_token"] = saved.ID, saved.Token
	}
}

// same returns how two JSON texts differ, or "".
func same(t *testing.T, want, got string) string {
	t.Helper()
	var w, g any
	decode(t, []byte(want), &w)
	decode(t, []byte(got), &g)
	if reflect.DeepEqual(w, g) {
		return ""
	}
	return "want " + want
}

// contains returns how got lacks what want has, or "". Objects may have more
// fields than wanted, lists not more elements. "*" wants anything but null, "-"
// wants the field to be absent.
func contains(t *testing.T, want, got string) string {
	t.Helper()
	if want == "" {
		return ""
	}
	var w, g any
	decode(t, []byte(want), &w)
	decode(t, []byte(got), &g)
	return lacks("", w, g)
}

func lacks(at string, want, got any) string {
	switch w := want.(type) {
	case map[string]any:
		g, isObject := got.(map[string]any)
		if !isObject {
			return fmt.Sprintf("%s is %v, want an object", at, got)
		}
		keys := make([]string, 0, len(w))
		for key := range w {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			value, there := g[key]
			switch {
			case w[key] == "-" && !there:
			case w[key] == "-":
				return fmt.Sprintf("%s.%s is %v, want it absent", at, key, value)
			case !there:
				return fmt.Sprintf("%s.%s is missing", at, key)
			default:
				if diff := lacks(at+"."+key, w[key], value); diff != "" {
					return diff
				}
			}
		}
		return ""
	case []any:
		g, isList := got.([]any)
		if !isList || len(g) != len(w) {
			return fmt.Sprintf("%s is %v, want %d elements", at, got, len(w))
		}
		for i := range w {
			if diff := lacks(fmt.Sprintf("%s[%d]", at, i), w[i], g[i]); diff != "" {
				return diff
			}
		}
		return ""
	}
	if want == "*" && got != nil || reflect.DeepEqual(want, got) {
		return ""
	}
	return fmt.Sprintf("%s is %#v, want %#v", at, got, want)
}

// invalidForm is the body of an error with one field in error.
func invalidForm(path, code, message string) string {
	leaf, err := json.Marshal(map[string]any{"_errors": []any{map[string]string{"code": code, "message": message}}})
	if err != nil {
		panic(err) // strings always encode
	}
	tree := string(leaf)
	keys := strings.Split(path, ".")
	for i := len(keys) - 1; i >= 0 && path != ""; i-- {
		tree = `{"` + keys[i] + `":` + tree + `}`
	}
	return `{"message":"Invalid Form Body","code":50035,"errors":` + tree + `}`
}

// say posts a message of the person, and saves its ID.
func say(variable, content string) exchange {
	return exchange{
		name: "somebody says " + content, act: func(s *scenario) { s.vars[variable] = s.d.Say(content).ID.String() },
		events: []string{"MESSAGE_CREATE"},
	}
}

func parseMessageID(s string) (discord.MessageID, error) { return discord.ParseID[discord.Message](s) }

// wait lets time pass, with heartbeats.
func wait(d time.Duration) func(*scenario) {
	return func(s *scenario) {
		for left := d; left > 0; left -= 30 * time.Second {
			time.Sleep(min(left, 30*time.Second))
			s.bot.quiet()
		}
	}
}

func channelID[T any](id discord.ID[T]) discord.ChannelID { return discord.ChannelID(id) }

func interactionID[T any](id discord.ID[T]) discord.InteractionID { return discord.InteractionID(id) }
