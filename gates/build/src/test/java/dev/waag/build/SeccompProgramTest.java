package dev.waag.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs the program as the kernel would, for calls that must pass and calls that must not. */
final class SeccompProgramTest {
    private static final int X86_64 = 0xc000003e;
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;

    private final ByteBuffer code =
            ByteBuffer.wrap(SeccompProgram.forMachine("amd64").orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);

    private int run(int architecture, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(architecture).putLong(0);
        for (long a : arguments) {
            data.putLong(a);
        }
        long accumulator = 0;
        for (int at = 0; ; at++) {
            int operation = code.getShort(8 * at);
            int yes = code.get(8 * at + 2);
            int no = code.get(8 * at + 3);
            int value = code.getInt(8 * at + 4);
            switch (operation) {
                case 0x20 -> accumulator = Integer.toUnsignedLong(data.getInt(value));
                case 0x15 -> at += accumulator == Integer.toUnsignedLong(value) ? yes : no;
                case 0x35 -> at += accumulator >= Integer.toUnsignedLong(value) ? yes : no;
                case 0x45 -> at += (accumulator & Integer.toUnsignedLong(value)) != 0 ? yes : no;
                case 0x06 -> {
                    return value;
                }
                default -> throw new AssertionError("an operation " + operation);
            }
        }
    }

    @Test
    void ordinaryCallsPass() {
        for (int number : new int[] {0, 1, 2, 9, 39, 59, 257, 318}) {
            assertThat(run(X86_64, number)).isEqualTo(ALLOW);
        }
        assertThat(run(X86_64, 56, 17)).as("fork").isEqualTo(ALLOW);
        assertThat(run(X86_64, 16, 0, 0x5401)).as("ioctl TCGETS").isEqualTo(ALLOW);
    }

    @Test
    void waysOutDoNot() {
        for (int number : new int[] {101, 165, 166, 272, 308, 250, 321, 425, 298, 155, 304, 310, 161}) {
            assertThat(run(X86_64, number)).as("call " + number).isEqualTo(EPERM);
        }
        assertThat(run(X86_64, 56, 0x10000000 | 17))
                .as("clone with a user namespace")
                .isEqualTo(EPERM);
        assertThat(run(X86_64, 435)).as("clone3").isEqualTo(0x00050026);
        assertThat(run(X86_64, 16, 0, 0x5412)).as("typing into a terminal").isEqualTo(EPERM);
    }

    @Test
    void onlyThreeSocketFamiliesPass() {
        for (int family = 0; family < 50; family++) {
            assertThat(run(X86_64, 41, family, 1))
                    .as("family " + family)
                    .isEqualTo(family == 1 || family == 2 || family == 10 ? ALLOW : 0x00050061);
        }
    }

    @Test
    void otherNumbersAreNotForUs() {
        assertThat(run(0x40000003, 1)).as("32-bit").isEqualTo(0x80000000);
        assertThat(run(X86_64, 0x40000001)).as("x32").isEqualTo(EPERM);
        assertThat(SeccompProgram.forMachine("riscv64")).isEqualTo(Optional.empty());
    }
}
