package dev.waag.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waag.server.TestServer.Answer;
import dev.waag.testkit.Distribution;
import dev.waag.testkit.Lies;
import dev.waag.testkit.SimulatedIndex;
import dev.waag.testkit.Wheels;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files and parts of them over HTTP (RFC 9110, section 14). */
final class RangesTest extends ServerCase {
    private final Distribution wheel = Wheels.of("kaas", "1.0").payload(200_000).wheel();
    private final int size = wheel.bytes().length;

    @Override
    void fill(SimulatedIndex upstream) {
        upstream.add(wheel);
    }

    private String file() throws IOException {
        return server.path(wheel);
    }

    private byte[] part(int from, int to) {
        return Arrays.copyOfRange(wheel.bytes(), from, to + 1);
    }

    @Test
    void aWholeFileSaysWhatItIs() throws Exception {
        String path = file();
        for (String state : List.of("cold", "warm")) {
            Answer answer = server.get(path);
            assertThat(answer.status()).as(state).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(wheel.bytes());
            assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(size));
            assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(answer.header("ETag")).isEqualTo('"' + wheel.sha256() + '"');
            assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(answer.header("Cache-Control")).contains("immutable", "max-age=31536000");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Encoding")).isEmpty();
        }
        assertThat(index.count(SimulatedIndex.file(wheel))).isEqualTo(1);
    }

    @Test
    void onePartIsGiven() throws Exception {
        String path = file();
        Map<String, int[]> table = new LinkedHashMap<>();
        table.put("bytes=0-0", new int[] {0, 0});
        table.put("bytes=0-99", new int[] {0, 99});
        table.put("bytes=100-", new int[] {100, size - 1});
        table.put("bytes=-1", new int[] {size - 1, size - 1});
        table.put("bytes=-500", new int[] {size - 500, size - 1});
        table.put("bytes=-999999999", new int[] {0, size - 1});
        table.put("bytes=10-999999999", new int[] {10, size - 1});
        table.put("bytes=" + (size - 1) + "-", new int[] {size - 1, size - 1});
        table.put("bytes= 5-6", new int[] {5, 6});
        for (Map.Entry<String, int[]> row : table.entrySet()) {
            int from = row.getValue()[0];
            int to = row.getValue()[1];
            Answer answer = server.get(path, "Range: " + row.getKey());
            assertThat(answer.status()).as(row.getKey()).isEqualTo(206);
            assertThat(answer.header("Content-Range")).isEqualTo("bytes " + from + "-" + to + "/" + size);
            assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(to - from + 1));
            assertThat(answer.body()).isEqualTo(part(from, to));
            assertThat(answer.header("ETag")).isEqualTo('"' + wheel.sha256() + '"');
        }
    }

    @Test
    void whatIsNoRangeOrSeveralIsAnsweredWhole() throws Exception {
        String path = file();
        for (String range : List.of(
                "bytes=5-2",
                "bytes=-",
                "bytes=",
                "bytes",
                "bytes=a-b",
                "bytes=0-1,5-6",
                "bytes=0-1, -1",
                "lines=0-1",
                "bytes=1-2-3",
                "bytes=--1",
                "bytes=+1-2",
                "bytes=99999999999999999999-",
                "0-1")) {
            Answer answer = server.get(path, "Range: " + range);
            assertThat(answer.status()).as(range).isEqualTo(200);
            assertThat(answer.body()).as(range).isEqualTo(wheel.bytes());
            assertThat(answer.header("Content-Range")).isEmpty();
        }
        assertThat(server.get(path, "Range: bytes=0-1", "Range: bytes=5-6").body())
                .isEqualTo(wheel.bytes());
    }

    @Test
    void whatLiesBehindTheEndCannotBeSatisfied() throws Exception {
        String path = file();
        for (String range : List.of("bytes=" + size + "-", "bytes=" + (size + 10) + "-" + (size + 20), "bytes=-0")) {
            Answer answer = server.get(path, "Range: " + range);
            assertThat(answer.status()).as(range).isEqualTo(416);
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + size);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void aPartIsGivenOnlyOfWhatTheClientHas() throws Exception {
        String path = file();
        String etag = '"' + wheel.sha256() + '"';
        assertThat(server.get(path, "Range: bytes=0-1", "If-Range: " + etag).status())
                .isEqualTo(206);
        for (String other : List.of("\"other\"", "W/" + etag, "Sun, 22 Nov 2026 10:00:00 GMT")) {
            assertThat(server.get(path, "Range: bytes=0-1", "If-Range: " + other)
                            .status())
                    .as(other)
                    .isEqualTo(200);
        }
        assertThat(server.get(path, "Range: bytes=0-1", "If-None-Match: " + etag)
                        .status())
                .isEqualTo(304);
        assertThat(server.send("HEAD", path, "Range: bytes=0-1").status()).isEqualTo(200);
    }

    @Test
    void whatIsNotModifiedHasNoLengthButTheFiles() throws Exception {
        String path = file();
        server.get(path);
        String etag = "If-None-Match: \"" + wheel.sha256() + '"';
        for (String method : List.of("GET", "HEAD")) {
            Answer answer = server.send(method, path, etag);
            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.header("Content-Length")).isIn("", Integer.toString(size));
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void aPartOfAColdFileIsGivenOnceTheWholeIsRight() throws Exception {
        String path = file();
        index.behave(SimulatedIndex.file(wheel), Lies.lastByteWrong());
        assertThat(server.get(path, "Range: bytes=0-1").status()).isEqualTo(502);
        index.honest();
        Answer answer = server.get(path, "Range: bytes=0-1");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(part(0, 1));
    }

    @Test
    void aFileThatTurnsOutWrongBreaksOffOrIsRefused() throws Exception {
        String path = file();
        index.behave(SimulatedIndex.file(wheel), Lies.otherBytes());
        Answer large = server.get(path);
        assertThat(large.status() == 502 || large.body().length < size)
                .as("never whole")
                .isTrue();
        Distribution small = Wheels.wheel("boter", "1.0");
        index.add(small);
        index.behave(SimulatedIndex.file(small), Lies.otherBytes());
        Answer refused = server.get(server.path(small));
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.phrase()).contains("other bytes than its page promises");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        assertThat(refused.header("ETag")).isEmpty();
        index.honest();
        assertThat(server.get(path).body()).isEqualTo(wheel.bytes());
        assertThat(server.get(server.path(small)).body()).isEqualTo(small.bytes());
    }

    @Test
    void theHeadOfAColdFileDoesNotWaitForIt() throws Exception {
        String path = file();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        index.behave(SimulatedIndex.file(wheel), Lies.held(10, asked, rest));
        Answer head = server.send("HEAD", path);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(size));
        assertThat(rest.getCount()).isEqualTo(1);
        rest.countDown();
        assertThat(server.get(path).body()).isEqualTo(wheel.bytes());
        assertThat(index.count(SimulatedIndex.file(wheel))).isEqualTo(1);
    }

    @Test
    void otherAddressesThanThePagesAreNotFound() throws Exception {
        String path = file();
        String tag = wheel.sha256().substring(0, 16);
        for (String other : List.of(
                "/files",
                "/files/",
                "/files/kaas",
                "/files/kaas/" + tag,
                "/files/kaas/" + tag + "/",
                "/files/kaas/0000000000000000/" + wheel.filename(),
                "/files/Kaas/" + tag + "/" + wheel.filename(),
                "/files/boter/" + tag + "/" + wheel.filename(),
                "/files/kaas/" + tag + "/other.whl",
                path + "/",
                path + ".metadata.metadata")) {
            assertThat(server.get(other).status()).as(other).isEqualTo(404);
        }
    }

    @Test
    void metadataIsTextThatNeverChanges() throws Exception {
        Answer answer = server.get(file() + ".metadata");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(wheel.metadata());
        assertThat(answer.header("Cache-Control")).contains("immutable");
        assertThat(server.get(file() + ".metadata", "If-None-Match: " + answer.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void eachCompletedDeliveryIsInTheLedger() throws Exception {
        String path = file();
        server.get(path);
        server.get(path);
        server.send("HEAD", path);
        server.get(path, "Range: bytes=0-9");
        server.get(path, "If-None-Match: *");
        JsonNode[] downloads = downloads(3);
        for (JsonNode d : downloads) {
            assertThat(d.path("filename").asString()).isEqualTo(wheel.filename());
            assertThat(d.path("actor").asString()).isEqualTo("anonymous");
            assertThat(d.path("sha256").asString()).isEqualTo(wheel.sha256());
        }
        assertThat(downloads[2].path("range").asString()).isEqualTo("bytes=0-9");
    }

    /** The downloads of the ledger, after the server has ended. */
    private JsonNode[] downloads(int count) throws Exception {
        server.close();
        JsonNode[] all = LedgerFile.entries(root).stream()
                .filter(e -> e.path("kind").asString().equals("download"))
                .toArray(JsonNode[]::new);
        server = new TestServer(root, index, clock);
        assertThat(all).hasSize(count);
        return all;
    }
}
