package dev.waag.server;

import dev.waag.release.ReleaseSettings;
import dev.waag.sign.NoteException;
import dev.waag.sign.VerifyKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Reads {@code [release]} and {@code [[release-rule]]}. */
final class ReleaseConfig {
    private static final int MOST_APPROVALS = 20;

    private final ConfigValues values;
    private final ConfigTables tables;

    ReleaseConfig(ConfigValues values, ConfigTables tables) {
        this.values = values;
        this.tables = tables;
    }

    ReleaseSettings read() {
        ReleaseSettings standard = ReleaseSettings.DEFAULT;
        return new ReleaseSettings(
                channels(standard.channels()),
                approvals(standard.approvals()),
                rollback(),
                flag("release.two-person-policy"),
                values.size("release.max-file-size").orElse(standard.fileBytes()),
                tables.releaseRules(),
                stages(),
                stageKeys());
    }

    private List<String> stages() {
        List<String> stages = values.list("release.require-stages");
        if (new HashSet<>(stages).size() != stages.size()) {
            values.wrong(values.placeOf("release.require-stages"), "a stage is there twice");
        }
        return stages;
    }

    private List<VerifyKey> stageKeys() {
        List<VerifyKey> keys = new ArrayList<>();
        for (String file : values.list("release.stage-keys")) {
            try {
                keys.addAll(VerifyKey.parsePem(Files.readString(Path.of(file), StandardCharsets.UTF_8)));
            } catch (IOException | InvalidPathException e) {
                values.wrong(values.placeOf("release.stage-keys"), "there is no readable file " + file);
            } catch (NoteException e) {
                values.wrong(
                        values.placeOf("release.stage-keys"),
                        file + " holds no public keys in PEM: " + e.getMessage()
                                + " (`waag keys export --purpose pipeline` prints them)");
            }
        }
        return keys;
    }

    private List<String> channels(List<String> otherwise) {
        List<String> channels = values.list("release.channels");
        if (channels.isEmpty()) {
            return otherwise;
        }
        for (String channel : channels) {
            if (!channel.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                values.wrong(
                        values.placeOf("release.channels"),
                        "'" + channel + "' is no name for a channel: small letters, digits and hyphens");
            }
        }
        if (new HashSet<>(channels).size() != channels.size()) {
            values.wrong(values.placeOf("release.channels"), "two channels have the same name");
        }
        return channels;
    }

    private int approvals(int otherwise) {
        Optional<String> text = values.text("release.approvals");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("\\d{1,3}") && Integer.parseInt(text.get()) <= MOST_APPROVALS) {
            return Integer.parseInt(text.get());
        }
        values.wrong(values.placeOf("release.approvals"), "'approvals' must be a number from 0 to " + MOST_APPROVALS);
        return otherwise;
    }

    private boolean rollback() {
        String text = values.text("release.on-recall").orElse("block");
        if (!text.equals("block") && !text.equals("rollback")) {
            values.wrong(
                    values.placeOf("release.on-recall"),
                    "'on-recall' must be \"block\" or \"rollback\", not \"" + text + "\"");
        }
        return text.equals("rollback");
    }

    private boolean flag(String key) {
        String text = values.text(key).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            values.wrong(values.placeOf(key), "'" + key + "' must be true or false, not \"" + text + "\"");
        }
        return text.equals("true");
    }
}
