package dev.waag.advisory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records as nodes, shared ids as edges: the connected components, each in the order in which its records came. */
final class AliasGroups {
    private final List<Integer> leaders = new ArrayList<>();
    private final Map<String, Integer> byId = new HashMap<>();

    void add(String id, List<String> aliases) {
        int record = leaders.size();
        leaders.add(record);
        join(record, id);
        for (String alias : aliases) {
            join(record, alias);
        }
    }

    List<List<Integer>> groups() {
        Map<Integer, List<Integer>> byLeader = new HashMap<>();
        List<List<Integer>> groups = new ArrayList<>();
        for (int record = 0; record < leaders.size(); record++) {
            int leader = leader(record);
            List<Integer> group = byLeader.get(leader);
            if (group == null) {
                group = new ArrayList<>();
                byLeader.put(leader, group);
                groups.add(group);
            }
            group.add(record);
        }
        return groups;
    }

    private void join(int record, String id) {
        Integer other = byId.putIfAbsent(id, record);
        if (other != null) {
            int a = leader(record);
            int b = leader(other);
            leaders.set(Math.max(a, b), Math.min(a, b));
        }
    }

    private int leader(int record) {
        int at = record;
        while (leaders.get(at) != at) {
            int above = leaders.get(leaders.get(at));
            leaders.set(at, above);
            at = above;
        }
        return at;
    }
}
