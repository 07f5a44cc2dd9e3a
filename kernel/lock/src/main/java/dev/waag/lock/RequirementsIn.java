package dev.waag.lock;

import dev.waag.lock.RequirementTexts.Asked;
import dev.waag.python.ProjectName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads requirements files as manifests: {@code requirements.in}, and those that other manifests name. */
final class RequirementsIn {
    private RequirementsIn() {}

    static Manifest read(String file, byte[] content, LockContext context) throws LockException {
        ManifestDraft manifest = new ManifestDraft(ManifestKind.REQUIREMENTS_IN, file);
        addAll(manifest, file, content, context, Direct.Scope.MAIN, "");
        return manifest.finish();
    }

    /** Adds what the file asks for; its constraints ask for nothing. */
    static void addAll(
            ManifestDraft manifest, String file, byte[] content, LockContext context, Direct.Scope scope, String group)
            throws LockException {
        LockDraft draft = new LockDraft(LockKind.REQUIREMENTS, file);
        for (RequirementLine line : RequirementsFiles.read(content, context, draft)) {
            if (!line.constraint()) {
                add(manifest, line, scope, group);
            }
        }
        manifest.indexes.putAll(draft.indexes);
        manifest.notes.addAll(draft.notes);
    }

    /** Adds one line of a requirements file that stands in another file. */
    static void addLine(ManifestDraft manifest, Node text, LockContext context, Direct.Scope scope, String group)
            throws LockException {
        LockDraft draft = new LockDraft(LockKind.REQUIREMENTS, text.file());
        byte[] content = text.text().getBytes(StandardCharsets.UTF_8);
        for (RequirementLine line : RequirementsFiles.read(content, context, draft)) {
            add(
                    manifest,
                    new RequirementLine(
                            text.place(),
                            line.raw(),
                            line.text(),
                            line.editable(),
                            line.constraint(),
                            line.options(),
                            line.comments()),
                    scope,
                    group);
        }
    }

    private static void add(ManifestDraft manifest, RequirementLine line, Direct.Scope scope, String group)
            throws LockException {
        Asked asked = RequirementTexts.parse(line);
        if (asked.name().isEmpty()) {
            manifest.unnamed.add(new Unnamed(line.raw(), asked.source(), line.place()));
        } else if (asked.requirement().isPresent()) {
            manifest.requirements.add(Direct.of(asked.requirement().get(), scope, group, line.place())
                    .from(asked.source()));
        } else {
            Optional<ProjectName> name = asked.name();
            Node at = new Node(line.place().file(), line.text(), line.place().line(), 1);
            Direct direct = Direct.of(
                    ManifestDraft.compose(at, name.get(), asked.extras(), "", "", asked.marker()),
                    scope,
                    group,
                    line.place());
            manifest.requirements.add(direct.from(asked.source()));
        }
    }
}
