package dev.waag.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the grammar of dependency specifiers (PEP 508, "Grammar") as Python's tools do: they let commas trail, and take any text as a URL. */
final class RequirementParser {
    private final Cursor in;

    RequirementParser(String text) {
        in = new Cursor(text);
    }

    Requirement requirement() throws RequirementException {
        in.skipBlanks();
        int nameStart = in.at();
        String spelling = in.name();
        if (spelling.isEmpty()) {
            throw in.expected("the name of a project");
        }
        Optional<ProjectName> name = ProjectName.parse(spelling);
        if (name.isEmpty()) {
            throw in.error("not the name of a project", nameStart);
        }
        in.skipBlanks();
        List<String> extras = extras();
        in.skipBlanks();
        Specifiers specifiers = Specifiers.ANY;
        Optional<String> url = Optional.empty();
        boolean markerMayFollow = true;
        if (in.accept('@')) {
            in.skipBlanks();
            url = Optional.of(url());
            markerMayFollow = in.skipBlanks();
        } else {
            specifiers = specifiers();
            in.skipBlanks();
        }
        Optional<Marker> marker = marker(markerMayFollow);
        if (!in.atEnd()) {
            throw in.expected(
                    url.isPresent() || specifiers.isEmpty()
                            ? "a semicolon and a marker, or the end"
                            : "a comma and another version specifier, a semicolon and a marker, or the end");
        }
        return new Requirement(name.get(), spelling, extras, specifiers, url, marker);
    }

    private Optional<Marker> marker(boolean mayFollow) throws RequirementException {
        return mayFollow && in.accept(';') ? Optional.of(new MarkerParser(in).marker()) : Optional.empty();
    }

    private List<String> extras() throws RequirementException {
        List<String> extras = new ArrayList<>();
        if (!in.accept('[')) {
            return extras;
        }
        in.skipBlanks();
        String extra = in.name();
        while (!extra.isEmpty()) {
            extras.add(extra);
            in.skipBlanks();
            if (!in.accept(',')) {
                break;
            }
            in.skipBlanks();
            extra = in.name();
            if (extra.isEmpty()) {
                throw in.expected("the name of an extra after the comma");
            }
        }
        in.skipBlanks();
        if (!in.accept(']')) {
            throw in.expected("a comma or ] among the extras");
        }
        return extras;
    }

    private String url() throws RequirementException {
        int start = in.at();
        while (!in.atEnd() && in.peek() != ' ' && in.peek() != '\t') {
            in.moveTo(in.at() + 1);
        }
        if (in.at() == start) {
            throw in.expected("a URL after @");
        }
        return in.text().substring(start, in.at());
    }

    private Specifiers specifiers() throws RequirementException {
        boolean enclosed = in.accept('(');
        in.skipBlanks();
        List<Specifier> members = new ArrayList<>();
        while (!Specifier.operatorAt(in.text(), in.at()).isEmpty()) {
            specifier(members);
            in.skipBlanks();
            if (!in.accept(',')) {
                break;
            }
            in.skipBlanks();
        }
        in.skipBlanks();
        if (enclosed && !in.accept(')')) {
            throw in.expected("a comma or ) among the version specifiers");
        }
        return Specifiers.of(members);
    }

    private void specifier(List<Specifier> members) throws RequirementException {
        String text = in.text();
        int start = in.at();
        String operator = Specifier.operatorAt(text, start);
        // as Python's tools have it, what follows === may hold commas here, and white space after an operator may be of
        // any kind
        boolean commasToo = operator.equals(Specifier.ARBITRARY);
        int end = PythonSpaces.skip(text, start + operator.length());
        while (end < text.length() && !endsSpecifier(text.charAt(end), commasToo)) {
            end++;
        }
        in.moveTo(end);
        Specifiers.read(text.substring(start, end), start + 1, members);
    }

    private static boolean endsSpecifier(char c, boolean commasToo) {
        return PythonSpaces.isSpace(c) || c == ';' || c == ')' || c == ',' && !commasToo;
    }
}
