"""Warm pages and files: every server under the same load, in turn, for several rounds."""

import time

import fixture
import load
import report
import scratch
import web

WARM_UP = 8  # seconds of load on Waag before the first round: its compiler has done its work; the others need less


class Cell:
    """What one server did in each round of one load; `problem` where it could not."""

    def __init__(self):
        self.rounds, self.problem = [], None

    def values(self, field):
        return [getattr(run, field) for run in self.rounds]

    def median(self, field):
        return report.median([value or None for value in self.values(field)])


def connections_for(url, accept, wanted, seconds):
    """As many as wanted; fewer for a server so slow that no request would end within a round."""
    begun = time.monotonic()
    answer = web.get(url, accept=accept)
    if answer.status != 200 or not answer.whole:
        raise RuntimeError(f"{url} answers {answer.status} {answer.reason}")
    return max(1, min(wanted, int(seconds / 2 / max(time.monotonic() - begun, 1e-6))))


def measure(servers, target, connections, options, gzip=False):
    """Server name to Cell. `target(server)` is the URL."""
    cells, ready = {}, []
    for server in servers:
        cells[server.name] = cell = Cell()
        accept = web.HTML if server.form == "HTML" else web.JSON
        try:
            url = target(server)
            connections_for(url, accept, 1, 1)  # brings it into the server's cache
            count = connections_for(url, accept, connections, options.seconds)
            load.wrk(url, count, WARM_UP if server.name == "Waag" else 1, scratch.root, accept, gzip)
            ready.append((cell, url, count, accept))
        except (OSError, RuntimeError, ValueError) as error:
            cell.problem = " ".join(str(error).split())[:120]
    for _ in range(options.rounds):
        for cell, url, count, accept in ready:
            run = load.wrk(url, count, options.seconds, scratch.root, accept, gzip)
            cell.rounds.append(run)
            if run.errors:
                cell.problem = f"{run.errors} errors"
    return cells


def rows(cells, field, scale, title):
    """One line for each server: the figure, how Waag compares, latency."""
    ours = cells["Waag"]
    for name, cell in cells.items():
        if not cell.rounds:
            yield [f"{title} · {name}", cell.problem or "–", "–", "–", "–"]
            continue
        figure = cell.median(field)
        compared = "" if cell is ours else report.ratio(ours.values(field), cell.values(field))
        note = f" ({cell.problem})" if cell.problem else ""
        latency = [report.number(cell.median("p50")), report.number(cell.median("p99"))]
        yield [f"{title} · {name}{note}", report.number(figure / scale if figure else None), compared, *latency]


def pages(servers, options):
    lines = []
    for page in fixture.PAGES:
        for gzip in (True, False):
            cells = measure(servers, lambda server, page=page: server.page(page.project), page.connections, options, gzip)
            lines += rows(cells, "requests", 1, f"{page.files:,} files, {'gzip' if gzip else 'plain'}")
            print(report.table(["", "", "", "", ""], lines[-len(cells) :]), flush=True)
    return report.table(["page", "requests/s", "Waag is", "p50 ms", "p99 ms"], lines)


def files(servers, options):
    lines = []
    for file in fixture.FILES:
        cells = measure(servers, lambda server, file=file: server.file(file.project, file.filename), file.connections, options)
        size = f"{file.size // 1_000_000} MB" if file.size >= 1_000_000 else f"{file.size // 1000} KB"
        lines += rows(cells, "bytes", 1e6, size)
        print(report.table(["", "", "", "", ""], lines[-len(cells) :]), flush=True)
    return report.table(["file", "MB/s", "Waag is", "p50 ms", "p99 ms"], lines)
