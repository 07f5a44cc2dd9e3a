package dev.waag.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks through the words of one line of commands. */
final class Command {
    private static final Pattern VARIABLE = Pattern.compile(
            "(?:--env=|-e)?((?:PIP|UV|PDM|PIPENV|POETRY)_[A-Za-z0-9_]+)(?:([:?+]?=|:)(.*))?", Pattern.DOTALL);
    private static final Pattern TOOL = Pattern.compile(
            "(?:.*/)?(pip(?:3(?:\\.\\d+)?)?|pipx|pip-compile|pip-sync|uv|uvx|poetry|pdm|pipenv|easy_install)(?:\\.exe)?");
    private static final Pattern PYTHON_INSTALL = Pattern.compile("[a-z_]\\w*\\.install");
    private static final Pattern PYTHON_RUN = Pattern.compile("[a-z_]\\w*\\.run\\w*");
    private static final Pattern CONFIG = Pattern.compile(
            "(?:global|install|download|wheel)\\.(index-url|extra-index-url|find-links|trusted-host|no-build-isolation)");
    private static final Pattern WRITTEN =
            Pattern.compile("(index-url|extra-index-url|find-links|trusted-host|no-build-isolation)(?:=(.*))?");
    private static final Pattern ARCHIVE =
            Pattern.compile("(?i)[^?#]*\\.(whl|zip|tar\\.gz|tgz|tar\\.bz2|tar\\.xz)([?#].*)?");
    private static final Set<String> FETCHING =
            Set.of("install", "download", "wheel", "add", "sync", "compile", "run", "inject");
    private static final Set<String> FLAGS = Set.of("no-build-isolation");
    private static final Set<String> VALUED = Set.of(
            "index-url",
            "pypi-url",
            "extra-index-url",
            "find-links",
            "trusted-host",
            "index",
            "default-index",
            "index-strategy",
            "allow-insecure-host",
            "no-build-isolation-package",
            "torch-backend",
            "pypi-mirror");
    private static final Map<String, String> SHORT = Map.of("-i", "index-url", "-f", "find-links");

    private final Source source;
    private final Judge judge;
    private final List<Words.Word> words;
    private final boolean anywhere;
    private int next;
    private Optional<Client> tool = Optional.empty();
    private boolean fetches;

    /** @param anywhere whether long options count before a client was named */
    Command(Source source, Judge judge, List<Words.Word> words, boolean anywhere) {
        this.source = source;
        this.judge = judge;
        this.words = words;
        this.anywhere = anywhere;
    }

    /** Judges the next word and what belongs to it; false at the end. */
    boolean step() {
        if (next >= words.size()) {
            return false;
        }
        Words.Word word = words.get(next++);
        if (word.isEnd()) {
            tool = Optional.empty();
            fetches = false;
        } else if (!variable(word) && !tool(word) && !option(word) && !setting(word)) {
            address(word);
        }
        return true;
    }

    private boolean variable(Words.Word word) {
        Matcher m = VARIABLE.matcher(word.text());
        if (!m.matches() || !Names.isJudged(m.group(1))) {
            return false;
        }
        boolean assigned = m.group(2) != null || declared() || operator();
        String value = Optional.ofNullable(m.group(3)).orElse("");
        if (assigned) {
            Where where = source.at(word.line(), m.group(1), Source.Style.VARIABLE);
            if (value.isEmpty()) {
                value = value(word.line()).map(Words.Word::text).orElse("");
            }
            Names.judge(m.group(1), value, where, judge);
            while (next < words.size()
                    && words.get(next).line() == word.line()
                    && isUrl(words.get(next).text())) {
                Names.judge(m.group(1), words.get(next++).text(), where, judge);
            }
        }
        return true;
    }

    /** Docker's {@code ENV NAME value}, csh's {@code setenv}. */
    private boolean declared() {
        return next >= 2
                && Set.of("ENV", "ARG", "setenv").contains(words.get(next - 2).text());
    }

    /** An assignment operator as a word of its own, which is passed over. */
    private boolean operator() {
        boolean is = next < words.size()
                && Set.of("=", ":=", "?=", ":", "+=").contains(words.get(next).text());
        next += is ? 1 : 0;
        return is;
    }

    private boolean tool(Words.Word word) {
        if (PYTHON_RUN.matcher(word.text()).matches() && anywhere) {
            tool = Optional.empty();
            fetches = false;
            return true;
        }
        if (PYTHON_INSTALL.matcher(word.text()).matches() && anywhere) {
            tool = Optional.of(Client.PIP);
            fetches = true;
            return true;
        }
        Matcher m = TOOL.matcher(word.text());
        if (!m.matches()) {
            fetches |= tool.isPresent() && FETCHING.contains(word.text());
            return false;
        }
        Client named = switch (m.group(1)) {
            case "uv", "uvx" -> Client.UV;
            case "poetry" -> Client.POETRY;
            case "pdm" -> Client.PDM;
            case "pipenv" -> Client.PIPENV;
            case "easy_install" -> Client.SETUPTOOLS;
            default -> Client.PIP;
        };
        // `uv pip install` is uv's command.
        tool = tool.filter(t -> t == Client.UV && named == Client.PIP).or(() -> Optional.of(named));
        return true;
    }

