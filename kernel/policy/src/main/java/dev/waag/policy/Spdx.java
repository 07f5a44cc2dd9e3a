package dev.waag.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An SPDX licence expression (SPDX 2.3, Annex D), as it prints. */
sealed interface Spdx {
    /** Whether somebody who accepts such licences may use what is under this. */
    boolean allows(Predicate<One> accepted);

    /** The licences that stand in it, in their order. */
    List<One> licences();

    /**
     * One licence.
     *
     * @param id of the SPDX list in its spelling, {@code LicenseRef-…}, {@code DocumentRef-…:LicenseRef-…}, or an id that the list does not have
     * @param plus whether a later version will do, {@code Apache-2.0+}
     * @param exception what stands after {@code WITH}
     */
    record One(String id, boolean plus, Optional<String> exception) implements Spdx {
        @Override
        public boolean allows(Predicate<One> accepted) {
            return accepted.test(this);
        }

        @Override
        public List<One> licences() {
            return List.of(this);
        }

        @Override
        public String toString() {
            return id + (plus ? "+" : "") + exception.map(e -> " WITH " + e).orElse("");
        }
    }

    /** All of them hold. */
    record And(List<Spdx> parts) implements Spdx {
        @Override
        public boolean allows(Predicate<One> accepted) {
            return parts.stream().allMatch(p -> p.allows(accepted));
        }

        @Override
        public List<One> licences() {
            return parts.stream().flatMap(p -> p.licences().stream()).toList();
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(p -> p instanceof Or ? "(" + p + ")" : p.toString())
                    .collect(Collectors.joining(" AND "));
        }
    }

    /** Whoever uses it chooses one. */
    record Or(List<Spdx> parts) implements Spdx {
        @Override
        public boolean allows(Predicate<One> accepted) {
            return parts.stream().anyMatch(p -> p.allows(accepted));
        }

        @Override
        public List<One> licences() {
            return parts.stream().flatMap(p -> p.licences().stream()).toList();
        }

        @Override
        public String toString() {
            return parts.stream().map(Spdx::toString).collect(Collectors.joining(" OR "));
        }
    }
}
