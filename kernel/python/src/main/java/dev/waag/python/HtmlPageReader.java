package dev.waag.python;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jsoup.nodes.Attributes;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Reads a project page in HTML. A link counts as a file where its text is the file's name or its name ends as a distribution's does. */
final class HtmlPageReader {
    private static final String TITLE = "Links for ";

    /** Of elements inside elements. */
    private static final int MAX_DEPTH = 64;

    private final URI pageUrl;
    private final FileCollector files;

    HtmlPageReader(URI base, PageLimits limits) {
        pageUrl = base;
        files = new FileCollector(base, limits);
    }

    SimplePage read(InputStream in) throws PageFormatException {
        Document page = parser().parseInput(new InputStreamReader(in, StandardCharsets.UTF_8), "");
        String state = "";
        String reason = "";
        for (Element meta : page.getElementsByTag("meta")) {
            String content = meta.attr("content");
            switch (meta.attr("name")) {
                case "pypi:repository-version" -> ApiVersion.check(content.strip());
                case "pypi:project-status" -> state = content;
                case "pypi:project-status-reason" -> reason = content;
                default -> {}
            }
        }
        rebase(page);
        for (Element anchor : page.getElementsByTag("a")) {
            if (anchor.hasAttr("href")) {
                files.count();
                file(anchor);
            }
        }
        return new SimplePage(name(page), ProjectStatus.read(state, reason), files.files());
    }

    /** A page of an index is flat; what each element costs on a hostile page grows with the depth that is allowed. */
    static Parser parser() {
        return Parser.htmlParser().setMaxDepth(MAX_DEPTH);
    }

    /** The first base element with an address counts (HTML, "The base element"); one that is no web address does not. */
    private void rebase(Document page) {
        for (Element base : page.getElementsByTag("base")) {
            if (base.hasAttr("href")) {
                Links.resolve(pageUrl, base.attr("href").strip())
                        .map(URI::create)
                        .ifPresent(files::rebase);
                return;
            }
        }
    }

    private void file(Element anchor) throws PageFormatException {
        Attributes attributes = anchor.attributes();
        String reference = attributes.get("href").strip();
        if (reference.length() > files.limits().urlLength()) {
            return;
        }
        String url = Links.resolve(files.base(), reference).orElse("");
        FileDraft draft = new FileDraft();
        draft.filename = Links.lastSegment(url);
        if (draft.filename.isEmpty()
                || !FileNames.isDistribution(draft.filename)
                        && !anchor.text().strip().equals(draft.filename)) {
            return;
        }
        hashes(Links.fragment(url), draft.hashes);
        draft.requiresPython = attributes.get("data-requires-python");
        draft.uploadTime = UploadTimes.parse(attributes.get("data-upload-time").strip());
        draft.yanked = attribute(attributes, "data-yanked");
        draft.coreMetadata = attribute(attributes, "data-core-metadata").map(HtmlPageReader::metadata);
        draft.distInfoMetadata =
                attribute(attributes, "data-dist-info-metadata").map(HtmlPageReader::metadata);
        draft.provenance = attributes.get("data-provenance").strip();
        files.add(draft, Links.withoutFragment(url));
    }

    private static Optional<String> attribute(Attributes attributes, String key) {
        return attributes.hasKey(key) ? Optional.of(attributes.get(key)) : Optional.empty();
    }

    /** PEP 658: {@code true} or {@code name=digest}. */
    private static FileDraft.MetadataClaim metadata(String value) {
        if (value.equals("true")) {
            return FileDraft.MetadataClaim.UNHASHED;
        }
        if (value.indexOf('=') <= 0) {
            return FileDraft.MetadataClaim.NONE;
        }
        Hashes hashes = new Hashes();
        hashes(value, hashes);
        return FileDraft.MetadataClaim.of(hashes);
    }

    /** {@code name=digest}, and more of them behind {@code &}, as some indexes write. */
    private static void hashes(String text, Hashes into) {
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                into.add(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
    }

    /** The standard gives an HTML page no name; the title that indexes customarily use does. */
    private static String name(Document page) {
        String title = page.title().strip();
        return title.startsWith(TITLE)
                ? ProjectName.parse(title.substring(TITLE.length()))
                        .map(n -> title.substring(TITLE.length()))
                        .orElse("")
                : "";
    }
}
