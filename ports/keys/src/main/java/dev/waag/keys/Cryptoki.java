package dev.waag.keys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of a PKCS#11 library (OASIS PKCS #11 3.0) that Ed25519 keys need, called as C has them: the platform's provider has none of
 * CKM_EDDSA. The provider has initialized the library and is logged in; that holds for the whole process.
 */
final class Cryptoki {
    static final long CLASS = 0x000;
    static final long TOKEN = 0x001;
    static final long PRIVATE = 0x002;
    static final long LABEL = 0x003;
    static final long KEY_TYPE = 0x100;
    static final long SENSITIVE = 0x103;
    static final long SIGN = 0x108;
    static final long VERIFY = 0x10a;
    static final long EXTRACTABLE = 0x162;
    static final long EC_PARAMS = 0x180;
    static final long EC_POINT = 0x181;

    static final byte[] TRUE = {1};
    static final byte[] FALSE = {0};

    private static final long SERIAL_READ_WRITE = 0x4 | 0x2;
    /** Larger than any list of slots, point or signature of these keys. */
    private static final int ROOM = 1 << 10;

    private static final long ALREADY_INITIALIZED = 0x191;

    /** The functions' places in CK_FUNCTION_LIST, behind the version. */
    private enum Function {
        INITIALIZE("C_Initialize", 0),
        GET_SLOT_LIST("C_GetSlotList", 4),
        OPEN_SESSION("C_OpenSession", 12),
        CLOSE_SESSION("C_CloseSession", 13),
        DESTROY_OBJECT("C_DestroyObject", 22),
        GET_ATTRIBUTE_VALUE("C_GetAttributeValue", 24),
        FIND_OBJECTS_INIT("C_FindObjectsInit", 26),
        FIND_OBJECTS("C_FindObjects", 27),
        FIND_OBJECTS_FINAL("C_FindObjectsFinal", 28),
        SIGN_INIT("C_SignInit", 42),
        SIGN("C_Sign", 43),
        GENERATE_KEY_PAIR("C_GenerateKeyPair", 59);

        private final String called;
        private final int place;

        Function(String called, int place) {
            this.called = called;
            this.place = place;
        }
    }

    /** An attribute of an object; a number is eight bytes in the machine's order. */
    record Attribute(long type, byte[] value) {
        static Attribute of(long type, long number) {
            MemorySegment value = MemorySegment.ofArray(new byte[Long.BYTES]);
            value.set(JAVA_LONG.withByteAlignment(1), 0, number);
            return new Attribute(type, value.toArray(JAVA_BYTE));
        }
    }

    private final MemorySegment functions;

    private Cryptoki(MemorySegment functions) {
        this.functions = functions;
    }

