package dev.waag.inspect;

import dev.waag.python.CoreMetadata;
import dev.waag.python.ProjectName;
import dev.waag.python.Version;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is unusual in the words that a distribution says of itself. */
final class MetadataOddities {
    private static final int FAR = 90;
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8})");
    private static final Pattern REPOSITORY = Pattern.compile(
            "(?:https?://)?(?:www\\.)?(github\\.com|gitlab\\.com|bitbucket\\.org|codeberg\\.org)/([A-Za-z0-9_.-]{1,100})/([A-Za-z0-9_.-]{1,100})");
    private static final Pattern INSTALL = Pattern.compile(
            "(?:pip3?|uv|poetry|pdm) (?:pip )?(?:install|add) (?:(?:-U|--upgrade|--user) )?[\"']?([A-Za-z0-9][A-Za-z0-9._-]{1,80})");
    private static final Pattern SEPARATORS = Pattern.compile("[-_. ]+");
    private static final int DESCRIPTION = 64 << 10;
    private static final Set<String> THROWAWAY = Set.of(
            "mailinator.com",
            "guerrillamail.com",
            "guerrillamail.org",
            "sharklasers.com",
            "yopmail.com",
            "10minutemail.com",
            "10minutemail.net",
            "tempmail.com",
            "temp-mail.org",
            "temp-mail.io",
            "tempmail.dev",
            "trashmail.com",
            "getnada.com",
            "nada.email",
            "dispostable.com",
            "maildrop.cc",
            "mintemail.com",
            "throwawaymail.com",
            "fakeinbox.com",
            "mohmal.com",
            "emailondeck.com",
            "moakt.com",
            "spam4.me",
            "tempr.email",
            "discard.email",
            "mailnesia.com",
            "mytemp.email",
            "inboxkitten.com",
            "1secmail.com",
            "tmpmail.org",
            "burnermail.io");
    /** Repositories that everybody knows, and the project that they are of. */
    private static final Map<String, String> FAMOUS = Map.ofEntries(
            Map.entry("psf/requests", "requests"),
            Map.entry("kennethreitz/requests", "requests"),
            Map.entry("numpy/numpy", "numpy"),
            Map.entry("pandas-dev/pandas", "pandas"),
            Map.entry("pallets/flask", "flask"),
            Map.entry("pallets/jinja", "jinja2"),
            Map.entry("pallets/click", "click"),
            Map.entry("django/django", "django"),
            Map.entry("pytorch/pytorch", "torch"),
            Map.entry("tensorflow/tensorflow", "tensorflow"),
            Map.entry("scikit-learn/scikit-learn", "scikit-learn"),
            Map.entry("scipy/scipy", "scipy"),
            Map.entry("matplotlib/matplotlib", "matplotlib"),
            Map.entry("boto/boto3", "boto3"),
            Map.entry("boto/botocore", "botocore"),
            Map.entry("urllib3/urllib3", "urllib3"),
            Map.entry("pypa/pip", "pip"),
            Map.entry("pypa/setuptools", "setuptools"),
            Map.entry("pypa/wheel", "wheel"),
            Map.entry("psf/black", "black"),
            Map.entry("pytest-dev/pytest", "pytest"),
            Map.entry("tiangolo/fastapi", "fastapi"),
            Map.entry("fastapi/fastapi", "fastapi"),
            Map.entry("pydantic/pydantic", "pydantic"),
            Map.entry("encode/httpx", "httpx"),
            Map.entry("aio-libs/aiohttp", "aiohttp"),
            Map.entry("sqlalchemy/sqlalchemy", "sqlalchemy"),
            Map.entry("pyca/cryptography", "cryptography"),
            Map.entry("paramiko/paramiko", "paramiko"),
            Map.entry("python-pillow/pillow", "pillow"),
            Map.entry("yaml/pyyaml", "pyyaml"),
            Map.entry("redis/redis-py", "redis"),
            Map.entry("celery/celery", "celery"),
            Map.entry("scrapy/scrapy", "scrapy"),
            Map.entry("tqdm/tqdm", "tqdm"),
            Map.entry("selenium/selenium", "selenium"),
            Map.entry("openai/openai-python", "openai"),
            Map.entry("huggingface/transformers", "transformers"),
            Map.entry("tartley/colorama", "colorama"),
            Map.entry("textualize/rich", "rich"),
            Map.entry("rapptz/discord.py", "discord-py"));

    private MetadataOddities() {}

    static void look(Identity identity, CoreMetadata metadata, Problems problems) {
        if (metadata.description().isBlank() && metadata.summary().isBlank()) {
            add(problems, "low", "no description: it does not say what it is for", "");
        } else if (metadata.description().isBlank()) {
            add(problems, "info", "an empty description", "");
        }
        copied(identity, metadata.description(), problems);
        version(identity.version(), problems);
        for (String email : emails(metadata)) {
            String domain = email.substring(email.indexOf('@') + 1);
            if (THROWAWAY.contains(domain)) {
                add(problems, "medium", "an e-mail address of a domain for throwing away", email);
            }
        }
        String project = identity.project().map(p -> p.value()).orElse("");
        for (String repository : repositories(metadata)) {
            String of = FAMOUS.getOrDefault(repository.substring(repository.indexOf('/') + 1), "");
            if (!of.isEmpty() && !project.equals(of)) {
                add(problems, "medium", "names the repository of another project, " + of, repository);
            }
        }
    }

    /** A description that tells how to install another project and never names this one was written for that other. */
    private static void copied(Identity identity, String description, Problems problems) {
        String project = identity.project().map(p -> p.value()).orElse("");
        String head = description.substring(0, Math.min(description.length(), DESCRIPTION));
        if (project.isEmpty() || plain(head).contains(plain(project))) {
            return;
        }
        Matcher m = INSTALL.matcher(head);
        while (m.find()) {
            String other = ProjectName.parse(m.group(1)).map(ProjectName::value).orElse("");
            if (!other.isEmpty()
                    && !plain(project).contains(plain(other))
                    && !plain(other).contains(plain(project))) {
                boolean famous = FAMOUS.containsValue(other);
                add(
                        problems,
                        famous ? "medium" : "low",
                        "a description copied from another project: it tells how to install " + other
                                + " and never names this one",
                        m.group().strip());
                return;
            }
        }
    }

    private static String plain(String text) {
        return SEPARATORS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Versions like 99.0.0 are chosen to win over an internal project's; calendar years and dates are not that. */
    private static void version(String text, Problems problems) {
        Optional<Version> version = Version.parse(text);
        if (version.isEmpty()) {
            return;
        }
        String release = version.get().toString().replaceFirst("^[0-9]+!", "");
        Matcher m = Pattern.compile("^([0-9]{1,9})(?:\\.([0-9]{1,9}))?").matcher(release);
        if (!m.find()) {
            return;
        }
        long major = Long.parseLong(m.group(1));
        long minor = m.group(2) == null ? 0 : Long.parseLong(m.group(2));
        boolean year = major >= 1990 && major < 2100
                || major >= 19_900_101 && major < 21_000_000
                || major >= 199_001 && major < 210_000;
        if (!year && major >= FAR && (major % 10 == 9 || major % 100 == 0 || major > 999)
                || minor >= 9_999 && minor % 10 == 9) {
            add(
                    problems,
                    "medium",
                    "a version far ahead, as those have that mean to win over an internal project",
                    text);
        }
    }

    private static void add(Problems problems, String severity, String message, String evidence) {
        problems.add(new Finding("metadata", severity, "", 0, message, evidence));
    }

    static Set<String> emails(CoreMetadata metadata) {
        Set<String> all = new TreeSet<>();
        Matcher m = EMAIL.matcher(metadata.authorEmail() + " " + metadata.maintainerEmail());
        while (m.find() && all.size() < 50) {
            all.add(m.group().toLowerCase(Locale.ROOT));
        }
        return all;
    }

    /** {@code host/owner/name}, in lower case. */
    static Set<String> repositories(CoreMetadata metadata) {
        Set<String> all = new TreeSet<>();
        StringBuilder urls = new StringBuilder(metadata.homePage()).append(' ').append(metadata.downloadUrl());
        metadata.projectUrls().values().stream()
                .limit(50)
                .forEach(u -> urls.append(' ').append(u));
        Matcher m = REPOSITORY.matcher(urls);
        while (m.find()) {
            String name = m.group(3).toLowerCase(Locale.ROOT);
            String plain = name.endsWith(".git") ? name.substring(0, name.length() - 4) : name;
            boolean person =
                    m.group(2).equalsIgnoreCase("sponsors") || m.group(2).equalsIgnoreCase("orgs");
            if (!person) {
                all.add(m.group(1) + "/" + m.group(2).toLowerCase(Locale.ROOT) + "/" + plain);
            }
        }
        return all;
    }
}
