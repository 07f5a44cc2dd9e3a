package dev.waag.python;

/** A file that is neither a wheel nor a source distribution: an egg, an installer, a platform archive, or a name that breaks the rules. */
public record OtherName(String filename, String version) implements DistributionName {

    /** With the version where it can be told: the text between the project's name and the next hyphen, extension or platform. */
    static OtherName of(String filename, ProjectName project) {
        int end = FileNames.otherStemEnd(filename);
        int split = end < 0 ? -1 : FileNames.nameEnd(filename.substring(0, end), project);
        if (split < 0) {
            return new OtherName(filename, "");
        }
        String rest = filename.substring(split + 1, end);
        int platform = FileNames.platformStart(rest);
        int hyphen = rest.indexOf('-');
        if (platform >= 0 && (hyphen < 0 || platform < hyphen)) {
            rest = rest.substring(0, platform);
        } else if (hyphen >= 0) {
            rest = rest.substring(0, hyphen);
        }
        return new OtherName(filename, WheelName.version(rest));
    }

    @Override
    public String kind() {
        return "other";
    }

    @Override
    public boolean belongsTo(ProjectName project) {
        return FileNames.nameEnd(filename, project) >= 0;
    }
}
