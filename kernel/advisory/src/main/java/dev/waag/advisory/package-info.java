/**
 * Advisories in the OSV format: read, matched against versions, merged by their aliases, scored, and kept as an index that is mapped on start.
 *
 * <ul>
 *   <li><b>Affected</b>: by the schema's evaluation algorithm, versions in the order of PEP 440; ranges of type ECOSYSTEM and SEMVER alike, those
 *       of Git commits never. {@code introduced: "0"} comes before every version. An event at what is no version is passed over. What is no
 *       version is affected where a record lists it letter for letter.
 *   <li><b>Merged</b>: records that affect a version and share an id, directly or through others of them, are one vulnerability. A withdrawn
 *       record affects nothing. One that says otherwise and shares an id is kept beside it, with its age, never left out.
 *   <li><b>Rated</b>: by the worst of the vectors in any of the merged records, scored as the specification of its version of CVSS has it; where
 *       a record has none that can be scored, by its source's own word.
 *   <li><b>Malware</b>: an id or alias begins with {@code MAL-}.
 * </ul>
 *
 * <pre>{@code
 * AdvisoryIndexWriter writer = new AdvisoryIndexWriter();
 * int source = writer.source("all.zip");
 * OsvReader.read(json).ifPresent(record -> writer.add(source, record, json));
 * writer.writeTo(out);
 *
 * AdvisoryIndex index = AdvisoryIndex.open(mapped);
 * List<Vulnerability> found = index.affecting(new ProjectName("requests"), "2.31.0");
 * }</pre>
 */
@NullMarked
package dev.waag.advisory;

import org.jspecify.annotations.NullMarked;
