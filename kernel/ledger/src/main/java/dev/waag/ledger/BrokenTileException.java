package dev.waag.ledger;

import java.io.IOException;

/** A tile or entry bundle was read and is not what it must be. */
public final class BrokenTileException extends IOException {
    BrokenTileException(TilePath tile, String problem) {
        super(tile + " " + problem);
    }
}
