package wiretest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A Payloads makes the data of gateway events as Discord sends it: compact,
// keys mostly in reverse alphabetical order, text unescaped but for quotes and
// line breaks. The same seed makes the same payloads.
type Payloads struct{ r *rand.Rand }

// NewPayloads returns a source of payloads.
func NewPayloads(seed uint64) Payloads {
	return Payloads{rand.New(rand.NewPCG(seed, 0))}
}

// Message returns a guild's message, as MESSAGE_CREATE has it: 1.5 KB on
// average.
func (p Payloads) Message() string { return p.fill("message") }

// Interaction returns the use of a command, as INTERACTION_CREATE has it:
// 2.4 KB on average.
func (p Payloads) Interaction() string { return p.fill("interaction") }

// Presence returns a change of a presence, as PRESENCE_UPDATE has it: 0.3 KB
// on average.
func (p Payloads) Presence() string { return p.fill("presence") }

// Guild returns a guild with so many members, as GUILD_CREATE has it: 40 KB
// with 50 members, 600 KB with 1000.
func (p Payloads) Guild(members int) string {
	list := func(n int, part string) string { return p.list(n, n, part) }
	return p.expand(`{"voice_states":[],"verification_level":2,"vanity_url_code":null,"unavailable":false,"threads":[],"system_channel_id":$id,"system_channel_flags":0,"stickers":[],"stage_instances":[],"soundboard_sounds":[],"safety_alerts_channel_id":null,"rules_channel_id":$id,"roles":` +
		list(10+members/30, "role") + `,"region":"us-west","public_updates_channel_id":null,"presences":[],"premium_tier":1,"premium_subscription_count":4,"premium_progress_bar_enabled":false,"preferred_locale":"en-US","owner_id":$id,"nsfw_level":0,"nsfw":false,"name":"$text:3","mfa_level":0,"members":` +
		list(members, "member") + `,"member_count":` + strconv.Itoa(members) + `,"max_video_channel_users":25,"max_stage_video_channel_users":50,"max_members":500000,"lazy":true,"latest_onboarding_question_id":null,"large":false,"joined_at":$time,"incidents_data":null,"id":$id,"icon":$hash,"hub_type":null,"home_header":null,"guild_scheduled_events":[],"features":["COMMUNITY","NEWS","INVITE_SPLASH"],"explicit_content_filter":2,"emojis":` +
		list(5+members/40, "emoji") + `,"embedded_activities":[],"discovery_splash":null,"description":null,"default_message_notifications":1,"channels":` +
		list(12+members/20, "channel") + `,"banner":null,"application_id":null,"application_command_counts":{},"afk_timeout":300,"afk_channel_id":null}`)
}

