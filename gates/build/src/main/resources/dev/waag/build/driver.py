"""Runs hooks of a build backend inside the sandbox.

Reads a JSON header (eight bytes of length before it) and a tar of the source from standard input; writes frames to standard output: a line
of JSON, and after `{"file": …, "size": N}` N bytes. What the build prints goes to standard error. Whoever reads the frames does not trust them:
this process has the same rights as the build.
"""
import ctypes
import errno
import fcntl
import ipaddress
import json
import os
import resource
import select
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tarfile
import threading
import time

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 4, 38, 24, 47, 4
SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER = 1, 8
NOTIF_RECV, NOTIF_SEND = 0xC0502100, 0xC0182101
USER_NOTIF_FLAG_CONTINUE = 1
NUMBERS = {"x86_64": (0xC000003E, 317, 42, 44), "aarch64": (0xC00000B7, 277, 203, 206)}  # audit arch; seccomp, connect, sendto

libc = ctypes.CDLL(None, use_errno=True)


def prctl(*args):
    return libc.prctl(*(ctypes.c_ulong(a) for a in list(args) + [0] * (5 - len(args))))


def become(uid, gid):
    """Lets go of every right; as the machine's root first of that identity."""
    for capability in range(64):
        prctl(PR_CAPBSET_DROP, capability)
    if uid is not None:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("=Ii", 0x20080522, 0)
    libc.capset(header, struct.pack("=6I", *[0] * 6))
    prctl(PR_SET_NO_NEW_PRIVS, 1)


class Names:
    """Answers every DNS question with an address of its own, so that a later connection tells which host was meant."""

    def __init__(self):
        self.asked, self.by_address = {}, {}
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 53))
        self.tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.tcp.bind(("127.0.0.1", 53))
        self.tcp.listen(64)

    def start(self):
        threading.Thread(target=self.datagrams, daemon=True).start()
        threading.Thread(target=self.streams, daemon=True).start()

    def datagrams(self):
        while True:
            try:
                question, sender = self.udp.recvfrom(4096)
                answer = self.answer(question)
                if answer:
                    self.udp.sendto(answer, sender)
            except OSError:
                pass

    def streams(self):
        while True:
            try:
                connection, _ = self.tcp.accept()
                with connection:
                    connection.settimeout(2)
                    question = connection.recv(4096)[2:]
                    answer = self.answer(question) or b""
                    connection.sendall(struct.pack(">H", len(answer)) + answer)
            except OSError:
                pass

    def answer(self, question):
        """RFC 1035, section 4.1."""
        try:
            labels, at = [], 12
            while question[at]:
                labels.append(question[at + 1 : at + 1 + question[at]].decode("ascii", "replace"))
                at += 1 + question[at]
            kind = struct.unpack(">H", question[at + 1 : at + 3])[0]
        except (IndexError, struct.error):
            return None
        name, end = ".".join(labels), at + 5
        if not name or len(self.asked) > 10000:
            return None
        address = self.asked.get(name)
        if address is None:
            address = self.asked[name] = str(ipaddress.IPv4Address(int(ipaddress.IPv4Address("198.18.0.1")) + len(self.asked)))
            self.by_address[address] = name
        records = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(address) if kind == 1 else b""
        return question[:2] + b"\x81\x80" + struct.pack(">HHHH", 1, 1 if records else 0, 0, 0) + question[12:end] + records


