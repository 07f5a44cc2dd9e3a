package dev.waag.python;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints how long a page of 5,000 files takes to read and write, the first time in a JVM and when warm, in processor time of
 * the thread that does it (other work on the machine does not count); not a test.
 * {@code PageTimes make FOLDER} writes the pages, {@code PageTimes json|html FOLDER} times one form in a JVM that has done nothing else.
 */
final class PageTimes {
    private interface Work {
        Object run() throws Exception;
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private PageTimes() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        if (args[0].equals("make")) {
            SimplePage page = Pages.realistic(5_000);
            Files.write(folder.resolve("page.json"), SimpleWriter.json(page, SimpleWriter.versions(page)));
            Files.write(folder.resolve("page.html"), SimpleWriter.html(page));
            return;
        }
        boolean json = args[0].equals("json");
        byte[] content = Files.readAllBytes(folder.resolve(json ? "page.json" : "page.html"));
        time("read " + args[0] + " (" + content.length / 1024 + " KiB)", () -> read(json, content));
        SimplePage page = read(json, content);
        time("versions", () -> SimpleWriter.versions(page));
        time("write json", () -> SimpleWriter.json(page, SimpleWriter.versions(page)));
        time("write html", () -> SimpleWriter.html(page));
    }

    private static SimplePage read(boolean json, byte[] content) throws PageFormatException {
        ByteArrayInputStream in = new ByteArrayInputStream(content);
        return json
                ? SimplePages.readJson(in, Pages.BASE, PageLimits.DEFAULT)
                : SimplePages.readHtml(in, Pages.BASE, PageLimits.DEFAULT);
    }

    private static void time(String what, Work work) throws Exception {
        long cold = once(work);
        for (int i = 0; i < 100; i++) {
            work.run();
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            best = Math.min(best, once(work));
        }
        System.out.printf("%-24s first %6.1f ms   warm %6.1f ms%n", what, cold / 1e6, best / 1e6);
    }

    private static long once(Work work) throws Exception {
        long start = THREADS.getCurrentThreadCpuTime();
        Object result = work.run();
        long time = THREADS.getCurrentThreadCpuTime() - start;
        if (result == null) {
            throw new AssertionError();
        }
        return time;
    }
}
