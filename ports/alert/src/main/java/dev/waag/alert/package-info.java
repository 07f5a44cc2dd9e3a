/**
 * Tells people what they must act on: one JSON POST to the webhook that the operator configured, or an e-mail.
 *
 * <p>The request follows the Standard Webhooks specification, so that its libraries check it:
 *
 * <pre>
 * POST /the/webhook
 * Content-Type: application/json
 * webhook-id: 7c0e…               the same in every attempt; a receiver that has seen it drops the second
 * webhook-timestamp: 1795341600   seconds since 1970, when this attempt was made
 * webhook-signature: v1,K5o…      only with a secret: base64 of HMAC-SHA256 over "{id}.{timestamp}.{body}"
 *
 * {"schema":"waag-alert/1","id":"7c0e…","at":"2026-11-22T10:00:00Z","kind":"run-failed",
 *  "subject":"…","message":"…","text":"…: …","details":{"stage":"test"}}
 * </pre>
 *
 * <p>The secret is {@code whsec_} and base64, as the specification has it, or any other text, whose UTF-8 bytes are then the key. An
 * answer of 2xx ends it; no answer, 408, 429 and 5xx are tried again, a bounded number of times; anything else is the receiver's last
 * word. A redirect is not followed.
 *
 * <p>E-mail carries the same words, with a Message-ID that is the same in every attempt. Where no connection comes about, and after a reply of 4xx, it is
 * tried again; a reply of 5xx is the server's last word.
 */
@NullMarked
package dev.waag.alert;

import org.jspecify.annotations.NullMarked;
