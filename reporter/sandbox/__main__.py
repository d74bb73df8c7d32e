"""The nursery: ``python -m reporter.sandbox JOB OUTCOME TARGET…``, started by :class:`reporter.sandbox.Worker` only."""

from __future__ import annotations

import sys

from reporter.sandbox.nursery import serve

if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
