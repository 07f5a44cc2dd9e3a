package dev.waag.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts that are asked without a proxy: {@code NO_PROXY}, separated by commas or blanks. An entry is {@code *} for all; a name,
 * which covers the names below it too ({@code example}, {@code .example} and {@code *.example} are one); an address; a network of
 * addresses ({@code 10.0.0.0/8}); each but the last may end in {@code :port}. Networks are compared with addresses in URLs only:
 * nothing is looked up.
 */
final class NoProxy {
    private record Entry(String host, Optional<Integer> port, Optional<Cidr> network) {
        boolean matches(String asked, Optional<byte[]> address, int askedPort) {
            if (port.isPresent() && port.get() != askedPort) {
                return false;
            }
            if (address.isPresent()) {
                return network.isPresent() && network.get().contains(address.get());
            }
            return host.equals("*") || asked.equals(host) || asked.endsWith("." + host);
        }
    }

    private final List<Entry> entries;
    private final boolean all;

    private NoProxy(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.all =
                entries.stream().anyMatch(e -> e.host().equals("*") && e.port().isEmpty());
    }

    static NoProxy parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            if (!word.isEmpty()) {
                entries.add(entry(word));
            }
        }
        return new NoProxy(entries);
    }

    boolean matches(String host, int port) {
        String asked = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        Optional<byte[]> address = Cidr.literal(asked);
        return all || entries.stream().anyMatch(e -> e.matches(asked, address, port));
    }

    private static Entry entry(String word) {
        Optional<Cidr> whole = Cidr.parse(word);
        if (whole.isPresent()) {
            return new Entry(word, Optional.empty(), whole);
        }
        String host = word;
        Optional<Integer> port = Optional.empty();
        int colon = word.lastIndexOf(':');
        if (colon > word.lastIndexOf(']') && word.substring(colon + 1).matches("\\d{1,5}")) {
            port = Optional.of(Integer.parseInt(word.substring(colon + 1)));
            host = word.substring(0, colon);
        }
        Optional<Cidr> network = Cidr.parse(host);
        if (host.startsWith("*.")) {
            host = host.substring(1);
        }
        while (host.startsWith(".")) {
            host = host.substring(1);
        }
        return new Entry(host, port, network);
    }
}
