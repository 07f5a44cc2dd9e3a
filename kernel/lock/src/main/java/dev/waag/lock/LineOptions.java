package dev.waag.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of one line of a requirements file, told apart as pip's option parser does: long ones may be shortened, values follow after {@code =} or as the next word. */
final class LineOptions {
    /** What pip takes in a requirements file, with those of earlier and other tools that change nothing here. */
    enum Option {
        INDEX_URL(true, "--index-url", "--pypi-url", "-i"),
        EXTRA_INDEX_URL(true, "--extra-index-url"),
        NO_INDEX(false, "--no-index"),
        CONSTRAINT(true, "--constraint", "-c"),
        REQUIREMENT(true, "--requirement", "-r"),
        EDITABLE(true, "--editable", "-e"),
        FIND_LINKS(true, "--find-links", "-f"),
        NO_BINARY(true, "--no-binary"),
        ONLY_BINARY(true, "--only-binary"),
        PREFER_BINARY(false, "--prefer-binary"),
        REQUIRE_HASHES(false, "--require-hashes"),
        NO_REQUIRE_HASHES(false, "--no-require-hashes"),
        PRE(false, "--pre"),
        ALL_RELEASES(true, "--all-releases"),
        ONLY_FINAL(true, "--only-final"),
        TRUSTED_HOST(true, "--trusted-host"),
        USE_FEATURE(true, "--use-feature"),
        HASH(true, "--hash"),
        CONFIG_SETTINGS(true, "--config-settings", "--config-setting", "-C"),
        GLOBAL_OPTION(true, "--global-option"),
        INSTALL_OPTION(true, "--install-option");

        private final boolean hasValue;
        private final String title;
        private final String alias;
        private final String letter;

        Option(boolean hasValue, String title) {
            this(hasValue, title, title, "");
        }

        Option(boolean hasValue, String title, String letter) {
            this(hasValue, title, title, letter);
        }

        Option(boolean hasValue, String title, String alias, String letter) {
            this.hasValue = hasValue;
            this.title = title;
            this.alias = alias;
            this.letter = letter;
        }

        /** The name that its users know it by. */
        String title() {
            return title;
        }

        private boolean isNamed(String name) {
            return title.equals(name) || alias.equals(name) || letter.equals(name);
        }

        private boolean beginsWith(String name) {
            // Options that present versions do not have make no shortened name ambiguous.
            boolean isPresent = this != GLOBAL_OPTION && this != INSTALL_OPTION;
            return isPresent && (title.startsWith(name) || alias.startsWith(name));
        }
    }

    /** @param value {@code ""} for an option without one */
    record Given(Option option, String value) {}

    private static final Option[] OPTIONS = Option.values();

    private final List<Given> given = new ArrayList<>(2);
    private final List<String> ignored = new ArrayList<>(0);

    private LineOptions() {}

    /** The options in a line's words; the message of what is wrong with them comes without its place. */
    static LineOptions parse(List<String> words) throws BadOption {
        LineOptions options = new LineOptions();
        int i = 0;
        while (i < words.size()) {
            String word = words.get(i++);
            if (word.equals("--")) {
                options.ignored.addAll(words.subList(i, words.size()));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                options.ignored.add(word);
                continue;
            }
            boolean isLong = word.startsWith("--");
            int equals = isLong ? word.indexOf('=') : -1;
            String name = isLong ? equals < 0 ? word : word.substring(0, equals) : word.substring(0, 2);
            Option option = isLong
                    ? longOption(name)
                    : exactly(name).orElseThrow(() -> new BadOption("no such option: " + LockException.quote(name)));
            String attached = isLong ? equals < 0 ? "" : word.substring(equals + 1) : word.substring(2);
            boolean isAttached = isLong ? equals >= 0 : !attached.isEmpty();
            if (option.hasValue && !isAttached) {
                if (i == words.size()) {
                    throw new BadOption(option.title() + " needs a value");
                }
                attached = words.get(i++);
            } else if (!option.hasValue && isAttached) {
                throw new BadOption(option.title() + " takes no value");
            }
            if (option == Option.CONFIG_SETTINGS && attached.indexOf('=') < 0) {
                throw new BadOption(option.title() + " needs a value as KEY=VALUE");
            }
            if (option == Option.HASH && !isStrong(attached)) {
                throw new BadOption("--hash needs sha256, sha384 or sha512, a colon and hexadecimal digits, found "
                        + LockException.quote(attached));
            }
            options.given.add(new Given(option, attached));
        }
        return options;
    }

    private static boolean isStrong(String hash) {
        return hash.startsWith("sha256:") || hash.startsWith("sha384:") || hash.startsWith("sha512:");
    }

    List<Given> given() {
        return given;
    }

    /** Words that are no options: pip passes them over, so what they were meant to say does not count. */
    List<String> ignored() {
        return ignored;
    }

    /** The first value given for it. */
    Optional<String> first(Option option) {
        for (Given g : given) {
            if (g.option() == option) {
                return Optional.of(g.value());
            }
        }
        return Optional.empty();
    }

    private static Option longOption(String name) throws BadOption {
        Optional<Option> exact = exactly(name);
        if (exact.isPresent()) {
            return exact.get();
        }
        Option found = null;
        for (Option option : OPTIONS) {
            if (option.beginsWith(name)) {
                if (found != null && found != option) {
                    throw new BadOption("the option " + LockException.quote(name) + " may be " + found.title() + " or "
                            + option.title());
                }
                found = option;
            }
        }
        if (found == null) {
            throw new BadOption("no such option: " + LockException.quote(name));
        }
        return found;
    }

    private static Optional<Option> exactly(String name) {
        for (Option option : OPTIONS) {
            if (option.isNamed(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** An option that pip would refuse. */
    static final class BadOption extends Exception {
        private static final long serialVersionUID = 1;

        BadOption(String message) {
            super(message);
        }
    }
}
