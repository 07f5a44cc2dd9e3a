package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void whatLiesAroundIsListedWhateverItsPoints() {
        NearNames near = new NearNames(NameTable.of(KNOWN), KNOWN.size(), new byte[3], NearNames.ENOUGH);
        assertThat(near.around("requestz")).containsExactlyInAnyOrder("requests", "requesta");
        assertThat(near.around("six")).isEmpty();
    }
}
