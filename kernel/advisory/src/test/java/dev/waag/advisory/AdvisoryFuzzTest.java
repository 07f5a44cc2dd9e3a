package dev.waag.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/** Whatever comes in, a reader gives a value that its laws hold for, or says that the input is not of its format. */
final class AdvisoryFuzzTest {
    private static final String[] VERSIONS = {"1", "0.dev0", "2.5.post1", "9!1", "no version", ""};

    /** What can be read can be kept and asked for. */
    @FuzzTest
    void record(byte[] json) {
        Optional<OsvRecord> record;
        try {
            record = OsvReader.read(json);
        } catch (AdvisoryFormatException e) {
            assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
            return;
        }
        if (record.isPresent()) {
            AdvisoryIndexWriter writer = new AdvisoryIndexWriter();
            writer.add(writer.source("fuzz"), record.get(), json);
            AdvisoryIndex index = AdvisoryIndex.open(ByteBuffer.wrap(Indexes.bytes(writer)));
            String id = new String(record.get().id().getBytes(UTF_8), UTF_8);
            assertThat(index.record(id)).isPresent();
            for (OsvRecord.Affected affected : record.get().affected()) {
                ask(index, affected.project());
                for (String version : affected.versions()) {
                    if (new String(version.getBytes(UTF_8), UTF_8).equals(version)) {
                        assertThat(index.isUnaffected(affected.project(), version))
                                .isEqualTo(record.get().withdrawn().isPresent());
                    }
                }
            }
        }
    }

    @FuzzTest
    void cvss(byte[] text) {
        Cvss.parse(new String(text, UTF_8)).ifPresent(c -> {
            assertThat(c.base()).isBetween(0.0, 10.0);
            assertThat(c.score()).isBetween(0.0, 10.0);
            assertThat(Math.abs(c.score() * 10 - Math.rint(c.score() * 10))).isLessThan(1e-9);
        });
    }

    @FuzzTest
    void catalogues(byte[] bytes) throws IOException {
        try {
            assertThat(ExploitedCatalogue.read(bytes).ids()).isNotEmpty();
        } catch (AdvisoryFormatException e) {
            assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
        }
        try {
            EpssScores scores = EpssScores.read(new ByteArrayInputStream(bytes), id -> true);
            assertThat(scores.byId().size()).isBetween(1, scores.rows());
        } catch (AdvisoryFormatException e) {
            assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
        }
    }

    /** The checksum over head and tables is mended, so that what lies behind it is reached. */
    @FuzzTest
    void index(byte[] bytes) {
        if (bytes.length > 28) {
            ByteBuffer file = ByteBuffer.wrap(bytes);
            long end = 28L + file.getInt(16) + file.getInt(20) + file.getInt(24);
            CRC32 crc = new CRC32();
            crc.update(bytes, 12, Math.clamp(end - 12, 0, bytes.length - 12));
            file.putInt(8, (int) crc.getValue()).putInt(12, bytes.length);
        }
        try {
            AdvisoryIndex index = AdvisoryIndex.open(ByteBuffer.wrap(bytes));
            ask(index, Indexes.HOLE);
            assertThat(index.record("GHSA-1")).isNotNull();
        } catch (BrokenIndexException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** A project's block, as if its checksum were right. */
    @FuzzTest
    void block(byte[] bytes) {
        AdvisoryIndex index = Indexes.of();
        try {
            Block block = new Block(new ByteReader(bytes));
            for (String version : VERSIONS) {
                int position = block.position(Version.parse(version));
                assertThat(new Merge(index.sources(), block, Indexes.HOLE, version, position).vulnerabilities())
                        .allSatisfy(v -> assertThat(v.assessments()).isNotEmpty());
            }
        } catch (BrokenIndexException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void ask(AdvisoryIndex index, ProjectName project) {
        for (String version : VERSIONS) {
            assertThat(index.affecting(project, version).isEmpty()).isEqualTo(index.isUnaffected(project, version));
        }
    }
}
