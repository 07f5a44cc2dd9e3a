/** What {@code waag check} does: locks, manifests, environments and wheels judged by the policy, and what to change where they fail. */
@NullMarked
package dev.waag.check;

import org.jspecify.annotations.NullMarked;
