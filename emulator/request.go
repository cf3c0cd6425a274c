package emulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/accord-go/accord/discord"
)

// A request is what a handler gets: everything is read, checked and decoded as
// far as that needs no knowledge of the operation.
type request struct {
	route *route
	now   time.Time
	base  string // where the client reaches us, such as http://127.0.0.1:8080
	vars  map[string]string
	ids   map[string]snowflake
	query url.Values
	body  []byte     // JSON; nil: none was sent
	form  url.Values // of a body that is application/x-www-form-urlencoded; else nil
	files []upload   // of a multipart body, in its order

	reason        string         // for the audit log, decoded
	by            discord.UserID // who does it: a bot, or a person; zero: nobody who is known
	authorization string         // the header
	bot           *bot           // whose token was given, or whose application's grant; nil: nobody's
	grant         *grant         // a user's access token was given; else nil
	whose         *bot           // bot, or without a token who answers an interaction; nil: nobody's
}

// An upload is a file that came with a request.
type upload struct {
	field       string // name of the part, such as files[0]
	name        string
	contentType string
	data        []byte
}

// A reply is a handler's answer.
type reply struct {
	status      int
	body        any    // encoded by [encode]; nil: no body
	raw         []byte // sent as it is, instead of body
	contentType string // of raw
	header      http.Header
	drop        bool // cut the connection instead
	ordered     bool // by a [Failure], or by Cloudflare: no answer of Discord's
}

func ok(body any) (reply, error)      { return reply{status: http.StatusOK, body: body}, nil }
func created(body any) (reply, error) { return reply{status: http.StatusCreated, body: body}, nil }
func noContent() (reply, error)       { return reply{status: http.StatusNoContent}, nil }

// id returns a variable of the path whose name ends in _id.
func (r *request) id(name string) snowflake { return r.ids[name] }

func (r *request) channelID() discord.ChannelID { return discord.ChannelID(r.ids["channel_id"]) }
func (r *request) guildID() discord.GuildID     { return discord.GuildID(r.ids["guild_id"]) }
func (r *request) messageID() discord.MessageID { return discord.MessageID(r.ids["message_id"]) }
func (r *request) userID() discord.UserID       { return discord.UserID(r.ids["user_id"]) }

// bind reads the body into a struct of the handler's. A request without a body
// binds as an empty object.
func (r *request) bind(into any) error {
	body := r.body
	if len(body) == 0 {
		body = []byte("{}")
	}
	return bind(body, into)
}

// queryInt reads a number of the query that must lie in a range; absent is
// def.
func (r *request) queryInt(name string, def, least, most int) (int, error) {
	if !r.query.Has(name) {
		return def, nil
	}
	f, n := new(form), def
	text, err := json.Marshal(r.query.Get(name))
	if err != nil {
		return 0, err
	}
	at := f.at(name)
	bindOne(text, &n, at, rule{bounded: true, least: least, most: most})
	return n, f.err()
}

// queryID reads an ID of the query; absent is zero.
func (r *request) queryID(name string) (snowflake, error) {
	if !r.query.Has(name) {
		return 0, nil
	}
	id, ok := parseSnowflake(r.query.Get(name))
	if !ok {
		return 0, notSnowflake(name, r.query.Get(name))
	}
	return id, nil
}

// queryTime reads a time of the query; absent is def.
func (r *request) queryTime(name string, def time.Time) (time.Time, error) {
	text := r.query.Get(name)
	if text == "" {
		return def, nil
	}
	t, ok := parseTime(text)
	if !ok {
		return t, invalid(codeDateTime, "Could not parse "+text+". Should be ISO8601.", name)
	}
	return t, nil
}

// A cursor is the part of a list, ordered by ID, that a query asks for.
type cursor struct {
	limit         int
	before, after snowflake // zero: not told
}

// cursor reads a query's limit, before and after.
func (r *request) cursor(def, most int) (c cursor, err error) {
	if c.limit, err = r.queryInt("limit", def, 1, most); err != nil {
		return c, err
	}
	if c.before, err = r.queryID("before"); err != nil {
		return c, err
	}
	c.after, err = r.queryID("after")
	return c, err
}

// queryBool reads a boolean of the query, in the words that Discord takes.
func (r *request) queryBool(name string) (bool, error) {
	switch r.query.Get(name) {
	case "true", "True", "1":
		return true, nil
	case "false", "False", "0", "":
		return false, nil
	default:
		return false, invalid(codeBooleanConvert, "Must be either true or false.", name)
	}
}

// parseIDs checks the variables of the path that must be IDs.
func parseIDs(vars map[string]string) (map[string]snowflake, error) {
	ids := make(map[string]snowflake, len(vars))
	for name, value := range vars {
		if len(name) < 3 || name[len(name)-3:] != "_id" {
			continue
		}
		id, ok := parseSnowflake(value)
		if !ok {
			return nil, notSnowflake(name, value)
		}
		ids[name] = id
	}
	return ids, nil
}

func notSnowflake(name, value string) error {
	return invalid(codeNumberCoerce, "Value "+strconv.Quote(value)+" is not snowflake.", name)
}
