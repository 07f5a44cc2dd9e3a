package dev.waag.index;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Asks once for all who want the same at the same time; those who come while somebody asks get that answer, or its failure. */
final class Flights {
    interface Asking {
        Optional<byte[]> ask(FileKey key) throws IOException;
    }

    private final Map<FileKey, CompletableFuture<Optional<byte[]>>> flights = new ConcurrentHashMap<>();

    Optional<byte[]> get(FileKey key, Asking asking) throws IOException {
        CompletableFuture<Optional<byte[]>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<byte[]>> other = flights.putIfAbsent(key, mine);
        try {
            if (other != null) {
                return other.get();
            }
            Optional<byte[]> answer = asking.ask(key);
            mine.complete(answer);
            return answer;
        } catch (IOException | RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } catch (ExecutionException e) {
            throw new IOException("another request for the same failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            if (other == null) {
                flights.remove(key, mine);
            }
        }
    }
}
