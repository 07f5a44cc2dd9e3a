package dev.waag.build;

import dev.waag.code.Capability;
import dev.waag.code.CodeRole;
import dev.waag.code.CodeScan;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the code of a build's distributions is able to do, by the words of {@link Capability}. */
final class Capabilities {
    private Capabilities() {}

    /** Of the wheel where there is one, for that is what gets installed; else of the sdist. */
    static Set<String> of(Product product) {
        Output output = product.wheel().orElse(product.sdist());
        CodeScan scan = CodeScan.standard();
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, byte[]> m : Unpacked.of(output).entrySet()) {
            String name = m.getKey();
            if (name.endsWith(".so") || name.endsWith(".pyd") || name.endsWith(".dylib")) {
                all.add(Capability.NATIVE.id());
            } else if (name.endsWith(".py") || name.endsWith(".pth")) {
                scan.scan(name, m.getValue(), CodeRole.of(name, !output.isWheel())).capabilities().stream()
                        .map(Capability::id)
                        .forEach(all::add);
            }
        }
        return all;
    }
}
