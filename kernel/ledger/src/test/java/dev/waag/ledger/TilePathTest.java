package dev.waag.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class TilePathTest {
    @Test
    void writesTheSpecificationsExamples() {
        assertThat(TilePath.tile(0, 1_234_067, 256)).isEqualTo("tile/0/x001/x234/067");
        assertThat(TilePath.tile(0, 1_234_067, 8)).isEqualTo("tile/0/x001/x234/067.p/8");
        assertThat(TilePath.tile(63, 0, 1)).isEqualTo("tile/63/000.p/1");
        assertThat(TilePath.entries(0, 3)).isEqualTo("tile/entries/000.p/3");
        assertThat(TilePath.entries(1000, 256)).isEqualTo("tile/entries/x001/000");
        assertThat(TilePath.entries(999, 256)).isEqualTo("tile/entries/999");
    }

    @Test
    void readsWhatItWrites() {
        for (long index : new long[] {0, 1, 999, 1000, 1_234_067, 999_999, 1_000_000, Long.MAX_VALUE >> 8}) {
            for (int width : new int[] {1, 8, 255, 256}) {
                for (int level : new int[] {TilePath.ENTRIES, 0, 9, 10, 63}) {
                    TilePath tile = new TilePath(level, index, width);
                    assertThat(TilePath.parse(tile.toString())).contains(tile);
                }
            }
        }
    }

    @Test
    void readsNoOtherSpelling() {
        for (String path : new String[] {
            "",
            "tile",
            "tile/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/0/x000/067",
            "tile/0/001/067",
            "tile/0/x001/x067",
            "tile/00/067",
            "tile/01/067",
            "tile/64/067",
            "tile/-1/067",
            "tile/data/067",
            "tile/0/067.p/0",
            "tile/0/067.p/01",
            "tile/0/067.p/256",
            "tile/0/067.p/",
            "tile/0/067.p/8/",
            "/tile/0/067",
            "tile/0/../067",
            "tile/0/\u0660\u0661\u0662",
            "tile/0/067\n",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999"
        }) {
            assertThat(TilePath.parse(path)).as(path).isEmpty();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.tile(0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.tile(64, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TilePath.entries(-1, 1));
    }
}
