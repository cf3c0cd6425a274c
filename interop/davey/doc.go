// Package davey lets Accord's DAVE sessions live in one call with those of
// davey, an independent implementation on OpenMLS: one process of Node plays
// all of davey's members. There is no code in it but the tests.
package davey
