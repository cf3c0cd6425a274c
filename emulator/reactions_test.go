package emulator_test

import (
	"fmt"
	"testing"

	"github.com/accord-go/accord/emulator"
)

func TestReactions(t *testing.T) {
	const fire = "%F0%9F%94%A5"
	run(t, nil, []exchange{
		say("m", "hello"),
		{
			name: "react", do: "PUT /channels/{channel}/messages/{m}/reactions/" + fire + "/@me",
			events: []string{`MESSAGE_REACTION_ADD {"user_id":"{bot}","channel_id":"{channel}","message_id":"{m}","guild_id":"{guild}","emoji":{"id":null,"name":"🔥"},"member":{"user":{"id":"{bot}"}},"message_author_id":"{user}","burst":false,"type":0}`},
		},
		{name: "again", do: "PUT /channels/{channel}/messages/{m}/reactions/" + fire + "/@me"},
		{name: "escaped", do: "PUT /channels/{channel}/messages/{m}/reactions/" + fire + "/%40me"},
		{
			name: "it shows", do: "GET /channels/{channel}/messages/{m}",
			want: `{"reactions":[{"emoji":{"id":null,"name":"🔥"},"count":1,"count_details":{"burst":0,"normal":1},"me":true,"me_burst":false,"burst_colors":[]}]}`,
		},
		{name: "who", do: "GET /channels/{channel}/messages/{m}/reactions/" + fire, want: `[{"id":"{bot}","flags":0}]`},
		{name: "nobody", do: "GET /channels/{channel}/messages/{m}/reactions/%F0%9F%91%8D", want: `[]`},
		{name: "after", do: "GET /channels/{channel}/messages/{m}/reactions/" + fire + "?after={bot}", want: `[]`},
		{name: "letters", do: "PUT /channels/{channel}/messages/{m}/reactions/fire/@me", status: 400, want: `{"message":"Unknown Emoji","code":10014}`},
		{name: "no such emoji", do: "PUT /channels/{channel}/messages/{m}/reactions/fire:123/@me", status: 400, want: `{"message":"Unknown Emoji","code":10014}`},
		{name: "no such message", do: "PUT /channels/{channel}/messages/5/reactions/" + fire + "/@me", status: 404, want: `{"message":"Unknown Message","code":10008}`},
		{name: "no such user", do: "DELETE /channels/{channel}/messages/{m}/reactions/" + fire + "/5", status: 404, want: `{"message":"Unknown User","code":10013}`},
		{
			name: "take it back", do: "DELETE /channels/{channel}/messages/{m}/reactions/" + fire + "/@me",
			events: []string{`MESSAGE_REACTION_REMOVE {"user_id":"{bot}","message_id":"{m}","emoji":{"id":null,"name":"🔥"},"burst":false,"type":0,"member":"-"}`},
		},
		{name: "gone", do: "GET /channels/{channel}/messages/{m}", want: `{"reactions":"-"}`},
		{name: "again", do: "PUT /channels/{channel}/messages/{m}/reactions/" + fire + "/@me", events: []string{"MESSAGE_REACTION_ADD"}},
		{name: "a moderator", do: "DELETE /channels/{channel}/messages/{m}/reactions/" + fire + "/{bot}", events: []string{"MESSAGE_REACTION_REMOVE"}},
		{name: "two", do: "PUT /channels/{channel}/messages/{m}/reactions/" + fire + "/@me", events: []string{"MESSAGE_REACTION_ADD"}},
		{name: "two", do: "PUT /channels/{channel}/messages/{m}/reactions/%E2%9D%A4%EF%B8%8F/@me", events: []string{`MESSAGE_REACTION_ADD {"emoji":{"name":"❤️"}}`}},
		{name: "one emoji", do: "DELETE /channels/{channel}/messages/{m}/reactions/" + fire, events: []string{`MESSAGE_REACTION_REMOVE_EMOJI {"channel_id":"{channel}","guild_id":"{guild}","message_id":"{m}","emoji":{"name":"🔥"}}`}},
		{name: "all", do: "DELETE /channels/{channel}/messages/{m}/reactions", events: []string{`MESSAGE_REACTION_REMOVE_ALL {"channel_id":"{channel}","guild_id":"{guild}","message_id":"{m}"}`}},
		{name: "none", do: "GET /channels/{channel}/messages/{m}", want: `{"reactions":"-"}`},
	})
}

func TestTwentyReactions(t *testing.T) {
	exchanges := []exchange{say("m", "hello")}
	put := func(i int) string {
		return fmt.Sprintf("PUT /channels/{channel}/messages/{m}/reactions/%%F0%%9F%%94%%%X/@me", 0x80+i)
	}
	for i := range 20 {
		exchanges = append(exchanges, exchange{name: fmt.Sprint(i), do: put(i), events: []string{"MESSAGE_REACTION_ADD"}})
	}
	run(t, nil, append(exchanges, exchange{name: "one more", do: put(20), status: 400, want: `{"message":"Maximum number of reactions reached (20)","code":30010}`}))
}

func TestReactionsNeedPermission(t *testing.T) {
	w := emulator.DefaultWorld()
	w.Guilds[0].Roles[2].Permissions &^= 1<<6 | 1<<13 // ADD_REACTIONS, MANAGE_MESSAGES
	w.Guilds[0].Roles[0].Permissions &^= 1 << 6
	refused := `{"message":"Missing Permissions","code":50013}`
	run(t, w, []exchange{
		say("m", "hello"),
		{name: "the first one", do: "PUT /channels/{channel}/messages/{m}/reactions/%F0%9F%94%A5/@me", status: 403, want: refused},
		{name: "somebody else's", do: "DELETE /channels/{channel}/messages/{m}/reactions/%F0%9F%94%A5/{user}", status: 403, want: refused},
		{name: "all of an emoji", do: "DELETE /channels/{channel}/messages/{m}/reactions/%F0%9F%94%A5", status: 403, want: refused},
		{name: "all", do: "DELETE /channels/{channel}/messages/{m}/reactions", status: 403, want: refused},
	})
}
