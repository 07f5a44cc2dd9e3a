package dev.waag.doctor;

import java.util.Locale;

/** Whose setting it is. */
enum Client {
    PIP,
    UV,
    POETRY,
    PDM,
    PIPENV,
    CONDA,
    SETUPTOOLS;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
