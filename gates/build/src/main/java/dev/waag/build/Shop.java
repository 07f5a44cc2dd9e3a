package dev.waag.build;

import dev.waag.core.Sha256;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tools of one build: the interpreter, the sandbox and what runs in it. */
record Shop(BuildRequest request, Path scratch, Interpreter python, Optional<Sandbox> sandbox, Session session) {
    static Shop open(BuildRequest request, Scratch scratch) throws IOException {
        Interpreter python = Interpreter.find(request.python(), request.environment());
        Optional<Sandbox> sandbox = request.sandboxed()
                ? Optional.of(Sandbox.open(scratch.folder(), request.environment()))
                : Optional.empty();
        return new Shop(
                request,
                scratch.folder(),
                python,
                sandbox,
                new Session(sandbox, python, request.limits(), scratch.folder()));
    }

    /** Another session, with all of the time limit before it. */
    Session anotherSession() {
        try {
            return new Session(sandbox, python, request.limits(), scratch);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** An environment of these inputs, each fetched from the gate. */
    Path environment(List<LockedInput> inputs, GateIndex index) {
        Map<LockedInput, byte[]> wheels = new java.util.LinkedHashMap<>();
        inputs.forEach(i -> wheels.put(i, index.fetch(i)));
        return BuildEnvironment.make(wheels, python, sandbox, scratch);
    }

    /** What took part in making this product. A compiler counts where the wheel is not pure, git where there was something to ask it. */
    List<Evidence.Tool> tools(Product product, SourceTree source) throws IOException {
        List<Evidence.Tool> all = new ArrayList<>();
        all.add(new Evidence.Tool("python", python.version(), Optional.of(python.digest())));
        all.add(new Evidence.Tool("pip", python.pipVersion(), pip()));
        all.add(new Evidence.Tool("waag", request.waag(), own()));
        sandbox.ifPresent(s -> all.add(new Evidence.Tool(
                "bubblewrap",
                s.version().orElse("").replace("bubblewrap ", ""),
                Optional.of(Build.digest(s.program())))));
        List<String> machine = new ArrayList<>();
        if (source.repository().isPresent()) {
            machine.add("git");
        }
        if (!product.pure()) {
            machine.addAll(List.of("cc", "c++", "ld", "cmake", "ninja"));
        }
        for (String name : machine) {
            Path link = Path.of("/usr/bin", name);
            if (Files.isExecutable(link)) {
                Path program = link.toRealPath();
                all.add(new Evidence.Tool(
                        name, Programs.version(program, "--version").orElse(""), Optional.of(Build.digest(program))));
            }
        }
        return all;
    }

    /** What pip's own list of its files says, which has the digest of each. */
    private Optional<Sha256> pip() throws IOException {
        Path record = python.pip()
                .resolveSibling("pip-" + python.pipVersion() + ".dist-info")
                .resolve("RECORD");
        return Files.isRegularFile(record) ? Optional.of(Build.digest(record)) : Optional.empty();
    }

    /** Of this program, where it is a jar. */
    private static Optional<Sha256> own() {
        CodeSource source = Shop.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            return Stream.of(path)
                    .filter(Files::isRegularFile)
                    .map(Build::digest)
                    .findFirst();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
