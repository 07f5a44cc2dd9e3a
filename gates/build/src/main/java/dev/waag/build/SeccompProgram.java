package dev.waag.build;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the sandbox may not ask of the kernel, as a classic BPF program for seccomp(2).
 *
 * <p>The namespaces already keep a build in. This takes away what has let programs out of namespaces before: new user namespaces, mounts, tracing,
 * keyrings, BPF, io_uring, rare socket families. Everything else is allowed, for compilers of all languages run in here. A call that is not known on this
 * machine's architecture, or made by another architecture's numbers, is refused.
 */
final class SeccompProgram {
    private static final int LOAD = 0x20;
    private static final int EQUAL = 0x15;
    private static final int AT_LEAST = 0x35;
    private static final int ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;

    /** The low half of an argument, on little-endian machines. */
    private static int argument(int n) {
        return 16 + 8 * n;
    }

    /** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final int NEW_NAMESPACES = 0x7e020080;

    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541c;

    /**
     * The calls' numbers on one architecture.
     *
     * @param audit its AUDIT_ARCH
     * @param refused those that fail with EPERM
     */
    private record Machine(int audit, int socket, int fork, int clone3, int ioctl, Map<String, Integer> refused) {}

    private static final String NAMES =
            "ptrace process_vm_readv process_vm_writev kcmp mount umount2 pivot_root move_mount open_tree fsopen"
                    + " fsconfig fsmount fspick mount_setattr chroot unshare setns keyctl add_key request_key bpf"
                    + " perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register kexec_load"
                    + " kexec_file_load init_module finit_module delete_module reboot swapon swapoff settimeofday"
                    + " clock_settime adjtimex clock_adjtime acct quotactl open_by_handle_at name_to_handle_at syslog"
                    + " vhangup lookup_dcookie nfsservctl fanotify_init pidfd_getfd process_madvise sethostname"
                    + " setdomainname";

    private static final String X86_64 =
            "101 310 311 312 165 166 155 429 428 430 431 432 433 442 161 272 308 250 248 249 321 298 323 425 426 427"
                    + " 246 320 175 313 176 169 167 168 164 227 159 305 163 179 304 303 103 153 212 180 300 438 440 170"
                    + " 171";
    private static final String AARCH64 =
            "117 270 271 272 40 39 41 429 428 430 431 432 433 442 51 97 268 219 217 218 280 241 282 425 426 427 104"
                    + " 294 105 273 106 142 224 225 170 112 171 266 89 60 265 264 116 58 18 42 262 438 440 161 162";

    private static final Map<String, Machine> MACHINES = Map.of(
            "amd64", new Machine(0xc000003e, 41, 56, 435, 16, numbers(X86_64)),
            "aarch64", new Machine(0xc00000b7, 198, 220, 435, 29, numbers(AARCH64)));

    private final List<long[]> code = new ArrayList<>();

    private SeccompProgram() {}

    /**
     * The program as seccomp wants it: eight bytes an instruction.
     *
     * @param architecture as the property {@code os.arch} has it
     * @return empty for an architecture whose numbers are not known here
     */
    static Optional<byte[]> forMachine(String architecture) {
        return Optional.ofNullable(MACHINES.get(architecture)).map(m -> new SeccompProgram().write(m));
    }

    private byte[] write(Machine m) {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(EQUAL, 1, 0, m.audit());
        add(RETURN, 0, 0, KILL);
        add(LOAD, 0, 0, NUMBER);
        // x32 calls carry this bit: another set of numbers in the same architecture
        add(AT_LEAST, 0, 1, 0x40000000);
        add(RETURN, 0, 0, ERRNO | EPERM);
        for (int number : new TreeMap<>(m.refused()).values()) {
            add(EQUAL, 0, 1, number);
            add(RETURN, 0, 0, ERRNO | EPERM);
        }
        // its flags are in memory, where no filter looks: the C library then falls back to clone
        add(EQUAL, 0, 1, m.clone3());
        add(RETURN, 0, 0, ERRNO | ENOSYS);
        add(EQUAL, 0, 3, m.fork());
        add(LOAD, 0, 0, argument(0));
        add(ANY_BIT, 0, 7, NEW_NAMESPACES);
        add(RETURN, 0, 0, ERRNO | EPERM);
        add(EQUAL, 0, 6, m.socket());
        add(LOAD, 0, 0, argument(0));
        add(EQUAL, 3, 0, 1); // AF_UNIX
        add(EQUAL, 2, 0, 2); // AF_INET: nobody is there, and what is tried is told
        add(EQUAL, 1, 0, 10); // AF_INET6
        add(RETURN, 0, 0, ERRNO | EAFNOSUPPORT);
        add(RETURN, 0, 0, ALLOW);
        add(EQUAL, 0, 4, m.ioctl());
        add(LOAD, 0, 0, argument(1));
        add(EQUAL, 1, 0, TIOCSTI);
        add(EQUAL, 0, 1, TIOCLINUX);
        add(RETURN, 0, 0, ERRNO | EPERM);
        add(RETURN, 0, 0, ALLOW);
        ByteBuffer bytes = ByteBuffer.allocate(8 * code.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (long[] i : code) {
            bytes.putShort((short) i[0]).put((byte) i[1]).put((byte) i[2]).putInt((int) i[3]);
        }
        return bytes.array();
    }

    private void add(int operation, int whenTrue, int whenFalse, long value) {
        code.add(new long[] {operation, whenTrue, whenFalse, value});
    }

    private static Map<String, Integer> numbers(String text) {
        String[] names = NAMES.split(" ");
        String[] numbers = text.split(" ");
        if (names.length != numbers.length) {
            throw new IllegalStateException(names.length + " names and " + numbers.length + " numbers");
        }
        Map<String, Integer> all = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            all.put(names[i], Integer.parseInt(numbers[i]));
        }
        return all;
    }
}
