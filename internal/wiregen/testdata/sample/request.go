package sample

// Optional makes a struct with such a field a request body.
type Optional[T any] struct{ value T }

// Update is a request body, by its Optional field.
type Update struct {
	Name  Optional[string]   `json:"name"`
	Parts []Optional[[]Part] `json:"parts"`
}

// Part is used by request bodies only.
type Part struct {
	Name string `json:"name"`
}

// Create is a request body, by its method.
type Create struct {
	Part   Part   `json:"part"`
	Shared Shared `json:"shared"`
}

// Validate checks nothing.
func (Create) Validate() error { return nil }

// Marked is a request body because it says so.
//
//wire:encode
type Marked struct {
	Part Part `json:"part"`
}

// Both has a decoder because it says so.
//
//wire:decode
type Both struct {
	Name string `json:"name"`
}

// Validate checks nothing.
func (Both) Validate() error { return nil }

// Skipped has no decoder because it says so.
//
//wire:skip
type Skipped struct {
	Name string `json:"name"`
}

// Shared is used by Create and by Answer.
type Shared struct {
	Name string `json:"name"`
}

// Answer is no request body.
type Answer struct {
	Shared  Shared   `json:"shared"`
	Skipped Skipped  `json:"skipped"`
	Checked *Checked `json:"checked"`
}

// Untagged has nothing to do with JSON.
type Untagged struct{ Name string }

// Checked is used by Answer, although it has a Validate method.
type Checked struct {
	Name  string `json:"name"`
	Inner Inner  `json:"inner"`
}

// Validate checks nothing.
func (Checked) Validate() error { return nil }

// Inner is used by Checked and by a request body.
type Inner struct {
	Name string `json:"name"`
}

// UpdateChecked is a request body.
type UpdateChecked struct {
	Checked Optional[Checked] `json:"checked"`
	Inner   Optional[*Inner]  `json:"inner"`
}
