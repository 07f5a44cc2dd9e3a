package dev.waag.server;

/** A route that is not in the list. */
public final class SabotageRoutes {
    static final Route HIDDEN = new Route("/hidden", Route.GET, Route.Access.PUBLIC, x -> {});

    private SabotageRoutes() {}
}
