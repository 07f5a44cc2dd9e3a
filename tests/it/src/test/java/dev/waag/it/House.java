package dev.waag.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** The rules of the house that Maven cannot see (docs/ARCHITECTURE.md), each with why it is there. */
final class House {
    /** From the ground up; a package may use those of its own floor and below, as far as Maven lets it. */
    static final List<Set<String>> FLOORS = List.of(
            Set.of(
                    "core",
                    "report",
                    "python",
                    "sign",
                    "ledger",
                    "attest",
                    "policy",
                    "lock",
                    "advisory",
                    "code",
                    "inspect"),
            Set.of("process", "fetch", "store", "feeds", "keys", "alert"),
            Set.of("judge", "identity"),
            Set.of("index", "receipt", "doctor", "check", "build", "pipeline", "release"),
            Set.of("server"),
            Set.of("cli"));

    private static final String[] KERNEL =
            FLOORS.getFirst().stream().map(p -> "dev.waag." + p + "..").toArray(String[]::new);

    /** Names of things, not ways to them. */
    private static final Set<String> VALUES = Set.of(
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.net.URLEncoder",
            "java.net.URLDecoder",
            "java.nio.file.NoSuchFileException");

    private static final DescribedPredicate<JavaClass> WORLD = describe(
            "files, networks, databases and processes",
            c -> !VALUES.contains(c.getName())
                    && (c.getPackageName().startsWith("java.nio.file")
                            || c.getPackageName().startsWith("java.nio.channels")
                            || c.getPackageName().startsWith("java.net")
                            || c.getPackageName().startsWith("javax.net")
                            || c.getPackageName().startsWith("java.sql")
                            || c.getName().startsWith("java.io.File")
                            || c.getName().equals("java.io.RandomAccessFile")
                            || c.getName().startsWith("java.lang.Process")));

    private static final DescribedPredicate<JavaAccess<?>> CLOCK = describe("the machine's clock", a -> {
        String owner = a.getTargetOwner().getName();
        String method = a.getName();
        return owner.startsWith("java.time.") && method.equals("now")
                || owner.equals("java.time.Clock") && (method.startsWith("system") || method.startsWith("tick"))
                || owner.equals("java.time.InstantSource") && method.equals("system")
                || owner.equals("java.lang.System") && method.equals("currentTimeMillis")
                || owner.equals("java.util.Date")
                        && method.equals("<init>")
                        && a.getDescription().contains("<init>()");
    });

    private House() {}

    static final ArchRule NO_CYCLES = slices().matching("dev.waag.(**)")
            .should()
            .beFreeOfCycles()
            .because("packages that need each other are one package, whatever their names");

    static final ArchRule FLOORS_ONLY_DOWN = classes()
            .that()
            .resideInAPackage("dev.waag..")
            .should(new ArchCondition<JavaClass>("use only their own floor and those below") {
                @Override
                public void check(JavaClass c, ConditionEvents events) {
                    for (Dependency d : c.getDirectDependenciesFromSelf()) {
                        if (d.getTargetClass().getPackageName().startsWith("dev.waag.")
                                && floor(d.getTargetClass()) > floor(c)) {
                            events.add(SimpleConditionEvent.violated(d, d.getDescription()));
                        }
                    }
                }
            })
            .because("an import only ever goes down");

    static final ArchRule EVERY_PACKAGE_HAS_A_FLOOR = classes()
            .that()
            .resideInAPackage("dev.waag..")
            .should(new ArchCondition<JavaClass>("be on a floor") {
                @Override
                public void check(JavaClass c, ConditionEvents events) {
                    if (floor(c) < 0) {
                        events.add(SimpleConditionEvent.violated(c, c.getName() + " is on no floor: add its package"));
                    }
                }
            })
            .because("a package that nobody placed is held to no rule");

    static final ArchRule KERNEL_TOUCHES_NOTHING = noClasses()
            .that()
            .resideInAnyPackage(KERNEL)
            .should()
            .dependOnClassesThat(WORLD)
            .because("the kernel does no I/O: bytes in, values out");

    static final ArchRule KERNEL_KNOWS_NO_TIME = noClasses()
            .that()
            .resideInAnyPackage(KERNEL)
            .should()
            .accessTargetWhere(CLOCK.or(describe(
                    "a running clock",
                    a -> a.getTargetOwner().getName().equals("java.lang.System")
                            && a.getName().equals("nanoTime"))))
            .because("the same facts give the same decision, so the instant is handed in");

    static final ArchRule CLOCK_COMES_FROM_MAIN = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waag.cli..")
            .should()
            .accessTargetWhere(CLOCK)
            .because("the clock is injected, so that tests can move it");

