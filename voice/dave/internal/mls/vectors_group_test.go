package mls

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"slices"
	"testing"
)

type messageProtection struct {
	Group           octets `json:"group_id"`
	Epoch           uint64
	TreeHash        octets `json:"tree_hash"`
	Confirmed       octets `json:"confirmed_transcript_hash"`
	SignaturePriv   octets `json:"signature_priv"`
	SignaturePub    octets `json:"signature_pub"`
	Encryption      octets `json:"encryption_secret"`
	SenderData      octets `json:"sender_data_secret"`
	Membership      octets `json:"membership_key"`
	Proposal        octets
	ProposalPriv    octets `json:"proposal_priv"`
	ProposalPub     octets `json:"proposal_pub"`
	Commit          octets
	CommitPriv      octets `json:"commit_priv"`
	CommitPub       octets `json:"commit_pub"`
	Application     octets
	ApplicationPriv octets `json:"application_priv"`
}

func TestVectorsMessageProtection(t *testing.T) {
	eachVector(t, "message-protection.json", func(t *testing.T, c messageProtection) {
		tests := []struct {
			kind                contentKind
			raw, public, sealed octets
		}{
			{contentProposal, c.Proposal, c.ProposalPub, c.ProposalPriv},
			{contentCommit, c.Commit, c.CommitPub, c.CommitPriv},
			{contentApplication, c.Application, nil, c.ApplicationPriv},
		}
		key := try[*ecdsa.PrivateKey](t)(ecdsa.ParseRawPrivateKey(elliptic.P256(), c.SignaturePriv))
		for _, tt := range tests {
			m := c.open(t, newSecretTree(c.Encryption, 2), tt.sealed)
			equal(t, "body of the private message", body(m), tt.raw)

			m.sign(key, c.context())
			again := m.sealPrivate(c.SenderData, newSecretTree(c.Encryption, 2))
			m = c.open(t, newSecretTree(c.Encryption, 2), again)
			equal(t, "body of our private message", body(m), tt.raw)

			if tt.public == nil {
				continue
			}
			p := c.public(t, tt.public)
			equal(t, "body of the public message", body(p.message), tt.raw)
			p.sign(key, c.context())
			p = c.public(t, p.public(c.Membership, c.context()))
			equal(t, "body of our public message", body(p.message), tt.raw)
		}
	})
}

// body returns what the message holds, as the vectors have it.
func body(m *message) []byte {
	if m.kind == contentApplication {
		return m.application
	}
	return m.appendBody(nil)
}

func (c messageProtection) context() []byte {
	return groupContext{id: c.Group, epoch: c.Epoch, treeHash: c.TreeHash, confirmed: c.Confirmed}.encode()
}

func (c messageProtection) public(t *testing.T, b []byte) publicMessage {
	t.Helper()
	p := decode(t, b, func(r *reader) publicMessage {
		r.header()
		return r.publicMessage()
	})
	if err := p.verifyMembership(c.Membership, c.context()); err != nil {
		t.Error(err)
	}
	c.verify(t, p.message)
	return p
}

func (c messageProtection) open(t *testing.T, tree *secretTree, b []byte) *message {
	t.Helper()
	p := decode(t, b, func(r *reader) privateMessage {
		r.header()
		return r.privateMessage()
	})
	m := try[*message](t)(p.open(c.SenderData, tree))
	c.verify(t, m)
	return m
}

func (c messageProtection) verify(t *testing.T, m *message) {
	t.Helper()
	key := try[signatureKey](t)(parseSignatureKey(c.SignaturePub))
	if err := m.verify(key, c.context()); err != nil {
		t.Error(err)
	}
}

