package dev.waag.cli;

/** How a command renders its outcome. */
enum Formats {
    TEXT,
    JSON
}
