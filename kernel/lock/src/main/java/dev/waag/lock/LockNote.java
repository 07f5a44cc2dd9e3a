package dev.waag.lock;

/** Something about a file that its readers should know though it can be read: one sentence fit for people. */
public record LockNote(Place place, String text) {}
