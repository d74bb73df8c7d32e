"""The child: ``python -m reporter.sandbox TARGET JOB``, started by :class:`reporter.sandbox.Worker` only."""

from __future__ import annotations

import sys

from reporter.sandbox.child import work

if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
