package dev.waag.inspect;

import java.util.Set;
import java.util.TreeSet;

/** Mach-O (Apple's loader.h, nlist.h): undefined symbols of a library, those of its first processor where it is for several. */
final class MachO {
    private static final long THIN32 = 0xfeedfaceL;
    private static final long THIN64 = 0xfeedfacfL;
    private static final long FAT = 0xcafebabeL;
    private static final int SYMTAB = 2;
    private static final int EXECUTE = 2;
    private static final int MOST_COMMANDS = 2_000;
    private static final int MOST = 200_000;

    private MachO() {}

    static boolean is(byte[] head, int length) {
        if (length < 32) {
            return false;
        }
        Buf big = new Buf(head, length, false);
        Buf little = new Buf(head, length, true);
        try {
            long mark = little.u32(0);
            // Java's class files have the mark of a fat file; those name few processors
            return mark == THIN32 || mark == THIN64 || big.u32(0) == FAT && big.u32(4) < 20;
        } catch (Buf.Outside e) {
            return false;
        }
    }

    static Native read(byte[] bytes, int length, boolean whole) {
        String machine = "unknown";
        boolean program = false;
        try {
            Buf big = new Buf(bytes, length, false);
            boolean fat = big.u32(0) == FAT;
            long start = fat ? big.u32(8 + 8) : 0;
            Buf file = new Buf(bytes, length, true);
            machine = fat ? "universal" : machine(file.u32(4));
            program = file.u32(start + 12) == EXECUTE;
            return whole ? symbols(file, start, machine, program) : Native.head("Mach-O", machine, program);
        } catch (Buf.Outside e) {
            return Native.head("Mach-O", machine, program);
        }
    }

    private static Native symbols(Buf file, long start, String machine, boolean program) throws Buf.Outside {
        boolean wide = file.u32(start) == THIN64;
        long commands = Math.min(file.u32(start + 16), MOST_COMMANDS);
        long at = start + (wide ? 32 : 28);
        Set<String> imports = new TreeSet<>();
        boolean found = false;
        boolean stripped = true;
        for (long i = 0; i < commands; i++) {
            long size = file.u32(at + 4);
            if (file.u32(at) == SYMTAB) {
                found = true;
                long symbols = start + file.u32(at + 8);
                long count = Math.min(file.u32(at + 12), MOST);
                long strings = start + file.u32(at + 16);
                int step = wide ? 16 : 12;
                for (long s = 0; s < count; s++) {
                    long symbol = symbols + s * step;
                    int type = file.u8(symbol + 4);
                    boolean external = (type & 1) != 0;
                    boolean undefined = (type & 0x0e) == 0;
                    stripped &= external;
                    if (external && undefined) {
                        String name = file.name(strings + file.u32(symbol));
                        imports.add(name.startsWith("_") ? name.substring(1) : name);
                    }
                }
            }
            if (size < 8) {
                break;
            }
            at += size;
        }
        return new Native("Mach-O", machine, program, stripped, imports, found);
    }

    private static String machine(long code) {
        return switch ((int) code) {
            case 7 -> "i386";
            case 0x01000007 -> "x86_64";
            case 0x0100000c -> "arm64";
            default -> "machine " + code;
        };
    }
}
