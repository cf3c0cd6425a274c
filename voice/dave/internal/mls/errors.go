package mls

import (
	"errors"
	"fmt"
)

// What an error of this package wraps. Match with errors.Is.
var (
	// ErrMalformed means that bytes are not what they should be.
	ErrMalformed = errors.New("mls: malformed")

	// ErrUnsupported means that a message is well formed and uses something
	// that this package doesn't have: another ciphersuite, X.509, encrypted
	// commits.
	ErrUnsupported = errors.New("mls: not supported")

	// ErrSignature means that a signature or a membership tag is not valid.
	ErrSignature = errors.New("mls: invalid signature")

	// ErrGroup means that a message is of another group.
	ErrGroup = errors.New("mls: message of another group")

	// ErrEpoch means that a message is of another epoch of this group.
	ErrEpoch = errors.New("mls: message of another epoch")

	// ErrTree means that a ratchet tree, or what a commit would make of it,
	// is not valid.
	ErrTree = errors.New("mls: invalid ratchet tree")

	// ErrProposal means that a proposal, or a list of them, cannot be
	// committed.
	ErrProposal = errors.New("mls: invalid proposal")

	// ErrUnknownProposal means that a commit refers to a proposal that the
	// caller did not hand over.
	ErrUnknownProposal = errors.New("mls: unknown proposal")

	// ErrNotInvited means that a welcome is not for this key package.
	ErrNotInvited = errors.New("mls: welcome for others")

	// ErrRemoved means that a commit removes this member.
	ErrRemoved = errors.New("mls: removed from the group")

	// ErrDecrypt means that something encrypted doesn't open.
	ErrDecrypt = errors.New("mls: cannot decrypt")

	// ErrConfirmation means that another member came to other secrets.
	ErrConfirmation = errors.New("mls: wrong confirmation")

	// ErrOwn means that a commit is this member's own. Take the group that
	// [Group.Commit] returned.
	ErrOwn = errors.New("mls: own commit")

	// ErrProfile means that a message is valid MLS that DAVE forbids.
	ErrProfile = errors.New("mls: outside of the profile")
)

// fail wraps one of the errors above and says where.
func fail(err error, where string) error { return fmt.Errorf("%w: %s", err, where) }
