package dev.waag.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which names could be mistaken for a better known one, or are known to be malicious: the fact behind the rule
 * {@code lookalike}.
 *
 * <p>The rule holds what it fires on, so precision comes first: of the kinds of resemblance that squatters use only those are looked
 * for that legitimate projects hardly ever show. docs/rules/lookalike-data.md names the lists, when they were made, how to renew them,
 * and what was measured for each kind, those that were dropped included.
 *
 * <p>A look-up takes about twenty microseconds, the lists less than four megabytes. Safe for any number of threads.
 */
public final class Lookalikes {
    /** A name that differs from a popular one in its separators alone counts up to this rank, from this many letters. */
    static final int SEPARATORS_RANK = 200;

    static final int SEPARATORS_LETTERS = 8;

    private final NameTable known;
    private final NearNames near;
    private final NameTable malicious;
    private final NumberedNames numbered;
    private final NameSeries series;
    private final Map<String, String> wrong;
    private final Set<String> spared;
    private final LongTable joined = new LongTable(SEPARATORS_RANK);

    Lookalikes(NameData data) {
        this(data, NearNames.ENOUGH);
    }

    /** @param enough at how many points an edit fires, to be measured with */
    Lookalikes(NameData data, int enough) {
        known = data.known();
        near = new NearNames(known, data.ranked(), counts(data.imitated()), enough);
        malicious = data.malicious();
        numbered = new NumberedNames(malicious, known);
        series = new NameSeries(data.series());
        wrong = data.wrong();
        spared = data.spared();
        for (int i = 0; i < Math.min(SEPARATORS_RANK, data.ranked()); i++) {
            String letters = joined(known.name(i));
            if (letters.length() >= SEPARATORS_LETTERS) {
                joined.putIfAbsent(NameHash.of(letters), i);
            }
        }
    }

    private byte[] counts(Map<String, Integer> imitated) {
        byte[] counts = new byte[known.size()];
        for (Map.Entry<String, Integer> entry : imitated.entrySet()) {
            counts[known.find(NameHash.of(entry.getKey()))] = (byte) Math.min(Byte.MAX_VALUE, entry.getValue());
        }
        return counts;
    }

    /** Those of the lists that this version of Waag ships; read when first asked for. */
    public static Lookalikes shipped() {
        return Shipped.LOOKALIKES;
    }

    /** The holder idiom: the lists are read when somebody asks, once. */
    private static final class Shipped {
        private static final Lookalikes LOOKALIKES = new Lookalikes(NameData.shipped());
    }

    /**
     * What this name could be mistaken for. A name that is itself on the shipped list of the most downloaded is never mistaken,
     * whatever {@code popular} says.
     *
     * @param normalizedName a project's name as PEP 503 normalizes it; any other text is looked up as it is
     * @param popular how many of the most downloaded names count as known: 15,000 by default and at most
     * @return the known name ("" where the name itself is known to be malicious) and what was seen, in plain words
     */
    public Optional<Lookalike> find(String normalizedName, int popular) {
        String name = normalizedName;
        if (known.contains(name)) {
            return Optional.empty();
        }
        if (malicious.contains(name)) {
            return Optional.of(new Lookalike("", "on the list of known malicious names"));
        }
        if (spared.contains(name)) {
            return Optional.empty();
        }
        Optional<Lookalike> found = wrongName(name, popular);
        if (found.isEmpty()) {
            found = near.find(name, popular);
        }
        if (found.isEmpty()) {
            found = otherSeparators(name, popular);
        }
        return found.isPresent() ? found : likeMalicious(name);
    }

    private Optional<Lookalike> wrongName(String name, int popular) {
        String project = wrong.get(name);
        int index = project == null ? LongTable.ABSENT : known.find(NameHash.of(project));
        return project == null || index == LongTable.ABSENT || index >= popular
                ? Optional.empty()
                : Optional.of(new Lookalike(project, "a name it is known by, but not the one it is published under"));
    }

    private Optional<Lookalike> otherSeparators(String name, int popular) {
        String letters = joined(name);
        int index = joined.get(NameHash.of(letters));
        if (index == LongTable.ABSENT || index >= popular || !letters.equals(joined(known.name(index)))) {
            return Optional.empty();
        }
        return Optional.of(new Lookalike(known.name(index), "only the separators differ"));
    }

    private Optional<Lookalike> likeMalicious(String name) {
        if (series.has(name)) {
            return Optional.of(new Lookalike("", "put together like a known series of malicious names"));
        }
        return numbered.find(name)
                .map(other ->
                        new Lookalike("", "differs only in its number from " + other + ", a known malicious name"));
    }

    private static String joined(String name) {
        return name.replace("-", "");
    }
}
