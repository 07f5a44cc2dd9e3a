/** Judging of projects and client settings on a developer's machine. */
@NullMarked
package dev.waag.doctor;

import org.jspecify.annotations.NullMarked;
