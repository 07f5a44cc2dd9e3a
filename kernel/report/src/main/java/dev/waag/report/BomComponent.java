package dev.waag.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One release, however many files pin it.
 *
 * @param purl also its reference inside the document
 * @param licence the first one known, or empty
 * @param hashes of all pins
 * @param pins where it is pinned
 */
record BomComponent(
        String purl, String name, String version, String licence, Set<BomHash> hashes, List<PinnedProject> pins) {

    /** By package URL, in the order of the first pin. What only a finding names is a component too. */
    static Map<String, BomComponent> of(CheckReport report) {
        Map<String, List<PinnedProject>> pins = new LinkedHashMap<>();
        for (PinnedProject p : report.projects()) {
            pins.computeIfAbsent(Purl.of(p.name(), p.version()), k -> new ArrayList<>(1))
                    .add(p);
        }
        for (Finding f : report.findings()) {
            if (!f.project().isEmpty() && !f.advisory().isEmpty()) {
                pins.computeIfAbsent(
                        Purl.of(f.project(), f.version()),
                        k -> List.of(
                                new PinnedProject(f.project(), f.version(), f.file(), f.line(), "", List.of(), false)));
            }
        }
        Map<String, BomComponent> all = new LinkedHashMap<>();
        pins.forEach((purl, list) -> all.put(purl, merged(purl, list)));
        return all;
    }

    private static BomComponent merged(String purl, List<PinnedProject> pins) {
        Set<BomHash> hashes = new LinkedHashSet<>();
        String licence = "";
        for (PinnedProject p : pins) {
            p.hashes().forEach(h -> BomHash.of(h).ifPresent(hashes::add));
            licence = licence.isEmpty() ? p.licence() : licence;
        }
        PinnedProject first = pins.getFirst();
        return new BomComponent(purl, first.name(), first.version(), licence, hashes, List.copyOf(pins));
    }

    /** Whether any of the pins is a direct requirement. */
    boolean direct() {
        for (PinnedProject p : pins) {
            if (p.direct()) {
                return true;
            }
        }
        return false;
    }
}
