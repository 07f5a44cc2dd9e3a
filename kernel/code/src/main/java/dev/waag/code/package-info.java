/**
 * What Python sources do, told without running them.
 *
 * <ul>
 *   <li><b>Filter</b>: the bytes are searched once for the words that any finding needs ({@link dev.waag.code.CodeScan}); most files have none that
 *       matters and are never parsed.
 *   <li><b>Tree</b>: what is left is parsed by tree-sitter, whose recovery from errors gives a tree for broken and for Python 2 sources alike.
 *   <li><b>Walk</b>: the tree is interpreted over abstract values: names are followed through imports, aliases and {@code getattr}, constants are
 *       folded, and marks (from the environment, from the network, decoded, ...) flow through assignments and calls within the file.
 *   <li><b>Phase</b>: what is reached is told apart by when it runs: at install, at interpreter start, at import, or only when called.
 * </ul>
 *
 * <pre>{@code
 * CodeReport report = CodeScan.standard().scan("setup.py", bytes, CodeRole.SETUP);
 * CodeScore score = CodeScore.of(List.of(report));
 * }</pre>
 */
@NullMarked
package dev.waag.code;

import org.jspecify.annotations.NullMarked;
