package dev.waag.python;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Project pages for tests. */
final class Pages {
    static final URI BASE = URI.create("https://index.example/simple/demo/");

    private Pages() {}

    /** A page such as public indexes serve: wheels for several platforms and an sdist a release. */
    static SimplePage realistic(int files) {
        Random random = new Random(42);
        List<SimpleFile> list = new ArrayList<>();
        for (int i = 0; list.size() < files; i++) {
            String version = i / 100 + "." + i / 10 % 10 + "." + i % 10;
            for (String python : List.of("cp310", "cp311", "cp312", "cp313")) {
                for (String platform :
                        List.of("manylinux_2_17_x86_64.manylinux2014_x86_64", "macosx_11_0_arm64", "win_amd64")) {
                    add(list, files, random, "demo-" + version + "-" + python + "-" + python + "-" + platform + ".whl");
                }
            }
            add(list, files, random, "demo-" + version + ".tar.gz");
        }
        return new SimplePage("demo", ProjectStatus.ACTIVE, list);
    }

    static SimpleFile file(String filename) {
        return new SimpleFile(
                filename,
                "https://files.example/" + filename,
                Map.of(),
                OptionalLong.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    static String hex(Random random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private static void add(List<SimpleFile> list, int limit, Random random, String filename) {
        if (list.size() == limit) {
            return;
        }
        String folder = hex(random, 1) + "/" + hex(random, 1) + "/" + hex(random, 30);
        boolean wheel = filename.endsWith(".whl");
        list.add(new SimpleFile(
                filename,
                "https://files.example/packages/" + folder + "/" + filename,
                Map.of("sha256", hex(random, 32)),
                OptionalLong.of(random.nextInt(100_000_000)),
                Optional.of(
                        Instant.ofEpochSecond(1_600_000_000L + 3600L * list.size(), 1000L * random.nextInt(1_000_000))),
                ">=3.9",
                list.size() % 100 == 0 ? Optional.of("broken") : Optional.empty(),
                wheel,
                wheel ? Optional.of(hex(random, 32)) : Optional.empty(),
                Optional.of("https://index.example/integrity/demo/" + filename + "/provenance")));
    }
}
