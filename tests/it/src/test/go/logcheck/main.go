// Logcheck verifies a transparency log and its proofs with none of the code that made them: notes and trees are those of
// golang.org/x/mod/sumdb, checkpoints and proofs those of github.com/transparency-dev/formats.
//
//	logcheck DIR|URL VKEY [OLDER_CHECKPOINT_FILE]
//	logcheck proof FILE VKEY ENTRY_FILE
//	logcheck cosigned CHECKPOINT_FILE VKEY WITNESS_VKEY
//
// The first form reads a log in the layout of C2SP tlog-tiles: it verifies the checkpoint's signature, hashes the entries
// to its root, reads every leaf again through authenticated tiles, proves inclusion of a sample, and consistency with an
// older checkpoint. The second verifies a C2SP tlog-proof of the entry in a file, the
// third that a witness cosigned a checkpoint. Each prints one line; exit 0 means that
// all of it holds, 1 that something does not, 2 wrong usage.
package main

import (
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	args := os.Args[1:]
	var line string
	var err error
	switch {
	case len(args) == 4 && args[0] == "proof":
		line, err = checkProof(args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "cosigned":
		line, err = checkCosigned(args[1], args[2], args[3])
	case len(args) == 2 || len(args) == 3:
		line, err = checkLog(newSource(args[0]), args[1], args[2:])
	default:
		fmt.Fprintln(os.Stderr, "usage: logcheck DIR|URL VKEY [OLDER_CHECKPOINT_FILE]\n       logcheck proof FILE VKEY ENTRY_FILE\n       logcheck cosigned CHECKPOINT_FILE VKEY WITNESS_VKEY")
		os.Exit(2)
	}
	if err != nil {
		fmt.Println("broken:", err)
		os.Exit(1)
	}
	fmt.Println("clean:", line)
}

// openNote verifies a signed note by one key.
func openNote(signed []byte, vkey string) (string, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", fmt.Errorf("key %q: %w", vkey, err)
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return "", err
	}
	return n.Text, nil
}
