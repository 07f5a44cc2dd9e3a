package dev.waag.doctor;

/**
 * One setting that lets a client go round the gate. Secrets in URLs are masked in every part.
 *
 * @param setting the option's usual name: {@code index-url}, {@code extra-index-url}, {@code direct-url}, ...
 * @param place the file, relative to the searched folder where it lies below it and absolute otherwise; or {@code environment}
 * @param line counted from 1; 0 for the environment
 * @param client {@code pip}, {@code uv}, {@code poetry}, {@code pdm}, {@code pipenv}, {@code conda} or {@code setuptools}
 * @param message what the setting does
 * @param help how to mend it
 */
public record DoctorFinding(String setting, String place, int line, String client, String message, String help) {}
