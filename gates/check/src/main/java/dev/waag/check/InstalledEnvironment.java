package dev.waag.check;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import dev.waag.lock.PinSource;
import dev.waag.policy.Licences;
import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What is installed in an environment, by the {@code .dist-info} folders in its {@code site-packages} (core metadata; PEP 610 for what came from a URL). */
final class InstalledEnvironment {
    private InstalledEnvironment() {}

    /** @throws UserException (incomplete) where the folder is no environment, or is empty */
    static List<Item> read(Path folder) {
        List<Item> items = new ArrayList<>();
        try {
            for (Path packages : packages(folder)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(packages, "*.{dist-info,egg-info}")) {
                    for (Path info : all) {
                        item(info).ifPresent(items::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "the environment " + folder + " cannot be read: " + e.getMessage(),
                    "its permissions, or its disk",
                    "run it as somebody who may read it");
        }
        if (items.isEmpty()) {
            throw new UserException(
                    Exit.INCOMPLETE,
                    "nothing is installed in " + folder,
                    "it is no environment, or an empty one",
                    "name the folder that `python -m venv` made, or its site-packages");
        }
        items.sort((a, b) -> a.name().value().compareTo(b.name().value()));
        return items;
    }

    private static List<Path> packages(Path folder) throws IOException {
        if (folder.endsWith("site-packages") || folder.endsWith("dist-packages")) {
            return List.of(folder);
        }
        List<Path> found = new ArrayList<>();
        for (Path lib : List.of(folder.resolve("lib"), folder.resolve("lib64"))) {
            if (Files.isDirectory(lib) && !(lib.endsWith("lib64") && Files.isSymbolicLink(lib))) {
                try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, "{python,pypy}*")) {
                    for (Path python : pythons) {
                        Path packages = python.resolve("site-packages");
                        if (Files.isDirectory(packages)) {
                            found.add(packages);
                        }
                    }
                }
            }
        }
        Path windows = folder.resolve("Lib").resolve("site-packages");
        if (found.isEmpty() && Files.isDirectory(windows)) {
            found.add(windows);
        }
        return found.isEmpty() ? List.of(folder) : found;
    }

    private static Optional<Item> item(Path info) throws IOException {
        Path file = Files.isDirectory(info)
                ? info.resolve(info.toString().endsWith(".dist-info") ? "METADATA" : "PKG-INFO")
                : info;
        if (!Files.isRegularFile(file) || Files.size(file) > 8 << 20) {
            return Optional.empty();
        }
        CoreMetadata metadata = CoreMetadata.parse(Files.readAllBytes(file));
        Optional<ProjectName> name = ProjectName.parse(metadata.name());
        if (name.isEmpty() || metadata.version().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Item(
                name.get(),
                metadata.version(),
                "",
                Inputs.shown(file),
                0,
                List.of(),
                List.of(),
                source(info.resolve("direct_url.json")),
                Files.exists(info.resolve("REQUESTED")),
                List.of(),
                licence(metadata),
                Item.Origin.ENVIRONMENT));
    }

    private static PinSource source(Path directUrl) throws IOException {
        if (!Files.isRegularFile(directUrl) || Files.size(directUrl) > 1 << 20) {
            return PinSource.DEFAULT_INDEX;
        }
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(directUrl));
            String url = json.path("url").asString("");
            if (json.has("vcs_info")) {
                return new PinSource(
                        PinSource.Kind.VCS,
                        url,
                        json.path("vcs_info").path("commit_id").asString(""));
            }
            if (json.has("dir_info")) {
                boolean editable = json.path("dir_info").path("editable").asBoolean(false);
                return new PinSource(editable ? PinSource.Kind.EDITABLE : PinSource.Kind.DIRECTORY, url, "");
            }
            return new PinSource(url.startsWith("file:") ? PinSource.Kind.FILE : PinSource.Kind.URL, url, "");
        } catch (JacksonException e) {
            return new PinSource(PinSource.Kind.URL, "a direct_url.json that cannot be read", "");
        }
    }

    /** The licence that the metadata tells, as an SPDX expression; empty where it tells none that is known. */
    static String licence(CoreMetadata metadata) {
        return Licences.expression(metadata.licenceExpression(), metadata.licence(), metadata.classifiers())
                .orElse("");
    }
}
