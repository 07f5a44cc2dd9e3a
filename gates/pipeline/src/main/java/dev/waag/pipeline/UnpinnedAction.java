package dev.waag.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code from elsewhere that is named by something which can be moved: a tag, a branch, an image's tag. */
final class UnpinnedAction implements CiRule {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{40}|[0-9a-fA-F]{64}");
    private static final Pattern DIGEST = Pattern.compile("(?s).*@sha256:[0-9a-fA-F]{64}");

    /** An image that is one value of the job's matrix, and nothing else. */
    private static final Pattern MATRIX = Pattern.compile("\\$\\{\\{\\s*matrix\\.([A-Za-z_][A-Za-z0-9_-]*)\\s*\\}\\}");

    @Override
    public String id() {
        return "unpinned-action";
    }

    @Override
    public String severity() {
        return "high";
    }

    @Override
    public String protectsFrom() {
        return "a tag or branch that is moved to other code, as happened to widely used actions";
    }

    @Override
    public String help() {
        return "name the commit by its 40 hexadecimal digits, with the version in a comment behind it; an image by its sha256 digest";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        for (CiFile.Job job : file.jobs()) {
            if (file.kind() == CiFile.Kind.GITLAB) {
                job.fields().get("image").ifPresent(i -> gitlabImage(file, i, to));
                job.fields().list("services").forEach(s -> gitlabImage(file, s, to));
                job.fields()
                        .get("trigger")
                        .flatMap(Yaml::asFields)
                        .ifPresent(t -> t.list("include").forEach(i -> include(i, to)));
            } else {
                job.fields().text("uses").ifPresent(u -> uses(u, to));
                container(job, job.fields().get("container"), to);
                job.fields()
                        .fields("services")
                        .entries()
                        .values()
                        .forEach(e -> container(job, Optional.of(e.value()), to));
            }
            job.steps().forEach(s -> s.uses().ifPresent(u -> uses(u, to)));
        }
        switch (file.kind()) {
            case ACTION ->
                file.root()
                        .fields("runs")
                        .text("image")
                        .filter(i -> i.text().startsWith("docker://"))
                        .ifPresent(i -> uses(i, to));
            case GITLAB -> {
                for (Yaml.Fields at : java.util.List.of(file.root(), file.root().fields("default"))) {
                    at.get("image").ifPresent(i -> gitlabImage(file, i, to));
                    at.list("services").forEach(s -> gitlabImage(file, s, to));
                }
                file.root().list("include").forEach(i -> include(i, to));
            }
            case WORKFLOW -> {}
        }
    }

    private void uses(Yaml.Text uses, To to) {
        String text = uses.text().strip();
        if (text.startsWith("./") || text.startsWith("../") || text.startsWith("$/")) {
            return;
        }
        if (text.startsWith("docker://")) {
            if (!DIGEST.matcher(text).matches()) {
                to.find(
                        "medium",
                        uses.line(),
                        "the image `" + text + "` is named by a tag, which can be moved",
                        help());
            }
            return;
        }
        int at = text.lastIndexOf('@');
        String ref = at < 0 ? "" : text.substring(at + 1);
        if (!COMMIT.matcher(ref).matches()) {
            String what = ref.isEmpty() ? "has no version" : "is named by `" + ref + "`, which can be moved";
            to.find(severity(), uses.line(), "`" + text + "` " + what, help());
        }
    }

    /** GitHub's images of jobs: a fixed tag is usual there and left alone, a floating one is not. */
    private void container(CiFile.Job job, Optional<Yaml> container, To to) {
        Optional<Yaml.Text> image =
                container.flatMap(c -> c.asText().or(() -> c.asFields().flatMap(f -> f.text("image"))));
        image.ifPresent(i -> {
            Matcher matrix = MATRIX.matcher(i.text().strip());
            if (matrix.matches()) {
                Optional<List<Yaml.Text>> values = MatrixValues.of(job, matrix.group(1));
                if (values.isEmpty()) {
                    to.find(
                            "medium",
                            i.line(),
                            "the image `" + i.text() + "` comes from a matrix that is made elsewhere: it may be any",
                            help());
                }
                values.orElse(List.of()).forEach(v -> container(v, to));
            } else {
                container(i, to);
            }
        });
    }

    private void container(Yaml.Text image, To to) {
        if (!Expressions.isIn(image.text()) && !image.text().isBlank() && !image.isNull()) {
            String name = image.text().substring(image.text().lastIndexOf('/') + 1);
            if (!DIGEST.matcher(image.text()).matches() && (!name.contains(":") || name.endsWith(":latest"))) {
                to.find("medium", image.line(), "the image `" + image.text() + "` is whatever is newest", help());
            }
        }
    }

    private void gitlabImage(CiFile file, Yaml written, To to) {
        Optional<Yaml.Text> image = written.asText().or(() -> written.asFields().flatMap(f -> f.text("name")));
        image.ifPresent(i -> {
            String text = i.text();
            if (text.startsWith("$")) {
                String name = text.replaceAll("[${}]", "");
                text = file.root()
                        .fields("variables")
                        .get(name)
                        .flatMap(CiFile::value)
                        .map(Yaml.Text::text)
                        .orElse("");
            }
            boolean known = !text.isBlank() && !text.contains("$");
            if (known && !DIGEST.matcher(text).matches()) {
                to.find("medium", i.line(), "the image `" + text + "` is named by a tag, which can be moved", help());
            }
        });
    }

    private void include(Yaml written, To to) {
        if (written instanceof Yaml.Text t) {
            if (t.text().matches("(?i)https?://.*")) {
                to.find(severity(), t.line(), "the included `" + t.text() + "` can be changed at any time", help());
            }
            return;
        }
        Yaml.Fields f = written.asFields().orElse(new Yaml.Fields(java.util.Map.of(), 0));
        if (f.get("remote").isPresent() && f.get("integrity").isEmpty()) {
            to.find(
                    severity(),
                    f.lineOf("remote"),
                    "the included `" + f.string("remote") + "` can be changed at any time",
                    "give its hash with `integrity: sha256-…`, or copy it into this repository");
        } else if (f.get("project").isPresent()
                && !COMMIT.matcher(f.string("ref")).matches()) {
            String ref = f.string("ref");
            to.find(
                    severity(),
                    f.lineOf(ref.isEmpty() ? "project" : "ref"),
                    "`" + f.string("project") + "` is included from "
                            + (ref.isEmpty() ? "its newest commit" : "`" + ref + "`, which can be moved"),
                    "name the commit: `ref: <40 hexadecimal digits>`");
        } else if (f.get("component").isPresent()) {
            String component = f.string("component");
            if (!COMMIT.matcher(component.substring(component.lastIndexOf('@') + 1))
                    .matches()) {
                to.find(
                        severity(),
                        f.lineOf("component"),
                        "the component `" + component + "` is named by what can be moved",
                        help());
            }
        }
    }
}
