package dev.waag.python;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the entries of a page one by one: leaves out what cannot be a file, refuses a page that contradicts itself. */
final class FileCollector {
    private final PageLimits limits;
    private final Map<String, SimpleFile> files = new LinkedHashMap<>();
    private URI base;
    private int entries;

    FileCollector(URI base, PageLimits limits) {
        this.base = base;
        this.limits = limits;
    }

    URI base() {
        return base;
    }

    PageLimits limits() {
        return limits;
    }

    void rebase(URI newBase) {
        base = newBase;
    }

    /** Counts an entry before it is read, so that a page of nothing but rubbish ends too. */
    void count() throws PageFormatException {
        if (++entries > limits.files()) {
            throw new PageFormatException("the page has more than " + limits.files() + " files");
        }
    }

    void add(FileDraft draft) throws PageFormatException {
        if (draft.url.isEmpty() || draft.url.length() > limits.urlLength() || !isUsable(draft.filename)) {
            return;
        }
        Optional<String> url = Links.resolve(base, draft.url);
        if (url.isPresent()) {
            add(draft, Links.withoutFragment(url.get()));
        }
    }

    /** Takes a draft whose URL is resolved already. */
    void add(FileDraft draft, String url) throws PageFormatException {
        if (url.length() > limits.urlLength() || !isUsable(draft.filename)) {
            return;
        }
        Optional<String> provenance = draft.provenance.isEmpty() || draft.provenance.length() > limits.urlLength()
                ? Optional.empty()
                : Links.resolve(base, draft.provenance).filter(p -> p.length() <= limits.urlLength());
        FileDraft.MetadataClaim metadata = draft.metadata();
        SimpleFile file = new SimpleFile(
                draft.filename,
                url,
                draft.hashes.toMap(),
                draft.size,
                draft.uploadTime,
                draft.requiresPython,
                draft.yanked,
                metadata.served(),
                metadata.sha256(),
                provenance);
        SimpleFile first = files.putIfAbsent(file.filename(), file);
        if (first != null && !first.hashes().equals(file.hashes())) {
            throw new PageFormatException("the page lists " + file.filename() + " twice, with different hashes");
        }
    }

    /** Forgets what was read: a JSON key that is written twice counts as it stands last. */
    void clear() {
        files.clear();
    }

    List<SimpleFile> files() {
        return new ArrayList<>(files.values());
    }

    private boolean isUsable(String filename) {
        return filename.length() <= limits.filenameLength() && FileNames.isSafe(filename);
    }
}
