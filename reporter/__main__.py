"""Turn the words of a command line into one command: ``reporter`` and ``python -m reporter``."""

from __future__ import annotations

import gc

gc.disable()  # commands are short, and what is imported stays: 40 ms; the service turns it on again

from reporter.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
