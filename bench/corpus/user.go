package corpus

import (
	"fmt"
	"strconv"
)

// appendUser appends the user of that number.
func (w *World) appendUser(b []byte, n int) []byte {
	r := random{mix(w.seed, uint64(n), 2)}
	b = fmt.Appendf(b, `{"username":"%s_%d","public_flags":%d,"primary_guild":`, names[r.below(len(names))], r.below(10000), flags[r.below(len(flags))])
	if r.percent(10) {
		b = fmt.Appendf(b, `{"tag":"%.4X","identity_guild_id":"%d","identity_enabled":true,"badge":`, r.below(1<<16), snowflake(kindGuild, r.below(1000)))
		b = append(appendHash(b, &r), '}')
	} else {
		b = append(b, "null"...)
	}
	b = fmt.Appendf(b, `,"id":"%d","global_name":`, userID(n))
	if r.percent(75) {
		b = fmt.Appendf(b, `"%s %s"`, names[r.below(len(names))], words[r.below(len(words))])
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"display_name_styles":null,"discriminator":"0","collectibles":`...)
	if r.percent(5) {
		b = fmt.Appendf(b, `{"nameplate":{"sku_id":"%d","palette":"violet","label":"COLLECTIBLES_TWILIGHT_A11Y","expires_at":null,"asset":"nameplates/nameplates/twilight/"}}`, snowflake(kindOther, r.below(50)))
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"bot":false,"avatar_decoration_data":`...)
	if r.percent(10) {
		b = fmt.Appendf(b, `{"sku_id":"%d","expires_at":null,"asset":"a_`, snowflake(kindOther, r.below(50)))
		b = append(appendHex(b, &r), `"}`...)
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"avatar":`...)
	if r.percent(80) {
		b = appendHash(b, &r)
	} else {
		b = append(b, "null"...)
	}
	return append(b, '}')
}

// membership is where an event's member stands.
type membership struct {
	g    *guild
	user int
}

// member returns a random member of a guild.
func (g *guild) member(r *random) membership {
	return membership{g, g.users[r.below(len(g.users))]}
}

// appendMember appends the fields of a membership, without braces, and after
// "roles" the user if there is to be one.
func (w *World) appendMember(b []byte, m membership, user bool) []byte {
	if user {
		b = append(b, `"user":`...)
		b = append(w.appendUser(b, m.user), ',')
	}
	r := random{mix(w.seed, m.g.id, uint64(m.user), 3)}
	b = append(b, `"roles":[`...)
	for i := range r.small(7) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendID(b, m.g.roleID(1+(m.user+i*3)%(m.g.size.Roles-1)))
	}
	b = append(b, `],"premium_since":`...)
	b = appendTimeOrNull(b, &r, 5)
	b = append(b, `,"pending":false,"nick":`...)
	if r.percent(20) {
		b = fmt.Appendf(b, `"%s"`, words[r.below(len(words))])
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"mute":false,"joined_at":`...)
	b = appendTimeOrNull(b, &r, 100)
	b = fmt.Appendf(b, `,"flags":%d,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":`, r.small(3)*2)
	if r.percent(3) {
		return appendHash(b, &r)
	}
	return append(b, "null"...)
}

func appendID(b []byte, id uint64) []byte {
	b = strconv.AppendUint(append(b, '"'), id, 10)
	return append(b, '"')
}

// appendHex appends the 32 digits of a hash.
func appendHex(b []byte, r *random) []byte {
	return fmt.Appendf(b, "%016x%016x", r.next(), r.next())
}

func appendHash(b []byte, r *random) []byte {
	return append(appendHex(append(b, '"'), r), '"')
}

// appendTimeOrNull appends a time in p of 100 cases.
func appendTimeOrNull(b []byte, r *random, p int) []byte {
	if !r.percent(p) {
		return append(b, "null"...)
	}
	return fmt.Appendf(b, `"20%02d-%02d-%02dT%02d:%02d:%02d.%06d+00:00"`,
		17+r.below(9), 1+r.below(12), 1+r.below(28), r.below(24), r.below(60), r.below(60), r.below(1e6))
}

// appendText appends n words, without quotes around them.
func appendText(b []byte, r *random, n int) []byte {
	for i := range n {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, words[r.below(len(words))]...)
	}
	return b
}

var flags = []int{0, 0, 0, 64, 4194432}

var names = []string{"sam", "alex", "robin", "kim", "jo", "mika", "noa", "lou", "charlie", "yuki", "ines", "tomasz", "zoë", "айгуль", "たろう"}

// words are the inside of JSON strings.
var words = []string{
	"the", "bot", "says", "hello", "to", "everyone", "who", "joined", "today", "and", "asks", "them", "to", "read", "the",
	"rules", "before", "posting", "anything", "here", "because", "otherwise", "a", "moderator", "has", "to", "clean", "up",
	"again", "lol", "ok", "yes", "no", "grüße", "漢字", "привет", "😀", ":wave:", "<@175928847299117063>", "**bold**",
	"_soft_", `\"quoted\"`, `line\nbreak`, "https://example.com/page?id=42",
}
