/** Rules over facts give decisions: policy files, CEL, waivers, the default pack. No I/O. */
@NullMarked
package dev.waag.policy;

import org.jspecify.annotations.NullMarked;
