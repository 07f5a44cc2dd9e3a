package dev.waag.testkit;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The machine's files, on which the n-th change fails and every later one too, as when the disk is full or the program dies there. A change
 * is the opening of a file to write, a rename, a removal or a new folder. Reading always works.
 */
public final class FaultyFiles extends FileSystem {
    private final FaultyProvider provider = new FaultyProvider(this);
    private final List<String> changes = new ArrayList<>();
    private final CountDownLatch failed = new CountDownLatch(1);
    private int left = Integer.MAX_VALUE;

    /** The same place, seen through these files. */
    public Path at(Path real) {
        return new FaultyPath(this, real);
    }

    /** Lets that many more changes pass. */
    public synchronized void failAfter(int more) {
        changes.clear();
        left = more;
    }

    /** The changes since the last {@link #failAfter}, the one that failed first included. */
    public synchronized List<String> changes() {
        return List.copyOf(changes);
    }

    public boolean hasFailed() {
        return failed.getCount() == 0;
    }

    synchronized void change(String what, Path path) throws IOException {
        if (failed.getCount() > 0) {
            changes.add(what + " " + path.getFileName());
        }
        if (left == 0) {
            failed.countDown();
            throw new IOException("No space left on device: " + what + " " + path);
        }
        left--;
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("the machine's files stay open");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(at(Path.of("/")));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return FileSystems.getDefault().getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return FileSystems.getDefault().supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return at(Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher real = FileSystems.getDefault().getPathMatcher(pattern);
        return path -> real.matches(FaultyPath.real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return FileSystems.getDefault().getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("no watching");
    }
}
