package mls

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"testing"
)

func TestVectorsDeserialization(t *testing.T) {
	eachVector(t, "deserialization.json", func(t *testing.T, c struct {
		Header octets `json:"vlbytes_header"`
		Length int
	}) {
		if got := decode(t, c.Header, (*reader).length); got != c.Length {
			t.Errorf("length = %d, want %d", got, c.Length)
		}
		equal(t, "header", appendLength(nil, c.Length), c.Header)
	})
}

func TestVectorsTreeMath(t *testing.T) {
	eachVector(t, "tree-math.json", func(t *testing.T, c struct {
		Leaves  uint32 `json:"n_leaves"`
		Nodes   int    `json:"n_nodes"`
		Root    node
		Left    []*node
		Right   []*node
		Parent  []*node
		Sibling []*node
	}) {
		if got := 2*int(c.Leaves) - 1; got != c.Nodes {
			t.Errorf("%d nodes, want %d", got, c.Nodes)
		}
		root := rootOf(c.Leaves)
		if root != c.Root {
			t.Errorf("root = %d, want %d", root, c.Root)
		}
		check := func(what string, x node, exists bool, f func(node) node, want *node) {
			if exists != (want != nil) || exists && f(x) != *want {
				t.Errorf("%s of %d is wrong", what, x)
			}
		}
		for i := range c.Nodes {
			x := node(i)
			check("left", x, !x.isLeaf(), node.left, c.Left[i])
			check("right", x, !x.isLeaf(), node.right, c.Right[i])
			check("parent", x, x != root, node.parent, c.Parent[i])
			check("sibling", x, x != root, node.sibling, c.Sibling[i])
		}
	})
}

type cryptoBasics struct {
	RefHash struct {
		Label      string
		Out, Value octets
	} `json:"ref_hash"`
	ExpandWithLabel struct {
		Secret, Context, Out octets
		Label                string
		Length               int
	} `json:"expand_with_label"`
	DeriveSecret struct {
		Secret, Out octets
		Label       string
	} `json:"derive_secret"`
	DeriveTreeSecret struct {
		Secret, Out octets
		Label       string
		Generation  uint32
		Length      int
	} `json:"derive_tree_secret"`
	SignWithLabel struct {
		Priv, Pub, Content, Signature octets
		Label                         string
	} `json:"sign_with_label"`
	EncryptWithLabel struct {
		Priv, Pub, Context, Plaintext octets
		KEMOutput                     octets `json:"kem_output"`
		Ciphertext                    octets
		Label                         string
	} `json:"encrypt_with_label"`
}

func TestVectorsCryptoBasics(t *testing.T) { eachVector(t, "crypto-basics.json", testCryptoBasics) }

func testCryptoBasics(t *testing.T, c cryptoBasics) {
	equal(t, "RefHash", refHash(c.RefHash.Label, c.RefHash.Value), c.RefHash.Out)
	e := c.ExpandWithLabel
	equal(t, "ExpandWithLabel", expand(e.Secret, e.Label, e.Context, e.Length), e.Out)
	equal(t, "DeriveSecret", derive(c.DeriveSecret.Secret, c.DeriveSecret.Label), c.DeriveSecret.Out)
	d := c.DeriveTreeSecret
	equal(t, "DeriveTreeSecret", deriveTree(d.Secret, d.Label, d.Generation, d.Length), d.Out)

	s := c.SignWithLabel
	public := try[signatureKey](t)(parseSignatureKey(s.Pub))
	private := try[*ecdsa.PrivateKey](t)(ecdsa.ParseRawPrivateKey(elliptic.P256(), s.Priv))
	if !public.verify(s.Label, s.Content, s.Signature) {
		t.Error("the signature is not valid")
	}
	if !public.verify(s.Label, s.Content, sign(private, s.Label, s.Content)) {
		t.Error("our signature is not valid")
	}
	if public.verify(s.Label+"!", s.Content, s.Signature) {
		t.Error("the signature is valid under another label")
	}

	h := c.EncryptWithLabel
	key, err := kem.NewPrivateKey(h.Priv)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "public key", publicOf(key).raw, h.Pub)
	for _, sealed := range []ciphertext{
		{h.KEMOutput, h.Ciphertext},
		publicOf(key).encrypt(h.Label, h.Context, h.Plaintext),
	} {
		equal(t, "plaintext", try[[]byte](t)(decrypt(key, h.Label, h.Context, sealed)), h.Plaintext)
	}
}

