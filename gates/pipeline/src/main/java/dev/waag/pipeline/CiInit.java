package dev.waag.pipeline;

import dev.waag.core.Exit;
import dev.waag.core.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code waag ci init}: writes workflows that run the stages, with every action named by its commit. */
public final class CiInit {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+/[a-z-]+)}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private CiInit() {}

    /**
     * Writes what is not there; nothing at all where one of the workflows is.
     *
     * @param folder the project's
     * @return the files written
     */
    public static List<Path> write(Path folder, boolean github, boolean gitlab) {
        Map<Path, String> files = new LinkedHashMap<>();
        if (github) {
            files.put(folder.resolve(".github/workflows/waag.yml"), github("waag.yml"));
            files.put(folder.resolve(".github/workflows/waag-release.yml"), github("waag-release.yml"));
        }
        if (gitlab) {
            files.put(folder.resolve(".gitlab-ci.yml"), resource("ci/gitlab-ci.yml"));
        }
        List<String> there = files.keySet().stream()
                .filter(Files::exists)
                .map(Path::toString)
                .toList();
        if (!there.isEmpty()) {
            throw new UserException(
                    Exit.USAGE,
                    String.join(", ", there) + (there.size() == 1 ? " is there already" : " are there already"),
                    "nothing is overwritten, and nothing was written",
                    "move it away, or choose the other provider with --github or --gitlab");
        }
        Path line = folder.resolve("waag-pipeline.toml");
        if (!Files.exists(line)) {
            files.put(line, resource("ci/waag-pipeline.toml").replace("NAME", name(folder)));
        }
        List<Path> written = new ArrayList<>();
        files.forEach((path, text) -> {
            try {
                Files.createDirectories(
                        Objects.requireNonNull(path.toAbsolutePath().getParent()));
                Files.writeString(path, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                written.add(path);
            } catch (IOException e) {
                throw new UserException(
                        Exit.INCOMPLETE,
                        path + " cannot be written: " + e.getMessage(),
                        "the folder is not yours to write, or the disk is full",
                        "check the folder's permissions");
            }
        });
        return written;
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "project" : name.toString().replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static String github(String name) {
        Map<String, String> actions = actions();
        Matcher m = PLACE.matcher(resource("ci/" + name));
        return m.replaceAll(
                place -> Matcher.quoteReplacement(Objects.requireNonNull(actions.get(place.group(1)), place.group(1))));
    }

    /** Each action as it is to be written: {@code owner/repo@commit # tag}. */
    static Map<String, String> actions() {
        Map<String, String> actions = new LinkedHashMap<>();
        resource("actions.tsv")
                .lines()
                .filter(l -> !l.startsWith("#") && !l.isBlank())
                .forEach(line -> {
                    String[] row = line.split("\t");
                    if (row.length != 3 || !COMMIT.matcher(row[2]).matches()) {
                        throw new IllegalStateException("a wrong row in the table of actions: " + line);
                    }
                    actions.put(row[0], row[0] + "@" + row[2] + " # " + row[1]);
                });
        return actions;
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(CiInit.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
