package dev.waag.python;

import java.util.Optional;

/**
 * What the file name of a distribution says: a wheel's name (binary distribution format, "File name convention"), a source
 * distribution's (PEP 625 and the older archive formats), or another file's.
 *
 * <p>{@code parse("a_b-1.0-py3-none-any.whl", a-b)} is a {@link WheelName} of version 1.0; {@code parse("a-b-1.0.tar.gz", a-b)} is an
 * {@link SdistName} of version 1.0, while under the project {@code a} it has the version {@code b-1.0}.
 */
public sealed interface DistributionName permits WheelName, SdistName, OtherName {
    /** The name as it was given. */
    String filename();

    /** {@code wheel}, {@code sdist} or {@code other} (eggs, installers, platform archives, and whatever breaks the rules). */
    String kind();

    /** Normalized where it is a version of PEP 440, else the text that stands in the file name; {@code ""} where none can be had. */
    String version();

    /** Whether the file name begins with this project's name. */
    boolean belongsTo(ProjectName project);

    /** Reads any file name; the project tells where a source distribution's name ends and its version begins. */
    static DistributionName parse(String filename, ProjectName project) {
        if (!FileNames.isSafe(filename)) {
            return new OtherName(filename, "");
        }
        Optional<? extends DistributionName> name = filename.endsWith(FileNames.WHEEL)
                ? WheelName.parse(filename).filter(w -> w.belongsTo(project))
                : SdistName.parse(filename, project);
        return name.isPresent() ? name.get() : OtherName.of(filename, project);
    }
}
