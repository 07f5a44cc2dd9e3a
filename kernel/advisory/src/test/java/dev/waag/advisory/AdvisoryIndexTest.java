package dev.waag.advisory;

import static dev.waag.advisory.Indexes.HOLE;
import static dev.waag.advisory.Indexes.hole;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waag.python.ProjectName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AdvisoryIndexTest {
    private static final String[] RECORDS = {
        hole("GHSA-1", "{'introduced': '0'}, {'fixed': '1.5'}"),
        hole("B-1", "{'introduced': '1.5'}, {'last_affected': '1.6.1'}"),
        hole("MAL-1", "{'introduced': '3'}").replace("Zz_Hole", "zz-other")
    };

    @Test
    void projectsWithoutRecordsAreUnaffected() {
        AdvisoryIndex index = Indexes.of(RECORDS);
        ProjectName fine = new ProjectName("zz-fine");
        assertThat(index.affecting(fine, "1")).isEmpty();
        assertThat(index.isUnaffected(fine, "1")).isTrue();
        assertThat(index.recordsOf(fine)).isEmpty();
        assertThat(index.record("GHSA-2")).isEmpty();
        assertThat(index.recordsOf(HOLE)).containsExactly("GHSA-1", "B-1");
    }

    @Test
    void aFingerprintIsTheSameWhileWhatIsToldOfTheProjectIs() {
        String before = Indexes.of(RECORDS).fingerprint(HOLE);
        assertThat(before).hasSize(16);
        String[] more = Arrays.copyOf(RECORDS, 4);
        more[3] = hole("GHSA-9", "{'introduced': '0'}").replace("Zz_Hole", "zz-new");
        assertThat(Indexes.of(more).fingerprint(HOLE)).isEqualTo(before);
        assertThat(Indexes.of(more).fingerprint(new ProjectName("zz-none"))).isEmpty();
        more[3] = hole("GHSA-9", "{'introduced': '9'}");
        assertThat(Indexes.of(more).fingerprint(HOLE)).isNotEqualTo(before);
        more[0] = hole("GHSA-1", "{'introduced': '0'}, {'fixed': '1.5.1'}");
        assertThat(Indexes.of(Arrays.copyOf(more, 3)).fingerprint(HOLE)).isNotEqualTo(before);
    }

    @Test
    void aFingerprintTellsWhatIsExploitedAndNotTheDaysProbability() {
        String before = Indexes.of(RECORDS).fingerprint(HOLE);
        AdvisoryIndexWriter exploited = Indexes.writer(RECORDS);
        exploited.exploited(new SourceInfo("kev", 2, Optional.empty()), Set.of("B-1", "CVE-1"));
        assertThat(AdvisoryIndex.open(ByteBuffer.wrap(Indexes.bytes(exploited))).fingerprint(HOLE))
                .isNotEqualTo(before);
        AdvisoryIndexWriter probable = Indexes.writer(RECORDS);
        probable.epss(new SourceInfo("epss", 1, Optional.empty()), Map.of("B-1", new Epss(0.5, 0.9)));
        assertThat(AdvisoryIndex.open(ByteBuffer.wrap(Indexes.bytes(probable))).fingerprint(HOLE))
                .isEqualTo(before);
    }

    @Test
    void anEmptyIndexIsAnIndex() {
        AdvisoryIndex index = Indexes.of();
        assertThat(index.affecting(HOLE, "1")).isEmpty();
        assertThat(index.sources()).hasSize(1);
        assertThat(index.exploitedSource()).isEmpty();
    }

    @Test
    void manyProjectsAreEachFound() {
        String[] records = new String[3_000];
        for (int i = 0; i < records.length; i++) {
            records[i] = hole("A-" + i, "{'introduced': '1." + i + "'}").replace("Zz_Hole", "zz-" + i);
        }
        AdvisoryIndex index = Indexes.of(records);
        for (int i = 0; i < records.length; i++) {
            ProjectName project = new ProjectName("zz-" + i);
            assertThat(index.affecting(project, "1." + i))
                    .extracting(Vulnerability::id)
                    .containsExactly("A-" + i);
            assertThat(index.isUnaffected(project, "1." + i + ".dev1")).isTrue();
            assertThat(index.record("A-" + i)).isPresent();
        }
        assertThat(index.affecting(new ProjectName("zz-3000"), "1")).isEmpty();
    }

    @Test
    void namesWithOneHashAreToldApart() {
        String[] records = {
            hole("A-1", "{'introduced': '0'}").replace("Zz_Hole", "zzc0x"),
            hole("B-1", "{'introduced': '0'}").replace("Zz_Hole", "zzanx")
        };
        assertThat("zzc0x").hasSameHashCodeAs("zzanx");
        AdvisoryIndex index = Indexes.of(records);
        assertThat(index.affecting(new ProjectName("zzc0x"), "1"))
                .extracting(Vulnerability::id)
                .containsExactly("A-1");
        assertThat(index.affecting(new ProjectName("zzanx"), "1"))
                .extracting(Vulnerability::id)
                .containsExactly("B-1");
    }

    @Test
    void sameRecordsSameBytes() {
        assertThat(Indexes.bytes(Indexes.writer(RECORDS))).isEqualTo(Indexes.bytes(Indexes.writer(RECORDS)));
    }

    @Test
    void aPartOfABufferWillDo() {
        byte[] bytes = Indexes.bytes(Indexes.writer(RECORDS));
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 20);
        direct.position(10).put(bytes).flip().position(10);
        assertThat(AdvisoryIndex.open(direct.asReadOnlyBuffer()).affecting(HOLE, "1"))
                .hasSize(1);
    }

    @Test
    void otherBytesAreRefused() {
        for (byte[] bytes : new byte[][] {
            {}, new byte[27], new byte[5_000], "WAAGADV\77 of another time, made long enough".getBytes(UTF_8)
        }) {
            assertThatThrownBy(() -> AdvisoryIndex.open(ByteBuffer.wrap(bytes)))
                    .isInstanceOf(BrokenIndexException.class);
        }
    }

    @Test
    void aPartOfAnIndexIsRefused() {
        byte[] bytes = Indexes.bytes(Indexes.writer(RECORDS));
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> AdvisoryIndex.open(ByteBuffer.wrap(part)))
                    .isInstanceOf(BrokenIndexException.class);
        }
    }

    /** No bit of it can change without being noticed, at the latest when it is used. */
    @Test
    void aChangedIndexIsRefusedOrAnswersTheSame() {
        byte[] bytes = Indexes.bytes(Indexes.writer(RECORDS));
        Random random = new Random(20261122);
        String sound = answers(AdvisoryIndex.open(ByteBuffer.wrap(bytes)));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            String answers;
            try {
                answers = answers(AdvisoryIndex.open(ByteBuffer.wrap(changed)));
            } catch (BrokenIndexException e) {
                continue;
            }
            assertThat(answers).as("byte %s", i).isEqualTo(sound);
        }
    }

    private static String answers(AdvisoryIndex index) {
        return index.affecting(HOLE, "1") + " " + index.affecting(HOLE, "1.6.0")
                + index.affecting(new ProjectName("zz-other"), "3")
                + index.record("GHSA-1").map(Arrays::hashCode)
                + index.record("MAL-1").map(Arrays::hashCode) + index.sources();
    }
}