    private boolean option(Words.Word word) {
        String text = word.text();
        String name = text.startsWith("--") ? text.substring(2).replaceFirst("(?s)=.*", "") : "";
        String attached = text.startsWith("--") && text.contains("=") ? text.substring(text.indexOf('=') + 1) : "";
        if (name.isEmpty() && fetches && text.length() >= 2 && SHORT.containsKey(text.substring(0, 2))) {
            name = SHORT.getOrDefault(text.substring(0, 2), "");
            attached = text.substring(2);
        }
        // A continued command, as in YAML's folded text, starts a line with its option.
        boolean known = tool.isPresent() || anywhere || next == 1;
        if (!known || !(VALUED.contains(name) || FLAGS.contains(name))) {
            return false;
        }
        Where where =
                source.at(word.line(), text.startsWith("--") ? "--" + name : text.substring(0, 2), Source.Style.OPTION);
        if (FLAGS.contains(name)) {
            judge.option(client(), name, "true", where);
            return true;
        }
        String value =
                attached.isEmpty() ? value(word.line()).map(Words.Word::text).orElse("") : attached;
        if (!name.equals("index") || client() == Client.UV || isUrl(value)) {
            judge.option(client(), name, value, where);
        }
        return true;
    }

    /** {@code pip config set global.index-url URL}, and lines of a pip.conf that a script writes. */
    private boolean setting(Words.Word word) {
        Matcher config = CONFIG.matcher(word.text());
        Where where = source.at(word.line(), word.text().replaceFirst("(?s)=.*", ""), Source.Style.OPTION);
        if (config.matches() && tool.isPresent()) {
            value(word.line()).ifPresent(v -> judge.option(Client.PIP, config.group(1), v.text(), where));
            return true;
        }
        Matcher written = WRITTEN.matcher(word.text());
        if (!written.matches()) {
            return clientConfig(word, where);
        }
        String attached = Optional.ofNullable(written.group(2)).orElse("");
        if (!attached.isEmpty() || operator()) {
            String value = attached.isEmpty()
                    ? value(word.line()).map(Words.Word::text).orElse("")
                    : attached;
            judge.option(
                    Client.PIP, written.group(1), value, source.at(word.line(), written.group(1), Source.Style.INI));
            return true;
        }
        return false;
    }

    /** {@code poetry source add NAME URL}, {@code poetry config repositories.NAME URL}, {@code pdm config pypi.url URL}. */
    private boolean clientConfig(Words.Word word, Where where) {
        if (client() == Client.POETRY && word.text().startsWith("repositories.")) {
            value(word.line()).ifPresent(v -> PoetryConfig.repository(v.text(), where, judge));
            return true;
        }
        if (client() == Client.PDM && word.text().equals("pypi.url")) {
            value(word.line()).ifPresent(v -> judge.option(Client.PDM, "pypi.url", v.text(), where));
            return true;
        }
        if (client() == Client.POETRY
                && isUrl(word.text())
                && next >= 4
                && words.get(next - 3).text().equals("add")
                && words.get(next - 4).text().equals("source")) {
            judge.index(
                    Client.POETRY,
                    "source",
                    word.text(),
                    source.at(word.line(), "poetry source add", Source.Style.OPTION),
                    false);
            return true;
        }
        return false;
    }

    /** A distribution or repository that is installed from its address. */
    private void address(Words.Word word) {
        String text = word.text();
        boolean named = next >= 3 && words.get(next - 2).text().equals("@");
        boolean joined =
                text.indexOf('@') > 0 && !text.substring(0, text.indexOf('@')).contains(":");
        if (!fetches || tool.isEmpty()) {
            return;
        }
        if (named && DirectUrl.isRemote(text)) {
            judge.directUrl(
                    client(),
                    words.get(next - 3).text(),
                    text,
                    source.at(word.line(), "requirement", Source.Style.OPTION));
        } else if (text.matches("(?i)(git|hg|svn|bzr)\\+.*")
                || joined
                || (isUrl(text) && ARCHIVE.matcher(text).matches())) {
            judge.requirement(client(), text, source.at(word.line(), "requirement", Source.Style.OPTION));
        }
    }

    /** The next word, where it can be an option's value. */
    private Optional<Words.Word> value(int line) {
        if (next >= words.size()) {
            return Optional.empty();
        }
        Words.Word word = words.get(next);
        boolean near = anywhere || word.line() - line <= 1;
        if (word.isEnd() || word.text().startsWith("-") || !near) {
            return Optional.empty();
        }
        next++;
        return Optional.of(word);
    }

    private Client client() {
        return tool.orElse(Client.PIP);
    }

    private static boolean isUrl(String text) {
        return text.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.*") || text.matches("(?s)\\$\\{?\\w+}?/.+");
    }
}
