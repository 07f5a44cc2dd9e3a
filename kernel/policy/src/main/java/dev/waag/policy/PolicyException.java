package dev.waag.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy file that is not right: all its errors at once, in the order of the file. The message has a line for each. */
public final class PolicyException extends Exception {
    private final List<PolicyError> errors;

    PolicyException(List<PolicyError> errors) {
        super(errors.stream()
                .sorted(PolicyError.BY_POSITION)
                .map(PolicyError::toString)
                .collect(Collectors.joining("\n")));
        this.errors = errors.stream().sorted(PolicyError.BY_POSITION).distinct().toList();
    }

    public List<PolicyError> errors() {
        return errors;
    }
}
