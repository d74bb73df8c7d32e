"""Turn a project folder - the one that holds ``schedules.yaml`` - into definitions; every fault is listed with its line."""

from __future__ import annotations

from reporter.project.project import FILE, Project, inspect, load

__all__ = ["FILE", "Project", "inspect", "load"]
