package dev.waag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A labelled set: inert values of secrets, made from parts and drawn at random, and twins that only look like them. None is written down
 * whole, so that no scanner takes this file for a leak.
 */
final class SecretKindsTest {
    private static final String HEX = "0123456789abcdef";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LETTERS = UPPER + "abcdefghijklmnopqrstuvwxyz";
    private static final String WORD = LETTERS + "0123456789";
    private static final String KEY_HEAD = "-----BEGIN %sPRIV" + "ATE KEY-----";

    private final Random random = new Random(7);

    private String some(int n, String of) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            text.append(of.charAt(random.nextInt(of.length())));
        }
        return text.toString();
    }

    private String quoted(String... parts) {
        return "x = \"" + String.join("", parts) + "\"";
    }

    private List<String> secrets() {
        List<String> all = new ArrayList<>();
        all.add(quoted("AK", "IA", some(16, UPPER + "234567")));
        all.add("aws_secret_access_key = '" + some(40, WORD) + "'");
        all.add(quoted("gh", "p_", some(36, WORD)));
        all.add(quoted("github", "_pat_", some(22, WORD), "_", some(59, WORD)));
        all.add(quoted("gl", "pat-", some(20, WORD)));
        all.add(quoted("xo", "xb-", some(12, "123456789"), "-", some(12, "123456789"), "-", some(24, WORD)));
        all.add(quoted(
                "https://hooks.", "slack.com/services/T", some(8, UPPER), "/B", some(8, UPPER), "/", some(24, WORD)));
        all.add(quoted("sk", "_live_", some(24, WORD)));
        all.add(quoted("AI", "za", some(35, WORD)));
        all.add(KEY_HEAD.formatted(""));
        all.add(KEY_HEAD.formatted("RSA "));
        all.add(KEY_HEAD.formatted("OPENSSH "));
        all.add(quoted("ey", "J", some(20, WORD), ".ey", "J", some(30, WORD), ".", some(43, WORD)));
        all.add(quoted("py", "pi-AgE", some(150, WORD)));
        all.add(quoted("np", "m_", some(36, WORD)));
        all.add(quoted("S", "G.", some(22, WORD), ".", some(43, WORD)));
        all.add(quoted("S", "K", some(32, HEX)));
        all.add(quoted("ke", "y-", some(32, HEX)));
        all.add(quoted(some(32, HEX), "-us", "12"));
        all.add(quoted(some(10, "123456789"), ":A", "A", some(33, WORD)));
        all.add(quoted("M", some(23, WORD), ".", some(6, WORD), ".", some(27, WORD)));
        all.add(quoted("sk", "-", some(20, WORD), "T3Blbk", "FJ", some(20, WORD)));
        all.add(quoted("sk", "-ant-api03-", some(93, WORD), "AA"));
        all.add(quoted("h", "f_", some(34, LETTERS)));
        all.add(quoted("do", "p_v1_", some(64, HEX)));
        all.add(quoted("shp", "at_", some(32, HEX)));
        all.add(quoted("AccountName=acme;Account", "Key=", some(86, WORD), "=="));
        all.add(quoted("hv", "s.", some(90, WORD)));
        all.add(quoted("da", "pi", some(32, HEX)));
        all.add(quoted("dp", ".pt.", some(43, WORD)));
        all.add(quoted("AGE-SEC", "RET-KEY-1", some(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")));
        all.add(quoted("PM", "AK-", some(24, HEX), "-", some(34, HEX)));
        all.add(quoted("NR", "AK-", some(27, UPPER)));
        all.add(quoted("gl", "sa_", some(32, WORD), "_", some(8, HEX)));
        all.add(quoted("ruby", "gems_", some(48, HEX)));
        all.add(quoted("postgres", "ql://app:", some(16, WORD), "7@db.internal:5432/app"));
        all.add(quoted("https://ci:", some(20, WORD), "7@git.internal/x.git"));
        all.add("password = \"" + "k9!" + some(10, WORD) + "#\"");
        all.add("API_KEY: " + some(10, WORD) + "7" + some(10, WORD));
        all.add("Authorization: Bearer " + some(40, WORD));
        return all;
    }

    private List<String> twins() {
        List<String> all = new ArrayList<>(List.of(
                quoted("AK", "IAIOSFODNN7", "EXAMPLE"),
                quoted("gh", "p_", "x".repeat(36)),
                quoted("gl", "pat-<your-token>"),
                quoted("xo", "xb-your-token-here"),
                quoted("AI", "za..."),
                quoted("sk", "-..."),
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----",
                "x = \"header.payload.signature\"",
                "password = \"\"",
                "password = \"changeme\"",
                "password = os.environ[\"PASSWORD\"]",
                "password = getpass.getpass(\"Password: \")",
                "password: str = Field(min_length=8)",
                "PASSWORD: ${{ secrets.PASSWORD }}",
                "PASSWORD=$PASSWORD",
                "token_type = \"bearer\"",
                "secret_name = \"projects/acme/secrets/db\"",
                "API_KEY_HEADER = \"X-API-Key\"",
                "headers = {\"Authorization\": f\"Bearer {token}\"}",
                "aws_secret_access_key = os.environ[\"AWS_SECRET_ACCESS_KEY\"]",
                "x = \"https://git.internal/acme/repo.git\"",
                "x = \"postgresql://user:password@localhost/db\"",
                "x = \"postgresql://app:${DB_PASSWORD}@db/app\"",
                "MAX_TOKENS = 4096",
                "sk_live_mode_enabled = True"));
        all.add("COMMIT = \"" + some(40, HEX) + "\"");
        all.add("digest = \"sha256:" + some(64, HEX) + "\"");
        all.add("etag = \"" + some(32, HEX) + "\"");
        all.add("idna==3.10 --hash=sha256:" + some(64, HEX));
        all.add("integrity=\"sha512-" + some(86, WORD) + "==\"");
        all.add("request_id = \"%s-%s-%s-%s-%s\""
                .formatted(some(8, HEX), some(4, HEX), some(4, HEX), some(4, HEX), some(12, HEX)));
        return all;
    }

    @Test
    void secretsAreFound() {
        assertThat(secrets())
                .hasSizeGreaterThan(30)
                .allSatisfy(s -> assertThat(SecretKinds.in(s)).hasSize(1));
    }

    @Test
    void twinsAreNot() {
        assertThat(twins())
                .hasSizeGreaterThan(30)
                .allSatisfy(t -> assertThat(SecretKinds.in(t)).isEmpty());
    }

    @Test
    void whatIsShownIsNotTheSecret() {
        for (String secret : secrets()) {
            String value = SecretKinds.in(secret).getFirst().value();
            assertThat(SecretKinds.shown(value)).doesNotContain(value.substring(Math.min(5, value.length() - 1)));
        }
    }

    @Test
    void aHistoryIsReadLineByLine() {
        List<String> lines = new ArrayList<>();
        HistoryLines.each(
                """
                commit 0123456789012345678901234567890123456789

                diff --git a/a b.txt b/a b.txt
                --- /dev/null
                +++ b/a b.txt\t
                @@ -0,0 +1,2 @@
                +one
                ++++ b/two
                @@ -9 +12 @@ context
                -old
                +new
                \\ No newline at end of file
                """,
                (commit, path, number, text) ->
                        lines.add(commit.substring(0, 4) + " " + path + " " + number + " " + text));
        assertThat(lines).containsExactly("0123 a b.txt 1 one", "0123 a b.txt 2 +++ b/two", "0123 a b.txt 12 new");
    }
}
