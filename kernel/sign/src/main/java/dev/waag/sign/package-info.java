/** Keys and signatures: Ed25519 signed notes (C2SP signed-note). The only place that touches private keys. */
@NullMarked
package dev.waag.sign;

import org.jspecify.annotations.NullMarked;
