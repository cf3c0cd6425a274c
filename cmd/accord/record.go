package main

import (
	"encoding/json"
	"log/slog"
	"os"

	"github.com/accord-go/accord/emulator"
)

// recordTo returns what appends everything that goes over a connection to a
// file, as JSON lines; the file stays open until the program ends.
func recordTo(name string, logger *slog.Logger) (func(emulator.Record), error) {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // there are tokens in it
	if err != nil {
		return nil, err
	}
	return func(r emulator.Record) {
		b, err := json.Marshal(r)
		if err == nil {
			_, err = file.Write(append(b, '\n')) // one write, so that lines stay whole
		}
		if err != nil {
			logger.Error("an exchange could not be recorded", "file", name, "error", err)
		}
	}, nil
}
