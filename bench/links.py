"""A slower way to the index: a proxy that hands on as much in a second as a link of that speed does, each byte late by its round trip."""

import asyncio
import threading

CHUNK = 16 * 1024


class Link:
    """An HTTP proxy (RFC 9110, 9.3.6: CONNECT only) on the loopback address; all its connections share one downward link."""

    def __init__(self, megabits, milliseconds):
        self.rate, self.delay = megabits * 1e6 / 8, milliseconds / 1e3
        self.free = 0.0  # when the link has sent all that was given to it
        self.carried = 0  # bytes
        self.loop = asyncio.new_event_loop()
        server = self.loop.run_until_complete(asyncio.start_server(self.connected, "127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def environment(self):
        return {"HTTPS_PROXY": self.url, "https_proxy": self.url}

    async def connected(self, reader, writer):
        request = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = request.split(b" ", 2)
        host, _, port = target.decode().rpartition(":")
        if method != b"CONNECT":
            writer.close()
            return
        try:
            there, here = await asyncio.open_connection(host.strip("[]"), int(port), limit=CHUNK)
        except OSError:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        await asyncio.gather(self.up(reader, here), self.down(there, writer))

    async def up(self, reader, writer):
        try:
            while data := await reader.read(CHUNK):
                writer.write(data)
                await writer.drain()
            writer.write_eof()
        except OSError:
            writer.close()

    async def down(self, reader, writer):
        """Reads no faster than the link sends, so that the other end is held back as by a real one."""
        try:
            while data := await reader.read(CHUNK):
                now = self.loop.time()
                self.free = max(self.free, now) + len(data) / self.rate
                self.carried += len(data)
                if writer.is_closing():  # who asked has left
                    break
                self.loop.call_at(self.free + self.delay, self.write, writer, data)
                await asyncio.sleep(max(0.0, self.free - now - self.delay))
            self.loop.call_at(self.free + self.delay, writer.close)
        except OSError:
            writer.close()

    @staticmethod
    def write(writer, data):
        if not writer.is_closing():
            writer.write(data)

    def close(self):
        for task in asyncio.all_tasks(self.loop):
            self.loop.call_soon_threadsafe(task.cancel)
        self.loop.call_soon_threadsafe(self.loop.stop)
