"""What `packaging` says of many strings: one JSON object a line, for PythonStandardsTest to compare with.

    python answers.py SEED SIZE [FILE…]

SIZE scales how many strings are made up from SEED. Each line of a FILE is tried as everything: version, specifiers, requirement, marker,
wheel name; `a < b` also as an order of versions.
"""

import itertools
import json
import pathlib
import random
import re
import sys
import warnings

from packaging import _manylinux, _musllinux, markers, tags
from packaging.markers import Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

warnings.simplefilter("ignore")
PRE = (None, True, False)
CPYTHON = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "platform_release": "", "platform_version": ""}
LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
MAC = {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"}
WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
# python, platform, machine, the system's variables
TARGETS = [
    ("3.11", "linux_x86_64", "x86_64", LINUX),
    ("3.9.2", "manylinux_2_28_x86_64", "x86_64", LINUX),
    ("3.14.0rc1", "manylinux2014_aarch64", "aarch64", LINUX),
    ("3.7", "manylinux1_i686", "i686", LINUX),
    ("3.8", "manylinux_2_31_armv7l", "armv7l", LINUX),
    ("3.10", "manylinux_3_1_s390x", "s390x", LINUX),
    ("3.10", "linux_armv8l", "armv8l", LINUX),
    ("3.12", "linux_sparc64", "sparc64", LINUX),
    ("3.12.1", "musllinux_1_2_aarch64", "aarch64", LINUX),
    ("3.13", "macosx_14_0_arm64", "arm64", MAC),
    ("3.10.20", "macosx_12_3_x86_64", "x86_64", MAC),
    ("3.8", "macosx_10_15_x86_64", "x86_64", MAC),
    ("3.6.15", "win32", "x86", WINDOWS),
    ("3.14t", "win_amd64", "AMD64", WINDOWS),
    ("3.15", "win_arm64", "ARM64", WINDOWS),
    ("3.13.2t", "musllinux_1_1_x86_64", "x86_64", LINUX),
]
EXTRAS = [[], ["a"], ["A_b", "x.y"]]
GROUPS = ["Dev", "a.b"]


def environment(python, machine, system):
    full = python.removesuffix("t")
    short = ".".join(full.split(".")[:2])
    full = full if full != short else full + ".0"
    return CPYTHON | system | {
        "platform_machine": machine, "python_version": short, "python_full_version": full, "implementation_version": full,
    }


ENVIRONMENTS = [environment(python, machine, system) for python, _, machine, system in TARGETS]


def emit(kind, **case):
    print(json.dumps({"kind": kind} | case))


# --- answers


def version(text):
    try:
        v = Version(text)
    except InvalidVersion:
        return emit("version", text=text, answer=None)
    emit("version", text=text, answer={"text": str(v), "pre": v.is_prerelease, "local": v.local is not None})


def order(a, b):
    va, vb = Version(a), Version(b)
    emit("order", a=a, b=b, answer=(va > vb) - (va < vb))


def specifiers(text):
    try:
        s = SpecifierSet(text)
        answer = {"text": str(s), "pre": bool(s.prereleases), "count": len(s._canonical_specs())}
    except InvalidSpecifier:
        answer = None
    except AssertionError:
        answer = "fails"
    emit("specifiers", text=text, answer=answer)


def contains(text, candidates):
    s = SpecifierSet(text)
    parsed = [v for v in map(parse, candidates) if v]
    emit(
        "contains",
        text=text,
        candidates=candidates,
        answer={
            "texts": [[s.contains(c, prereleases=p) for p in PRE] for c in candidates],
            "versions": [[s.contains(v, prereleases=p) for p in PRE] for v in parsed],
            "filtered": [[str(v) for v in s.filter(parsed, prereleases=p)] for p in PRE],
        },
    )


def requirement(text):
    try:
        r = Requirement(text)
    except InvalidRequirement:
        return emit("requirement", text=text, answer=None)
    except (RecursionError, AssertionError):
        return emit("requirement", text=text, answer="fails")
    try:
        whole, marker = str(r), r.marker and str(r.marker)
    except ValueError:
        whole = marker = "fails"
    emit(
        "requirement",
        text=text,
        answer={
            "text": whole,
            "name": canonicalize_name(r.name),
            "extras": sorted({canonicalize_name(e) for e in r.extras}),
            "specifiers": str(r.specifier),
            "url": r.url,
            "marker": marker,
        },
    )


def marker(text):
    try:
        m = Marker(text)
    except markers.InvalidMarker:
        return emit("marker", text=text, answer=None)
    except RecursionError:
        return emit("marker", text=text, answer="fails")
    try:
        printed = str(m)
    except ValueError:
        printed = "fails"
    truth = [[holds(m, e, extras) for extras in EXTRAS] for e in ENVIRONMENTS]
    emit("marker", text=text, answer={"text": printed, "truth": truth})


def holds(m, values, extras):
    """As pip has it: for one extra after another, for none if there are none."""
    try:
        sets = {"extras": frozenset(extras), "dependency_groups": frozenset(GROUPS)}
        return any([m.evaluate(values | sets | {"extra": e}) for e in extras or [""]])
    except (UndefinedComparison, UndefinedEnvironmentName):
        return None


def supported(python, platform):
    free = python.endswith("t")
    numbers = tuple(map(int, re.match(r"(\d+)\.(\d+)", python).groups()))
    name = "cp%d%d" % numbers
    platforms = list(platform_tags(platform))
    abi = name + ("t" if free else "m" if numbers < (3, 8) else "")
    yield from tags.cpython_tags(numbers, [abi], platforms)
    yield from tags.compatible_tags(numbers, name, platforms)


def platform_tags(platform):
    if mac := re.fullmatch(r"macosx_(\d+)_(\d+)_(\w+)", platform):
        return tags.mac_platforms((int(mac[1]), int(mac[2])), mac[3])
    if platform.startswith("win"):
        return [platform]
    linux = re.fullmatch(r"(?:linux|(many|musl)linux(?:_(\d+)_(\d+)|(1|2010|2014)))_(\w+)", platform)
    old = {"1": (2, 5), "2010": (2, 12), "2014": (2, 17)}
    libc = (int(linux[2]), int(linux[3])) if linux[2] else old.get(linux[4], (2, 50))
    musl = linux[1] == "musl"
    # as on a machine with that C library
    known = _manylinux._ALLOWED_ARCHS | {"armv7l", "i686"}
    _manylinux._have_compatible_abi = lambda executable, machines: any(m in known for m in machines)
    _manylinux._get_glibc_version = lambda: _manylinux._GLibCVersion(*(-1, -1) if musl else libc)
    _manylinux._get_manylinux_module = lambda: None
    _musllinux._get_musl_version = lambda executable: _musllinux._MuslVersion(*libc) if musl else None
    tags.sysconfig.get_platform = lambda: "linux-" + linux[5]
    return tags._linux_platforms()


SUPPORTED = [list(supported(python, platform)) for python, platform, _, _ in TARGETS]
RANKS = [{tag: rank for rank, tag in enumerate(s)} for s in SUPPORTED]


def wheel(filename):
    try:
        name, _, _, found = parse_wheel_filename(filename)
    except InvalidWheelFilename:
        return emit("wheel", filename=filename, answer=None)
    ranks = [min((r[t] for t in found if t in r), default=None) for r in RANKS]
    emit("wheel", filename=filename, answer={"name": name, "ranks": ranks})


def tag_set(text):
    try:
        answer = sorted(map(str, tags.parse_tag(text)))
    except tags.InvalidTag:
        answer = None
    emit("tag", text=text, answer=answer)


def parse(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


# --- strings


class Maker:
    ODD = list("\t\n\r\x0b\x0c\x1c\x85\xa0\u2003\u3000\u200b\u017f\u212aéß१٣\0()[]{};,@#!=<>~*+-_. '\"\\|/\U0001f600")

    def __init__(self, seed):
        self.r = random.Random(seed)

    def some(self, *choices):
        return self.r.choice(choices)

    def maybe(self, text, chance=0.3):
        return text if self.r.random() < chance else ""

    def number(self):
        return self.some("0", "1", "2", "3", "9", "10", "11", "99", "007", "2024", "0", "1", "99999999999999999999")

    def blank(self):
        return self.some("", "", "", "", " ", "  ", "\t")

    def release(self):
        return ".".join(self.number() for _ in range(self.some(1, 2, 2, 3, 3, 4)))

    def after(self, words):
        separator = lambda: self.some("", "", ".", "-", "_")
        return separator() + self.some(*words) + self.some("", separator() + self.number())

    def version(self):
        parts = [self.maybe(self.some("v", "V"), 0.05), self.maybe(self.number() + "!", 0.1), self.release()]
        if self.r.random() < 0.3:
            parts.append(self.after(["a", "b", "c", "rc", "alpha", "beta", "pre", "preview", "A", "RC"]))
        if self.r.random() < 0.2:
            parts.append(self.some("-" + self.number(), self.after(["post", "rev", "r", "POST"])))
        if self.r.random() < 0.2:
            parts.append(self.after(["dev", "DEV"]))
        if self.r.random() < 0.15:
            parts.append("+" + self.some(".", "-", "_").join(self.some("abc", "1", "010", "Ubuntu2", "g1f") for _ in range(self.some(1, 2, 3))))
        return "".join(parts)

    def public(self):
        return self.version().split("+")[0]

    def specifier(self):
        op = self.some("==", "!=", ">=", "<=", "<", ">", "~=", "===")
        named = self.some(self.public, self.public, self.version)()
        if op in ("==", "!="):
            named = self.some(named, self.release() + ".*", self.maybe("2!", 0.1) + self.release() + ".*")
        elif op == "===":
            named = self.some(named, named, "foo", "1.0.x", "", "1.0-abc", "1,2")
        elif op == "~=" and self.r.random() < 0.8:
            named = self.number() + "." + named.lstrip("vV").split("!")[-1]
        return op + self.blank() + named

    def specifiers(self):
        comma = lambda: self.blank() + "," + self.blank()
        text = self.specifier()
        for _ in range(self.some(0, 0, 1, 2)):
            text += comma() + self.specifier()
        return self.blank() + text + self.maybe(comma(), 0.05)

    def name(self):
        return self.some("demo", "Demo_x", "a", "A.b--c", "x1", "zope.interface", "d__e", "Z9")

    def extras(self):
        inner = (self.blank() + "," + self.blank()).join(self.name() for _ in range(self.some(0, 1, 2, 3)))
        return "[" + self.blank() + inner + self.blank() + "]"

    def requirement(self):
        text = self.blank() + self.name() + self.blank() + self.maybe(self.extras()) + self.blank()
        semicolon = ";"
        if self.r.random() < 0.2:
            url = self.some("https://files.example/a-1.whl", "file:///srv/a", "git+https://x@y/z@main#egg=a", "anything", "https://h/;x")
            text += "@" + self.blank() + url
            semicolon = self.some(" ;", " ;", ";")
        elif self.r.random() < 0.8:
            inner = self.some(self.specifiers, self.specifiers, str)()
            text += self.some(inner, inner, "(" + inner + self.blank() + ")")
        return text + self.blank() + self.maybe(semicolon + self.marker(), 0.4)

    def string(self):
        text = self.some(
            "linux", "win32", "darwin", "posix", "nt", "x86_64", "AMD64", "CPython", "cpython", "Linux", "", "3", "3.9", "3.10", "3.11.2", "3.11.*",
            "3.14.0rc1", "3.8, 3.9", "2.7 3.11", ">=3", "=3.11", "a", "A_b", "x.y", "a-b", "dev", "os_name", "sys_platform", "extra", "4.15.0-generic",
            "3.11.0+x", " 3.9", "*", "any text", "it's", 'say "x"', "\\x33", "\\n", "\\\\", "\\q", "\\101", "\\u0041", "\\'",
        )  # fmt: skip
        quote = self.some(*(q for q in "'\"" if q not in text))
        return quote + text + quote

    def variable(self):
        return self.some(
            "python_version", "python_version", "python_full_version", "python_full_version", "implementation_version", "platform_release",
            "os_name", "os.name", "sys_platform", "sys.platform", "platform_machine", "platform.machine", "platform_system", "platform_version",
            "platform.version", "platform_python_implementation", "platform.python_implementation", "python_implementation",
            "implementation_name", "extra", "extra", "extras", "dependency_groups",
        )  # fmt: skip

    def comparison(self):
        op = self.some("==", "==", "!=", "<", "<=", ">", ">=", "~=", "===", " in ", " not in ", " not  in ")
        shape = self.some("vs", "vs", "vs", "vs", "sv", "sv", "vv", "ss") if self.r.random() < 0.4 else self.some("vs", "sv")
        if self.r.random() < 0.3:
            shape, op = "sv", self.some(" in ", " not in ")
        left, right = (self.variable() if s == "v" else self.string() for s in shape)
        return self.blank() + left + self.blank() + op + self.blank() + right + self.blank()

    def marker(self, depth=0):
        text = self.comparison() if depth > 3 or self.r.random() < 0.7 else "(" + self.marker(depth + 1) + ")"
        for _ in range(self.some(0, 0, 0, 1, 1, 2)):
            text += " " + self.some("and", "or") + " " + (self.comparison() if depth > 3 or self.r.random() < 0.7 else "(" + self.marker(depth + 1) + ")")
        return text

    def wheel(self):
        python = self.some("py3", "py2.py3", "cp311", "cp39", "cp36", "CP311", "py311", "cp313.cp314", "cp37", "pp310", "3")
        abi = self.some("none", "abi3", "cp311", "cp39", "cp37m", "cp314t", "abi3t", "cp36m.abi3.none")
        platforms = ["any", "linux_x86_64", "win_amd64", "win32", "win_arm64", "linux_armv7l", "linux_sparc64", "Win32"]
        machine = self.some("x86_64", "aarch64", "i686", "armv7l", "s390x")
        platforms += [f"manylinux_2_{self.some(4, 5, 12, 17, 28, 40)}_{machine}", f"manylinux{self.some(1, 2010, 2014)}_{machine}"]
        platforms += [f"musllinux_1_{self.some(0, 1, 2, 3)}_{machine}"]
        platforms += [f"macosx_{self.some(10, 11, 12, 14, 15)}_{self.some(0, 3, 4, 9, 15)}_{self.some('x86_64', 'arm64', 'universal2', 'intel', 'fat3')}"]
        platform = ".".join(self.some(*platforms) for _ in range(self.some(1, 1, 2, 3)))
        return f"{self.some('demo', 'De_mo', 'a.b')}-{self.release()}{self.maybe('-' + self.some('1', '2b'), 0.1)}-{python}-{abi}-{platform}.whl"

    def nearby(self, text):
        """Versions around those that specifiers name."""
        named = re.findall(r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*[a-zA-Z0-9.+_-]*", text) or ["1.0"]
        found = []
        for base in named:
            stem = re.match(r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*", base)[0]
            up = stem[: len(stem) - len(stem.split(".")[-1].split("!")[-1])] + str(int(re.split(r"[.!]", stem)[-1]) + 1)
            for s in (stem, up):
                found += [s + end for end in ("", ".0", ".1", "a1", ".dev0", ".dev1", "rc1", ".post0", ".post1.dev0", "+local", "a1.post1", "a1.dev1")]
            found += [base, "v" + base, base + "+x", base + ".post1", base + ".dev2"]
        return [*self.r.sample(found, min(len(found), 14)), self.version(), "no version"]

    def mutated(self, text):
        chars = list(text)
        for _ in range(self.some(1, 1, 2)):
            at = self.r.randrange(len(chars) + 1)
            what = self.some("add", "cut", "change", "copy")
            if what == "add" or not chars:
                chars.insert(at, self.some(*self.ODD))
            elif what == "cut":
                del chars[min(at, len(chars) - 1)]
            elif what == "change":
                chars[min(at, len(chars) - 1)] = self.some(*self.ODD)
            else:
                chars[at:at] = chars[at : at + 3]
        return "".join(chars)


# one at least of every difference that PythonStandardsTest names, and corners that chance would miss
CORNERS = {
    version: ["1.0\xa0", "1.0po\u017ft1", "1_0", "1.0-", "1.0a-", "1.0.dev", "", "٣.1"],
    specifiers: ["~=1.0.po\u017ft1", "", ",", "===", "=== ,==1", ">=1.0,>=1.0.0,>=1", "==1.0.dev1.*", "==1.0 .*", "> =1", "===1.0\xa0"],
    requirement: [
        "a_", "a._", "a[b_]", "x" * 201, "a[b-]", "a ===1.0,<2", "a===1.0, <2", "a===1,x", "a>=1,", "a(>=1,)", "a @ u;x", "a @u ; os_name=='x'",
        "a>=1.0.*", "a ~=1.0.po\u017ft1", "a;os_name=='\\N{BULLET}'", "a; os_name == '\"\\x27'", "a>=\n1", "a\n>=1", "a==1.0\n", "a>=\u20031",
        "a; " + "(" * 101 + "os_name=='x'" + ")" * 101,
    ],
    marker: [
        "os_name=='\\N{BULLET}'", "os_name == '\"\\x27'", "(" * 101 + "os_name=='x'" + ")" * 101, "(" * 2000 + "os_name=='x'" + ")" * 2000,
        "'' in os_name", "os_name in ''", "'a' == 'extra'", "'a' in 'extras'", "python_version < '=3.12'", "python_version == '=3.11'", "extra in 'a b'",
        "os_name == 'a\\\nb'", "os_name == 'a\nb'", "os_name=='x'and(os_name=='y')or'z'==os_name", "os_name == '\\400'", "os_name == '\\U00110000'",
        "os_name=='\\x4'", "os_name == '\\", "os_name == 'x' andos_name == 'y'", "os_name not in'x'", "extra == 'stra\u00dfe'", "extra == '\u212a'",
    ],
    tag_set: ["py3-none-any", "a.b-c.d-e.f", "", "py3-none", "py3--any", "3-a-b", "py3-none-any-x", "é3-none-any", "py3-é none-any", "PY3-NONE-ANY"],
}  # fmt: skip


def main(seed, size, files):
    make = Maker(seed)
    for kind, texts in CORNERS.items():
        for text in texts:
            kind(text)
    for (python, platform, *_), values, found in zip(TARGETS, ENVIRONMENTS, SUPPORTED):
        emit("target", python=python, platform=platform, answer={"variables": values, "tags": list(map(str, found))})
    gathered = [line for file in files for line in pathlib.Path(file).read_text().splitlines() if line.strip()]
    orders = [tuple(line.split(" < ")) for line in gathered if re.fullmatch(r"\S+ < \S+", line)]
    words = list(dict.fromkeys(itertools.chain((line for line in gathered if not re.fullmatch(r"\S+ < \S+", line)), *orders)))
    for text in words:
        version(text), specifiers(text), requirement(text), marker(text)
        if text.endswith(".whl"):
            wheel(text)
    for a, b in orders:
        if parse(a) and parse(b):
            order(a, b)
    for text in words:
        if re.match(r"[~=!<>]", text):
            try:
                contains(text, make.nearby(text))
            except InvalidSpecifier:
                pass
    for _ in range(size):
        for kind, made in ((version, make.version), (specifiers, make.specifiers), (requirement, make.requirement), (marker, make.marker)):
            kind(text := made())
            kind(make.mutated(text))
        order(make.version(), make.version())
        a = make.version()
        if parse(b := make.mutated(a)):
            order(a, b)
        text = make.specifiers()
        try:
            contains(text, make.nearby(text))
        except InvalidSpecifier:
            pass
        wheel(filename := make.wheel())
        tag_set(text := "-".join(filename.removesuffix(".whl").split("-")[-3:]))
        if (text := make.mutated(text)).isascii():
            tag_set(text)


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
