/** Facts in, decision out, remembered and entered in the ledger. Every gate asks here. */
@NullMarked
package dev.waag.judge;

import org.jspecify.annotations.NullMarked;
