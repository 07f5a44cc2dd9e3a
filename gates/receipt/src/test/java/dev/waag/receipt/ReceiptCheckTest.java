package dev.waag.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waag.attest.EvidenceException;
import dev.waag.core.Sha256;
import dev.waag.python.ProjectName;
import dev.waag.receipt.ReceiptCheck.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a receipt says of this and that. */
final class ReceiptCheckTest {
    private static final String SERVED = "1".repeat(64);
    private static final String OFFERED = "2".repeat(64);
    private static final Sha256 CONTENTS = new Sha256("3".repeat(64));
    private static final Sha256 GIVEN = new Sha256("4".repeat(64));
    private static final Sha256 OTHER = new Sha256("5".repeat(64));

    private static ReceiptCheck check() throws EvidenceException {
        return ReceiptCheck.of("""
                {"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://waag.dev/receipt/v1",
                 "subject": [{"name": "kaas-1.0-py3-none-any.whl", "digest": {"sha256": "SERVED"}}],
                 "predicate": {"id": "r1", "distributions": [
                   {"name": "kaas", "version": "1.0", "filename": "kaas-1.0-py3-none-any.whl", "sha256": "SERVED", "contents": "CONTENTS"},
                   {"name": "melk", "version": "1.0", "filename": "melk-1.0.tar.gz", "sha256": "SERVED"}],
                  "pages": [{"name": "brood",
                             "files": {"brood-2.0-py3-none-any.whl": "OFFERED", "brood-3.0-py3-none-any.whl": "OFFERED"},
                             "given": {"brood-2.0-py3-none-any.whl": "GIVEN", "brood-3.0-py3-none-any.whl": ""}}]}}
                """.replace("SERVED", SERVED)
                .replace("OFFERED", OFFERED)
                .replace("CONTENTS", CONTENTS.hex())
                .replace("GIVEN", GIVEN.hex())
                .getBytes(StandardCharsets.UTF_8));
    }

    private static Origin pinned(String name, String version, String... digests) throws EvidenceException {
        return origin(
                new Wanted(new ProjectName(name), version, Set.of(digests), Optional.empty(), false, Optional.empty()));
    }

    private static Origin installed(String name, String version, Sha256 contents) throws EvidenceException {
        return origin(
                new Wanted(new ProjectName(name), version, Set.of(), Optional.of(contents), false, Optional.empty()));
    }

    private static Origin origin(Wanted wanted) throws EvidenceException {
        return check().check(List.of(wanted)).getFirst().origin();
    }

    @Test
    void pinsAreComparedByDigest() throws Exception {
        assertThat(pinned("kaas", "1.0", SERVED, "9".repeat(64))).isEqualTo(Origin.SERVED);
        assertThat(pinned("brood", "2.0", OFFERED)).isEqualTo(Origin.CACHED);
        assertThat(pinned("kaas", "1.0", "9".repeat(64))).isEqualTo(Origin.ELSEWHERE);
        assertThat(pinned("kaas", "1.0.0"))
                .as("the same version, written otherwise")
                .isEqualTo(Origin.SERVED);
        assertThat(pinned("kaas", "1.1")).isEqualTo(Origin.ELSEWHERE);
        assertThat(pinned("boter", "1.0")).isEqualTo(Origin.ELSEWHERE);
    }

    @Test
    void whatIsInstalledIsComparedByContents() throws Exception {
        assertThat(installed("kaas", "1.0", CONTENTS)).isEqualTo(Origin.SERVED);
        assertThat(installed("kaas", "1.0", OTHER)).isEqualTo(Origin.ELSEWHERE);
        assertThat(installed("melk", "1.0", OTHER)).as("built from its sdist").isEqualTo(Origin.SERVED);
        assertThat(installed("brood", "2.0", GIVEN)).isEqualTo(Origin.CACHED);
        assertThat(installed("brood", "2.0", OTHER)).isEqualTo(Origin.ELSEWHERE);
        assertThat(installed("brood", "3.0", OTHER))
                .as("its contents are not known")
                .isEqualTo(Origin.CACHED);
        assertThat(installed("brood", "4.0", GIVEN)).isEqualTo(Origin.ELSEWHERE);
    }

    @Test
    void whatCannotBeFromAnIndexIsFromElsewhereWhateverElseFits() throws Exception {
        assertThat(origin(new Wanted(
                        new ProjectName("kaas"),
                        "1.0",
                        Set.of(SERVED),
                        Optional.of(CONTENTS),
                        true,
                        Optional.of("a folder"))))
                .isEqualTo(Origin.ELSEWHERE);
    }

    @Test
    void anotherStatementIsNoReceipt() {
        assertThatExceptionOfType(EvidenceException.class)
                .isThrownBy(() -> ReceiptCheck.of("""
                {"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://waag.dev/signed/v1",
                 "subject": [{"name": "a", "digest": {"sha256": "%s"}}], "predicate": {}}
                """.formatted(SERVED).getBytes(StandardCharsets.UTF_8)));
        assertThatExceptionOfType(EvidenceException.class)
                .isThrownBy(() -> ReceiptCheck.of("[]".getBytes(StandardCharsets.UTF_8)));
    }
}