class Watch:
    """Sees each connection that the build tries (seccomp user notification), and refuses it. The network namespace is what keeps the build in; this only tells."""

    def __init__(self, names):
        self.names, self.tried, self.listener = names, [], None

    def filter(self):
        arch, seccomp, connect, sendto = NUMBERS[os.uname().machine]
        ld, jeq, ret = 0x20, 0x15, 0x06
        allow, notify = 0x7FFF0000, 0x7FC00000
        code = [
            (ld, 0, 0, 4), (jeq, 0, 7, arch),
            (ld, 0, 0, 0), (jeq, 6, 0, connect), (jeq, 0, 4, sendto),
            (ld, 0, 0, 16 + 8 * 4), (jeq, 0, 3, 0),
            (ld, 0, 0, 16 + 8 * 4 + 4), (jeq, 0, 1, 0),
            (ret, 0, 0, allow), (ret, 0, 0, notify)]
        return seccomp, b"".join(struct.pack("=HBBI", *c) for c in code), len(code)

    def install(self):
        """For the calling thread and what it starts."""
        try:
            number, code, count = self.filter()
            buffer = ctypes.create_string_buffer(code, len(code))
            program = ctypes.create_string_buffer(struct.pack("=H6xQ", count, ctypes.addressof(buffer)))
            fd = libc.syscall(ctypes.c_long(number), ctypes.c_ulong(SECCOMP_SET_MODE_FILTER), ctypes.c_ulong(SECCOMP_FILTER_FLAG_NEW_LISTENER), program)
            self.listener = fd if fd >= 0 else None
        except KeyError:
            self.listener = None  # another machine: what it tries fails all the same, only nobody tells what it was

    def serve(self):
        while self.listener is not None:
            request = bytearray(80)
            try:
                fcntl.ioctl(self.listener, NOTIF_RECV, request)
            except OSError as e:
                if e.errno in (errno.EINTR, errno.ENOENT):
                    continue
                return
            ident, pid = struct.unpack_from("=QI", request)
            number = struct.unpack_from("=i", request, 16)[0]
            args = struct.unpack_from("=6Q", request, 32)
            error, flags = self.judge(pid, number, args)
            try:
                fcntl.ioctl(self.listener, NOTIF_SEND, struct.pack("=QqiI", ident, 0, -error, flags))
            except OSError:
                pass

    def judge(self, pid, number, args):
        connect = number == NUMBERS[os.uname().machine][2]
        where, length = (args[1], args[2]) if connect else (args[4], args[5])
        try:
            with open("/proc/%d/mem" % pid, "rb", 0) as memory:
                memory.seek(where)
                raw = memory.read(min(length, 128))
            family = struct.unpack_from("=H", raw)[0]
            if family == socket.AF_INET:
                port, address = struct.unpack_from(">H", raw, 2)[0], ipaddress.ip_address(raw[4:8])
            elif family == socket.AF_INET6:
                port, address = struct.unpack_from(">H", raw, 2)[0], ipaddress.ip_address(raw[8:24])
                address = address.ipv4_mapped or address
            else:
                return 0, USER_NOTIF_FLAG_CONTINUE
        except (OSError, ValueError, OverflowError, struct.error):
            return 0, USER_NOTIF_FLAG_CONTINUE
        if address.is_loopback or address.is_unspecified or port == 0:  # port 0: a library asks which of its own addresses it would use
            return (0, USER_NOTIF_FLAG_CONTINUE) if address.is_loopback else (errno.ENETUNREACH, 0)
        host = self.names.by_address.get(str(address), str(address)) if self.names else str(address)
        self.note(host, port)
        return errno.ENETUNREACH, 0

    def note(self, host, port):
        if {"host": host, "port": port} not in self.tried and len(self.tried) < 100:
            self.tried.append({"host": host, "port": port})

    def all(self):
        told = {t["host"] for t in self.tried}
        return self.tried + [{"host": n, "port": None} for n in (self.names.asked if self.names else ()) if n not in told][:100]


