package dev.waag.inspect;

import java.util.Set;
import java.util.TreeSet;

/** PE (Microsoft's Portable Executable format): what a library imports by name. */
final class Pe {
    private static final int DLL = 0x2000;
    private static final int WIDE = 0x20b;
    private static final int MOST_LIBRARIES = 500;
    private static final int MOST_NAMES = 20_000;

    private final Buf file;
    private final long header;
    private final boolean wide;
    private final long sections;
    private final int count;

    private Pe(Buf file, long header) throws Buf.Outside {
        this.file = file;
        this.header = header;
        this.wide = file.u16(header + 24) == WIDE;
        this.count = file.u16(header + 6);
        this.sections = header + 24 + file.u16(header + 20);
    }

    static boolean is(byte[] head, int length) {
        if (length < 0x40 || head[0] != 'M' || head[1] != 'Z') {
            return false;
        }
        Buf file = new Buf(head, length, true);
        try {
            long at = file.u32(0x3c);
            return at > 0 && (at + 4 > length || file.u32(at) == 0x4550);
        } catch (Buf.Outside e) {
            return false;
        }
    }

    static Native read(byte[] bytes, int length, boolean whole) {
        Buf file = new Buf(bytes, length, true);
        String machine = "unknown";
        boolean program = true;
        try {
            long header = file.u32(0x3c);
            machine = machine(file.u16(header + 4));
            program = (file.u16(header + 22) & DLL) == 0;
            if (!whole) {
                return Native.head("PE", machine, program);
            }
            Pe pe = new Pe(file, header);
            boolean stripped = file.u32(header + 12) == 0;
            return new Native("PE", machine, program, stripped, pe.imports(), true);
        } catch (Buf.Outside e) {
            return Native.head("PE", machine, program);
        }
    }

    private Set<String> imports() throws Buf.Outside {
        Set<String> names = new TreeSet<>();
        long table = file.u32(header + 24 + (wide ? 112 : 96) + 8);
        if (table == 0) {
            return names;
        }
        long at = place(table);
        for (int i = 0; i < MOST_LIBRARIES; i++, at += 20) {
            long thunks = file.u32(at) != 0 ? file.u32(at) : file.u32(at + 16);
            if (file.u32(at + 12) == 0 || thunks == 0) {
                return names;
            }
            library(place(thunks), names);
        }
        return names;
    }

    private void library(long thunk, Set<String> names) throws Buf.Outside {
        int step = wide ? 8 : 4;
        for (int i = 0; i < MOST_NAMES; i++) {
            long value = wide ? file.u64(thunk + (long) i * step) : file.u32(thunk + (long) i * step);
            if (value == 0 || names.size() > MOST_NAMES) {
                return;
            }
            boolean ordinal = wide ? value < 0 : (value & 0x8000_0000L) != 0;
            if (!ordinal) {
                names.add(file.name(place(value & 0x7fff_ffffL) + 2));
            }
        }
    }

    /** Where in the file an address of the loaded image lies. */
    private long place(long address) throws Buf.Outside {
        for (int i = 0; i < count; i++) {
            long section = sections + 40L * i;
            long start = file.u32(section + 12);
            long size = Math.max(file.u32(section + 8), file.u32(section + 16));
            if (address >= start && address < start + size) {
                return address - start + file.u32(section + 20);
            }
        }
        throw new Buf.Outside();
    }

    private static String machine(int code) {
        return switch (code) {
            case 0x14c -> "x86";
            case 0x8664 -> "x86_64";
            case 0xaa64 -> "arm64";
            case 0x1c4 -> "arm";
            default -> "machine " + code;
        };
    }
}
