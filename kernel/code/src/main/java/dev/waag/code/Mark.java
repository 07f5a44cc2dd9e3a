package dev.waag.code;

/** Where a value comes from and what was done to it; marks are bits that flow through assignments, operators and calls. */
final class Mark {
    /** The whole environment. */
    static final int ENV = 1;
    /** One variable of the environment. */
    static final int ENV_VAR = 1 << 1;
    /** One whose name says that it is a secret. */
    static final int ENV_SECRET = 1 << 2;

    static final int CREDENTIAL_PATH = 1 << 3;
    /** What a file of credentials holds. */
    static final int SECRET = 1 << 4;

    static final int REMOTE = 1 << 5;
    static final int DECODED = 1 << 6;
    static final int ENCODED = 1 << 7;
    /** Made from a long literal that looks random. */
    static final int BLOB = 1 << 8;
    /** Names of the machine, its user, its addresses. */
    static final int HOST = 1 << 9;

    static final int CLIPBOARD = 1 << 10;
    static final int BROWSER_PATH = 1 << 11;
    static final int BROWSER = 1 << 12;
    static final int METADATA_URL = 1 << 13;
    static final int FILE = 1 << 14;
    /** A text that was put together instead of written out. */
    static final int COMPUTED = 1 << 15;

    static final int TEMP = 1 << 16;
    static final int HOME = 1 << 17;
    /** A path beside the source itself. */
    static final int OWN = 1 << 18;

    static final int PERSIST_PATH = 1 << 19;
    static final int SITE_PATH = 1 << 20;
    static final int SCREEN = 1 << 21;
    /** Put together from single characters or numbers. */
    static final int SCRAMBLED = 1 << 22;

    static final int CODE = 1 << 23;
    static final int ODD_HOST = 1 << 24;
    static final int INPUT = 1 << 25;
    /** Read from inside an archive or data file of the package. */
    static final int PROCESS_OUTPUT = 1 << 26;

    /** What a file holds that did not come with the source. */
    static final int FOREIGN = 1 << 27;

    /** What should not leave the machine. */
    static final int PRIVATE = ENV | ENV_SECRET | SECRET | HOST | CLIPBOARD | BROWSER | SCREEN;
    /** What says where a file lies. */
    static final int PATHS = CREDENTIAL_PATH | BROWSER_PATH | TEMP | HOME | OWN | PERSIST_PATH | SITE_PATH;

    private Mark() {}

    static boolean any(int marks, int of) {
        return (marks & of) != 0;
    }
}
