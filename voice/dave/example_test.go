package dave_test

import (
	"fmt"

	"github.com/accord-go/accord/emulator/delivery"
	"github.com/accord-go/accord/voice/dave"
)

// Two sessions form a group and talk. What is a few function calls here goes
// over two connections to Discord's voice gateway in life.
func Example() {
	const ann, ben, channel = 1, 2, 3
	server, err := delivery.New(channel)
	if err != nil {
		fmt.Println(err)
		return
	}
	sessions := map[uint64]*dave.Session{
		ann: dave.New(dave.Config{User: ann, Channel: channel}),
		ben: dave.New(dave.Config{User: ben, Channel: channel}),
	}

	// handle gives a session what came, and the server what the session sends.
	var queue []delivery.Message // from the server
	handle := func(user uint64, m dave.Message) {
		out, err := sessions[user].Handle(m)
		if err != nil {
			fmt.Println(err)
		}
		for _, m := range out {
			switch m := m.(type) {
			case dave.KeyPackage: // op 26
				if err := server.KeyPackage(user, m.Body); err != nil {
					fmt.Println(err)
				}
			case dave.CommitWelcome: // op 28: the first wins
				if messages, err := server.Commit(user, m.Body); err == nil {
					queue = append(queue, messages...)
				}
			case dave.TransitionReady: // op 23
				queue = append(queue, server.Ready(user, m.Transition)...)
			}
		}
	}

	for _, user := range []uint64{ann, ben} {
		handle(user, dave.ClientsConnect{Users: []uint64{ann, ben}}) // op 11
		queue = append(queue, server.Connect(user, dave.MaxVersion)...)
		handle(user, dave.SessionDescription{Version: 1}) // op 4
	}
	proposals, err := server.Propose()
	if err != nil {
		fmt.Println(err)
		return
	}
	for queue = append(queue, proposals...); len(queue) > 0; {
		m := queue[0]
		queue = queue[1:]
		if m.Op == delivery.ExecuteTransition {
			handle(m.To, dave.ExecuteTransition{Transition: m.Transition}) // op 22
			continue
		}
		message, err := dave.ParseBinary(m.Binary()) // op 25, 27, 29, 30
		if err != nil {
			fmt.Println(err)
			return
		}
		handle(m.To, message)
	}

	sealed, err := sessions[ann].Encryptor().Encrypt(nil, []byte("a frame of Opus"), dave.Opus)
	if err != nil {
		fmt.Println(err)
		return
	}
	opened, err := sessions[ben].Decryptor(ann).Decrypt(nil, sealed, dave.Opus)
	fmt.Printf("%s, %v, %d bytes more\n", opened, err, len(sealed)-len(opened))

	a, b := sessions[ann].Status(), sessions[ben].Status()
	fmt.Println("epoch", a.Epoch, "members", len(a.Members), "same code:", a.PrivacyCode == b.PrivacyCode)

	// Output:
	// a frame of Opus, <nil>, 12 bytes more
	// epoch 1 members 2 same code: true
}
