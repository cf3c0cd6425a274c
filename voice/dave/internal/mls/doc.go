// Package mls is the part of Messaging Layer Security (RFC 9420) that DAVE
// stands on: one ciphersuite, MLS_128_DHKEMP256_AES128GCM_SHA256_P256, and no
// I/O. It knows nothing of voice.
//
// A [Member] is a key pair or three and the key package that offers them. A
// [Group] is one epoch of a group as one member sees it. It never changes:
// [Group.Commit] and [Group.Process] return the epoch that follows, and the
// caller decides which one becomes true. So nothing needs to be undone when
// another member's commit wins.
//
// DAVE uses little of MLS: members come and go by proposals of one external
// sender, which commits name by reference, and every message is public. [New]
// and [Join] keep to that and refuse the rest with [ErrProfile]. The rest is
// here as far as the official test vectors exercise it, behind [JoinGeneral].
//
// Everything that comes from outside is untrusted: sizes are limited, encodings
// must be the only possible ones, and nothing may follow them. Secrets appear
// in no error and no String, and are compared in constant time.
package mls
