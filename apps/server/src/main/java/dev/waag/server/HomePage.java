package dev.waag.server;

import java.util.List;

/** What the start page shows. */
public record HomePage(String base, long entries, List<Client> clients) {
    /** The lines that a client needs to use the gate. */
    public record Client(String name, String lines) {}

    static HomePage of(String base, long entries) {
        return new HomePage(base, entries, ClientSettings.all(base));
    }
}
