package dev.waag.pipeline;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One thing that can be wrong with a workflow. */
interface CiRule {
    /** All of them, in the order of the documentation. */
    static List<CiRule> all() {
        return List.of(
                new UnpinnedAction(),
                new ExcessivePermissions(),
                new TemplateInjection(),
                new DangerousTrigger(),
                new CachePoisoning(),
                new LongLivedToken(),
                new PublishWithoutEnvironment(),
                new UnhashedInstall(),
                new IndexBypass(),
                new SecretInEnvironment());
    }

    String id();

    /** The usual severity of its findings. */
    String severity();

    /** What it protects from, one sentence. */
    String protectsFrom();

    /** What a reader can do, in general. */
    String help();

    void check(CiFile file, Around around, To to);

    /**
     * What a rule may know of the world.
     *
     * @param gate the gate that installs are meant to go through, where it is known
     */
    record Around(Optional<URI> gate, Project project) {}

    /** The files of the project that a workflow may name. */
    interface Project {
        /** The text of a file by its path below the project's folder; empty where there is none that can be read. */
        Optional<String> text(String path);
    }

    /** Takes findings. */
    interface To {
        void find(String severity, int line, String message, String help);
    }
}
