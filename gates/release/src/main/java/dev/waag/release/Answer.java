package dev.waag.release;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of a request to the release gate. */
public sealed interface Answer {
    /**
     * It was done, and is durable.
     *
     * @param fields what is told about it
     * @param changed false where everything was so already
     */
    record Done(Map<String, Object> fields, boolean changed) implements Answer {
        public Done {
            fields = new LinkedHashMap<>(fields);
        }
    }

    /**
     * It was refused, and nothing was changed.
     *
     * @param status as HTTP tells it: 400 for a wrong request, 403 for what somebody may not do, 404 for what is not there, 409 for what
     *     stands against it
     * @param what one sentence, without its full stop
     * @param reasons each thing that stands against it, where there are several
     */
    record Refused(int status, String what, String remedy, List<Map<String, Object>> reasons) implements Answer {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    static Refused refused(int status, String what, String remedy) {
        return new Refused(status, what, remedy, List.of());
    }
}