    /** @throws IOException where it is no PKCS#11 library */
    @SuppressWarnings("restricted") // calling C is what this class is for; the launcher allows it
    static Cryptoki open(Path library) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry =
                    SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("C_GetFunctionList");
            MemorySegment found = arena.allocate(ADDRESS);
            check("C_GetFunctionList", invoke(entry, found));
            MemorySegment functions = found.get(ADDRESS, 0).reinterpret((1 + 60) * ADDRESS.byteSize());
            Cryptoki cryptoki = new Cryptoki(functions);
            long state = invoke(cryptoki.address(Function.INITIALIZE), MemorySegment.NULL);
            if (state != ALREADY_INITIALIZED) {
                check(Function.INITIALIZE.called, state);
            }
            return cryptoki;
        } catch (RuntimeException e) {
            throw new IOException(library + " is no PKCS#11 library: " + e.getMessage(), e);
        }
    }

    /** A session with the token at that place in the list of slots. */
    Session session(int slot) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment slots = arena.allocate(JAVA_LONG, ROOM);
            MemorySegment count = arena.allocateFrom(JAVA_LONG, (long) ROOM);
            call(Function.GET_SLOT_LIST, (byte) 0, slots, count);
            if (slot >= count.get(JAVA_LONG, 0)) {
                throw new IOException("there is no slot " + slot);
            }
            MemorySegment handle = arena.allocate(JAVA_LONG);
            call(
                    Function.OPEN_SESSION,
                    slots.getAtIndex(JAVA_LONG, slot),
                    SERIAL_READ_WRITE,
                    MemorySegment.NULL,
                    MemorySegment.NULL,
                    handle);
            return new Session(handle.get(JAVA_LONG, 0));
        }
    }

    /** For one thread. */
    final class Session implements AutoCloseable {
        private final long handle;

        private Session(long handle) {
            this.handle = handle;
        }

        /** Handles of the public and the private key. */
        long[] generate(long mechanism, List<Attribute> publicKey, List<Attribute> privateKey) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment made = arena.allocate(JAVA_LONG, 2);
                call(
                        Function.GENERATE_KEY_PAIR,
                        handle,
                        mechanism(arena, mechanism),
                        template(arena, publicKey),
                        (long) publicKey.size(),
                        template(arena, privateKey),
                        (long) privateKey.size(),
                        made,
                        made.asSlice(JAVA_LONG.byteSize()));
                return made.toArray(JAVA_LONG);
            }
        }

        byte[] attribute(long object, long type) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment value = arena.allocate(ROOM);
                MemorySegment wanted = arena.allocate(JAVA_LONG, 3);
                wanted.setAtIndex(JAVA_LONG, 0, type);
                wanted.setAtIndex(ADDRESS, 1, value);
                wanted.setAtIndex(JAVA_LONG, 2, ROOM);
                call(Function.GET_ATTRIBUTE_VALUE, handle, object, wanted, 1L);
                return value.asSlice(0, wanted.getAtIndex(JAVA_LONG, 2)).toArray(JAVA_BYTE);
            }
        }

        /** The objects that have all of these attributes. */
        List<Long> find(Attribute... wanted) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                call(Function.FIND_OBJECTS_INIT, handle, template(arena, List.of(wanted)), (long) wanted.length);
                MemorySegment objects = arena.allocate(JAVA_LONG, ROOM);
                MemorySegment count = arena.allocate(JAVA_LONG);
                call(Function.FIND_OBJECTS, handle, objects, (long) ROOM, count);
                call(Function.FIND_OBJECTS_FINAL, handle);
                List<Long> found = new ArrayList<>();
                for (int i = 0; i < count.get(JAVA_LONG, 0); i++) {
                    found.add(objects.getAtIndex(JAVA_LONG, i));
                }
                return found;
            }
        }

        byte[] sign(long mechanism, long key, byte[] message) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                call(Function.SIGN_INIT, handle, mechanism(arena, mechanism), key);
                MemorySegment signature = arena.allocate(ROOM);
                MemorySegment length = arena.allocateFrom(JAVA_LONG, (long) ROOM);
                call(Function.SIGN, handle, bytes(arena, message), (long) message.length, signature, length);
                return signature.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
            }
        }

        void destroy(long object) throws IOException {
            call(Function.DESTROY_OBJECT, handle, object);
        }

        @Override
        public void close() throws IOException {
            call(Function.CLOSE_SESSION, handle);
        }
    }

    /** CK_MECHANISM without a parameter. */
    private static MemorySegment mechanism(Arena arena, long mechanism) {
        MemorySegment all = arena.allocate(JAVA_LONG, 3);
        all.set(JAVA_LONG, 0, mechanism);
        return all;
    }

    /** An array of CK_ATTRIBUTE: type, address and length of the value. */
    private static MemorySegment template(Arena arena, List<Attribute> attributes) {
        MemorySegment all = arena.allocate(JAVA_LONG, 3L * attributes.size());
        for (int i = 0; i < attributes.size(); i++) {
            Attribute a = attributes.get(i);
            all.setAtIndex(JAVA_LONG, 3L * i, a.type());
            all.setAtIndex(ADDRESS, 3L * i + 1, bytes(arena, a.value()));
            all.setAtIndex(JAVA_LONG, 3L * i + 2, a.value().length);
        }
        return all;
    }

    private static MemorySegment bytes(Arena arena, byte[] bytes) {
        MemorySegment copy = arena.allocate(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
        return copy;
    }

    private MemorySegment address(Function function) {
        return functions.getAtIndex(ADDRESS, 1L + function.place);
    }

    private void call(Function function, Object... arguments) throws IOException {
        check(function.called, invoke(address(function), arguments));
    }

    private static void check(String function, long result) throws IOException {
        if (result != 0) {
            throw new IOException(function + " answers 0x" + Long.toHexString(result));
        }
    }

    /** Calls a function whose arguments are CK_ULONG, CK_BBOOL and addresses; the result is its CK_RV. */
    @SuppressWarnings("restricted") // as above
    private static long invoke(MemorySegment function, Object... arguments) throws IOException {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = switch (arguments[i]) {
                case Long l -> JAVA_LONG;
                case Byte b -> JAVA_BYTE;
                default -> ADDRESS;
            };
        }
        try {
            return (long) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(JAVA_LONG, layouts))
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IOException("the PKCS#11 library cannot be called: " + e.getMessage(), e);
        }
    }
}
