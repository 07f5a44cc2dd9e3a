package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberedNamesTest {
    private final NumberedNames numbered = new NumberedNames(
            NameTable.of(List.of(
                    "stealersuite1", "short1", "mypackage1", "torchwheel-cu121", "client20240101", "honestname1")),
            NameTable.of(List.of("honestname7")));

    @Test
    void anotherNumberOfAMaliciousNameIsFound() {
        assertThat(numbered.find("stealersuite2")).contains("stealersuite1");
        assertThat(numbered.find("stealersuite1234")).contains("stealersuite1");
    }

    @Test
    void namesThatManyWouldTakeAreNot() {
        assertThat(List.of("stealersuite", "short2", "mypackage2", "torchwheel-cu118", "client20250101", "honestname2"))
                .allSatisfy(name -> assertThat(numbered.find(name)).isEmpty());
    }
}
