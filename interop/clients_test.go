package interop

// onlyIdentifies is why a library can't resume after an op 9 that allows it.
const onlyIdentifies = "it answers every op 9 with IDENTIFY and does not look at d"

// clients are the libraries that hold the conversation.
var clients = []client{
	{name: "discord.js", command: nodeClient("discordjs")},
	{name: "oceanic.js", command: nodeClient("oceanicjs")},
	{name: "eris", command: nodeClient("eris"), broken: map[string]string{
		"resume after a resumable op 9": onlyIdentifies + " (lib/gateway/Shard.js, INVALID_SESSION)",
	}},
	{name: "dysnomia", command: nodeClient("dysnomia"), broken: map[string]string{
		"resume after a resumable op 9": onlyIdentifies + " (lib/gateway/Shard.js, INVALID_SESSION)",
	}},
	{name: "discordgo", command: goClient("discordgo"), broken: map[string]string{
		"resume after a resumable op 9": onlyIdentifies + " (wsapi.go, onEvent)",
	}},
	{name: "disgo", command: goClient("disgo")},
	{name: "arikawa", command: goClient("arikawa"), broken: map[string]string{
		"resume after a resumable op 9": "it forgets its session at every op 9 (gateway/gateway.go, InvalidSessionEvent)",
	}},
	{name: "discord.py", command: pythonClient("discordpy")},
}
