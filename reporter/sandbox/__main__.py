"""The nursery: ``python -m reporter.sandbox JOB OUTCOME PIECES TARGET…``, started by :class:`reporter.sandbox.Worker` only."""

from __future__ import annotations

import sys

from reporter.sandbox.child import Files
from reporter.sandbox.nursery import serve

if __name__ == "__main__":
    serve(Files(*map(int, sys.argv[1:4])), sys.argv[4:])
