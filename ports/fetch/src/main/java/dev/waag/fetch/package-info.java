/**
 * The only outbound HTTP.
 *
 * <p>Whoever answers is not trusted: it may be slow, endless, cut short, packed to explode, or point us at somebody else's machine.
 * Each of those has a limit ({@link dev.waag.fetch.FetchLimits}) and its own {@link dev.waag.fetch.FetchException}.
 *
 * <pre>{@code
 * FetchSettings settings = FetchSettings.fromEnvironment(System.getenv(), List.of(), FetchLimits.DEFAULT).withUpstreams(List.of(upstream));
 * try (Fetcher fetcher = new Fetcher(settings);
 *         Response response = fetcher.get(FetchRequest.of(upstream, FetchLimits.DEFAULT.pageBytes()))) {
 *     byte[] page = response.readAll();
 * }
 * }</pre>
 *
 * <p>Proxies, private authorities and credentials come from the variables and files that other tools use, see
 * {@link dev.waag.fetch.FetchSettings}. Credentials go to the origin that they were written for and to no other, and no message shows
 * them. Which addresses may be asked at all is {@link dev.waag.fetch.AllowList}'s to say.
 */
@NullMarked
package dev.waag.fetch;

import org.jspecify.annotations.NullMarked;
