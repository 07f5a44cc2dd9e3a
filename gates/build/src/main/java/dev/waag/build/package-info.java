/**
 * What {@code waag build} and {@code waag replay} do: distributions made from locked inputs in a sandbox, and the evidence of it.
 *
 * <p>One build, in order:
 *
 * <ol>
 *   <li>{@link dev.waag.build.SourceTree} reads what is to be built, its commit and its time.
 *   <li>{@link dev.waag.build.BuildLock} says which wheels build it; where there is none, {@link dev.waag.build.Resolver} makes it through the gate.
 *   <li>{@link dev.waag.build.BuildEnvironment} is made of those wheels, each fetched from the gate and held to its digest.
 *   <li>{@link dev.waag.build.Sandbox} runs the backend's hooks: an sdist, and a wheel from that sdist.
 *   <li>{@link dev.waag.build.SdistRewriter} and {@link dev.waag.build.WheelRewriter} take out what backends leave unstable.
 * </ol>
 */
@NullMarked
package dev.waag.build;

import org.jspecify.annotations.NullMarked;
