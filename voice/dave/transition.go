package dave

// A phase is how far a session has come with its group.
type phase uint8

const (
	phaseIdle    phase = 1 << iota // no op 4 yet
	phaseClear                     // version 0, and no group
	phaseJoining                   // a key package is sent; there may be a local group
	phaseMember                    // in an established group

	phaseAny = phaseIdle | phaseClear | phaseJoining | phaseMember

	phaseSame phase = 0 // of a rule: the phase stays as it is
)

// An event is what a message has turned out to be.
type event uint8

const (
	eventSelectClear  event = iota + 1 // op 4, version 0
	eventSelect                        // op 4, a version with encryption
	eventVersion                       // a version that we don't speak, in any message
	eventUsers                         // op 11 or 13
	eventClearNow                      // op 21, transition 0, version 0
	eventNow                           // op 21, transition 0, a version with encryption
	eventPrepareClear                  // op 21, version 0
	eventPrepare                       // op 21, a version with encryption
	eventExecuteClear                  // op 22 of a transition to version 0
	eventExecute                       // op 22 of another prepared transition
	eventUnprepared                    // op 22 of none
	eventNewGroup                      // op 24, epoch 1
	eventSameGroup                     // op 24, another epoch
	eventSender                        // op 25
	eventBadSender                     // op 25 that cannot be read
	eventCommit                        // op 27: there is something to commit
	eventNothing                       // op 27: all proposals are revoked
	eventUnrecognized                  // op 27: adds a user whom no op 11 announced
	eventBadProposals                  // op 27 that cannot be read, or not be applied
	eventUnasked                       // op 27 or 29 without a group to apply it to
	eventCommitted                     // op 29: ours, or one that we could follow
	eventBadCommit                     // op 29 that we could not follow
	eventWelcome                       // op 30 that let us in
	eventBadWelcome                    // op 30 that did not
)

// An action is a part of what a session does about an event.
type action uint8

const (
	doReset        action = iota + 1 // a new leaf; forget the group, but not the media keys
	doLocal                          // make the local group, if the external sender is known
	doKeyPackage                     // send op 26
	doCommit                         // send op 28
	doInvalid                        // send op 31
	doInstall                        // receive with the keys of the new epoch too
	doPrepare                        // remember the transition
	doReady                          // send op 23, unless the transition is 0
	doSwitch                         // send with the transition's keys; old ones have ten seconds
	doSwitchNow                      // send with the keys of the group, or of the local group
	doReceiveClear                   // let frames in the clear through
	doSendClear                      // send in the clear
	doForget                         // forget the group; its keys have ten seconds
	doRetry                          // look again at proposals that were unrecognized
	doKeep                           // keep unrecognized proposals for a second
	doRefuse                         // report it, and go on
	doRejoin                         // report it: the session is being added anew
	doFail                           // report it: the session cannot go on
)

// A rule says what is done about an event in some phases.
type rule struct {
	event event
	in    phase
	do    []action
	then  phase
}

// rules is the session's state machine: the first rule that fits decides, and
// what fits none is ignored. docs/dave.md draws it, and a test walks it.
var rules = []rule{
	{eventSelectClear, phaseAny, []action{doReceiveClear, doSendClear, doForget}, phaseClear},
	{eventSelect, phaseAny, []action{doReset, doLocal, doKeyPackage}, phaseJoining},
	{eventVersion, phaseAny, []action{doFail}, phaseSame},
	{eventUsers, phaseAny, []action{doRetry}, phaseSame},

	{eventClearNow, phaseAny, []action{doReceiveClear, doSendClear, doForget}, phaseClear},
	{eventNow, phaseJoining | phaseMember, []action{doSwitchNow}, phaseSame},
	{eventPrepareClear, phaseAny, []action{doReceiveClear, doPrepare, doReady}, phaseSame},
	{eventPrepare, phaseJoining | phaseMember, []action{doPrepare, doReady}, phaseSame},
	{eventExecuteClear, phaseAny, []action{doSendClear, doForget}, phaseClear},
	{eventExecute, phaseAny, []action{doSwitch}, phaseSame},

	{eventNewGroup, phaseAny, []action{doReset, doLocal, doKeyPackage}, phaseJoining},

	{eventSender, phaseIdle | phaseClear | phaseJoining, []action{doLocal}, phaseSame},
	{eventBadSender, phaseIdle | phaseClear | phaseJoining, []action{doFail}, phaseSame},

	{eventCommit, phaseJoining | phaseMember, []action{doCommit}, phaseSame},
	{eventUnrecognized, phaseJoining | phaseMember, []action{doKeep, doRefuse}, phaseSame},
	{eventBadProposals, phaseJoining | phaseMember, []action{doRefuse}, phaseSame},

	{eventCommitted, phaseJoining | phaseMember, []action{doInstall, doPrepare, doReady}, phaseMember},
	{eventBadCommit, phaseMember, []action{doInvalid, doReset, doLocal, doKeyPackage, doRejoin}, phaseJoining},
	{eventWelcome, phaseJoining, []action{doInstall, doPrepare, doReady}, phaseMember},
	{eventBadWelcome, phaseJoining | phaseMember, []action{doInvalid, doReset, doLocal, doKeyPackage, doRejoin}, phaseJoining},
}

// ruleFor looks an event up in the table. What the table does not have changes
// nothing.
func ruleFor(e event, in phase) rule {
	for _, r := range rules {
		if r.event == e && r.in&in != 0 {
			return r
		}
	}
	return rule{event: e, in: in}
}
