package discord

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ValidationError tells what is wrong with a request body before it is sent.
// Match it with errors.As.
type ValidationError struct {
	Fields []FieldError // at least one
}

// FieldError is one field in error.
type FieldError struct {
	Path    string // in Discord's notation, such as components[0].components[1].custom_id; empty: the whole body
	Message string // what is wrong
}

// Error lists the fields in error.
func (e *ValidationError) Error() string {
	var b strings.Builder
	b.WriteString("discord: invalid body: ")
	for i, f := range e.Fields {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(f.String())
	}
	return b.String()
}

// String returns the path and the message.
func (f FieldError) String() string {
	if f.Path == "" {
		return f.Message
	}
	return f.Path + ": " + f.Message
}

// A checker collects what is wrong with a body.
type checker struct {
	prefix string // path of the object that is being checked
	fields *[]FieldError
}

// err returns a *ValidationError, or nil where nothing was wrong.
func (c *checker) err() error {
	if c.fields == nil || len(*c.fields) == 0 {
		return nil
	}
	return &ValidationError{Fields: *c.fields}
}

// add notes that the field at path, below the object being checked, is in
// error. An empty path is the object itself.
func (c *checker) add(path, message string) {
	if c.fields == nil {
		c.fields = new([]FieldError)
	}
	*c.fields = append(*c.fields, FieldError{Path: c.path(path), Message: message})
}

// path returns the whole path of a field.
func (c *checker) path(field string) string {
	switch {
	case c.prefix == "":
		return field
	case field == "":
		return c.prefix
	default:
		return c.prefix + "." + field
	}
}

// index returns the path of a list's element.
func (c *checker) index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// within checks an object that is a field, or an element, of this one.
func (c *checker) within(path string, check func(*checker)) {
	if c.fields == nil {
		c.fields = new([]FieldError)
	}
	check(&checker{prefix: c.path(path), fields: c.fields})
}

// merge adds the fields of a ValidationError of an object below this one.
func (c *checker) merge(path string, err error) {
	var invalid *ValidationError
	if !errors.As(err, &invalid) {
		return
	}
	c.within(path, func(c *checker) {
		for _, f := range invalid.Fields {
			c.add(f.Path, f.Message)
		}
	})
}

// length checks the number of characters of a text.
func (c *checker) length(path, s string, least, most int) {
	if len(s) <= most && len(s) >= least && least <= 1 {
		return // no text has more characters than bytes
	}
	if n := characters(s); n < least || n > most {
		c.add(path, amount(least, most, "character"))
	}
}

// count checks the number of elements of a list.
func (c *checker) count(path string, n, least, most int) {
	if n < least || n > most {
		c.add(path, amount(least, most, "element"))
	}
}

// between checks a number.
func (c *checker) between(path string, n, least, most int) {
	if n < least || n > most {
		c.add(path, fmt.Sprintf("must be between %d and %d", least, most))
	}
}

// required checks that something is there.
func (c *checker) required(path string, ok bool) {
	if !ok {
		c.add(path, "is required")
	}
}

// characters counts the characters of s as Discord does.
func characters(s string) int { return utf8.RuneCountInString(s) }

// amount says how many things there have to be.
func amount(least, most int, thing string) string {
	if most != 1 {
		thing += "s"
	}
	switch {
	case most == 0:
		return "must be empty"
	case least == 0:
		return fmt.Sprintf("must have at most %d %s", most, thing)
	case least == most:
		return fmt.Sprintf("must have exactly %d %s", most, thing)
	default:
		return fmt.Sprintf("must have %d to %d %s", least, most, thing)
	}
}
