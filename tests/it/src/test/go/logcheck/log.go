package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/transparency-dev/formats/log"
	"golang.org/x/mod/sumdb/tlog"
)

// checkpoint is a verified tree head.
type checkpoint struct {
	origin string
	tree   tlog.Tree
}

func openCheckpoint(signed []byte, vkey string) (checkpoint, error) {
	var c checkpoint
	text, err := openNote(signed, vkey)
	if err != nil {
		return c, err
	}
	var head log.Checkpoint
	if _, err := head.Unmarshal([]byte(text)); err != nil {
		return c, err
	}
	if len(head.Hash) != tlog.HashSize || head.Size > 1<<62 {
		return c, errors.New("a checkpoint's root has 32 bytes, and its size 62 bits")
	}
	c.origin, c.tree.N = head.Origin, int64(head.Size)
	copy(c.tree.Hash[:], head.Hash)
	return c, nil
}

func checkLog(src source, vkey string, olderFile []string) (string, error) {
	signed, err := src("checkpoint")
	if err != nil {
		return "", err
	}
	head, err := openCheckpoint(signed, vkey)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	hashes, err := checkEntries(src, head.tree)
	if err != nil {
		return "", err
	}
	tiles := hashTiles{src, map[tlog.Tile][]byte{}}
	reader := tlog.TileHashReader(head.tree, tiles)
	if err := checkLeaves(hashes, head.tree, reader); err != nil {
		return "", fmt.Errorf("tiles: %w", err)
	}
	proved, err := checkInclusion(hashes, head.tree, reader)
	if err != nil {
		return "", err
	}
	line := fmt.Sprintf("%s has %d entries with root %v; %d inclusion proofs", head.origin, head.tree.N, head.tree.Hash, proved)
	for _, file := range olderFile {
		older, err := checkOlder(file, vkey, head, reader)
		if err != nil {
			return "", fmt.Errorf("older checkpoint: %w", err)
		}
		line += fmt.Sprintf("; consistent with size %d", older.tree.N)
	}
	return line, nil
}

// stored are the hashes of a tree in x/mod's order, which puts a subtree's hash behind its last leaf's.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, 0, len(indexes))
	for _, i := range indexes {
		if i < 0 || i >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d", i)
		}
		found = append(found, s[i])
	}
	return found, nil
}

// checkEntries reads every bundle and holds the entries to the root.
func checkEntries(src source, tree tlog.Tree) (stored, error) {
	var hashes stored
	for n := int64(0); n < tree.N; {
		width := int(min(full, tree.N-n))
		bundle := tlog.Tile{H: height, L: -1, N: n / full, W: width}
		data, err := src.tile(bundle)
		if err != nil {
			return nil, err
		}
		entries, err := split(data)
		if err == nil && len(entries) != width && len(entries) != full {
			err = fmt.Errorf("%d entries, not %d", len(entries), width)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", tilePath(bundle), err)
		}
		for _, entry := range entries[:width] {
			if err := checkEntry(entry); err != nil {
				return nil, fmt.Errorf("entry %d: %w", n, err)
			}
			more, err := tlog.StoredHashes(n, entry, hashes)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, more...)
			n++
		}
	}
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return nil, err
	}
	if root != tree.Hash {
		return nil, fmt.Errorf("the entries hash to %v, the checkpoint says %v", root, tree.Hash)
	}
	return hashes, nil
}

func split(bundle []byte) ([][]byte, error) {
	var entries [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 {
			return nil, errors.New("ends inside a length")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < end {
			return nil, fmt.Errorf("ends inside entry %d", len(entries))
		}
		entries = append(entries, bundle[2:end])
		bundle = bundle[end:]
	}
	return entries, nil
}

func checkEntry(entry []byte) error {
	var fields struct {
		Kind  string          `json:"kind"`
		At    string          `json:"at"`
		Actor json.RawMessage `json:"actor"`
	}
	if err := json.Unmarshal(entry, &fields); err != nil {
		return err
	}
	if fields.Kind == "" || fields.At == "" || fields.Actor == nil {
		return errors.New("has no kind, at or actor")
	}
	return nil
}

// checkLeaves reads every leaf through tiles that x/mod authenticates against the root.
func checkLeaves(hashes stored, tree tlog.Tree, reader tlog.HashReader) error {
	const step = 1 << 12
	for from := int64(0); from < tree.N; from += step {
		var indexes []int64
		for n := from; n < min(from+step, tree.N); n++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, n))
		}
		tiled, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, index := range indexes {
			if tiled[i] != hashes[index] {
				return fmt.Errorf("leaf %d is not the hash of its entry", from+int64(i))
			}
		}
	}
	return nil
}

// checkInclusion proves the first entry, the last, and some thirty between.
func checkInclusion(hashes stored, tree tlog.Tree, reader tlog.HashReader) (int, error) {
	proved := 0
	for n := int64(0); n < tree.N; {
		proof, err := tlog.ProveRecord(tree.N, n, reader)
		if err == nil {
			err = tlog.CheckRecord(proof, tree.N, tree.Hash, n, hashes[tlog.StoredHashIndex(0, n)])
		}
		if err != nil {
			return 0, fmt.Errorf("inclusion of entry %d: %w", n, err)
		}
		proved++
		if n == tree.N-1 {
			break
		}
		n = min(n+1+tree.N/31, tree.N-1)
	}
	return proved, nil
}

func checkOlder(file, vkey string, head checkpoint, reader tlog.HashReader) (checkpoint, error) {
	signed, err := os.ReadFile(file)
	if err != nil {
		return checkpoint{}, err
	}
	older, err := openCheckpoint(signed, vkey)
	switch {
	case err != nil:
		return older, err
	case older.origin != head.origin:
		return older, fmt.Errorf("the origin was %q and is now %q", older.origin, head.origin)
	case older.tree.N > head.tree.N:
		return older, fmt.Errorf("the log had %d entries and now has %d", older.tree.N, head.tree.N)
	case older.tree.N == 0:
		return older, nil // every tree begins with the empty one, of which x/mod proves nothing
	}
	proof, err := tlog.ProveTree(head.tree.N, older.tree.N, reader)
	if err != nil {
		return older, err
	}
	return older, tlog.CheckTree(proof, head.tree.N, head.tree.Hash, older.tree.N, older.tree.Hash)
}
