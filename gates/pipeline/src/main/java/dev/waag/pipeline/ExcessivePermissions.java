package dev.waag.pipeline;

import java.util.Map;
import java.util.Set;

/** A job's token that may do more than the job needs. */
final class ExcessivePermissions implements CiRule {
    private static final Set<String> GRAVE = Set.of(
            "actions",
            "attestations",
            "contents",
            "deployments",
            "id-token",
            "issues",
            "packages",
            "pages",
            "pull-requests");

    @Override
    public String id() {
        return "excessive-permissions";
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public String protectsFrom() {
        return "a token that a compromised step can use to push code, release or approve";
    }

    @Override
    public String help() {
        return "write `permissions: {}` at the top of the workflow and give each job what it needs, such as `contents: read`";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        if (file.kind() != CiFile.Kind.WORKFLOW) {
            return;
        }
        boolean top = file.root().get("permissions").isPresent();
        boolean all =
                file.jobs().stream().allMatch(j -> j.fields().get("permissions").isPresent());
        boolean quiet = file.onlyCalled();
        boolean narrow = file.jobs().size() == 1 || all || quiet;
        if (top) {
            workflow(file, narrow, to);
        } else if (!narrow) {
            to.find(severity(), 1, "without `permissions`, jobs get the repository's default, which may write", help());
        }
        for (CiFile.Job job : file.jobs()) {
            if (job.fields().get("permissions").isEmpty()) {
                if (!top && (!quiet || job.calls())) {
                    to.find(
                            severity(),
                            job.line(),
                            "the job `" + job.name() + "` gets the repository's default permissions, which may write",
                            help());
                }
            } else {
                base(job.fields(), "the job `" + job.name() + "`", quiet && !job.calls(), to);
            }
        }
    }

    private void workflow(CiFile file, boolean narrow, To to) {
        Yaml.Fields root = file.root();
        if (!base(root, "every job", narrow, to) && !narrow) {
            for (Map.Entry<String, Yaml.Entry> e :
                    root.fields("permissions").entries().entrySet()) {
                boolean writes = e.getValue()
                        .value()
                        .asText()
                        .filter(t -> t.text().equals("write"))
                        .isPresent();
                if (writes) {
                    to.find(
                            GRAVE.contains(e.getKey()) ? "high" : severity(),
                            e.getValue().keyLine(),
                            "`" + e.getKey() + ": write` is given to every job of the workflow",
                            "give it to the job that needs it");
                }
            }
        }
    }

    /** @param quiet whether reading everything is left alone */
    private boolean base(Yaml.Fields of, String who, boolean quiet, To to) {
        String text = of.string("permissions");
        int line = of.lineOf("permissions");
        if (text.equals("write-all")) {
            to.find("high", line, who + " may write everything", help());
        } else if (text.equals("read-all") && !quiet) {
            to.find(severity(), line, who + " may read everything", help());
        }
        return !text.isEmpty();
    }
}
