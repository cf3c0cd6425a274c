package mls

// A commit makes proposals true and starts the next epoch.
//
// RFC 9420 section 12.4.
type commit struct {
	proposals []committed
	path      *updatePath // nil: none
}

// A committed proposal stands in the commit, or is named by it.
type committed struct {
	proposal *proposal // nil: named
	ref      []byte
}

const (
	byValue     = 1
	byReference = 2
)

func (r *reader) committed() (c committed) {
	switch r.uint8() {
	case byValue:
		c.proposal = r.proposal()
	case byReference:
		c.ref = r.vector()
	default:
		r.fail("proposal neither by value nor by reference")
	}
	return c
}

func appendCommitted(b []byte, c committed) []byte {
	if c.proposal != nil {
		return appendProposal(append(b, byValue), c.proposal)
	}
	return appendVector(append(b, byReference), c.ref)
}

func (r *reader) commit() *commit {
	c := new(commit)
	r.list(func(r *reader) { c.proposals = append(c.proposals, r.committed()) })
	if r.present() {
		c.path = r.updatePath()
	}
	return c
}

func appendCommit(b []byte, c *commit) []byte {
	b = appendList(b, c.proposals, appendCommitted)
	if c.path == nil {
		return append(b, 0)
	}
	return appendUpdatePath(append(b, 1), c.path)
}
