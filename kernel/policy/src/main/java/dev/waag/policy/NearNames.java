package dev.waag.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the better known name that a name is one edit away from, by points: what the edit says ({@link NameEdit}), how long the known
 * name is, how popular it is, and how often it was imitated before. A name fires at {@value #ENOUGH} points. Short names lie close together
 * by accident, so known names of five or six letters have points of their own.
 *
 * <table>
 * <caption>Points beside those of the edit</caption>
 * <tr><td></td><td>seven letters or more</td><td>five or six</td></tr>
 * <tr><td>letters of the known name</td><td>7: 6, from 10: 8, from 13: 11</td><td>5: 0, 6: 3; shorter ones never fire</td></tr>
 * <tr><td>rank of the known name</td><td>to 10: 0, to 100: -1, to 300: -3, to 10,000: -4, else -7</td><td>to 10: 0, to 30: -1, to 100: -2, to
 *     300: -3, to 1,000: -4, to 3,000: -5, to 10,000: -6, else -7</td></tr>
 * <tr><td>known malicious names one edit from it</td><td>1: 5, from 2: 9, from 4: 15, from 8: 16</td><td>from 2: 3, from 4: 5, from 8: 7</td></tr>
 * <tr><td>the edited word is a word of popular names</td><td>-3</td><td>-3</td></tr>
 * <tr><td>the known word has three letters or fewer</td><td>-2</td><td>-8</td></tr>
 * </table>
 *
 * <p>Those for seven letters or more are a logistic regression over every pair of a malicious or other live name and a known name one edit away,
 * in thirds of a natural logarithm of the odds, rounded (docs/rules/lookalike-data.md).
 *
 * <p>Worked example: {@code reqeusts} against {@code requests} (rank 6, imitated 40 times): swapped 7, length 6, rank 0, imitated 16: 29.
 * {@code dbl-core} against {@code dbt-core}: another letter -5, length 6, rank -3, a popular word -3, a short one -2: -7, which is not enough.
 */
final class NearNames {
    static final int ENOUGH = 5;
    static final int SHORTEST = 5;
    static final int LONG = 7;

    /** Longer than any known name that a finger slips on; a bound on the work that a made-up name can cause. */
    private static final int LONGEST = 80;

    private static final char[] LETTERS = "abcdefghijklmnopqrstuvwxyz".toCharArray();

    /** Other digits in a known name are not taken for letters ({@link NameEdit}), so that need not be looked for. */
    private static final char[] DIGITS_LIKE_LETTERS = {'0', '1', '5'};

    private static final int[] RANKS = {10, 30, 100, 300, 1_000, 3_000, 10_000};

    private final NameTable known;
    private final int ranked;
    private final byte[] imitated;
    private final int enough;

    /**
     * @param known the most downloaded names by rank, then names without a rank
     * @param ranked how many of them have a rank
     * @param imitated for each, how many known malicious names are one edit away (at most 127)
     * @param enough at how many points a name fires
     */
    NearNames(NameTable known, int ranked, byte[] imitated, int enough) {
        this.known = known;
        this.ranked = ranked;
        this.imitated = imitated.clone();
        this.enough = enough;
    }

    /** The known name that this one resembles most; those ranked beyond {@code popular} do not count. */
    Optional<Lookalike> find(String name, int popular) {
        if (name.length() < SHORTEST - 1 || name.length() > LONGEST) {
            return Optional.empty();
        }
        return new Search(name, popular).run();
    }

    /** All known names of five letters or more that may be an edit away, of whatever kind. */
    List<String> around(String name) {
        Search search = new Search(name, ranked);
        search.run();
        return List.copyOf(search.around);
    }

    int points(String name, int index, NameEdit edit) {
        String target = known.name(index);
        int at = NameEdit.at(name, target);
        boolean longer = target.length() >= LONG;
        int points = longer
                ? edit.points() + forLength(target.length()) + forRank(index) + forImitations(imitated[index])
                : edit.shortPoints()
                        + forShortLength(target.length())
                        + forShortRank(index)
                        + forShortImitations(imitated[index]);
        if (known.hasWord(word(name, at))) {
            points -= 3;
        }
        if (word(target, at).length() <= 3) {
            points -= longer ? 2 : 8;
        }
        return points;
    }

    private static int forLength(int letters) {
        return letters < 10 ? 6 : letters < 13 ? 8 : 11;
    }

    private int forRank(int index) {
        if (index >= ranked) {
            return -7;
        }
        return index < 10 ? 0 : index < 100 ? -1 : index < 300 ? -3 : index < 10_000 ? -4 : -7;
    }

    private static int forImitations(int count) {
        return count >= 8 ? 16 : count >= 4 ? 15 : count >= 2 ? 9 : count >= 1 ? 5 : 0;
    }

    private static int forShortLength(int letters) {
        return letters < 6 ? 0 : 3;
    }

    private int forShortRank(int index) {
        int points = 0;
        while (points < RANKS.length && (index >= ranked || index >= RANKS[points])) {
            points++;
        }
        return -points;
    }

    private static int forShortImitations(int count) {
        return count >= 8 ? 7 : count >= 4 ? 5 : count >= 2 ? 3 : 0;
    }

    /** The word, between separators, that position {@code at} lies in. */
    private static String word(String name, int at) {
        int inside = Math.min(at, name.length() - 1);
        int start = inside == 0 ? 0 : name.lastIndexOf('-', inside - 1) + 1;
        int end = name.indexOf('-', inside);
        return name.substring(start, end < 0 ? name.length() : Math.max(start, end));
    }

    /** One look for the names around one name; every hash that is found is checked against the name itself. */
    private final class Search {
        private final String name;
        private final int popular;
        private final NameHash hash;
        private final Set<String> around = new LinkedHashSet<>();
        private int best = enough - 1;
        private Optional<Lookalike> found = Optional.empty();

        private Search(String name, int popular) {
            this.name = name;
            this.popular = popular;
            hash = new NameHash(name);
        }

        private Optional<Lookalike> run() {
            int length = name.length();
            Reach shorter = new Reach(length - 1);
            Reach same = new Reach(length);
            Reach longer = new Reach(length + 1);
            for (int i = 0; i < length; i++) {
                if (shorter.at(i)) {
                    look(hash.without(i));
                }
                if (i + 1 < length) {
                    look(hash.swapped(i));
                }
                if (same.at(i)) {
                    long replaced = hash.replacedByAny(i);
                    for (char letter : LETTERS) {
                        look(replaced + letter * hash.unit(i));
                    }
                    for (char digit : DIGITS_LIKE_LETTERS) {
                        look(replaced + digit * hash.unit(i));
                    }
                }
            }
            for (int i = 0; i <= length; i++) {
                if (longer.at(i)) {
                    long with = hash.withAny(i);
                    for (char letter : LETTERS) {
                        look(with + letter * hash.unit(i));
                    }
                }
            }
            return found;
        }

        /** Where an edit that makes the name this long may lead to a known one, by the half that it leaves as it is. */
        private final class Reach {
            private final int half;
            private final boolean begins;
            private final boolean ends;

            private Reach(int length) {
                half = NameHalves.half(length);
                begins = known.halves().begins(length, hash.first(half));
                ends = known.halves().ends(length, hash.last(length - half));
            }

            private boolean at(int edited) {
                return edited >= half ? begins : ends;
            }
        }

        private void look(long other) {
            int index = known.find(other);
            if (index != LongTable.ABSENT && (index < popular || index >= ranked)) {
                weigh(index);
            }
        }

        private void weigh(int index) {
            String target = known.name(index);
            if (target.length() < SHORTEST || target.equals(name)) {
                return;
            }
            around.add(target);
            NameEdit.between(name, target).ifPresent(edit -> {
                int points = points(name, index, edit);
                if (points > best) {
                    best = points;
                    found = Optional.of(new Lookalike(target, edit.how()));
                }
            });
        }
    }
}
