package dev.waag.core;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * SHA-256 by the machine's own OpenSSL, where it has one: the processor's instructions for it from the first byte on, while the JVM's own is compiled Java of a tenth of that
 * speed until its optimizing compiler, which short commands do without, has had its turn.
 *
 * <p>It holds no memory outside of the heap, so that nothing has to be released.
 */
final class SystemSha256 extends MessageDigest {
    /** {@code SHA256_CTX} has 112 bytes; in longs, with room. */
    private static final int STATE = 32;

    private static final int DIGEST = 32;

    private record Calls(MethodHandle init, MethodHandle update, MethodHandle finish) {}

    private static final Optional<Calls> CALLS = load();

    private final Calls calls;
    private final MemorySegment state = MemorySegment.ofArray(new long[STATE]);

    private SystemSha256(Calls calls) {
        super("SHA-256");
        this.calls = calls;
        engineReset();
    }

    /** Empty where the machine has no such library, or one that is not what it seems. */
    static Optional<MessageDigest> find() {
        return CALLS.map(SystemSha256::new);
    }

    @SuppressWarnings("restricted") // calling C is what this class is for; the launcher allows it
    private static Optional<Calls> load() {
        try {
            SymbolLookup library = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
            Linker.Option heap = Linker.Option.critical(true);
            Linker linker = Linker.nativeLinker();
            Calls calls = new Calls(
                    linker.downcallHandle(
                            library.findOrThrow("SHA256_Init"), FunctionDescriptor.of(JAVA_INT, ADDRESS), heap),
                    linker.downcallHandle(
                            library.findOrThrow("SHA256_Update"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                            heap),
                    linker.downcallHandle(
                            library.findOrThrow("SHA256_Final"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                            heap));
            byte[] sample = new byte[1000];
            Arrays.fill(sample, (byte) 'w');
            byte[] made = new SystemSha256(calls).digest(sample);
            return Arrays.equals(made, Sha256.digest().digest(sample)) ? Optional.of(calls) : Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException | java.util.NoSuchElementException e) {
            return Optional.empty(); // no such library, or one without these functions
        }
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        MemorySegment bytes = MemorySegment.ofArray(input).asSlice(offset, length);
        try {
            check((int) calls.update().invokeExact(state, bytes, (long) length));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    protected byte[] engineDigest() {
        byte[] digest = new byte[DIGEST];
        try {
            check((int) calls.finish().invokeExact(MemorySegment.ofArray(digest), state));
        } catch (Throwable e) {
            throw failed(e);
        }
        engineReset();
        return digest;
    }

    @Override
    protected void engineReset() {
        try {
            check((int) calls.init().invokeExact(state));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    protected int engineGetDigestLength() {
        return DIGEST;
    }

    private static void check(int result) {
        if (result != 1) {
            throw new IllegalStateException("the machine's OpenSSL refused to make a SHA-256");
        }
    }

    private static IllegalStateException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof IllegalStateException own ? own : new IllegalStateException("a call of OpenSSL failed", e);
    }
}
