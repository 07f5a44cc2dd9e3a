/**
 * Rules over facts give decisions. No I/O.
 *
 * <p>A {@link dev.waag.policy.Policy} is the default pack, what a policy file sets and adds, and waivers. The file is TOML 1.0:
 *
 * <pre>{@code
 * extends = "default"                 # or "none": then only the default rules that the file names are in
 *
 * [rules.cooldown]                    # a default rule: its action and its own settings
 * action = "deny"                     # deny, hold, warn, off
 * hours = 168
 * except = ["acme-*"]
 *
 * [[rule]]                            # a rule of one's own
 * id = "no-giants"
 * when = "size > 500 * 1000 * 1000 && age_hours < 720"
 * action = "hold"
 * message = "{filename} is larger than 500 MB"
 * help = "Ask the platform team."     # optional, as is severity (critical, high, medium, low, info)
 *
 * [[waiver]]                          # an exception with an owner and an end
 * rule = "no-giants"
 * project = "torch"                   # or sha256, or advisory; version narrows a project
 * owner = "ml-team"
 * reason = "the only build for our GPUs"
 * expires = 2027-01-31                # through the end of that day, UTC
 * }</pre>
 *
 * <p>{@code when} is CEL and must be a boolean; the rule fires when it is true. It sees
 *
 * <ul>
 *   <li>strings: {@code project}, {@code version}, {@code filename}, {@code kind} (wheel, sdist, other), {@code yanked_reason},
 *       {@code status} (active, deprecated, archived, quarantined), {@code status_reason}, {@code requires_python}, {@code provenance},
 *       {@code lookalike}, {@code lookalike_how}, {@code upstream_change}; empty for none
 *   <li>{@code size} (int), {@code age_hours} (double), {@code upload_time} (timestamp), {@code licence} (string, an SPDX expression); these may be
 *       unknown
 *   <li>{@code yanked}, {@code claimed}, {@code hosted} (bool), {@code hashes} (map of hex digests by algorithm), {@code only_fix_for} (list of advisories' ids)
 *   <li>{@code advisories}: a list of maps with {@code id}, {@code aliases}, {@code severity}, {@code malicious}, {@code known_exploited},
 *       {@code fixed_in}, {@code summary}
 *   <li>of a file that was inspected ({@code inspected}, bool): {@code install_score} (double), and lists of strings, {@code archive_faults},
 *       {@code install_signs}, {@code capabilities}, {@code startup_files}, {@code native_files}, {@code delta}; before, 0 and empty
 * </ul>
 *
 * <p>Whole numbers and fractions compare. A fact that is unknown does not matter where {@code &&}, {@code ||} or {@code ?:} settle the result
 * without it; where the result depends on it, the rule holds the file (or warns, if that is its action) and says which fact is unknown. So
 * does a rule that fails on a file, such as one that asks {@code hashes} for a key that is not there.
 *
 * <p>Rules of the default pack are expressions over a file's facts too, or judge {@link dev.waag.policy.Sighting sightings}: what is seen in a
 * lock, a manifest or the advisories, without CEL. Both go through the same actions and waivers.
 *
 * <p>A message may name facts in braces; a doubled brace stands for one. Anything that the file has and this does not know is refused,
 * all mistakes at once, each as {@code FILE:LINE:COLUMN: message}.
 */
@NullMarked
package dev.waag.policy;

import org.jspecify.annotations.NullMarked;
