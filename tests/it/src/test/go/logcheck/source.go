package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8           // C2SP tlog-tiles: a tile spans eight levels of the tree
	full   = 1 << height // and so is 256 hashes wide
	limit  = 64 << 20    // bytes of one file
)

// A source has the files of a log; a file that is not there is fs.ErrNotExist.
type source func(path string) ([]byte, error)

func newSource(place string) source {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		return fromURL(strings.TrimRight(place, "/"))
	}
	return func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join(place, filepath.FromSlash(path)))
	}
}

func fromURL(base string) source {
	client := http.Client{Timeout: 30 * time.Second}
	return func(path string) ([]byte, error) {
		answer, err := client.Get(base + "/" + path)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		switch answer.StatusCode {
		case http.StatusOK:
			return io.ReadAll(io.LimitReader(answer.Body, limit))
		case http.StatusNotFound, http.StatusGone:
			return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
		default:
			return nil, fmt.Errorf("%s: status %s", path, answer.Status)
		}
	}
}

// tile reads a tile or, at level -1, an entry bundle; where the partial one is gone, the full one.
func (s source) tile(t tlog.Tile) ([]byte, error) {
	data, err := s(tilePath(t))
	if t.W < full && errors.Is(err, fs.ErrNotExist) {
		t.W = full
		if whole, e := s(tilePath(t)); e == nil {
			return whole, nil
		}
	}
	return data, err
}

// tilePath is x/mod's path for a tile of height 8 without the height, and with C2SP's word for data.
func tilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", height))
	if rest, is := strings.CutPrefix(path, "data/"); is {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// hashTiles gives x/mod's authenticating reader the tiles of a source. It keeps those that were authenticated.
type hashTiles struct {
	source
	kept map[tlog.Tile][]byte
}

func (h hashTiles) Height() int { return height }

func (h hashTiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, t := range tiles {
		h.kept[t] = data[i]
	}
}

func (h hashTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, 0, len(tiles))
	for _, t := range tiles {
		data, known := h.kept[t]
		if !known {
			var err error
			if data, err = h.tile(t); err != nil {
				return nil, err
			}
			want := t.W * tlog.HashSize
			if len(data) != want && len(data) != full*tlog.HashSize {
				return nil, fmt.Errorf("%s has %d bytes, not %d", tilePath(t), len(data), want)
			}
			data = data[:want]
		}
		all = append(all, data)
	}
	return all, nil
}
