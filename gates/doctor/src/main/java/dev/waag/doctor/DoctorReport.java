package dev.waag.doctor;

import java.util.List;

/**
 * What {@link Doctor} found.
 *
 * @param findings by place, line and setting
 * @param read the files and environment variables that were looked at
 * @param unreadable what could not be looked at, each as {@code place:line: reason} (or {@code place: reason})
 * @param notes what could be seen but not judged, such as an index URL when no gate is known
 */
public record DoctorReport(
        List<DoctorFinding> findings, List<String> read, List<String> unreadable, List<String> notes) {
    public DoctorReport {
        findings = List.copyOf(findings);
        read = List.copyOf(read);
        unreadable = List.copyOf(unreadable);
        notes = List.copyOf(notes);
    }
}
