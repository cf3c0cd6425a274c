package interop

// clients are the libraries that hold the conversation.
var clients = []client{
	{name: "discord.js", command: nodeClient("discordjs")},
	{name: "discordgo", command: goClient("discordgo")},
}
