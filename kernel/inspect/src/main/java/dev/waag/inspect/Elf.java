package dev.waag.inspect;

import java.util.Set;
import java.util.TreeSet;

/** ELF (System V ABI, chapters 4 and 5): the dynamic symbols that a library imports, and whether it has others. */
final class Elf {
    private static final int SYMTAB = 2;
    private static final int DYNSYM = 11;
    private static final int SHARED = 3;
    private static final int EXECUTABLE = 2;
    private static final long INTERPRETER = 3;
    private static final int MOST = 200_000;

    private final Buf file;
    private final boolean wide;

    private Elf(Buf file, boolean wide) {
        this.file = file;
        this.wide = wide;
    }

    static boolean is(byte[] head, int length) {
        return length > 20 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }

    /** @param whole whether the bytes are the whole file; if not, only the head is read */
    static Native read(byte[] bytes, int length, boolean whole) {
        boolean wide = bytes[4] == 2;
        Buf file = new Buf(bytes, length, bytes[5] != 2);
        String machine = "unknown";
        boolean program = false;
        try {
            machine = machine(file.u16(18));
            program = file.u16(16) == EXECUTABLE || file.u16(16) == SHARED && new Elf(file, wide).hasInterpreter();
            return whole ? new Elf(file, wide).symbols(machine, program) : Native.head("ELF", machine, program);
        } catch (Buf.Outside e) {
            return Native.head("ELF", machine, program);
        }
    }

    private boolean hasInterpreter() throws Buf.Outside {
        long at = wide ? file.u64(32) : file.u32(28);
        int size = file.u16(wide ? 54 : 42);
        int count = file.u16(wide ? 56 : 44);
        for (int i = 0; i < count; i++) {
            if (file.u32(at + (long) i * size) == INTERPRETER) {
                return true;
            }
        }
        return false;
    }

    private Native symbols(String machine, boolean program) throws Buf.Outside {
        long sections = wide ? file.u64(40) : file.u32(32);
        int size = file.u16(wide ? 58 : 46);
        int count = file.u16(wide ? 60 : 48);
        Set<String> imports = new TreeSet<>();
        boolean stripped = true;
        boolean found = false;
        for (int i = 0; i < count; i++) {
            long at = sections + (long) i * size;
            long type = file.u32(at + 4);
            stripped &= type != SYMTAB;
            if (type == DYNSYM) {
                found = true;
                imports(at, sections, size, imports);
            }
        }
        return new Native("ELF", machine, program, stripped, imports, found);
    }

    private void imports(long section, long sections, int size, Set<String> into) throws Buf.Outside {
        long at = wide ? file.u64(section + 24) : file.u32(section + 16);
        long length = wide ? file.u64(section + 32) : file.u32(section + 20);
        long link = file.u32(section + (wide ? 40 : 24));
        long names = sections + link * size;
        long strings = wide ? file.u64(names + 24) : file.u32(names + 16);
        int step = wide ? 24 : 16;
        for (long i = 1; i < length / step && i < MOST; i++) {
            long symbol = at + i * step;
            int index = file.u16(symbol + (wide ? 6 : 14));
            if (index == 0) {
                into.add(file.name(strings + file.u32(symbol)));
            }
        }
    }

    private static String machine(int code) {
        return switch (code) {
            case 3 -> "i686";
            case 20, 21 -> "ppc64";
            case 22 -> "s390x";
            case 40 -> "armv7l";
            case 62 -> "x86_64";
            case 183 -> "aarch64";
            case 243 -> "riscv64";
            case 258 -> "loongarch64";
            default -> "machine " + code;
        };
    }
}
