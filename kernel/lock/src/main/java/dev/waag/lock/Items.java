package dev.waag.lock;

import java.util.ArrayList;
import java.util.List;

/** An array of a TOML or JSON file. One made by headers, {@code [[name]]}, may grow; one in brackets is complete. */
final class Items {
    private final List<Node> list = new ArrayList<>(0);
    private final boolean byHeaders;

    Items(boolean byHeaders) {
        this.byHeaders = byHeaders;
    }

    List<Node> list() {
        return list;
    }

    boolean byHeaders() {
        return byHeaders;
    }
}
