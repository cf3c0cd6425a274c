package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/accord-go/accord/emulator/delivery"
)

// A davey is a process of Node in which two of davey's sessions talk.
type davey struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// errNoNode means that davey cannot run here.
var errNoNode = errors.New("node or davey is not installed: run npm ci in interop")

// startDavey lets davey's sessions form a group, in which the server's side is
// ours.
func startDavey(o options) (*davey, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoNode
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(o.davey), "../node_modules/@snazzah/davey")); err != nil {
		return nil, errNoNode
	}
	group, err := delivery.New(channel)
	if err != nil {
		return nil, err
	}
	sender := group.Connect(1, 1)[0].Body
	group.Connect(2, 1)
	task, err := json.Marshal(map[string]any{"externalSender": sender, "size": o.size, "rounds": o.rounds, "frames": o.frames})
	if err != nil {
		return nil, err
	}
	d := &davey{cmd: exec.Command(node, o.davey, string(task))}
	d.cmd.Stderr = os.Stderr
	if d.in, err = d.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	d.out = bufio.NewReader(out)
	if err := d.cmd.Start(); err != nil {
		return nil, err
	}
	var first struct{ KeyPackage []byte }
	if err := d.read(&first); err != nil {
		return nil, err
	}
	if err := group.KeyPackage(2, first.KeyPackage); err != nil {
		return nil, err
	}
	proposals, err := group.Propose()
	if err != nil {
		return nil, err
	}
	return d, json.NewEncoder(d.in).Encode(map[string]any{"proposals": proposals[0].Body[1:]})
}

// pace is davey's turn. It waits until it is asked for.
func (d *davey) pace() (p pace, err error) {
	if err = d.read(&p); err == nil {
		_, err = io.WriteString(d.in, "{}\n")
	}
	return p, err
}

func (d *davey) read(v any) error {
	line, err := d.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("davey: %w", err)
	}
	return json.Unmarshal(line, v)
}

func (d *davey) close() {
	d.in.Close()
	_ = d.cmd.Wait() // it was not asked for its last turn, or has ended
}
