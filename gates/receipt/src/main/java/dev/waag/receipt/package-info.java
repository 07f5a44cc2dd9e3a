/**
 * Receipts: what the gate served to one CI job, as a signed statement that others can check.
 *
 * <p>The statement is an in-toto statement in a DSSE envelope. Its subjects are the files that were served; its predicate, of type {@code
 * https://waag.dev/receipt/v1}, has
 *
 * <pre>
 * id, user, opened, closed, expires, claims     whose it is, and what an issuer said of the job
 * distributions[]  {name, version, filename, sha256, decision, decision_id, ledger_index, contents?}
 *                                               what was served: the decision that let it, and the entry of its download
 * pages[]          {name, files: {filename: sha256}, given: {filename: contents or ""}}
 *                                               what the pages that were asked for offer and allow: a client's cache may have had it,
 *                                               if it is among what was given to anybody before
 * </pre>
 *
 * <p>{@code contents} is the SHA-256 over what a wheel's RECORD says of the files that an installer puts in place unchanged: a line of
 * {@code path,sha256=…} for each, sorted. An installed environment is compared by it.
 */
@NullMarked
package dev.waag.receipt;

import org.jspecify.annotations.NullMarked;
