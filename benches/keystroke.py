"""Measures how long a keystroke takes until it is answered: python3 benches/keystroke.py PROGRAM [KEYSTROKES]

A page of 1,000 lines of questions is opened in `PROGRAM lsp`, and a letter is typed into it again and again. Told are the
median and the longest time until findings come back, and the processor's time for each.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

QUESTION = """{{ radios({
  name: "gender%d",
  fieldset: { legend: { text: "What is your gender?" } },
  items: [
    { value: "woman", text: "Woman" },
    { value: "man", text: "Man" }
  ]
}) }}
<p>About question %d, and what we do with it.</p>

"""


class Server:
    """The program, spoken to on its standard streams."""

    def __init__(self, program):
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if number is None else {"id": number})
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))

    def told(self, version):
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
                return message["params"]["diagnostics"]

    def spent(self):
        """The processor's time so far, in milliseconds."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def main(program, keystrokes=50):
    with tempfile.TemporaryDirectory() as folder:
        uri = (pathlib.Path(folder) / "page.njk").as_uri()
        page = "".join(QUESTION % (number, number) for number in range(100))
        server = Server(program)
        server.send("initialize", {"processId": None, "rootUri": pathlib.Path(folder).as_uri(), "capabilities": {}}, 1)
        server.read()
        server.send("initialized", {})
        server.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "njk", "version": 1, "text": page}})
        server.told(1)
        took, before = [], server.spent()
        for version in range(2, keystrokes + 2):
            at = {"line": 8, "character": 3}
            change = {"range": {"start": at, "end": at}, "text": "x"}
            started = time.perf_counter()
            document = {"uri": uri, "version": version}
            server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            findings = server.told(version)
            took.append((time.perf_counter() - started) * 1000)
        spent = (server.spent() - before) / keystrokes
        server.process.kill()
    lines, median = page.count("\n"), statistics.median(took)
    print(f"{lines} lines, {len(findings)} findings: median {median:.1f} ms, longest {max(took):.1f} ms, processor {spent:.1f} ms")


main(sys.argv[1], *map(int, sys.argv[2:]))
