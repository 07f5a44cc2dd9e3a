package dev.waag.inspect;

import java.io.IOException;
import java.io.InputStream;

/** Meets the files of an archive in their order. */
@FunctionalInterface
public interface MemberVisitor {
    /** @param content the file's bytes; need not be read to its end, and is of no use afterwards */
    void file(Member member, InputStream content) throws IOException;
}
