/**
 * Evidence about distributions: in-toto statements, PEP 740 attestations and their verification. No I/O, no clock.
 *
 * <p>A statement (in-toto attestation framework v1) says something about files that it names by digest:
 *
 * <pre>{@code
 * {"_type":"https://in-toto.io/Statement/v1",
 *  "subject":[{"name":"six-1.17.0.tar.gz","digest":{"sha256":"<64 hex>"}}],
 *  "predicateType":"https://slsa.dev/provenance/v1",
 *  "predicate":{…}}
 * }</pre>
 *
 * <p>It travels as the payload of a DSSE envelope. What is read here is untrusted until something verified it: parsing gives
 * values or an {@link dev.waag.attest.EvidenceException}, never a judgement.
 */
@NullMarked
package dev.waag.attest;

import org.jspecify.annotations.NullMarked;
