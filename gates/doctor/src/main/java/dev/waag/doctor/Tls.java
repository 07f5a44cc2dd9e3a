package dev.waag.doctor;

/** The check of an index's certificate, switched off. */
final class Tls {
    private Tls() {}

    static void verify(Client client, String value, Where where, Judge judge) {
        if (Variables.isFalse(value)) {
            judge.find(
                    "verify-ssl",
                    client,
                    where,
                    client.text() + " does not check the index's certificate, so anybody on the way can answer for it",
                    where.remove() + "; where the certificate is private, give its authority with SSL_CERT_FILE");
        }
    }
}