func TestVectorsTreeValidation(t *testing.T) {
	eachVector(t, "tree-validation.json", func(t *testing.T, c struct {
		Tree        octets
		Group       octets   `json:"group_id"`
		Hashes      []octets `json:"tree_hashes"`
		Resolutions [][]node
	}) {
		tree := decode(t, c.Tree, (*reader).tree)
		if len(c.Hashes) != len(tree.nodes) {
			t.Fatalf("%d nodes, want %d", len(tree.nodes), len(c.Hashes))
		}
		for i := range tree.nodes {
			equal(t, "tree hash", tree.hash(node(i)), c.Hashes[i])
			if got := tree.resolution(nil, node(i)); !slices.Equal(got, c.Resolutions[i]) {
				t.Errorf("resolution of %d = %v, want %v", i, got, c.Resolutions[i])
			}
		}
		if err := tree.validate(c.Group, nil); err != nil {
			t.Error(err)
		}
		equal(t, "tree", appendTree(nil, tree), c.Tree)
		for i, n := range tree.nodes { // any other parent hash must be noticed
			if n.parent != nil {
				changed := tree.clone()
				p := &parentNode{encryption: n.parent.encryption, parentHash: []byte("another"), unmerged: n.parent.unmerged}
				changed.set(node(i), treeNode{parent: p.encode()})
				if changed.checkParentHashes() == nil {
					t.Errorf("another parent hash at %d is accepted", i)
				}
			}
		}
	})
}

type treeKEM struct {
	Group     octets `json:"group_id"`
	Epoch     uint64
	Confirmed octets `json:"confirmed_transcript_hash"`
	Tree      octets `json:"ratchet_tree"`
	Leaves    []struct {
		Index       uint32
		Encryption  octets `json:"encryption_priv"`
		Signature   octets `json:"signature_priv"`
		PathSecrets []struct {
			Node   node
			Secret octets `json:"path_secret"`
		} `json:"path_secrets"`
	} `json:"leaves_private"`
	Paths []struct {
		Sender   uint32
		Path     octets    `json:"update_path"`
		Secrets  []*octets `json:"path_secrets"`
		Commit   octets    `json:"commit_secret"`
		TreeHash octets    `json:"tree_hash_after"`
	} `json:"update_paths"`
}

func TestVectorsTreeKEM(t *testing.T) { eachVector(t, "treekem.json", testTreeKEM) }

func testTreeKEM(t *testing.T, c treeKEM) {
	before := decode(t, c.Tree, (*reader).tree)
	groups := c.groups(t, before)
	for _, p := range c.Paths {
		for own, g := range groups {
			if own == p.Sender {
				continue
			}
			n := g.next(&change{tree: before.clone()})
			n.epoch-- // the context of these vectors is that of the same epoch
			update := decode(t, p.Path, (*reader).updatePath)
			commit := try[[]byte](t)(n.follow(g, &change{}, update, p.Sender))
			equal(t, "commit_secret", commit, p.Commit)
			equal(t, "tree_hash_after", n.tree.hash(n.tree.root()), p.TreeHash)
			path := before.filteredPath(p.Sender)
			at := slices.IndexFunc(path, func(s step) bool { return s.copath.covers(own) })
			secret := *p.Secrets[own]
			equal(t, "key of the path secret", publicOf(ascend(bytes.Clone(secret), 1).keys[0]).raw, publicOf(n.ring[path[at].parent]).raw)
		}
		c.commit(t, before, groups, p.Sender)
	}
}

// groups returns each member's view.
func (c treeKEM) groups(t *testing.T, tree *tree) map[uint32]*Group {
	t.Helper()
	groups := make(map[uint32]*Group)
	for _, l := range c.Leaves {
		key := try[*ecdsa.PrivateKey](t)(ecdsa.ParseRawPrivateKey(elliptic.P256(), l.Signature))
		g := &Group{
			id: c.Group, epoch: c.Epoch, tree: tree, confirmed: c.Confirmed, own: l.Index, key: key, ring: keyring{},
			secrets: newEpochSecrets(make([]byte, hashSize)), general: new(General), epochs: map[uint64][]byte{},
		}
		leafKey, err := kem.NewPrivateKey(l.Encryption)
		if err != nil {
			t.Fatal(err)
		}
		g.ring[leafNodeOf(l.Index)] = leafKey
		for _, s := range l.PathSecrets {
			g.ring[s.Node] = ascend(bytes.Clone(s.Secret), 1).keys[0]
		}
		for x, key := range g.ring {
			equal(t, "public key", publicOf(key).raw, tree.nodes[x].key().raw)
		}
		groups[l.Index] = g
	}
	return groups
}

