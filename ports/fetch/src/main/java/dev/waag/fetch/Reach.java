package dev.waag.fetch;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** From where an address can be reached, the widest first. */
enum Reach {
    /** From anywhere. */
    PUBLIC,
    /** From within an organisation. */
    PRIVATE,
    /** From this machine. */
    LOOPBACK,
    /** From this link alone, where clouds answer with credentials (instance metadata), or from no single place: never asked. */
    FORBIDDEN;

    /** IANA's special-purpose address registries (RFC 6890), and the metadata addresses of clouds that lie in other ranges. */
    private static final List<Cidr> FORBIDDEN_NETWORKS = networks(
            "169.254.0.0/16", // link-local; metadata of most clouds
            "fe80::/10", // link-local
            "fd00:ec2::/32", // metadata, Amazon
            "fd20:ce::/32", // metadata, Google
            "100.100.100.200", // metadata, Alibaba
            "168.63.129.16", // the host's own services, Azure
            "192.0.0.192", // metadata, Oracle
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "ff00::/8"); // multicast

    private static final List<Cidr> LOOPBACK_NETWORKS = networks("127.0.0.0/8", "0.0.0.0/8", "::1", "::");
    private static final List<Cidr> PRIVATE_NETWORKS = networks(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10", // shared by a provider's customers
            "192.0.0.0/24", // protocol assignments
            "198.18.0.0/15", // benchmarks
            "fc00::/7", // unique local
            "fec0::/10"); // site-local, deprecated
    /** Networks whose addresses stand for an IPv4 one in their last bytes: compatible, NAT64 (RFC 6052) and its local kin (RFC 8215). */
    private static final List<Cidr> EMBEDDING = networks("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48");

    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");

    static Reach of(InetAddress address) {
        return of(address.getAddress());
    }

    private static Reach of(byte[] address) {
        if (contains(FORBIDDEN_NETWORKS, address)) {
            return FORBIDDEN;
        }
        if (contains(LOOPBACK_NETWORKS, address)) {
            return LOOPBACK;
        }
        if (contains(PRIVATE_NETWORKS, address)) {
            return PRIVATE;
        }
        if (contains(EMBEDDING, address)) {
            return of(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return of(Arrays.copyOfRange(address, 2, 6));
        }
        return PUBLIC;
    }

    /** The narrower of two: a name with several addresses is as narrow as its narrowest. */
    Reach and(Reach other) {
        return compareTo(other) >= 0 ? this : other;
    }

    private static boolean contains(List<Cidr> networks, byte[] address) {
        return networks.stream().anyMatch(n -> n.contains(address));
    }

    private static List<Cidr> networks(String... texts) {
        return List.of(texts).stream().map(Cidr::of).toList();
    }
}
