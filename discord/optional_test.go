package discord_test

import (
	"encoding/json"
	"testing"

	"github.com/accord-go/accord/discord"
)

func TestOptionalHasThreeStates(t *testing.T) {
	t.Parallel()
	type edit struct {
		Topic discord.Optional[string]            `json:"topic,omitzero"`
		Tags  []discord.ForumTag                  `json:"tags,omitzero"`
		When  discord.Optional[discord.Time]      `json:"when,omitzero"`
		In    discord.Optional[discord.ChannelID] `json:"in,omitzero"`
	}
	tests := []struct {
		edit edit
		want string
	}{
		{edit{}, `{}`},
		{edit{Topic: discord.Null[string]()}, `{"topic":null}`},
		{edit{Topic: discord.Set("")}, `{"topic":""}`},
		{edit{Tags: []discord.ForumTag{}}, `{"tags":[]}`},
		{edit{In: discord.Set(discord.ChannelID(5))}, `{"in":"5"}`},
	}
	for _, tt := range tests {
		got, err := json.Marshal(tt.edit)
		if err != nil || string(got) != tt.want {
			t.Errorf("encoded %s, %v, want %s", got, err, tt.want)
		}
		var back edit
		if err := json.Unmarshal(got, &back); err != nil || back.Topic != tt.edit.Topic || back.In != tt.edit.In {
			t.Errorf("%s came back as %+v, %v", got, back, err)
		}
	}
}

func TestOptionalRefusesAnotherType(t *testing.T) {
	t.Parallel()
	o := discord.Set("kept")
	if err := json.Unmarshal([]byte(`5`), &o); err == nil {
		t.Error("a number went into a string")
	}
	if v, ok := o.Get(); !ok || v != "kept" {
		t.Errorf("after the error the value is %q, %v", v, ok)
	}
}
