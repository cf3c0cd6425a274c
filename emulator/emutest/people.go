package emutest

import (
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
)

// Autocomplete asks the bot what it offers for an option, as Discord's app does
// while a person types.
func (d *Discord) Autocomplete(use emulator.AutocompleteUse) discord.InteractionID {
	d.t.Helper()
	id, err := d.Emulator.Autocomplete(use)
	if err != nil {
		d.t.Fatalf("autocomplete: %v", err)
	}
	return id
}

// Edit changes a message of the person d.UserID.
func (d *Discord) Edit(id discord.MessageID, content string) {
	d.t.Helper()
	if err := d.Emulator.EditMessage(id, d.UserID, content); err != nil {
		d.t.Fatalf("edit: %v", err)
	}
}

// Delete deletes a message as the person d.UserID.
func (d *Discord) Delete(id discord.MessageID) {
	d.t.Helper()
	if err := d.Emulator.DeleteMessage(id, d.UserID); err != nil {
		d.t.Fatalf("delete: %v", err)
	}
}

// React adds a reaction of the person d.UserID. The emoji is a standard one, or
// name:id.
func (d *Discord) React(id discord.MessageID, emoji string) {
	d.t.Helper()
	if err := d.Emulator.React(id, d.UserID, emoji, false); err != nil {
		d.t.Fatalf("react: %v", err)
	}
}

// Unreact takes a reaction of the person d.UserID back.
func (d *Discord) Unreact(id discord.MessageID, emoji string) {
	d.t.Helper()
	if err := d.Emulator.React(id, d.UserID, emoji, true); err != nil {
		d.t.Fatalf("unreact: %v", err)
	}
}

// Vote votes for an answer of a poll, numbered from 1, as the person d.UserID.
func (d *Discord) Vote(id discord.MessageID, answer int) {
	d.t.Helper()
	if err := d.Emulator.Vote(id, d.UserID, answer, false); err != nil {
		d.t.Fatalf("vote: %v", err)
	}
}

// Type shows the person d.UserID typing in the channel d.ChannelID.
func (d *Discord) Type() {
	d.t.Helper()
	if err := d.Emulator.Type(d.ChannelID, d.UserID); err != nil {
		d.t.Fatalf("type: %v", err)
	}
}

// RequestToJoin lets a person ask to become a member of a guild, or take that
// back.
func (d *Discord) RequestToJoin(j emulator.JoinRequest) discord.JoinRequestID {
	d.t.Helper()
	id, err := d.Emulator.RequestToJoin(j)
	if err != nil {
		d.t.Fatalf("request to join: %v", err)
	}
	return id
}

// RSVP lets a person say whether to come to a scheduled event.
func (d *Discord) RSVP(v emulator.RSVP) {
	d.t.Helper()
	if err := d.Emulator.RSVP(v); err != nil {
		d.t.Fatalf("rsvp: %v", err)
	}
}
