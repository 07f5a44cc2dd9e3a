package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    private static final List<String> KNOWN = List.of("requests", "dbt-core", "requesta");

    @Test
    void theWorkedExamplesOfThePointsHold() {
        NameTable table = NameTable.of(NameData.shipped().popular());
        int requests = table.find(NameHash.of("requests"));
        byte[] imitated = new byte[table.size()];
        imitated[requests] = 40;
        NearNames near = new NearNames(table, table.size(), imitated, NearNames.ENOUGH);
        assertThat(near.points("reqeusts", requests, NameEdit.SWAPPED)).isEqualTo(7 + 6 + 16);
        int dbt = table.find(NameHash.of("dbt-core"));
        assertThat(near.points("dbl-core", dbt, NameEdit.OTHER_LETTER)).isEqualTo(-5 + 6 - 3 - 3 - 2);
        assertThat(near.find("dbl-core", table.size())).isEmpty();
    }

    @Test
    void ofTwoKnownNamesTheOneWithMorePointsIsNamed() {
        NearNames near = new NearNames(NameTable.of(KNOWN), KNOWN.size(), new byte[] {0, 0, 8}, NearNames.ENOUGH);
        assertThat(near.find("requestr", 3)).map(Lookalike::popular).contains("requesta");
        assertThat(near.find("requestr", 2))
                .as("ranks beyond the setting do not count")
                .isEmpty();
    }

    @Test
    void aNameWithoutARankCountsByItsImitationsAlone() {
        NearNames imitatedOften = new NearNames(NameTable.of(KNOWN), 2, new byte[] {0, 0, 8}, NearNames.ENOUGH);
        assertThat(imitatedOften.find("reqeusta", 2)).map(Lookalike::popular).contains("requesta");
        NearNames never = new NearNames(NameTable.of(KNOWN), 2, new byte[3], NearNames.ENOUGH);
        assertThat(never.find("rqquesta", 2)).isEmpty();
    }

    /** Halves only save look-ups: whatever edit made a name of a known one, the known one is found. */
    @Test
    void noEditIsPassedOverForItsHalves() {
        NameTable table = NameTable.of(NameData.shipped().popular());
        NearNames near = new NearNames(table, table.size(), new byte[table.size()], NearNames.ENOUGH);
        Random random = new Random(12);
        for (int i = 0; i < 4_000; i++) {
            String known = table.name(random.nextInt(table.size()));
            int length = known.length();
            if (length < NearNames.SHORTEST || length > 78) {
                continue;
            }
            int at = random.nextInt(length);
            char letter = (char) ('a' + random.nextInt(26));
            // the known name is what the edited one becomes by the reverse edit: a letter of it is put in, taken out,
            // replaced or swapped
            boolean plain = known.charAt(at) >= 'a' && known.charAt(at) <= 'z';
            String added = known.substring(0, at) + letter + known.substring(at);
            String removed = known.substring(0, at) + known.substring(at + 1);
            String replaced = known.substring(0, at) + letter + known.substring(at + 1);
            String swapped = at + 1 == length
                    ? known
                    : known.substring(0, at) + known.charAt(at + 1) + known.charAt(at) + known.substring(at + 2);
            for (String edited : List.of(added, plain ? removed : added, plain ? replaced : added, swapped)) {
                if (!edited.equals(known) && !table.contains(edited)) {
                    assertThat(near.around(edited))
                            .as("%s of %s", edited, known)
                            .contains(known);
                }
            }
        }
    }

    @Test
    void whatLiesAroundIsListedWhateverItsPoints() {
        NearNames near = new NearNames(NameTable.of(KNOWN), KNOWN.size(), new byte[3], NearNames.ENOUGH);
        assertThat(near.around("requestz")).containsExactlyInAnyOrder("requests", "requesta");
        assertThat(near.around("six")).isEmpty();
    }
}
