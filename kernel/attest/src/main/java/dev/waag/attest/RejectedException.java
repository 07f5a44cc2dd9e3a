package dev.waag.attest;

/** Why evidence is refused, on its way to the {@link SigstoreResult.Rejected} that is handed out. */
final class RejectedException extends Exception {
    RejectedException(String reason) {
        super(reason);
    }

    static void unless(boolean holds, String reason) throws RejectedException {
        if (!holds) {
            throw new RejectedException(reason);
        }
    }
}
