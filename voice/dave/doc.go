// Package dave encrypts voice and video end to end, as Discord's DAVE protocol
// wants it: bytes in, bytes out, no network and no cgo. Discord lets nobody
// into a voice channel who cannot do this.
//
// # A session
//
// A [Session] is one user's part in the call of one channel. It lives as long
// as the connection to the voice gateway, and needs from it: op 4 (which
// version the call uses), ops 11 and 13 (who is there), ops 21, 22 and 24
// (when to go over to new keys), which come as JSON, and ops 25, 27, 29 and 30
// (how the group changes), which come as bytes. Each becomes a [Message]:
// the JSON decodes into the struct of its opcode, [ParseBinary] reads the
// bytes. [Session.Handle] takes them in the order in which they came, and
// returns what to send: ops 23 and 31 as JSON, ops 26 and 28 as [Binary] has
// them.
//
//	out, err := session.Handle(dave.SessionDescription{Version: 1})
//	for _, m := range out {
//		if frame := dave.Binary(m); frame != nil {
//			write(frame)
//		} else {
//			writeJSON(m.Op(), m)
//		}
//	}
//
// An [Error] says whether the session goes on. A commit or a welcome that
// cannot be used is no end: the session has left its group, and the messages
// that Handle returned beside the error ask for a place in a new one. Only
// [Fatal] errors end the connection.
//
// In a call of a hundred a join costs milliseconds. A [Worker] does that work
// in order on a goroutine of its own, so that heartbeats don't wait.
//
// # Frames
//
// [Session.Encryptor] turns a frame of Opus, VP8, VP9, H.264, H.265 or AV1
// into one that only the members of the call can read; the [Decryptor] of a
// user turns that user's frames back. A frame is what the codec made, before
// it is cut into RTP packets; what arrives must be put together again, and
// freed of padding and header extensions.
//
//	sealed, err = session.Encryptor().Encrypt(sealed[:0], opus, dave.Opus)
//	if err == dave.ErrNotReady {
//		// No keys yet: keep the frame for later.
//	}
//
//	if d := session.Decryptor(user); d != nil {
//		opus, err = d.Decrypt(opus[:0], sealed, dave.Opus)
//	}
//
// Both are made for goroutines that have 20 ms for everything: they allocate
// nothing per frame, and never wait for the work that changes keys. While
// people come and go a few frames cannot be decrypted; drop them. Silence is
// encrypted like anything else, also the five frames at the end of speech.
//
// # Who is listening
//
// [Session.Status] has the members, and the privacy code that people compare
// to know that they are in the same group. [PairwiseFingerprint] and
// [VerificationCode] tell whether somebody's key is the one of last time.
//
// docs/dave.md says what is protected and what is not, and draws the state
// machine. The protocol is version 1 of https://daveprotocol.com; MLS is RFC
// 9420, in the internal package mls.
package dave
