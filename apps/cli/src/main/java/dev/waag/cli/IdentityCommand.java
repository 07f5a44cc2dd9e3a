package dev.waag.cli;

import dev.waag.core.Exit;
import dev.waag.core.Json;
import dev.waag.core.UserException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code waag identity}. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "Users, their tokens, and the CI jobs that may publish, at a running gate.",
        subcommands = {IdentityCommand.User.class, IdentityCommand.Token.class, IdentityCommand.Publisher.class})
final class IdentityCommand implements Runnable {
    private static final String API = "/api/v1/identity/";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one: user, token or publisher?");
    }

    /** What every subcommand has: the gate and the output. */
    @Command
    abstract static class Common {
        @Mixin
        GateOptions gate = new GateOptions();

        @Option(names = "--format", paramLabel = "text|json")
        Formats format = Formats.TEXT;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        CommandSpec command;

        void print(JsonNode answer, String text) {
            PrintWriter out = command.commandLine().getOut();
            out.println(format == Formats.JSON ? Json.MAPPER.writeValueAsString(answer) : text);
            out.flush();
        }

        /** Rows as a JSON array, or a line each. */
        void rows(JsonNode rows, String none, List<String> members) {
            List<List<String>> table = new ArrayList<>();
            rows.forEach(row -> table.add(members.stream().map(m -> cell(row.path(m))).toList()));
            print(rows, table.isEmpty() ? none : Columns.text(members, table));
        }

        private static String cell(JsonNode value) {
            if (value.isArray()) {
                List<String> texts = new ArrayList<>();
                value.forEach(v -> texts.add(v.asString()));
                return texts.isEmpty() ? "-" : String.join(",", texts);
            }
            if (value.isObject()) {
                List<String> texts = new ArrayList<>();
                value.properties().forEach(p -> texts.add(p.getKey() + "=" + p.getValue().asString()));
                return String.join(",", texts);
            }
            String text = value.isNull() || value.isMissingNode() ? "" : value.asString();
            return text.isEmpty() ? "-" : text;
        }

        Gate open() {
            return gate.open(System.getenv());
        }

        static String encoded(String id) {
            return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }

    @Command(
            name = "user",
            mixinStandardHelpOptions = true,
            description = "Users and their roles.",
            subcommands = {User.Add.class, User.Set.class, User.Remove.class, User.All.class})
    static final class User implements Runnable {
        private static final String USERS = API + "users";
        private static final String ROLES = "reader|publisher|approver|security|admin";

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "which one: add, set, remove or list?");
        }

        @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a user.")
        static final class Add extends Common implements Runnable {
            @Parameters(paramLabel = "NAME")
            private String name = "";

            @Option(names = "--role", paramLabel = ROLES, required = true, description = "May be given several times.")
            private List<String> roles = List.of();

            @Override
            public void run() {
                try (Gate running = open()) {
                    print(running.post(USERS, Map.of("name", name, "roles", roles)), "added " + name);
                }
            }
        }

        @Command(name = "set", mixinStandardHelpOptions = true, description = "Gives a user other roles.")
        static final class Set extends Common implements Runnable {
            @Parameters(paramLabel = "NAME")
            private String name = "";

            @Option(names = "--role", paramLabel = ROLES, required = true, description = "May be given several times.")
            private List<String> roles = List.of();

            @Override
            public void run() {
                try (Gate running = open()) {
                    print(
                            running.put(USERS + "/" + encoded(name), Map.of("roles", roles)),
                            name + " is " + String.join(", ", roles));
                }
            }
        }

        @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a user with all tokens.")
        static final class Remove extends Common implements Runnable {
            @Parameters(paramLabel = "NAME")
            private String name = "";

            @Override
            public void run() {
                try (Gate running = open()) {
                    print(running.delete(USERS + "/" + encoded(name)), "removed " + name);
                }
            }
        }

        @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the users.")
        static final class All extends Common implements Runnable {
            @Override
            public void run() {
                try (Gate running = open()) {
                    rows(running.get(USERS).path("users"), "no users", List.of("user", "roles", "created"));
                }
            }
        }
    }

    @Command(
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Tokens of users.",
            subcommands = {Token.Create.class, Token.Revoke.class, Token.All.class})
    static final class Token implements Runnable {
        private static final String TOKENS = API + "tokens";

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "which one: create, revoke or list?");
        }

        @Command(
                name = "create",
                mixinStandardHelpOptions = true,
                description = "Makes a token and prints it, this once, alone on a line.")
        static final class Create extends Common implements Runnable {
            @Option(names = "--user", paramLabel = "NAME", required = true)
            private String user = "";

            @Option(
                    names = "--project",
                    paramLabel = "P",
                    description = "A project, or a pattern such as acme-*, that it is limited to; may be given several times.")
            private List<String> projects = List.of();

            @Option(
                    names = "--action",
                    paramLabel = "ACTION",
                    description = "What of the user's rights it is limited to, such as publish; may be given several times.")
            private List<String> actions = List.of();

            @Option(names = "--expires", paramLabel = "90d", description = "For how long it is good; default 90d.")
            private @Nullable String expires;

            @Override
            public void run() {
                Map<String, Object> asked = new LinkedHashMap<>();
                asked.put("user", user);
                asked.put("projects", projects);
                asked.put("actions", actions);
                if (expires != null) {
                    asked.put("expires", expires);
                }
                try (Gate running = open()) {
                    JsonNode made = running.post(TOKENS, asked);
                    print(made, made.path("token").asString());
                }
            }
        }

        @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Takes a token back, at once.")
        static final class Revoke extends Common implements Runnable {
            @Parameters(paramLabel = "ID")
            private String id = "";

            @Override
            public void run() {
                if (id.startsWith("waag_")) {
                    throw new UserException(
                            Exit.USAGE,
                            "this is a token and not its id",
                            "the id is what stands between the first two '_'",
                            "waag identity token list shows it; and take care where the token was written");
                }
                try (Gate running = open()) {
                    print(running.delete(TOKENS + "/" + encoded(id)), "revoked " + id);
                }
            }
        }

        @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the tokens, without secrets.")
        static final class All extends Common implements Runnable {
            @Override
            public void run() {
                try (Gate running = open()) {
                    rows(
                            running.get(TOKENS).path("tokens"),
                            "no tokens",
                            List.of("id", "user", "type", "projects", "expires", "last_used", "state"));
                }
            }
        }
    }

    @Command(
            name = "publisher",
            mixinStandardHelpOptions = true,
            description = "CI jobs that may publish with their own identity.",
            subcommands = {Publisher.Add.class, Publisher.Revoke.class, Publisher.All.class})
    static final class Publisher implements Runnable {
        private static final String PUBLISHERS = API + "publishers";

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "which one: add, revoke or list?");
        }

        @Command(name = "add", mixinStandardHelpOptions = true, description = "Lets a CI job publish projects.")
        static final class Add extends Common implements Runnable {
            @Option(names = "--project", paramLabel = "P", required = true, description = "May be given several times.")
            private List<String> projects = List.of();

            @Option(names = "--issuer", paramLabel = "URL", required = true, description = "As in [[oidc-issuer]].")
            private String issuer = "";

            @Option(
                    names = "--claim",
                    paramLabel = "NAME=VALUE",
                    required = true,
                    description = "What its identity must say, such as repository=acme/app and workflow=release.yml.")
            private Map<String, String> claims = Map.of();

            @Option(names = "--environment", paramLabel = "E", description = "The environment that the job must run in.")
            private @Nullable String environment;

            @Option(names = "--pending", description = "The project does not exist yet: it begins with the first use.")
            private boolean pending;

            @Override
            public void run() {
                Map<String, Object> asked = new LinkedHashMap<>();
                asked.put("projects", projects);
                asked.put("issuer", issuer);
                asked.put("claims", claims);
                if (environment != null) {
                    asked.put("environment", environment);
                }
                asked.put("pending", pending);
                try (Gate running = open()) {
                    JsonNode made = running.post(PUBLISHERS, asked);
                    print(made, "added " + made.path("id").asString());
                }
            }
        }

        @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Takes a publisher back, at once.")
        static final class Revoke extends Common implements Runnable {
            @Parameters(paramLabel = "ID")
            private String id = "";

            @Override
            public void run() {
                try (Gate running = open()) {
                    print(running.delete(PUBLISHERS + "/" + encoded(id)), "revoked " + id);
                }
            }
        }

        @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the publishers.")
        static final class All extends Common implements Runnable {
            @Override
            public void run() {
                try (Gate running = open()) {
                    rows(
                            running.get(PUBLISHERS).path("publishers"),
                            "no publishers",
                            List.of("id", "projects", "issuer", "claims", "environment", "pending", "last_used"));
                }
            }
        }
    }
}
