package sample

// Put is a request body, by its file's name.
type Put struct {
	Part Part `json:"part"`
}
