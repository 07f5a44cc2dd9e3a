package dev.waag.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** A network of IP addresses, as {@code 10.0.0.0/8} or {@code fc00::/7}; a single address is a network of one. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cidr(byte[] prefix, int bits) {
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty() || slash >= 0 && !text.substring(slash + 1).matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int all = address.get().length * 8;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        return bits > all ? Optional.empty() : Optional.of(new Cidr(address.get(), bits));
    }

    /** A network that is written in the code. */
    static Cidr of(String text) {
        return parse(text).orElseThrow();
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int mask = 0xff << (8 - bits % 8) & 0xff;
        return bits % 8 == 0 || ((address[whole] ^ prefix[whole]) & mask) == 0;
    }

    /** The bytes of an IP address in its usual form, with or without brackets; empty for a name. Nothing is looked up. */
    static Optional<byte[]> literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        try {
            InetAddress address = bare.indexOf(':') >= 0 ? Inet6Address.ofLiteral(bare) : Inet4Address.ofLiteral(bare);
            return Optional.of(address.getAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
