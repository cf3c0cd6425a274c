package rest_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// checkModel compares what all endpoints take and give, once for all tests.
func checkModel(t *testing.T) *modelCheck {
	t.Helper()
	c, err := theModel()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newModelCheck(s *spec, g *goSources) *modelCheck {
	return &modelCheck{
		report: newReport(), g: g, s: s, picks: make(map[string][]string), seen: make(map[string]bool), uses: make(map[string]*use),
		enums: make(map[string]*enumUse), union: make(map[string]map[string]bool), knows: make(map[[2]string][2]bool),
	}
}

var theModel = sync.OnceValues(func() (*modelCheck, error) {
	s, err := readSpec()
	if err != nil {
		return nil, err
	}
	g, err := loadGo()
	if err != nil {
		return nil, err
	}
	c := newModelCheck(s, g)
	err = readTable(alternativesTable, func(columns []string) error {
		c.picks[columns[0]] = strings.Split(columns[1], ",")
		return nil
	})
	if err != nil {
		return nil, err
	}
	answered := make(map[string]bool)
	ops := make(map[string]bool)
	for _, e := range g.endpoints(s) {
		ops[e.op.id] = true
		c.pairBody(e)
		answered[e.op.id] = c.pairAnswer(e) || answered[e.op.id]
	}
	for id := range ops {
		wanted := false
		for _, contents := range s.operations[id].answers {
			wanted = wanted || contents["application/json"] != nil
		}
		c.wants(!wanted || answered[id], "answer", id, "no method returns the object that Discord answers with")
	}
	for _, name := range slices.Sorted(maps.Keys(c.uses)) {
		c.checkFields(c.uses[name])
	}
	return c, nil
})

func (c *modelCheck) pairBody(e endpoint) {
	body := e.op.bodies["application/json"]
	for _, t := range []string{"multipart/form-data", "application/x-www-form-urlencoded"} {
		if body == nil {
			body = e.op.bodies[t]
		}
	}
	if body == nil || onlyFiles(c.s, body) && e.body == nil || !c.wants(e.body != nil, "body", e.name, "sends no object") {
		return
	}
	dir := request
	if e.op.method == "PATCH" {
		dir = change
	}
	c.pair(e.body, e.op.id+".body", body, dir, e.name+" body")
}

// onlyFiles reports whether a body has nothing but files, or nothing at all.
func onlyFiles(s *spec, v *schema) bool {
	alts, _ := s.alternatives("", v)
	for _, p := range alts[0].Properties {
		if p.ContentEncoding != "binary" {
			return false
		}
	}
	return len(alts) == 1 && alts[0].Additional == nil
}

// pairAnswer reports whether a method returns what Discord answers with.
func (c *modelCheck) pairAnswer(e endpoint) bool {
	if e.answer == nil {
		return false
	}
	for _, status := range slices.Sorted(maps.Keys(e.op.answers)) {
		v := e.op.answers[status]["application/json"]
		if v == nil || status == "202" {
			continue
		}
		c.pair(e.answer, e.op.id+"."+status, v, response, e.name+" answer")
	}
	return true
}

// TestSpecSchemas holds every field of every object that goes to Discord or
// comes from there against the schemas, both ways.
func TestSpecSchemas(t *testing.T) {
	t.Parallel()
	c := checkModel(t)
	t.Logf("%d structs stand for %d schemas", len(c.uses), c.schemas())
	for name, schemas := range c.picks {
		for _, schema := range schemas {
			if !c.standsFor(name, schema) {
				t.Errorf("%s: %s stands for no %s", alternativesTable, name, schema)
			}
		}
	}
	c.report.end(t, "missing", "invented", "needed", "null", "type", "member", "body", "answer")
}

func (c *modelCheck) standsFor(name, schema string) bool {
	if c.uses[name] == nil {
		return false
	}
	for _, as := range c.uses[name].as {
		if as[schema] != nil {
			return true
		}
	}
	return false
}

func (c *modelCheck) schemas() int {
	names := make(map[string]bool)
	for _, w := range c.uses {
		for _, as := range w.as {
			for name := range as {
				names[name] = true
			}
		}
	}
	return len(names)
}
