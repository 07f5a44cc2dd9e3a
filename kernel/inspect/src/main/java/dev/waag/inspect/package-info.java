/**
 * What a distribution holds, read once from its first byte to its last. No I/O of its own, nothing unpacked, nothing run.
 *
 * <p>{@link dev.waag.inspect.Archives} reads a wheel or an sdist as a stream and hands each member to a visitor; what readers of archives could
 * take in two ways is a finding of rule {@code archive-unsafe}:
 *
 * <pre>
 * wheel   zip (PKWARE APPNOTE 6.3.10): members one after the other from byte 0, then the directory that lists exactly these, then its end
 *         records, then nothing; RECORD, METADATA and WHEEL in the one .dist-info folder that the file name asks for
 * sdist   tar (POSIX.1-2017 pax, GNU) in gzip, bzip2 or xz, or a zip: one top folder, and nothing behind the archive's end
 * </pre>
 *
 * <p>{@link dev.waag.inspect.Inspector} puts on top of that what a distribution is: its metadata, what runs when it is installed, imported or when the
 * interpreter starts, native libraries, payloads in data files. {@link dev.waag.inspect.Delta} compares two of them.
 *
 * <p>Memory does not grow with the archive: {@link dev.waag.inspect.Limits} names what is kept.
 */
@NullMarked
package dev.waag.inspect;

import org.jspecify.annotations.NullMarked;
