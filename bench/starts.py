"""Start time, from the process's start to its first answer, and the memory that each server keeps when nobody asks anything."""

import time

import report

STARTS = 3
IDLE = 15  # seconds without a request before memory is read


def run(servers, options):
    lines = []
    for server in servers:
        try:
            seconds = []
            for _ in range(STARTS):
                server.stop()
                seconds.append(server.launch())
            server.seconds_to_start = report.median(seconds)
        except RuntimeError as error:
            server.seconds_to_start, server.problem = None, str(error)[:120]
    time.sleep(IDLE)
    for server in servers:
        memory = server.memory() / (1 << 20) if server.process else None
        lines.append([server.name, report.number(server.seconds_to_start), report.number(memory)])
    return report.table(["", "start, s", "idle, MiB"], lines)
