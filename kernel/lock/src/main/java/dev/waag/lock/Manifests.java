package dev.waag.lock;

/** Reads manifests of every kind. */
public final class Manifests {
    private Manifests() {}

    /**
     * Reads a manifest.
     *
     * @param file its name as places and errors shall show it; files that it refers to are seen from its folder
     */
    public static Manifest read(ManifestKind kind, String file, byte[] content, LockContext context)
            throws LockException {
        context.limits().checkSize(file, content.length);
        if (kind == ManifestKind.REQUIREMENTS_IN) {
            return RequirementsIn.read(file, content, context);
        }
        String text = Encodings.utf8(file, content);
        return switch (kind) {
            case PYPROJECT -> PyprojectManifest.read(file, TomlReader.read(file, text, context.limits()), context);
            case PIPFILE -> PipfileManifest.read(file, TomlReader.read(file, text, context.limits()));
            case SETUP_CFG -> SetupCfg.read(file, text, context);
            case REQUIREMENTS_IN -> throw new AssertionError("read above");
        };
    }
}
