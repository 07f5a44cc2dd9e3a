package dev.waag.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

final class JsonTest {
    @Test
    void aFaultIsOneLineAndSaysNothingOfTheParser() {
        assertThat(Json.why(failure(() -> Json.MAPPER.readTree("{\n \"a\": [1, 2"))))
                .isEqualTo("Unexpected end-of-input: expected close marker for Array");
        assertThat(Json.why(failure(() -> Json.MAPPER.readTree("{\n \"a\": nul}"))))
                .startsWith("Unrecognized token 'nul'")
                .doesNotContain("Source", "\n");
    }

    private static JacksonException failure(ThrowingCallable work) {
        return catchThrowableOfType(JacksonException.class, work);
    }
}
