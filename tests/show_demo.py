"""Print and mail the half-year report of the demo office, and say where it lies.

The project of this checkout is used as it is; what comes of it goes to ``output/demo/``. A small SMTP server on this
machine stands in for the office's own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import yaml

from tests.catch_all import CatchAll

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "output" / "demo"
REPORT, PERIOD = "half_year", "2018-H1"


def main() -> int:
    """Check, import, produce, send; the exit code of the first command that fails."""
    port = int(yaml.safe_load((ROOT / "schedules.yaml").read_text(encoding="utf-8"))["mail"]["port"])
    with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        print(f"本机的{port}端口已有程序在用，可能是另一个演示还没有结束：请等它结束，或改schedules.yaml里mail的port。")
        return 1
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    with CatchAll(OUTPUT / "mailbox", port=port) as server:
        for words in (("check",), ("data", "import"), ("run", REPORT, "--period", PERIOD, "--send")):
            print(f"$ reporter {' '.join(words)}", flush=True)
            code = _reporter(*words)
            if code:
                return code
        count = len(server.messages)
    (pdf,) = (OUTPUT / REPORT / PERIOD / "1").glob("*.pdf")
    message = min((OUTPUT / "mailbox").glob("*.eml"))
    print(
        f"\n报告（PDF）：{pdf}\n  打开：用任意PDF阅读器，或 xdg-open '{pdf}'\n"
        f"邮件（共{count}封，这是其中一封）：{message}\n  打开：用任意邮件程序，或 xdg-open '{message}'\n"
        f"每个数字的来源：{pdf.parent / 'facts.csv'}"
    )
    return 0


def _reporter(*words: str) -> int:
    """One command of ours on the project of this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTER_")}
    environment["REPORTER_OUTPUT"] = str(OUTPUT)
    return subprocess.run(
        (sys.executable, "-m", "reporter", "-C", str(ROOT), *words), env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
