package dev.waag.doctor;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Doctor} is asked to look at.
 *
 * @param path the project's folder, or one file of it
 * @param gate the gate's base URL ({@code http://127.0.0.1:8080}) or one of its index URLs below it; absent: indexes are not compared
 * @param environment the environment variables in force
 * @param home the user's home folder
 */
public record DoctorRequest(Path path, Optional<URI> gate, Map<String, String> environment, Path home) {
    public DoctorRequest {
        environment = Map.copyOf(environment);
    }
}
