/**
 * The release gate: what is published here, and how it comes into a channel, leaves it again and is taken back.
 *
 * <pre>
 * staged     uploaded: in the first channel, for whoever asks for that one
 * approved   enough people other than its publisher have approved exactly these files
 * released   in the last channel, which is what /simple/ shows
 * </pre>
 *
 * <p>Each step is one transaction: the change and its entry in the ledger are there together, or neither is.
 */
@NullMarked
package dev.waag.release;

import org.jspecify.annotations.NullMarked;
