package dev.waag.policy;

import java.util.List;

/**
 * One setting of a default rule.
 *
 * @param key its name in the file
 * @param type what it accepts
 * @param initial its value where the file says nothing, in canonical form
 */
record Setting(String key, SettingType type, Object initial) {
    /** Projects that a rule passes over. A rule's {@code when} sees it as the boolean {@code excepted}. */
    static final Setting EXCEPT = new Setting("except", SettingType.PATTERNS, List.of());

    /** Projects that a rule is about, and no others. A rule's {@code when} sees it as the boolean {@code required}. */
    static final Setting REQUIRE = new Setting("require", SettingType.PATTERNS, List.of());
}
