package dev.waag.server;

import dev.waag.server.HomePage.Client;
import java.util.List;

/** The lines that point each client at the gate and at nothing else. */
public final class ClientSettings {
    private ClientSettings() {}

    static List<Client> all(String base) {
        String index = base + "/simple/";
        return List.of(
                new Client("pip", "pip config set global.index-url " + index),
                new Client(
                        "uv (pyproject.toml)",
                        "[[tool.uv.index]]\nname = \"waag\"\nurl = \"" + index + "\"\ndefault = true"),
                new Client("Poetry", "poetry source add --priority=primary waag " + index));
    }

    /** All of them as the start prints them. */
    public static String text(String base) {
        StringBuilder text = new StringBuilder();
        for (Client c : all(base)) {
            text.append('\n').append("  # ").append(c.name()).append('\n');
            c.lines().lines().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }
}
