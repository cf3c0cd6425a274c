package discord

// hidden returns what is shown of a secret: whether there is one.
func hidden(secret string) string {
	if secret == "" {
		return ""
	}
	return "[redacted]"
}
