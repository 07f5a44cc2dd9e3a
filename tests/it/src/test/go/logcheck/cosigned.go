package main

import (
	"fmt"
	"os"
	"time"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// checkCosigned verifies that a checkpoint is signed by its log and cosigned by a witness (C2SP tlog-cosignature,
// cosignature/v1), and tells when that was.
func checkCosigned(file, vkey, witness string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	head, err := openCheckpoint(text, vkey)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	verifier, err := cosignature.NewVerifierForCosignatureV1(witness)
	if err != nil {
		return "", fmt.Errorf("key %q: %w", witness, err)
	}
	n, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return "", err
	}
	at, err := cosignature.CoSigV1Timestamp(n.Sigs[0])
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s of %d was seen by %s at %s", head.origin, head.tree.N, verifier.Name(), at.UTC().Format(time.RFC3339)), nil
}
