package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that can be told by their form: what the installed scanner does not know, and what history is looked through with. What only
 * looks like one (documentation's examples, placeholders, references to variables) is passed over.
 */
final class SecretKinds {
    /**
     * A hit in a line.
     *
     * @param value the secret, which nothing prints
     */
    record Hit(String rule, int start, String value) {}

    /**
     * @param hint a word that every such secret's line has, in lower case: looked for first, for most lines have none
     * @param random whether the value must look as if it had been drawn at random
     */
    private record Kind(String rule, String hint, Pattern form, boolean random) {}

    private static final List<Kind> KINDS = new ArrayList<>();

    static {
        form("private-key", "-----begin", "(-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----)", false);
        form("aws-access-key", "a", "\\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\\b");
        form(
                "aws-secret-key",
                "aws",
                "(?i)aws.{0,30}?(?:secret|key).{0,20}?['\"=:\\s]([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])");
        form("github-token", "gh", "\\b(gh[pousr]_[A-Za-z0-9]{36,251})\\b");
        form("github-token", "github_pat_", "\\b(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\\b");
        form("gitlab-token", "gl", "\\b(gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[A-Za-z0-9_-]{20,})");
        form(
                "slack-token",
                "xo",
                "\\b(xox[abeoprs]-(?:[A-Za-z0-9]+-)+[A-Za-z0-9]{20,}|xapp-\\d-[A-Z0-9]+-\\d+-[a-f0-9]{32,})");
        form("slack-webhook", "hooks.", "(hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/]{30,})");
        form("discord-webhook", "webhooks", "(discord(?:app)?\\.com/api/webhooks/\\d{15,}/[A-Za-z0-9_-]{50,})");
        form("stripe-key", "_live_", "\\b([rs]k_live_[A-Za-z0-9]{20,})\\b");
        form("stripe-webhook", "whsec_", "\\b(whsec_[A-Za-z0-9+/]{32,}={0,2})");
        form("google-api-key", "aiza", "\\b(AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])");
        form("google-oauth-secret", "gocspx-", "\\b(GOCSPX-[A-Za-z0-9_-]{28})");
        form("jwt", "eyj", "\\b(eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{16,})");
        form("pypi-token", "pypi-", "\\b(pypi-AgE[A-Za-z0-9_-]{50,})");
        form("npm-token", "npm_", "\\b(npm_[A-Za-z0-9]{36})\\b");
        form("npm-token", "_authtoken", "(?i)_authToken\\s*=\\s*([A-Za-z0-9-]{20,})");
        form("rubygems-token", "rubygems_", "\\b(rubygems_[a-f0-9]{48})\\b");
        form("crates-token", "cio", "\\b(cio[A-Za-z0-9]{32})\\b");
        form("sendgrid-key", "sg.", "\\b(SG\\.[A-Za-z0-9_-]{20,24}\\.[A-Za-z0-9_-]{39,50})");
        form("twilio-key", "k", "\\b(SK[0-9a-f]{32})\\b");
        form("twilio-token", "twilio", "(?i)twilio.{0,30}['\"=:\\s]([0-9a-f]{32})\\b");
        form("mailgun-key", "key-", "\\b(key-[0-9a-f]{32})\\b");
        form("mailchimp-key", "-us", "\\b([0-9a-f]{32}-us\\d{1,2})\\b");
        form("telegram-token", ":aa", "\\b(\\d{8,10}:AA[A-Za-z0-9_-]{32,34})(?![A-Za-z0-9_-])");
        form(
                "discord-token",
                ".",
                "\\b([MNO][A-Za-z0-9_-]{23,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,38})(?![A-Za-z0-9_-])");
        form("openai-key", "t3blbkfj", "\\b(sk-(?:[a-z]+-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,})");
        form("openai-key", "sk-proj-", "\\b(sk-proj-[A-Za-z0-9_-]{40,})");
        form("anthropic-key", "sk-ant-", "\\b(sk-ant-[a-z]+\\d*-[A-Za-z0-9_-]{80,})");
        form("huggingface-token", "hf_", "\\b(hf_[A-Za-z]{34}|hf_[A-Za-z0-9]{34,40})\\b");
        form("digitalocean-token", "_v1_", "\\b(do[opr]_v1_[a-f0-9]{64})\\b");
        form("shopify-token", "shp", "\\b(shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})\\b");
        form("azure-storage-key", "accountkey", "AccountKey=([A-Za-z0-9+/]{80,}={0,2})");
        form("azure-sas", "sig=", "[?&]sig=([A-Za-z0-9%/+]{40,})");
        form(
                "azure-client-secret",
                "q~",
                "(?<![A-Za-z0-9_~.-])([A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])");
        form("vault-token", "hv", "\\b(hv[sbr]\\.[A-Za-z0-9_-]{24,})");
        form("databricks-token", "dapi", "\\b(dapi[a-f0-9]{32}(?:-\\d)?)\\b");
        form("doppler-token", "dp.", "\\b(dp\\.(?:pt|st|sa|ct|scim|audit)\\.(?:[a-z0-9_-]+\\.)?[A-Za-z0-9]{40,44})\\b");
        form("age-key", "age-secret-key-1", "(AGE-SECRET-KEY-1[0-9A-Z]{58})");
        form("postman-key", "pmak-", "\\b(PMAK-[a-f0-9]{24}-[a-f0-9]{34})\\b");
        form("newrelic-key", "nra", "\\b(NRA[KLAI]-[A-Z0-9]{27})\\b");
        form("square-token", "eaaa", "\\b(EAAA[A-Za-z0-9_-]{60})(?![A-Za-z0-9_-])");
        form("square-secret", "sq0", "\\b(sq0(?:csp|atp)-[A-Za-z0-9_-]{22,43})");
        form("artifactory-token", "akcp", "\\b(AKCp[A-Za-z0-9]{10,})\\b");
        form("grafana-token", "gl", "\\b(glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/]{32,}={0,2})");
        form("linear-key", "lin_api_", "\\b(lin_api_[A-Za-z0-9]{40})\\b");
        form("atlassian-token", "atatt3", "\\b(ATATT3[A-Za-z0-9_=-]{100,})");
        form("bitbucket-token", "atbb", "\\b(ATBB[A-Za-z0-9]{24,})\\b");
        form("terraform-token", ".atlasv1.", "\\b([A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70})");
        form("heroku-key", "heroku", "(?i)heroku.{0,30}['\"=:\\s]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\b");
        form("sentry-token", "sntry", "\\b(sntry[su]_[A-Za-z0-9_=+/-]{40,})");
        form("netlify-token", "nfp_", "\\b(nfp_[A-Za-z0-9]{36,})\\b");
        form("supabase-token", "sbp_", "\\b(sbp_[a-f0-9]{40})\\b");
        form("planetscale-token", "pscale_", "\\b(pscale_(?:tkn|pw|oauth)_[A-Za-z0-9=._-]{32,64})");
        form("pulumi-token", "pul-", "\\b(pul-[a-f0-9]{40})\\b");
        form("dynatrace-token", "dt0", "\\b(dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64})\\b");
        form("docker-token", "dckr_", "\\b(dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,})");
        form("figma-token", "figd_", "\\b(figd_[A-Za-z0-9_-]{40,})");
        form("notion-token", "ntn_", "\\b(ntn_[A-Za-z0-9]{40,})\\b");
        form("notion-token", "secret_", "\\b(secret_[A-Za-z0-9]{43})\\b");
        form("groq-key", "gsk_", "\\b(gsk_[A-Za-z0-9]{52})\\b");
        form("facebook-token", "eaac", "\\b(EAAC[A-Za-z0-9]{80,})\\b");
        form("easypost-key", "ezak", "\\b(EZ[AT]K[A-Za-z0-9]{54})\\b");
        form("fastly-token", "fastly", "(?i)fastly.{0,20}['\"=:\\s]([A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])");
        form("datadog-key", "d", "(?i)(?:datadog|\\bdd)_?(?:api|app)[_-]?key.{0,5}['\"=:\\s]([a-f0-9]{32,40})\\b");
        form("cloudflare-token", "cloudflare", "(?i)cloudflare.{0,30}['\"=:\\s]([A-Za-z0-9_-]{40})(?![A-Za-z0-9_-])");
        form("bearer-token", "bearer ", "(?i)\\bbearer\\s+([A-Za-z0-9_.~+/-]{24,}=*)");
        form(
                "basic-auth",
                "://",
                "(?<![\\w.-])[a-z][a-z0-9+.-]{1,30}://[^\\s:/@'\"<>{}$]{1,64}:([^\\s/@'\"<>{}$]{6,128})@[A-Za-z0-9\\[]");
        form(
                "password",
                "",
                "(?i)(?<![a-z])(?:[a-z0-9_.-]*(?:password|passwd|pwd|passphrase|secret|api_?-?key|apikey|auth_?-?token|access_?-?token|access_?-?key"
                        + "|client_?-?secret|private_?-?token|(?<=[_.-])token|(?<![a-z0-9_])token))['\"]?\\]?\\s*(?::\\s*str\\s*)?(?:=|:|=>|:=)\\s*[rbuf]?"
                        + "(?:'([^'\\s]{8,128})'|\"([^\"\\s]{8,128})\"|([A-Za-z0-9!@#%^&*+=~_-]{12,128})\\s*(?:#.*)?$)");
    }

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i).*(example|changeme|change[-_]me|placeholder|dummy|sample|redacted|your[-_]|[-_]here|todo|fixme"
                    + "|insert|replace|not[-_]?a[-_]?real|fake|<[^>]*>|\\$\\{|\\$\\(|\\{\\{|%\\(|\\.\\.\\.|x{5,}|\\*{3,}|0{8,}|1234567|abcdef(?!\\d)|password\\b|deadbeef).*");
    private static final Pattern REFERENCE = Pattern.compile(
            "(?i)(\\$.*|[a-z_][\\w.]*\\(.*|(?:os|env|config|settings|self|secrets|vars|process)\\.[\\w.\\[\\]'\"]+|(?-i:[A-Z][A-Z_]*_[A-Z0-9_]*)|/.*|https?:.*|%.*)");
    private static final Set<String> DULL =
            Set.of("password", "secret", "token", "postgres", "username", "undefined", "required", "optional");

    private SecretKinds() {}

    private static void form(String rule, String hint, String form) {
        form(rule, hint, form, true);
    }

    private static void form(String rule, String hint, String form, boolean random) {
        KINDS.add(new Kind(rule, hint, Pattern.compile(form), random));
    }

    /** What is in a line; of what overlaps only the first. Lines longer than a screenful of text are looked at in part. */
    static List<Hit> in(String line) {
        String text = line.length() > 4096 ? line.substring(0, 4096) : line;
        String lower = text.toLowerCase(Locale.ROOT);
        List<Hit> hits = new ArrayList<>();
        for (Kind kind : KINDS) {
            if (!lower.contains(kind.hint())) {
                continue;
            }
            Matcher m = kind.form().matcher(text);
            while (m.find()) {
                int group = group(m);
                String value = m.group(group);
                int start = m.start(group);
                boolean taken = hits.stream()
                        .anyMatch(h -> start < h.start() + h.value().length() && h.start() < start + value.length());
                if (!taken && real(kind, value)) {
                    hits.add(new Hit(kind.rule(), start, value));
                }
            }
        }
        return hits;
    }

    private static int group(Matcher m) {
        for (int i = 1; i <= m.groupCount(); i++) {
            if (m.group(i) != null) {
                return i;
            }
        }
        return 0;
    }

    private static boolean real(Kind kind, String value) {
        if (!kind.random()) {
            return true;
        }
        boolean word = kind.rule().equals("password") || kind.rule().equals("basic-auth");
        if (isInert(value)) {
            return false;
        }
        if (!word) {
            return entropy(value) >= 2.8;
        }
        boolean mixed = value.chars().anyMatch(c -> c >= '0' && c <= '9' || "!@#%^&*+=~?$".indexOf(c) >= 0);
        return mixed
                && value.chars().anyMatch(Character::isLetter)
                && !REFERENCE.matcher(value).matches()
                && entropy(value) >= 2.5
                && !value.matches(
                        "(?i)[a-z]+([-_.][a-z]+)*[-_.]?\\d{0,2}|v?\\d+(\\.\\d+)+.*|sha\\d+[:-].*|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /** Whether a value only stands for a secret. */
    static boolean isInert(String value) {
        return DULL.contains(value.toLowerCase(Locale.ROOT))
                || PLACEHOLDER.matcher(value).matches()
                || value.chars().distinct().count() < 5;
    }

    /** Bits a character. */
    static double entropy(String value) {
        int[] counts = new int[128];
        value.chars().forEach(c -> counts[c & 127]++);
        double bits = 0;
        for (int n : counts) {
            if (n > 0) {
                double p = (double) n / value.length();
                bits -= p * Math.log(p) / Math.log(2);
            }
        }
        return bits;
    }

    /** So much that its owner knows which one it is: never the whole, and nothing of a short one. */
    static String shown(String value) {
        return value.length() < 16
                ? "(" + value.length() + " characters)"
                : value.substring(0, 4) + "… (" + value.length() + " characters)";
    }
}
