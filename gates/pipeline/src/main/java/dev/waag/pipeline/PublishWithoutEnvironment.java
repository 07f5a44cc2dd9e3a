package dev.waag.pipeline;

/** A job that publishes and that nobody has to approve. */
final class PublishWithoutEnvironment implements CiRule {
    @Override
    public String id() {
        return "publish-without-environment";
    }

    @Override
    public String severity() {
        return "medium";
    }

    @Override
    public String protectsFrom() {
        return "anybody with push access, or a compromised step of another job, publishing a release alone";
    }

    @Override
    public String help() {
        return "give the job an `environment:` that has required reviewers and is limited to release tags, and name it in the trusted publisher";
    }

    @Override
    public void check(CiFile file, Around around, To to) {
        if (file.kind() == CiFile.Kind.ACTION) {
            return;
        }
        for (CiFile.Job job : file.jobs()) {
            if (job.fields().get("environment").isEmpty()) {
                PublishCommands.in(job)
                        .ifPresent(p -> to.find(
                                severity(),
                                p.line(),
                                "the job `" + job.name() + "` publishes with `" + p.what()
                                        + "` and has no `environment`",
                                help()));
            }
        }
    }
}
