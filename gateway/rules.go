package gateway

import (
	"math/rand/v2"
	"time"
)

// A phase is how far a connection has come.
type phase uint8

const (
	phaseDial     phase = 1 << iota // no HELLO yet
	phaseIdentify                   // HELLO received, session asked for
	phaseResume                     // RESUME sent, not answered
	phaseReady                      // READY or RESUMED received

	phaseAny = phaseDial | phaseIdentify | phaseResume | phaseReady
)

// A cause is what ended a connection, or keeps a session from being resumed.
type cause uint8

const (
	causeClosed    cause = iota + 1 // the server closed with a code
	causeDropped                    // it ended without a code, or a write failed
	causeDial                       // no connection, or no HELLO in time
	causeReconnect                  // op 7
	causeInvalid                    // op 9, d: false
	causeResumable                  // op 9, d: true
	causeZombie                     // a heartbeat was not acknowledged
	causeAsleep                     // this process or machine did not run for a while
	causeCorrupt                    // a frame that cannot be read
	causeRefused                    // an event that Config.Handle did not take
	causeGate                       // the identify gate refused
	causeLimit                      // it refused for today, and the bot is at work
	causeAge                        // nothing was heard of the session for sessionAge
)

// A fate is what becomes of the session.
type fate uint8

const (
	keep fate = iota + 1 // RESUME
	drop                 // IDENTIFY
	stop                 // Run ends: trying again cannot help
)

// An address is where to connect next.
type address uint8

const (
	nowhere   address = iota
	resumeURL         // READY's resume_gateway_url; the main URL after maxResumeFailures failures
	mainURL           // Config.URL
)

// A wait is the time before the next connection. After several connections that
// did not stay up, all of them back off.
type wait uint8

const (
	waitNone    wait = iota // at once
	waitBackoff             // about a second, doubled each time, up to a minute
	waitInvalid             // 1 to 5 seconds, at random
	waitLimited             // 5 seconds, and no commands for a minute
	waitReset               // until the identify gate has new permissions
)

// A verdict is what to do after a connection.
type verdict struct {
	session fate
	url     address
	wait    wait
	code    int // to close the connection with; 0: it is closed already
}

// A rule gives the verdict for a cause. Zero codes stand for all codes.
type rule struct {
	cause       cause
	first, last int // close codes
	phase       phase
	verdict     verdict
}

const (
	// closeResumable is sent when the session shall go on. Codes 1000 and 1001
	// would end it; all others leave it alone.
	closeResumable = 4000

	// closeForGood ends the session: the bot goes offline at once.
	closeForGood = 1000

	// maxResumeFailures is how many connections in a row that did not find the
	// session alive make a resume host dead.
	maxResumeFailures = 3

	// sessionAge is after how long without a connection a RESUME is not tried.
	// Discord forgets sessions after some minutes.
	sessionAge = 15 * time.Minute

	// maxRetryAfter bounds the wait that a server which refuses connections may
	// ask for.
	maxRetryAfter = 10 * time.Minute

	// gatePatience is how long the identify gate may hold up a shard in silence.
	// The shards of one process wait 5 seconds at most.
	gatePatience = 10 * time.Second

	// resetSlack is added, up to twice, to the time until the session start limit
	// is reset.
	resetSlack = 5 * time.Second

	// stableAfter is how long a connection must have been ready for the next
	// one to start without backoff.
	stableAfter = 10 * time.Second
)

// rules is the session table: the first rule that fits decides. docs/gateway.md
// draws it, and a test holds the drawing equal to it.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
var rules = []rule{
	// The server closed.
	{causeClosed, 4004, 4004, phaseAny, verdict{stop, nowhere, waitNone, 0}},      // bad token
	{causeClosed, 4010, 4014, phaseAny, verdict{stop, nowhere, waitNone, 0}},      // shard, version, intents
	{causeClosed, 4003, 4003, phaseAny, verdict{drop, mainURL, waitNone, 0}},      // not authenticated, or invalidated
	{causeClosed, 4007, 4007, phaseAny, verdict{drop, mainURL, waitNone, 0}},      // invalid sequence
	{causeClosed, 4009, 4009, phaseAny, verdict{drop, mainURL, waitNone, 0}},      // session timed out
	{causeClosed, 4008, 4008, phaseAny, verdict{keep, resumeURL, waitLimited, 0}}, // sent too much
	{causeClosed, 0, 0, phaseReady, verdict{keep, resumeURL, waitNone, 0}},
	{causeClosed, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, 0}},

	// The server asked for it.
	{causeReconnect, 0, 0, phaseReady, verdict{keep, resumeURL, waitNone, closeResumable}},
	{causeReconnect, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, closeResumable}},
	{causeInvalid, 0, 0, phaseAny, verdict{drop, mainURL, waitInvalid, closeResumable}},
	{causeResumable, 0, 0, phaseIdentify, verdict{keep, mainURL, waitInvalid, closeResumable}}, // identified too often
	{causeResumable, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, closeResumable}},

	// The connection failed.
	{causeDropped, 0, 0, phaseReady, verdict{keep, resumeURL, waitNone, 0}},
	{causeDropped, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, 0}},
	{causeDial, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, closeResumable}},
	{causeZombie, 0, 0, phaseReady, verdict{keep, resumeURL, waitNone, closeResumable}},
	{causeZombie, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, closeResumable}},
	{causeAsleep, 0, 0, phaseAny, verdict{keep, resumeURL, waitNone, closeResumable}},
	{causeCorrupt, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, closeResumable}},

	// We do not want to go on.
	{causeRefused, 0, 0, phaseAny, verdict{keep, resumeURL, waitBackoff, closeResumable}},
	{causeGate, 0, 0, phaseAny, verdict{stop, nowhere, waitNone, closeResumable}},
	{causeLimit, 0, 0, phaseAny, verdict{keep, mainURL, waitReset, closeResumable}},

	// Before connecting.
	{causeAge, 0, 0, phaseAny, verdict{drop, mainURL, waitNone, 0}},
}

// judge looks a connection's end up in the table. A combination that the table
// does not have keeps the session, as Discord advises for the unknown.
func judge(c cause, code int, p phase) verdict {
	for _, r := range rules {
		if r.cause == c && r.phase&p != 0 && (r.first == 0 || r.first <= code && code <= r.last) {
			return r.verdict
		}
	}
	return verdict{keep, resumeURL, waitBackoff, closeResumable}
}

const (
	backoffFirst = time.Second
	backoffMost  = time.Minute
)

// backoff is the wait before the attempt of that number, the first being 0:
// none, then about 1, 2, 4 ... 60 seconds, less up to half of it at random so
// that many shards do not come back at once.
func backoff(attempt int, random func() float64) time.Duration {
	if attempt <= 0 {
		return 0
	}
	d := backoffMost
	if shift := attempt - 1; shift < 6 {
		d = min(backoffFirst<<shift, backoffMost)
	}
	return d - time.Duration(random()*float64(d/2))
}

// delay is how long w waits before the next connection, when that many in a row
// did not stay up.
func (w wait) delay(failures int, random func() float64) time.Duration {
	again := backoff(failures-1, random)
	switch w {
	case waitBackoff:
		return backoff(max(failures, 1), random)
	case waitInvalid:
		return max(again, time.Second+time.Duration(random()*float64(4*time.Second)))
	case waitLimited:
		return max(again, 5*time.Second)
	default:
		return again
	}
}

// random is the default source of jitter, in [0, 1).
func random() float64 { return rand.Float64() }
