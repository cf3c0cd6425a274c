package corpus

import "fmt"

// A message is where and by whom something is said.
type message struct {
	by      membership
	channel int  // number of the channel
	mark    byte // what its text begins with
	number  int
}

// appendMessage appends a MESSAGE_CREATE: 1.5 KB on average. Its text begins
// with mark, the message's number and its channel's.
func (w *World) appendMessage(b []byte, r *random, m message) []byte {
	b = append(b, `{"type":0,"tts":false,"timestamp":`...)
	b = appendTimeOrNull(b, r, 100)
	reply := r.percent(15)
	if reply {
		b = append(b, `,"referenced_message":`...)
		b = w.appendReply(b, r, m)
	}
	b = fmt.Appendf(b, `,"pinned":false,"nonce":"%d","mentions":[`, r.next()>>4)
	if r.percent(20) || reply {
		b = w.appendMention(b, m.by.g.member(r))
	}
	b = append(b, `],"mention_roles":[],"mention_everyone":false`...)
	if reply {
		b = fmt.Appendf(b, `,"message_reference":{"type":0,"message_id":"%d","guild_id":"%d","channel_id":"%d"}`, snowflake(kindMessage, m.number), m.by.g.id, channelID(m.channel))
	}
	b = append(b, `,"member":{`...)
	b = w.appendMember(b, m.by, false)
	b = fmt.Appendf(b, `},"id":"%d","flags":0,"embeds":[`, snowflake(kindMessage, m.number+1))
	if r.percent(14) {
		b = appendEmbed(b, r)
	}
	b = fmt.Appendf(b, `],"edited_timestamp":null,"content":"%c%07d %05d `, m.mark, m.number, m.channel)
	b = appendText(b, r, 1+r.small(50))
	b = append(b, `","components":[`...)
	if r.percent(8) {
		b = fmt.Appendf(b, `{"type":1,"id":1,"components":[{"type":2,"style":1,"label":"Yes","id":2,"custom_id":"poll/%d/yes"},{"type":2,"style":4,"label":"No","id":3,"custom_id":"poll/%d/no"}]}`, m.number, m.number)
	}
	b = fmt.Appendf(b, `],"channel_type":0,"channel_id":"%d","author":`, channelID(m.channel))
	b = w.appendUser(b, m.by.user)
	b = append(b, `,"attachments":[`...)
	if r.percent(9) {
		b = appendAttachment(b, r, m)
	}
	return fmt.Appendf(b, `],"guild_id":"%d"}`, m.by.g.id)
}

// appendReply appends the message that another answers.
func (w *World) appendReply(b []byte, r *random, m message) []byte {
	b = append(b, `{"type":0,"tts":false,"timestamp":`...)
	b = appendTimeOrNull(b, r, 100)
	b = fmt.Appendf(b, `,"pinned":false,"mentions":[],"mention_roles":[],"mention_everyone":false,"id":"%d","flags":0,"embeds":[],"edited_timestamp":`, snowflake(kindMessage, m.number))
	b = appendTimeOrNull(b, r, 10)
	b = append(b, `,"content":"`...)
	b = appendText(b, r, 1+r.small(40))
	b = fmt.Appendf(b, `","components":[],"channel_id":"%d","author":`, channelID(m.channel))
	b = w.appendUser(b, m.by.g.member(r).user)
	return append(b, `,"attachments":[]}`...)
}

// appendMention appends a user who is mentioned in a guild.
func (w *World) appendMention(b []byte, m membership) []byte {
	b = w.appendUser(b, m.user)
	b = append(b[:len(b)-1], `,"member":{`...)
	b = w.appendMember(b, m, false)
	return append(b, "}}"...)
}

func appendEmbed(b []byte, r *random) []byte {
	b = append(b, `{"type":"rich","title":"`...)
	b = appendText(b, r, 1+r.below(8))
	b = append(b, `","description":"`...)
	b = appendText(b, r, 1+r.small(50))
	b = fmt.Appendf(b, `","color":%d,"timestamp":`, r.below(1<<24))
	b = appendTimeOrNull(b, r, 100)
	b = append(b, `,"fields":[`...)
	for i := range r.small(7) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"value":"`...)
		b = appendText(b, r, 1+r.below(10))
		b = append(b, `","name":"`...)
		b = appendText(b, r, 1+r.below(3))
		b = append(b, `","inline":true}`...)
	}
	b = append(b, `],"footer":{"text":"`...)
	b = appendText(b, r, 1+r.below(5))
	b = fmt.Appendf(b, `"},"url":"https://example.com/%d","thumbnail":{"width":320,"url":"https://cdn.example.com/a.png","proxy_url":"https://images-ext-1.example.net/external/a.png","height":240,"flags":0}`, r.below(1e6))
	return append(b, `,"content_scan_version":1}`...)
}

func appendAttachment(b []byte, r *random, m message) []byte {
	name := fmt.Sprintf("%d/%d/image.png", channelID(m.channel), snowflake(kindOther, m.number))
	b = fmt.Appendf(b, `{"width":1920,"url":"https://cdn.example.com/attachments/%s?ex=6543&is=6542&hm=`, name)
	b = appendHex(b, r)
	b = fmt.Appendf(b, `","size":%d,"proxy_url":"https://media.example.net/attachments/%s?ex=6543&is=6542&hm=`, r.below(1e6), name)
	b = appendHex(b, r)
	return fmt.Appendf(b, `","placeholder_version":1,"placeholder":"3OcRJYB4d3h/iIeHeEh3eIhw+j2w","id":"%d","height":1080,"filename":"image.png","content_type":"image/png","content_scan_version":0}`, snowflake(kindOther, m.number))
}