// parts are payloads with places to fill: $part, $part:n for n words of text,
// $part?n for a part in n of 100 cases and null else, $part*n for a list of up
// to n parts, most often short ones.
var parts = map[string]string{
	"user":        `{"username":"user_$number","public_flags":$flags,"primary_guild":$tag?10,"id":$id,"global_name":$name?70,"display_name_styles":null,"discriminator":"0","collectibles":$plate?5,"bot":false,"avatar_decoration_data":$decoration?10,"avatar":$hash?80}`,
	"tag":         `{"tag":"ACRD","identity_guild_id":$id,"identity_enabled":true,"badge":$hash}`,
	"plate":       `{"nameplate":{"sku_id":$id,"palette":"violet","label":"COLLECTIBLES_TWILIGHT_A11Y","expires_at":null,"asset":"nameplates/nameplates/twilight/"}}`,
	"decoration":  `{"sku_id":$id,"expires_at":null,"asset":"a_00112233445566778899aabbccddeeff"}`,
	"name":        `"$text:2"`,
	"belongs":     `"roles":$id*6,"premium_since":$time?5,"pending":false,"nick":$name?20,"mute":false,"joined_at":$time,"flags":$flags,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null`,
	"member":      `{"user":$user,$belongs}`,
	"mention":     `{"username":"user_$number","public_flags":$flags,"primary_guild":null,"member":{$belongs},"id":$id,"global_name":$name,"discriminator":"0","avatar":$hash}`,
	"message":     `{"type":0,"tts":false,"timestamp":$time,"referenced_message":$reply?15,"pinned":false,"nonce":$id,"mentions":$mention*1,"mention_roles":[],"mention_everyone":false,"member":{$belongs},"id":$id,"flags":0,"embeds":$embed*1,"edited_timestamp":null,"content":"$text:15","components":$row*1,"channel_type":0,"channel_id":$id,"author":$user,"attachments":$attachment*1,"guild_id":$id}`,
	"reply":       `{"type":0,"tts":false,"timestamp":$time,"pinned":false,"mentions":[],"mention_roles":[],"mention_everyone":false,"id":$id,"flags":0,"embeds":[],"edited_timestamp":$time?10,"content":"$text:12","components":[],"channel_id":$id,"author":$user,"attachments":[]}`,
	"embed":       `{"type":"rich","title":"$text:4","url":"https://example.com/$number","description":"$text:15","color":$number,"timestamp":$time,"fields":$field*3,"footer":{"text":"$text:3"},"thumbnail":{"width":320,"url":"https://cdn.example.com/a.png","proxy_url":"https://images-ext-1.example.net/external/a.png","height":240,"flags":0},"content_scan_version":1}`,
	"field":       `{"value":"$text:6","name":"$text:2","inline":true}`,
	"row":         `{"type":1,"id":1,"components":[{"type":2,"style":1,"label":"$text:1","id":2,"custom_id":"poll/$number/yes"},{"type":2,"style":4,"label":"$text:1","id":3,"custom_id":"poll/$number/no"}]}`,
	"attachment":  `{"width":1920,"url":"https://cdn.discordapp.com/attachments/1/2/image.png?ex=6543&is=6542&hm=00112233445566778899aabbccddeeff","size":$number,"proxy_url":"https://media.discordapp.net/attachments/1/2/image.png","placeholder_version":1,"placeholder":"3OcRJYB4d3h/iIeHeEh3eIhw+j2w","id":$id,"height":1080,"filename":"image.png","content_type":"image/png","content_scan_version":0}`,
	"interaction": `{"version":1,"type":2,"token":"aW50ZXJhY3Rpb246$token$token$token","member":{"user":$user,"unusual_dm_activity_until":null,$belongs,"permissions":"2251799813685247"},"locale":"en-GB","id":$id,"guild_locale":"en-US","guild_id":$id,"guild":{"locale":"en-US","id":$id,"features":["COMMUNITY","NEWS"]},"entitlements":[],"entitlement_sku_ids":[],"data":{"type":1,"resolved":{"users":{"41771983423143937":$user},"members":{"41771983423143937":{"unusual_dm_activity_until":null,$belongs,"permissions":"0"}}},"options":[{"value":"41771983423143937","type":6,"name":"user"},{"value":"$text:10","type":3,"name":"reason"},{"value":7,"type":4,"name":"days"}],"name":"ban","id":$id},"context":0,"channel_id":$id,"channel":{"type":0,"topic":"$text:10","theme_color":null,"rate_limit_per_user":0,"position":4,"permissions":"2251799813685247","parent_id":$id,"nsfw":false,"name":"general","last_message_id":$id,"id":$id,"icon_emoji":{"name":"👋","id":null},"guild_id":$id,"flags":0},"authorizing_integration_owners":{"0":$id},"attachment_size_limit":10485760,"application_id":$id,"app_permissions":"2251799813685247"}`,
	"presence":    `{"user":{"id":$id},"status":"online","processed_at_timestamp":1700000000000,"guild_id":$id,"client_status":{"desktop":"online"},"broadcast":null,"activities":$activity*2}`,
	"activity":    `{"type":0,"timestamps":{"start":1700000000000},"name":"$text:2","id":"00112233445566","created_at":1700000000000,"application_id":$id}`,
	"role":        `{"version":1700000000000,"unicode_emoji":null,"tags":{},"position":$number,"permissions":"2251799813685247","name":"$text:2","mentionable":false,"managed":false,"id":$id,"icon":null,"hoist":true,"flags":0,"colors":{"tertiary_color":null,"secondary_color":null,"primary_color":$number},"color":$number}`,
	"channel":     `{"version":1700000000000,"type":0,"topic":$name?60,"theme_color":null,"rate_limit_per_user":0,"position":$number,"permission_overwrites":$overwrite*3,"parent_id":$id,"nsfw":false,"name":"$text:2","last_message_id":$id,"id":$id,"icon_emoji":{"name":"👋","id":null},"flags":0}`,
	"overwrite":   `{"type":0,"id":$id,"deny":"2048","allow":"1024"}`,
	"emoji":       `{"version":1700000000000,"roles":[],"require_colons":true,"name":"emoji_$number","managed":false,"id":$id,"available":true,"animated":false}`,
}

