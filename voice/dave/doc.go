// Package dave encrypts voice and video end to end, as Discord's DAVE protocol
// wants it: bytes in, bytes out, no network and no cgo.
//
// # Frames
//
// An [Encryptor] turns a frame of Opus, VP8, VP9, H.264, H.265 or AV1 into one
// that only the members of the call can read, and a [Decryptor] turns it back.
// Both are made for the goroutines that send and receive media: they allocate
// nothing per frame and never wait for the work that changes keys.
package dave
