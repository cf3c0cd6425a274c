package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The codes of fields that Discord finds wrong in a form.
const (
	codeRequired       = "BASE_TYPE_REQUIRED"
	codeBadLength      = "BASE_TYPE_BAD_LENGTH"
	codeMaxLength      = "BASE_TYPE_MAX_LENGTH"
	codeMinLength      = "BASE_TYPE_MIN_LENGTH"
	codeChoices        = "BASE_TYPE_CHOICES"
	codeStringConvert  = "STRING_TYPE_CONVERT"
	codeStringRegex    = "STRING_TYPE_REGEX"
	codeNumberCoerce   = "NUMBER_TYPE_COERCE"
	codeNumberMin      = "NUMBER_TYPE_MIN"
	codeNumberMax      = "NUMBER_TYPE_MAX"
	codeBooleanConvert = "BOOLEAN_TYPE_CONVERT"
	codeListConvert    = "LIST_TYPE_CONVERT"
	codeModelConvert   = "MODEL_TYPE_CONVERT"
	codeDictConvert    = "DICT_TYPE_CONVERT"
	codeUnionChoices   = "UNION_TYPE_CHOICES"
	codeUnknownKey     = "UNKNOWN_KEY" // our own, for forms that are strict
)

// A form gathers what is wrong with a request: Discord reports all fields at
// once, in a tree that follows the request's own.
type form struct {
	root   formNode
	strict bool // keys that the form does not have are faults
}

// formNode is a place in that tree: an object, a list or a field.
type formNode struct {
	children map[string]*formNode
	faults   []formFault
}

// formFault says what is wrong at one place.
type formFault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// MarshalJSON writes the children by name, and the faults as "_errors".
func (n *formNode) MarshalJSON() ([]byte, error) {
	out := make(map[string]any, len(n.children)+1)
	for name, child := range n.children {
		out[name] = child
	}
	if len(n.faults) > 0 {
		out["_errors"] = n.faults
	}
	return json.Marshal(out)
}

// at returns a place below the root: names of fields, and indices.
func (f *form) at(path ...any) formPath { return formPath{form: f}.at(path...) }

// err returns the refusal, or nil where nothing is wrong.
func (f *form) err() error {
	if len(f.root.children) == 0 && len(f.root.faults) == 0 {
		return nil
	}
	return &apiError{status: http.StatusBadRequest, code: 50035, message: "Invalid Form Body", form: &f.root}
}

// text writes all faults as one line, for errors that are no answers of
// Discord's: "guilds[0].name: This field is required".
func (f *form) text() string { return f.root.text() }

func (n *formNode) text() string {
	var lines []string
	n.walk("", func(path string, fault formFault) {
		if path != "" {
			path += ": "
		}
		lines = append(lines, path+fault.Message)
	})
	return strings.Join(lines, "; ")
}

// walk visits all faults in the order of their places.
func (n *formNode) walk(path string, visit func(string, formFault)) {
	for _, fault := range n.faults {
		visit(path, fault)
	}
	for _, name := range slices.Sorted(maps.Keys(n.children)) {
		step := name
		switch {
		case strings.Trim(name, "0123456789") == "":
			step = "[" + name + "]"
		case path != "":
			step = "." + name
		}
		n.children[name].walk(path+step, visit)
	}
}

// invalid is the refusal of a request for one field.
func invalid(code, message string, path ...any) error {
	f := new(form)
	f.at(path...).add(code, message)
	return f.err()
}

// A formPath is a place in a form where something may turn out to be wrong. Its
// nodes are made only when it does.
type formPath struct {
	form *form
	keys []string
}

// at returns a place below p.
func (p formPath) at(path ...any) formPath {
	keys := make([]string, len(p.keys), len(p.keys)+len(path))
	copy(keys, p.keys)
	for _, step := range path {
		switch step := step.(type) {
		case string:
			keys = append(keys, step)
		case int:
			keys = append(keys, strconv.Itoa(step))
		default:
			keys = append(keys, fmt.Sprint(step))
		}
	}
	return formPath{form: p.form, keys: keys}
}

// add reports a fault at p.
func (p formPath) add(code, message string) {
	node := &p.form.root
	for _, key := range p.keys {
		if node.children == nil {
			node.children = make(map[string]*formNode)
		}
		child := node.children[key]
		if child == nil {
			child = new(formNode)
			node.children[key] = child
		}
		node = child
	}
	node.faults = append(node.faults, formFault{code, message})
}

// addf reports a fault at p, in words that are made up of values.
func (p formPath) addf(code, format string, args ...any) {
	p.add(code, fmt.Sprintf(format, args...))
}

// required reports that p is missing.
func (p formPath) required() { p.add(codeRequired, "This field is required") }

// length reports that a string or list has a wrong length. Discord words the
// three cases differently.
func (p formPath) length(n, least, most int) {
	switch {
	case n >= least && n <= most:
	case least > 0 && most < unbounded:
		p.addf(codeBadLength, "Must be between %d and %d in length.", least, most)
	case n > most:
		p.addf(codeMaxLength, "Must be %d or fewer in length.", most)
	default:
		p.addf(codeMinLength, "Must be %d or more in length.", least)
	}
}

// unbounded stands for "no limit" in lengths.
const unbounded = math.MaxInt