var words = strings.Fields(`the bot says hello to everyone who joined today and asks them to read the rules before
posting anything in this channel because otherwise a moderator has to clean up again grüße 漢字 привет 😀 :wave: lol ok
https://example.com/page?id=42 <@175928847299117063> **bold** _soft_ \"quoted\" line\nbreak`)

func (p Payloads) fill(part string) string {
	switch part {
	case "id":
		return fmt.Sprintf(`"%d"`, 175928847299117063+p.r.Uint64N(1<<60))
	case "hash":
		return `"` + p.fill("token") + `"`
	case "token":
		return fmt.Sprintf(`%016x%016x`, p.r.Uint64(), p.r.Uint64())
	case "flags":
		return strconv.Itoa([]int{0, 0, 0, 64, 4194432}[p.r.IntN(5)])
	case "number":
		return strconv.Itoa(p.r.IntN(1e6))
	case "time":
		return fmt.Sprintf(`"20%02d-%02d-%02dT%02d:%02d:%02d.%06d+00:00"`,
			17+p.r.IntN(9), 1+p.r.IntN(12), 1+p.r.IntN(28), p.r.IntN(24), p.r.IntN(60), p.r.IntN(60), p.r.IntN(1e6))
	}
	return p.expand(parts[part])
}

// expand fills the places of a template.
func (p Payloads) expand(template string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "$")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n := strings.IndexFunc(rest, func(c rune) bool { return c < 'a' || c > 'z' })
		part, mode := rest[:n], rest[n]
		template = rest[n:]
		if mode != ':' && mode != '?' && mode != '*' {
			b.WriteString(p.fill(part))
			continue
		}
		digits := strings.TrimLeft(template[1:], "0123456789")
		count, _ := strconv.Atoi(template[1 : len(template)-len(digits)])
		template = digits
		b.WriteString(p.some(part, mode, count))
	}
}

func (p Payloads) some(part string, mode byte, n int) string {
	switch {
	case mode == '*':
		return p.list(0, n, part)
	case mode == ':':
		return p.text(1 + p.r.IntN(2*n))
	case p.r.IntN(100) < n:
		return p.fill(part)
	}
	return "null"
}

// list returns a list of least to most parts; in three of four cases it is
// half empty.
func (p Payloads) list(least, most int, part string) string {
	n := most
	if least < most && p.r.IntN(4) > 0 {
		n = p.r.IntN(most/2 + 1)
	}
	list := make([]string, n)
	for i := range list {
		list[i] = p.fill(part)
	}
	return "[" + strings.Join(list, ",") + "]"
}

// text returns n words as the inside of a JSON string.
func (p Payloads) text(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = words[p.r.IntN(len(words))]
	}
	return strings.Join(list, " ")
}
