package dev.waag.alert;

/**
 * Why an attempt failed.
 *
 * @param passing whether another attempt may go better
 */
record Failure(String reason, boolean passing) {}
