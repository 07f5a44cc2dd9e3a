/**
 * What was found, and how it is told: one model of findings and one class a format.
 *
 * <p>{@link dev.waag.report.Finding}, {@link dev.waag.report.FindingWaiver} and {@link dev.waag.report.RuleText} are common to every command that
 * finds something; {@link dev.waag.report.CheckReport} and what it holds besides belong to {@code waag check}. Texts in findings come from lock
 * files, advisories and indexes, so each format treats them as hostile: nothing in them may break a table, close a
 * tag, or reach a terminal as a control sequence.
 */
@NullMarked
package dev.waag.report;

import org.jspecify.annotations.NullMarked;
