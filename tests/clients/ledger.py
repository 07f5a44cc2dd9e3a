"""Reads the ledger as anybody may: the C2SP tlog-tiles addresses of a running gate."""

import json
import struct

import web

BUNDLE = 256


def tile_number(number):
    """The path of a tile's number: 1234067 is x001/x234/067."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


def size(gate):
    """How many entries the newest checkpoint covers."""
    answer = web.get(gate.url + "/ledger/checkpoint")
    if answer.status != 200:
        raise AssertionError(f"the checkpoint answers {answer}")
    return int(answer.text.split("\n")[1])


def entries(gate):
    """Every entry that the newest checkpoint covers."""
    total, found = size(gate), []
    for number in range((total + BUNDLE - 1) // BUNDLE):
        width = min(BUNDLE, total - number * BUNDLE)
        partial = f".p/{width}" if width < BUNDLE else ""
        answer = web.get(f"{gate.url}/ledger/tile/entries/{tile_number(number)}{partial}")
        if answer.status != 200:
            raise AssertionError(f"entry bundle {number} answers {answer}")
        bundle, position = answer.body, 0
        while position < len(bundle):
            (length,) = struct.unpack_from(">H", bundle, position)
            found.append(json.loads(bundle[position + 2 : position + 2 + length]))
            position += 2 + length
    return found


def downloads(gate):
    """File name to the number of its `download` entries."""
    counted = {}
    for entry in entries(gate):
        if entry["kind"] == "download":
            counted[entry["filename"]] = counted.get(entry["filename"], 0) + 1
    return counted
