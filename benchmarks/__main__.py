"""Print one line a target: ``python -m benchmarks [--only P3,P10] [--json] [--full]``; exit 1 when one is missed."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path


def _targets() -> dict[str, str]:
    """Module of every target by its name: P3 lies in ``p03_cold_run.py``."""
    files = sorted(Path(__file__).parent.glob("p[0-9][0-9]_*.py"))
    return {f"P{int(file.stem[1:3])}": f"benchmarks.{file.stem}" for file in files}


def main() -> int:
    """Measure what is asked for."""
    targets = _targets()
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure the targets, as ratios.")
    parser.add_argument("--only", default=",".join(targets), help=f"some of {', '.join(targets)}")
    parser.add_argument("--json", action="store_true", help="one JSON list")
    parser.add_argument("--full", action="store_true", help="more pairs, and the long ones")
    asked = parser.parse_args()
    unknown = [name for name in asked.only.split(",") if name not in targets]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}")
    taken = []
    for name in asked.only.split(","):
        for measurement in import_module(targets[name]).measure(full=asked.full):
            taken.append(measurement)
            if not asked.json:
                sys.stdout.write(f"{measurement}\n")
                sys.stdout.flush()
    if asked.json:
        rows = [
            {
                "name": m.name,
                "what": m.what,
                "value": round(m.value, 4),
                "target": m.target,
                "unit": m.unit.strip(),
                "met": m.met,
                "detail": m.detail,
            }
            for m in taken
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    return 0 if all(measurement.met for measurement in taken) else 1


if __name__ == "__main__":
    sys.exit(main())