// commit lets a member make a path of its own, which all others must follow.
func (c treeKEM) commit(t *testing.T, before *tree, groups map[uint32]*Group, from uint32) {
	t.Helper()
	g := groups[from]
	made := &change{tree: before.clone()}
	n := g.next(made)
	body := new(commit)
	a := n.renew(g, made, body)
	path := decode(t, appendUpdatePath(nil, body.path), (*reader).updatePath)
	for own, g := range groups {
		if own == from {
			continue
		}
		m := g.next(&change{tree: before.clone()})
		equal(t, "commit secret of our path", try[[]byte](t)(m.follow(g, &change{}, path, from)), a.commit)
		equal(t, "tree hash of our path", m.tree.hash(m.tree.root()), n.tree.hash(n.tree.root()))
	}
}

func TestVectorsWelcome(t *testing.T) {
	eachVector(t, "welcome.json", func(t *testing.T, c struct {
		InitPriv   octets `json:"init_priv"`
		SignerPub  octets `json:"signer_pub"`
		KeyPackage octets `json:"key_package"`
		Welcome    octets
	}) {
		m := new(Member)
		var err error
		if m.initKey, err = kem.NewPrivateKey(c.InitPriv); err != nil {
			t.Fatal(err)
		}
		m.keyPackage = decode(t, c.KeyPackage, func(r *reader) *keyPackage {
			r.header()
			return r.keyPackage()
		})
		w := decode(t, c.Welcome, func(r *reader) welcome {
			r.header()
			return r.welcome()
		})
		s := try[groupSecrets](t)(m.accept(w))
		psk := pskSecret(nil, nil)
		key, nonce := welcomeKeys(s.joiner, psk)
		info := decode(t, try[[]byte](t)(open(key, nonce, w.info, nil, "group info")), (*reader).groupInfo)
		signer := try[signatureKey](t)(parseSignatureKey(c.SignerPub))
		if !signer.verify(labelGroupInfo, info.signed, info.signature) {
			t.Error("the signature of the group info is not valid")
		}
		secrets := schedule(s.joiner, psk, info.context.encode())
		equal(t, "confirmation tag", mac(secrets.confirmation, info.context.confirmed), info.confirmation)
		equal(t, "welcome", appendWelcome(nil, w), c.Welcome[4:])
	})
}

type passiveClient struct {
	PSKs []struct {
		ID  octets `json:"psk_id"`
		PSK octets
	} `json:"external_psks"`
	KeyPackage    octets `json:"key_package"`
	Signature     octets `json:"signature_priv"`
	Encryption    octets `json:"encryption_priv"`
	Init          octets `json:"init_priv"`
	Welcome       octets
	Tree          *octets `json:"ratchet_tree"`
	Authenticator octets  `json:"initial_epoch_authenticator"`
	Epochs        []struct {
		Proposals     []octets
		Commit        octets
		Authenticator octets `json:"epoch_authenticator"`
	}
}

func TestVectorsPassiveClientWelcome(t *testing.T) {
	eachVector(t, "passive-client-welcome.json", testPassiveClient)
}

func TestVectorsPassiveClientHandlingCommit(t *testing.T) {
	eachVector(t, "passive-client-handling-commit.json", testPassiveClient)
}

func testPassiveClient(t *testing.T, c passiveClient) {
	// Key packages and welcomes have the header of an MLSMessage here.
	m := try[*Member](t)(Restore(c.Signature, c.Encryption, c.Init, c.KeyPackage[4:]))
	o := General{PSKs: make(map[string][]byte)}
	for _, p := range c.PSKs {
		o.PSKs[string(p.ID)] = p.PSK
	}
	if c.Tree != nil {
		o.Tree = *c.Tree
	}
	g := try[*Group](t)(JoinGeneral(c.Welcome[4:], m, o))
	equal(t, "epoch_authenticator", g.Authenticator(), c.Authenticator)
	for _, e := range c.Epochs {
		var proposals []*Proposal
		for _, b := range e.Proposals {
			p, rest, err := g.ParseProposal(b)
			if err != nil || len(rest) > 0 {
				t.Fatal(err)
			}
			proposals = append(proposals, p)
		}
		g = try[*Group](t)(g.Process(e.Commit, proposals))
		equal(t, "epoch_authenticator", g.Authenticator(), e.Authenticator)
	}
}
