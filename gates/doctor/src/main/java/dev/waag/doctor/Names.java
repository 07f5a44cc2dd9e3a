package dev.waag.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which environment variables set which option of which client, and how their values are listed. */
final class Names {
    private static final Pattern VARIABLE = Pattern.compile("(PIP|UV|PDM|PIPENV|POETRY)_([A-Za-z0-9_]+)");
    private static final List<String> PIP =
            List.of("index-url", "pypi-url", "extra-index-url", "find-links", "trusted-host", "no-build-isolation");
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("UV_INDEX_URL", "index-url"),
            Map.entry("UV_DEFAULT_INDEX", "default-index"),
            Map.entry("UV_INDEX", "index"),
            Map.entry("UV_EXTRA_INDEX_URL", "extra-index-url"),
            Map.entry("UV_FIND_LINKS", "find-links"),
            Map.entry("UV_INDEX_STRATEGY", "index-strategy"),
            Map.entry("UV_INSECURE_HOST", "allow-insecure-host"),
            Map.entry("UV_NO_BUILD_ISOLATION", "no-build-isolation"),
            Map.entry("UV_NO_BUILD_ISOLATION_PACKAGE", "no-build-isolation-package"),
            Map.entry("UV_TORCH_BACKEND", "torch-backend"),
            Map.entry("PDM_PYPI_URL", "pypi.url"),
            Map.entry("PDM_PYPI_VERIFY_SSL", "verify-ssl"),
            Map.entry("PDM_BUILD_ISOLATION", "build-isolation"),
            Map.entry("PIPENV_PYPI_MIRROR", "pypi-mirror"));
    private static final Pattern REPOSITORY = Pattern.compile("POETRY_REPOSITORIES_([A-Za-z0-9_]+)_URL");
    private static final Pattern CERTIFICATE = Pattern.compile("POETRY_CERTIFICATES_([A-Za-z0-9_]+)_CERT");

    private Names() {}

    /** Whether the variable is one of those that are judged. */
    static boolean isJudged(String variable) {
        return option(variable).isPresent();
    }

    private static Optional<String> option(String variable) {
        Matcher m = VARIABLE.matcher(variable);
        if (!m.matches()) {
            return Optional.empty();
        }
        if (m.group(1).equals("PIP")) {
            return Optional.of(m.group(2).toLowerCase(Locale.ROOT).replace('_', '-'))
                    .filter(PIP::contains);
        }
        if (REPOSITORY.matcher(variable).matches()) {
            return Optional.of("repositories");
        }
        return CERTIFICATE.matcher(variable).matches()
                ? Optional.of("verify-ssl")
                : Optional.ofNullable(OTHERS.get(variable));
    }

    /** Judges a variable's value, set in the environment or by a line of some script. */
    static void judge(String variable, String value, Where where, Judge judge) {
        String option = option(variable).orElse("");
        Client client = Client.valueOf(variable.substring(0, variable.indexOf('_')));
        switch (option) {
            case "" -> {}
            case "verify-ssl" -> Tls.verify(client, value, where, judge);
            case "build-isolation" -> {
                if (Variables.isFalse(value)) {
                    judge.option(client, "no-build-isolation", "true", where);
                }
            }
            case "repositories" -> PoetryConfig.repository(value, where, judge);
            case "index-strategy", "no-build-isolation", "torch-backend" -> judge.option(client, option, value, where);
            default -> {
                for (String one : value.strip().split("UV_FIND_LINKS".equals(variable) ? "\\s*,\\s*" : "\\s+")) {
                    judge.option(client, option, one, where);
                }
            }
        }
    }
}
