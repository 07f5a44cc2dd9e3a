package dev.waag.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.core.UserException;
import dev.waag.testkit.FaultyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program dies at each of its write steps in turn: what was durable is in the log afterwards, once, and the log is whole. */
class LedgerFaultTest {
    private static final int BEFORE = 250;
    private static final int MORE = 10;

    @TempDir
    Path work;

    @Test
    void publishingMayDieAtEachStep() throws Exception {
        Path base = work.resolve("base");
        try (Opened o = Opened.at(base)) {
            o.enter(0, BEFORE);
        }
        List<String> steps = new ArrayList<>();
        boolean died = true;
        for (int step = 0; died; step++) {
            Path root = Opened.copy(base, work.resolve("step-" + step));
            died = died(root, step, steps);
            reopens(root, BEFORE + MORE);
        }
        // full tiles of both levels, the partial ones after them, the checkpoint, and the removal of what is no longer
        // needed
        assertThat(steps)
                .contains("rename 000", "write 4.new", "rename checkpoint", "delete 250", "delete 000.p")
                .hasSizeGreaterThan(15);
        assertThat(steps.indexOf("rename checkpoint")).isGreaterThan(steps.lastIndexOf("rename 4"));
        assertThat(steps.indexOf("delete 250")).isGreaterThan(steps.indexOf("rename checkpoint"));
    }

    /** Lets publishing die before the change of that number; false where there is no such change. */
    private boolean died(Path root, int step, List<String> steps) throws Exception {
        FaultyFiles files = new FaultyFiles();
        try (Opened o = Opened.at(files.at(root))) {
            files.failAfter(step);
            o.enter(BEFORE, MORE);
        }
        if (files.hasFailed()) {
            steps.clear();
            steps.addAll(files.changes());
        }
        return files.hasFailed();
    }

    @Test
    void theFirstStartMayDieAtEachStep() throws Exception {
        boolean died = true;
        int steps = 0;
        for (; died; steps++) {
            Path root = work.resolve("first-" + steps);
            FaultyFiles files = new FaultyFiles();
            DataFolder.open(root).close();
            files.failAfter(steps);
            try (DataFolder data = DataFolder.open(files.at(root));
                    Database database = Database.open(root.resolve("waag.db"))) {
                Ledger.open(data, database).close();
            } catch (IOException | UserException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
            died = files.hasFailed();
            reopens(root, 0);
        }
        assertThat(steps).isGreaterThan(6);
    }

    private static void reopens(Path root, int entries) throws Exception {
        try (Opened o = Opened.at(root)) {
            if (entries > 0) {
                o.awaitPublished(entries - 1);
            }
            for (int n = entries - MORE; n < entries; n++) {
                if (n >= 0) {
                    assertThat(o.valueAt(n)).isEqualTo(n);
                }
            }
            assertThat(o.enter(entries, 1)).isEqualTo(entries);
        }
        Opened.audit(root, entries + 1);
    }
}
