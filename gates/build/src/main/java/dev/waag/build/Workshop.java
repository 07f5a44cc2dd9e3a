package dev.waag.build;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import dev.waag.python.WheelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs a project's build: the sdist from the source, the wheel from the sdist, each rewritten. */
final class Workshop {
    static final String FOR_SDIST = "get_requires_for_build_sdist";
    static final String FOR_WHEEL = "get_requires_for_build_wheel";

    private final PyProject project;
    private final Session session;
    private final Path environment;
    private final BuildLock lock;
    private final Function<Product, Map<String, byte[]>> embedded;
    private final Consumer<String> told;
    private final boolean strict;

    /**
     * @param environment the folder of the build environment, made of what the lock says
     * @param strict whether the backend may ask only for what the lock has listed
     * @param embedded what to add to a wheel's {@code .dist-info}, by name, once the rest is known
     */
    Workshop(
            PyProject project,
            Session session,
            Path environment,
            BuildLock lock,
            Function<Product, Map<String, byte[]>> embedded,
            Consumer<String> told,
            boolean strict) {
        this.strict = strict;
        this.project = project;
        this.session = session;
        this.environment = environment;
        this.lock = lock;
        this.embedded = embedded;
        this.told = told;
    }

    /** @throws UserException (findings) where an output is refused, or the backend asks for what the lock has not; (incomplete) where the build fails */
    Product make(SourceTree source, boolean wheel, Conditions c) {
        try {
            HookRun first = session.run(
                    project,
                    new Session.On(source, SourceTar.of(source, c.reversed()), source.repository()),
                    environment,
                    c,
                    List.of(FOR_SDIST, "build_sdist"));
            drift(FOR_SDIST, first, lock.forSdist());
            told.accept(first.log());
            HookRun.Made made = made(first, "sdist");
            Output sdist = sdist(made, source.epoch());
            MadeName name = MadeName.parse(made.filename()).orElseThrow();
            Product product = new Product(
                    name.project().toString(),
                    name.version(),
                    sdist,
                    Optional.empty(),
                    first.used(),
                    first.tried(),
                    true);
            return wheel ? withWheel(product, source, c) : product;
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the source cannot be read: " + e.getMessage(),
                    "files are missing, or not yours to read",
                    "see that its files are yours to read");
        }
    }

    /** Only the wheel, of the sdist that another run made. */
    Product wheelOf(Product of, SourceTree source, Conditions c) {
        try {
            return withWheel(
                    new Product(
                            of.name(),
                            of.version(),
                            of.sdist(),
                            Optional.empty(),
                            HookRun.Used.NOTHING,
                            List.of(),
                            true),
                    source,
                    c);
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the sdist cannot be read: " + e.getMessage(),
                    "its backend wrote no sound archive, or the disk fails",
                    "build it with another version of the backend");
        }
    }

    private Product withWheel(Product p, SourceTree source, Conditions c) throws IOException {
        HookRun run = session.run(
                project,
                new Session.On(source, SourceTar.ofSdist(p.sdist().content(), c.reversed()), Optional.empty()),
                environment,
                c,
                List.of(FOR_WHEEL, "build_wheel"));
        drift(FOR_WHEEL, run, lock.forWheel());
        told.accept(run.log());
        HookRun.Made made = made(run, "wheel");
        List<HookRun.Tried> tried = new ArrayList<>(p.tried());
        tried.addAll(run.tried());
        Product bare = new Product(
                p.name(), p.version(), p.sdist(), Optional.empty(), p.used().and(run.used()), tried, true);
        try {
            WheelName name = WheelName.parse(made.filename())
                    .orElseThrow(() -> new OutputException("its name is no wheel's (binary distribution format)"));
            if (!name.belongsTo(ProjectName.parse(p.name()).orElseThrow())
                    || !Version.parse(name.version()).equals(Version.parse(p.version()))) {
                throw new OutputException(
                        "its name says another project or version than the sdist's " + p.name() + " " + p.version());
            }
            byte[] content =
                    WheelRewriter.rewrite(made.filename(), made.content(), source.epoch(), embedded.apply(bare));
            boolean pure = name.platformTags().equals(List.of("any"));
            Output wheel = Output.of(made.filename(), content);
            return new Product(p.name(), p.version(), p.sdist(), Optional.of(wheel), bare.used(), tried, pure);
        } catch (OutputException e) {
            throw e.refused(made.filename());
        }
    }

    private Output sdist(HookRun.Made made, long epoch) {
        try {
            MadeName name = MadeName.parse(made.filename())
                    .orElseThrow(() -> new OutputException("its name is no sdist's (NAME-VERSION.tar.gz)"));
            Optional<String> declared = project.name();
            if (declared.isPresent() && !ProjectName.parse(declared.get()).equals(Optional.of(name.project()))) {
                throw new OutputException("pyproject.toml names the project " + declared.get());
            }
            byte[] content = SdistRewriter.rewrite(made.filename(), made.content(), epoch);
            return Output.of(made.filename(), content);
        } catch (OutputException e) {
            throw e.refused(made.filename());
        }
    }

    private static HookRun.Made made(HookRun run, String what) {
        return run.made()
                .orElseThrow(() -> new UserException(
                        Exit.INCOMPLETE,
                        "the build backend made no " + what,
                        "it does not follow PEP 517",
                        "ask its authors"));
    }

    private void drift(String hook, HookRun run, List<String> locked) {
        List<String> more = new ArrayList<>(run.answers().getOrDefault(hook, List.of()));
        more.removeAll(locked);
        if (strict && !more.isEmpty()) {
            throw new UserException(
                    Exit.FINDINGS,
                    BuildLock.FILE + " has drifted: the backend asks for " + String.join(", ", more)
                            + ", which it does not hold",
                    "the project or its backend changed since it was locked (" + hook + ")",
                    "look at what changed, then lock anew: waag build --relock");
        }
    }

    /** What the backend asks for besides what the project says: for the sdist and for the wheel. */
    static Map<String, List<String>> asked(PyProject project, SourceTree source, Session session, Path environment) {
        try {
            return new LinkedHashMap<>(session.run(
                            project,
                            new Session.On(source, SourceTar.of(source, false), source.repository()),
                            environment,
                            Conditions.STANDARD,
                            List.of(FOR_SDIST, FOR_WHEEL))
                    .answers());
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the source cannot be read: " + e.getMessage(),
                    "files are missing, or not yours to read",
                    "see that its files are yours to read");
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
