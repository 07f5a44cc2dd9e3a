package dev.waag.advisory;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The outer shape of an index: a head, tables, and blocks that the tables point to. Nothing of it is trusted before its checksum is right:
 * head and tables when it is opened, a block when it is read.
 *
 * <pre>
 * 0   "WAAGADV" and the version of the format, 8 bytes
 * 8   CRC-32 of everything from 12 to the end of the tables
 * 12  length of the file   16  length of the description   20, 24  lengths of the tables
 * 28  the description: sources
 *     tables: projects, records by id
 *     blocks: CRC-32 and length (4 bytes each), then the text that it belongs to, then what is known
 * </pre>
 */
final class IndexFile {
    static final byte[] MAGIC = {'W', 'A', 'A', 'G', 'A', 'D', 'V', 2};
    static final int HEAD = 28;
    static final int TABLES = 2;

    private final ByteBuffer file;
    private final ByteReader description;
    private final SlotTable[] tables = new SlotTable[TABLES];
    private final int blocks;

    IndexFile(ByteBuffer bytes) {
        file = bytes.slice();
        if (file.limit() < HEAD) {
            throw new BrokenIndexException("it is cut short");
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (file.get(i) != MAGIC[i]) {
                throw new BrokenIndexException("it is no index of advisories, or one of another version");
            }
        }
        long end = HEAD + length(16) + length(20) + length(24);
        if (length(12) != file.limit() || end > file.limit()) {
            throw new BrokenIndexException("it is cut short");
        }
        blocks = (int) end;
        if (crc(file.slice(12, blocks - 12)) != file.getInt(8)) {
            throw new BrokenIndexException("its checksum is wrong");
        }
        byte[] head = new byte[(int) length(16)];
        file.get(HEAD, head);
        description = new ByteReader(head);
        int at = HEAD + head.length;
        for (int i = 0; i < TABLES; i++) {
            int size = (int) length(20 + 4 * i);
            tables[i] = new SlotTable(file.slice(at, size));
            at += size;
        }
    }

    ByteReader description() {
        return description;
    }

    /** What is known of a text, by the table of that number. */
    Optional<ByteReader> find(int table, String text) {
        SlotTable slots = tables[table];
        int hash = text.hashCode();
        for (int step = 0; step < slots.size(); step++) {
            int offset = slots.look(hash, step);
            if (offset == SlotTable.EMPTY) {
                break;
            }
            if (offset != SlotTable.OTHER) {
                ByteReader block = block(offset);
                if (block.text().equals(text)) {
                    return Optional.of(block);
                }
            }
        }
        return Optional.empty();
    }

    private ByteReader block(int offset) {
        if (offset < blocks || offset > file.limit() - 8) {
            throw new BrokenIndexException("it points outside itself");
        }
        int length = file.getInt(offset + 4);
        if (length < 0 || length > file.limit() - offset - 8) {
            throw new BrokenIndexException("it is cut short");
        }
        byte[] block = new byte[length];
        file.get(offset + 8, block);
        if (crc(ByteBuffer.wrap(block)) != file.getInt(offset)) {
            throw new BrokenIndexException("a checksum in it is wrong");
        }
        return new ByteReader(block);
    }

    private long length(int at) {
        int length = file.getInt(at);
        if (length < 0) {
            throw new BrokenIndexException("a length in it is wrong");
        }
        return length;
    }

    static int crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
