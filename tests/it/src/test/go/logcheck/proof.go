package main

import (
	"fmt"
	"os"

	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/tlog"
)

// checkProof verifies that a tlog-proof leads from an entry to a checkpoint that the key signed.
func checkProof(file, vkey, entryFile string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	entry, err := os.ReadFile(entryFile)
	if err != nil {
		return "", err
	}
	var p proof.TLogProof
	if err := p.Unmarshal(text); err != nil {
		return "", err
	}
	head, err := openCheckpoint(p.Checkpoint, vkey)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	if p.Index >= uint64(head.tree.N) {
		return "", fmt.Errorf("entry %d is not in a log of %d", p.Index, head.tree.N)
	}
	var path tlog.RecordProof
	for _, hash := range p.Hashes {
		path = append(path, hash)
	}
	if err := tlog.CheckRecord(path, head.tree.N, head.tree.Hash, int64(p.Index), tlog.RecordHash(entry)); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s has it as entry %d of %d", head.origin, p.Index, head.tree.N), nil
}
