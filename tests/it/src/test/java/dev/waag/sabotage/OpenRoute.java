package dev.waag.sabotage;

/** A route that does not say who may call it. */
public final class OpenRoute {
    final String prefix;

    public OpenRoute(String prefix) {
        this.prefix = prefix;
    }
}