    static final ArchRule HTTP_ONLY_IN_FETCH = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waag.fetch..")
            .and()
            .doNotHaveFullyQualifiedName(
                    "dev.waag.cli.Training") // asks the server that it started itself, at build time
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net.http..")
                    .or(assignableTo("java.net.URLConnection"))
                    .or(name("java.net.Socket"))
                    .or(name("javax.net.ssl.SSLSocket")))
            .orShould()
            .accessTargetWhere(targetOwner(name("java.net.URL")).and(target(nameMatching("open.*"))))
            .orShould() // the server is handed those that it accepted, and opens none
            .accessTargetWhere(
                    targetOwner(name("java.nio.channels.SocketChannel")).and(target(nameMatching("open|connect"))))
            .because("what goes out passes the allow-list and its limits");

    static final ArchRule PROCESSES_ONLY_IN_PROCESS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waag.process..")
            .should()
            .dependOnClassesThat(name("java.lang.ProcessBuilder"))
            .orShould()
            .accessTargetWhere(targetOwner(name("java.lang.Runtime")).and(target(name("exec"))))
            .because("programs are started without a shell, in a cleared environment and within limits");

    static final ArchRule KEYS_ONLY_IN_SIGN = noClasses()
            .that()
            .resideOutsideOfPackages("dev.waag.sign..", "dev.waag.keys..")
            .and()
            .doNotHaveFullyQualifiedName(
                    "dev.waag.fetch.Tls") // loads a client certificate for JSSE, which signs with it
            .should()
            .dependOnClassesThat(assignableTo("java.security.PrivateKey")
                    .or(name("java.security.KeyPair"))
                    .or(name("java.security.KeyPairGenerator")))
            .because("who holds a private key can sign in our name");

    static final ArchRule SIGNING_ONLY_IN_SIGN = noClasses()
            .that()
            .resideOutsideOfPackages("dev.waag.sign..", "dev.waag.keys..")
            .should()
            .accessTargetWhere(
                    targetOwner(assignableTo("java.security.Signature")).and(target(name("initSign"))))
            .orShould()
            .dependOnClassesThat(name("java.security.KeyPairGenerator"))
            .because("signatures are made in one place");

    static final ArchRule ONLY_MAIN_ENDS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waag.cli..")
            .should()
            .accessTargetWhere(targetOwner(name("java.lang.System")).and(target(name("exit"))))
            .orShould()
            .accessTargetWhere(targetOwner(name("java.lang.Runtime")).and(target(nameMatching("exit|halt"))))
            .because("only the command line knows the exit code, and a server drains first");

    static final ArchRule SQL_ONLY_IN_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waag.store..")
            .should()
            .dependOnClassesThat(assignableTo("java.sql.Statement").or(name("java.sql.DriverManager")))
            .because("tables are the store's own matter");

    static final ArchRule ROUTES_ARE_DECLARED_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.waag.server.RouteTable")
            .and()
            .doNotHaveFullyQualifiedName("dev.waag.server.Route") // one of its constructors calls the other
            .should()
            .callConstructorWhere(targetOwner(name("dev.waag.server.Route")).forSubtype())
            .because("who may call what is read in one list");

    static final ArchRule ROUTES_DECLARE_WHO_MAY_CALL = classes()
            .that()
            .haveNameMatching("dev\\.waag\\.server\\.Route|dev\\.waag\\.sabotage\\.OpenRoute")
            .should(new ArchCondition<JavaClass>("have no constructor without an Access") {
                @Override
                public void check(JavaClass c, ConditionEvents events) {
                    c.getConstructors().stream()
                            .filter(k -> k.getRawParameterTypes().stream()
                                    .noneMatch(t -> t.getName().equals("dev.waag.server.Route$Access")))
                            .forEach(k -> events.add(SimpleConditionEvent.violated(k, k.getDescription())));
                }
            })
            .because("a route that forgets to say who may call it does not compile");

    static final ArchRule NOTHING_ANSWERS_BESIDE_THE_ROUTES = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.waag.server.Router")
            .and()
            .doNotHaveFullyQualifiedName("dev.waag.server.PlainErrors")
            .should()
            .beAssignableTo("org.eclipse.jetty.server.Request$Handler")
            .because("a handler of its own would pass by Host, method and access checks");

    static int floor(JavaClass c) {
        String[] parts = c.getPackageName().split("\\.");
        for (int i = 0; i < FLOORS.size(); i++) {
            if (parts.length > 2 && FLOORS.get(i).contains(parts[2])) {
                return i;
            }
        }
        return -1;
    }
}