class Driver:
    def __init__(self):
        self.out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        size = struct.unpack(">Q", self.exactly(8))[0]
        self.job = json.loads(self.exactly(size))
        self.isolated = self.job["isolated"]

    def exactly(self, n):
        data = b""
        while len(data) < n:
            part = os.read(0, n - len(data))
            if not part:
                raise SystemExit("the header is cut short")
            data += part
        return data

    def frame(self, **fields):
        self.out.write(json.dumps(fields).encode() + b"\n")

    def unpack(self):
        """Files come in the order that they are to have in their folders; a folder's own time is set when nothing more goes in."""
        source, later = self.job["source"], []
        for folder in (source, self.job["home"], self.job["scratch"]):
            os.makedirs(folder, exist_ok=True)
        if self.isolated:
            os.mkdir("/build/tmp", 0o700)
        with os.fdopen(os.dup(0), "rb") as pipe, tarfile.open(fileobj=pipe, mode="r|") as tar:
            for member in tar:
                path = os.path.join(source, member.name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                if member.issym():
                    os.symlink(member.linkname, path)
                    os.utime(path, (member.mtime, member.mtime), follow_symlinks=False)
                elif member.isdir():
                    os.makedirs(path, exist_ok=True)
                    later.append(path)
                else:
                    with open(path, "wb") as f:
                        for part in iter(lambda data=tar.extractfile(member): data.read(1 << 20), b""):
                            f.write(part)
                    os.chmod(path, member.mode)
                    os.utime(path, (member.mtime, member.mtime))
        epoch = self.job["epoch"]
        for folder, _, _ in os.walk(source, topdown=False):
            os.utime(folder, (epoch, epoch))
        if self.job.get("repository"):
            shutil.copytree(self.job["repository"], os.path.join(self.job["top"], ".git"), copy_function=shutil.copyfile)

    def limit(self):
        limits = self.job["limits"]
        for kind, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_DATA, limits["memory"]),
            (resource.RLIMIT_FSIZE, limits["disk"]),
            (resource.RLIMIT_NPROC, limits["processes"] + 64 if self.isolated else None),
            (resource.RLIMIT_NOFILE, 4096),
        ):
            if value is not None:
                hard = resource.getrlimit(kind)[1]
                value = value if hard == resource.RLIM_INFINITY else min(value, hard)
                resource.setrlimit(kind, (value, value))

    def hook(self, name, number):
        out = os.path.join(self.job["scratch"], "out%d" % number)
        os.makedirs(out)
        result = os.path.join(out, "result.json")
        os.makedirs(out + "/made")
        call = {"backend": self.job["backend"], "path": self.job["path"], "hook": name, "out": out + "/made", "result": result}
        child = subprocess.Popen(
            [self.job["python"], self.job["hook"], json.dumps(call)], stdin=subprocess.DEVNULL, cwd=self.job["source"], env=self.job["env"], start_new_session=not self.isolated)
        status = child.wait()
        self.end_the_rest(child)
        if status:
            self.frame(step=name, exit=status)
            return False
        with open(result, encoding="utf-8") as f:
            answer = json.load(f)["answer"]
        if name.startswith("get_requires"):
            self.frame(step=name, answer=[str(a) for a in answer])
            return True
        return self.send(name, out + "/made", str(answer))

    def end_the_rest(self, child):
        """What a hook left running must not touch what it built."""
        try:
            if self.isolated:
                for _ in range(20):
                    os.kill(-1, signal.SIGKILL)
                    while os.waitpid(-1, os.WNOHANG)[0]:
                        pass
            else:
                os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, ChildProcessError, PermissionError):
            pass

    def send(self, name, folder, file):
        try:
            fd = os.open(os.path.join(folder, file), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            kind = os.fstat(fd)
            if os.path.basename(file) != file or not stat.S_ISREG(kind.st_mode) or kind.st_nlink != 1:
                raise OSError("not a file of its own")
        except OSError as e:
            self.frame(step=name, refused="%s: %s" % (file, e))
            return False
        self.frame(step=name, file=file, size=kind.st_size)
        left = kind.st_size
        with os.fdopen(fd, "rb") as f:
            while left:
                part = f.read(min(left, 1 << 20))
                if not part:
                    raise SystemExit("a file became shorter while it was read")
                self.out.write(part)
                left -= len(part)
        return True

    def vary(self):
        os.umask(self.job["umask"])
        if self.job.get("cpus"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: self.job["cpus"]])

    def disk(self):
        """(bytes used, bytes free) of where the build may write."""
        if not self.isolated:
            return 0, 1 << 62
        s = os.statvfs("/build")
        return (s.f_blocks - s.f_bfree) * s.f_frsize, s.f_bavail * s.f_frsize

    def run(self):
        names = None
        if self.isolated:
            try:
                names = Names()
            except OSError:
                names = None
        watch = Watch(names)
        if self.isolated:
            become(self.job.get("uid"), self.job.get("gid"))
        self.vary()
        fullest = [0, 1 << 62]

        def look():
            while True:
                used, free = self.disk()
                fullest[:] = [max(fullest[0], used), min(fullest[1], free)]
                time.sleep(0.05)

        def hooks():
            if self.isolated:
                watch.install()
            ready.set()
            go.wait()
            try:
                self.limit()
                for number, name in enumerate(self.job["hooks"]):
                    if not self.hook(name, number):
                        return
            except OSError as e:
                self.frame(step="driver", refused=str(e), errno=e.errno)

        ready, go = threading.Event(), threading.Event()
        try:
            self.unpack()
        except OSError as e:
            self.frame(step="unpack", refused=str(e), errno=e.errno)
            self.frame(end=True, tried=[], disk_used=self.disk()[0], disk_free=self.disk()[1], cpu_s=0, max_rss=0)
            self.out.flush()
            return
        worker = threading.Thread(target=hooks)
        worker.start()
        ready.wait()
        if self.isolated:
            prctl(PR_SET_DUMPABLE, 0)
            threading.Thread(target=watch.serve, daemon=True).start()
            threading.Thread(target=look, daemon=True).start()
            if names:
                names.start()
        go.set()
        worker.join()
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        used, free = self.disk()
        self.frame(
            end=True, tried=watch.all(), disk_used=max(used, fullest[0]), disk_free=min(free, fullest[1]),
            cpu_s=round(usage.ru_utime + usage.ru_stime, 3), max_rss=usage.ru_maxrss * 1024)
        self.out.flush()


Driver().run()
os._exit(0)