func TestVectorsKeySchedule(t *testing.T) {
	eachVector(t, "key-schedule.json", func(t *testing.T, c keySchedule) {
		init := []byte(c.Init)
		for i, e := range c.Epochs {
			context := groupContext{id: c.Group, epoch: uint64(i), treeHash: e.TreeHash, confirmed: e.Confirmed}.encode()
			equal(t, "group_context", context, e.Context)
			joiner := joinerSecret(init, e.Commit, context)
			equal(t, "joiner_secret", joiner, e.Joiner)
			key, nonce := welcomeKeys(joiner, e.PSK)
			equal(t, "welcome key", key, expand(e.Welcome, "key", nil, keySize))
			equal(t, "welcome nonce", nonce, expand(e.Welcome, "nonce", nil, nonceSize))
			s := schedule(joiner, e.PSK, context)
			equal(t, "sender_data_secret", s.senderData, e.SenderData)
			equal(t, "encryption_secret", s.encryption, e.Encryption)
			equal(t, "exporter_secret", s.exporter, e.ExporterSecret)
			equal(t, "external_secret", s.external, e.External)
			equal(t, "confirmation_key", s.confirmation, e.Confirmation)
			equal(t, "membership_key", s.membership, e.Membership)
			equal(t, "resumption_psk", s.resumption, e.Resumption)
			equal(t, "epoch_authenticator", s.authenticator, e.Authenticator)
			equal(t, "init_secret", s.init, e.Init)
			external, err := kem.DeriveKeyPair(s.external)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "external_pub", publicOf(external).raw, e.ExternalPub)
			x := e.Exporter
			equal(t, "exporter", s.export(x.Label, x.Context, x.Length), x.Secret)
			init = s.init
		}
	})
}

type keySchedule struct {
	Group  octets `json:"group_id"`
	Init   octets `json:"initial_init_secret"`
	Epochs []struct {
		Commit         octets `json:"commit_secret"`
		PSK            octets `json:"psk_secret"`
		Confirmed      octets `json:"confirmed_transcript_hash"`
		TreeHash       octets `json:"tree_hash"`
		Context        octets `json:"group_context"`
		Joiner         octets `json:"joiner_secret"`
		Welcome        octets `json:"welcome_secret"`
		SenderData     octets `json:"sender_data_secret"`
		Encryption     octets `json:"encryption_secret"`
		ExporterSecret octets `json:"exporter_secret"`
		External       octets `json:"external_secret"`
		ExternalPub    octets `json:"external_pub"`
		Confirmation   octets `json:"confirmation_key"`
		Membership     octets `json:"membership_key"`
		Resumption     octets `json:"resumption_psk"`
		Authenticator  octets `json:"epoch_authenticator"`
		Init           octets `json:"init_secret"`
		Exporter       struct {
			Label   string
			Context octets
			Length  int
			Secret  octets
		}
	}
}

func TestVectorsPSKSecret(t *testing.T) {
	eachVector(t, "psk_secret.json", func(t *testing.T, c struct {
		PSKs []struct {
			ID    octets `json:"psk_id"`
			Key   octets `json:"psk"`
			Nonce octets `json:"psk_nonce"`
		}
		Secret octets `json:"psk_secret"`
	}) {
		var ids []pskID
		var keys [][]byte
		for _, p := range c.PSKs {
			ids = append(ids, pskID{kind: pskExternal, id: p.ID, nonce: p.Nonce})
			keys = append(keys, p.Key)
		}
		equal(t, "psk_secret", pskSecret(ids, keys), c.Secret)
	})
}

func TestVectorsSecretTree(t *testing.T) {
	eachVector(t, "secret-tree.json", func(t *testing.T, c struct {
		Encryption octets `json:"encryption_secret"`
		SenderData struct {
			Secret     octets `json:"sender_data_secret"`
			Ciphertext octets
			Key, Nonce octets
		} `json:"sender_data"`
		Leaves [][]struct {
			Generation       uint32
			ApplicationKey   octets `json:"application_key"`
			ApplicationNonce octets `json:"application_nonce"`
			HandshakeKey     octets `json:"handshake_key"`
			HandshakeNonce   octets `json:"handshake_nonce"`
		}
	}) {
		k := senderDataKeys(c.SenderData.Secret, c.SenderData.Ciphertext)
		equal(t, "sender data key", k.key, c.SenderData.Key)
		equal(t, "sender data nonce", k.nonce, c.SenderData.Nonce)
		tree := newSecretTree(c.Encryption, uint32(len(c.Leaves)))
		for leaf, generations := range c.Leaves {
			for _, g := range generations {
				k := try[keyNonce](t)(tree.key(ratchetID{uint32(leaf), true}, g.Generation))
				equal(t, "application key", k.key, g.ApplicationKey)
				equal(t, "application nonce", k.nonce, g.ApplicationNonce)
				k = try[keyNonce](t)(tree.key(ratchetID{uint32(leaf), false}, g.Generation))
				equal(t, "handshake key", k.key, g.HandshakeKey)
				equal(t, "handshake nonce", k.nonce, g.HandshakeNonce)
				if _, err := tree.key(ratchetID{uint32(leaf), false}, g.Generation); err == nil {
					t.Error("a key was given out twice")
				}
			}
		}
	})
}

func TestVectorsTranscriptHashes(t *testing.T) {
	eachVector(t, "transcript-hashes.json", func(t *testing.T, c struct {
		Key       octets `json:"confirmation_key"`
		Content   octets `json:"authenticated_content"`
		Before    octets `json:"interim_transcript_hash_before"`
		Confirmed octets `json:"confirmed_transcript_hash_after"`
		Interim   octets `json:"interim_transcript_hash_after"`
	}) {
		m := decode(t, c.Content, func(r *reader) *message {
			m := r.content(r.uint16())
			r.auth(m)
			return m
		})
		equal(t, "confirmed", confirmedHash(c.Before, m), c.Confirmed)
		equal(t, "confirmation tag", mac(c.Key, c.Confirmed), m.confirmation)
		equal(t, "interim", interimHash(c.Confirmed, m.confirmation), c.Interim)
	})
}
