/**
 * Keys and signatures: signed notes, DSSE envelopes, the key ring. The only place that touches private keys; no I/O.
 *
 * <p>A signed note (C2SP signed-note) is a text that ends in a newline, an empty line, and one or more signature lines:
 *
 * <pre>{@code
 * If you think cryptography is the answer to your problem,
 * then you don't know what your problem is.
 *
 * — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
 * }</pre>
 *
 * <p>A signature line is an em dash, a space, the key's name, a space, and the base64 of the key id (4 bytes, big-endian)
 * followed by the signature of the text; the text includes its last newline and not the empty line. The key id is the
 * first four bytes of SHA-256(name, newline, type byte, public key), and the type byte of Ed25519 is 1. A key is handed
 * to others as {@code name+id+base64(type byte, public key)}, with the id in eight hexadecimal digits:
 *
 * <pre>{@code PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW}</pre>
 *
 * <p>A private key is written as {@code PRIVATE+KEY+name+id+base64(type byte, 32-byte seed)}. The example is that of
 * golang.org/x/mod/sumdb/note, and a test runs it.
 */
@NullMarked
package dev.waag.sign;

import org.jspecify.annotations.NullMarked;
