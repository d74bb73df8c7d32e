"""Turn ``schedules.yaml`` and the files that it names into a project."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import yaml

from reporter.errors import Faults, UsageError
from reporter.model.finding import Place
from reporter.model.tally import REGISTERS
from reporter.model.watch import Watch
from reporter.project import arrangements, dictionary, mailing, people, signing, watching, wordings
from reporter.project.block import Block, empty
from reporter.project.reading import Faultfinder, read
from reporter.project.registers import registers
from reporter.project.working_days import working_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reporter.model.finding import Finding
    from reporter.model.indicator import Indicator
    from reporter.model.office import Group, Mail, Office, Recipient, Report, Schedule, Source
    from reporter.model.period import Period
    from reporter.model.record import Registers
    from reporter.workdays import Calendar

FILE = "schedules.yaml"
_INDICATORS = "data/indicators.yaml"
_REGISTERS = "data/registers"
_INBOX = "data/inbox"
_WORKDAYS = "data/workdays.yaml"


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that an office has arranged."""

    folder: Path
    office: Office
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    registers: Registers
    reports: Mapping[str, Report]
    schedules: Mapping[str, Schedule]
    groups: Mapping[str, Group]
    mail: Mail
    days: Calendar
    """The working calendar."""
    watch: Watch = Watch()
    """Whom trouble is told to."""
    files: Mapping[str, bytes] | None = None
    """Templates and texts in memory; ``None`` reads them from the disk each time."""

    inbox: str = _INBOX
    """Where departments drop files, below the project folder."""
    precedence: tuple[str, ...] = ()
    """Sources or departments, the one that is believed first."""
    quality: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Severity and thresholds of the rules about data, by rule."""

    @property
    def operators(self) -> tuple[Recipient, ...]:
        """Who is told when something goes wrong."""
        return tuple(dict.fromkeys(person for name in self.watch.to for person in self.groups[name].people))

    def report(self, name: str) -> Report:
        """The report of that name; raises :class:`UsageError` with the names that there are."""
        if name not in self.reports:
            message = f"没有“{name}”这份报告"
            raise UsageError(message, advice=f"可用：{'、'.join(self.reports)}")
        return self.reports[name]

    def schedule_of(self, report: str) -> Schedule | None:
        """The first schedule by which a report is due."""
        return next((one for one in self.schedules.values() if one.report == report), None)

    def groups_of(self, report: str) -> tuple[Group, ...]:
        """The groups that get a report by schedule, in the order of its schedules; those it is too secret for do not."""
        names = [name for one in self.schedules.values() if one.report == report for name in one.to]
        level = self.report(report).secrecy
        return tuple(group for group in map(self.groups.__getitem__, dict.fromkeys(names)) if group.may_get(level))

    def recipients(self, report: str) -> tuple[Recipient, ...]:
        """Everybody who gets a report by schedule, each address once."""
        people = (person for group in self.groups_of(report) for person in (*group.people, *group.cc))
        found: dict[str, Recipient] = {}
        for person in people:
            found.setdefault(person.address.casefold(), person)
        return tuple(found.values())

    def templates_of(self, report: str) -> dict[str, bytes]:
        """The templates of a report and those that all share, by path below the project folder with ``/``."""
        return self._files(
            *(f"templates/{name}" for name in (self.report(report).template, "looks", "shared", "email"))
        )

    def texts_of(self, report: str) -> dict[str, bytes]:
        """The texts of every period of a report."""
        return self._files(f"texts/{report}")

    def files_for(self, report: str, period: Period) -> dict[str, bytes]:
        """What one production may see: templates, the period's own texts and photos."""
        photos = [photo.file for photo in self.report(report).photos.get(period.code, ())]
        return {
            **self.templates_of(report), **self._files(f"texts/{report}/{period.code}"),
            **{name: (self.folder / name).read_bytes() for name in photos},
        }  # fmt: skip

    def kept(self) -> Project:
        """The same with its templates and texts in memory: what changes on the disk does not touch it any more."""
        return replace(self, files=self._files("templates", "texts"))

    @property
    def digest(self) -> str:
        """A short hash of everything that is arranged and written."""
        files = self._files("templates", "texts")
        said = repr(
            (replace(self, files=None), sorted((name, hashlib.sha256(files[name]).hexdigest()) for name in files))
        )
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def _files(self, *folders: str) -> dict[str, bytes]:
        """All files below these folders; hidden ones and an editor's copies do not count."""
        if self.files is not None:
            starts = tuple(f"{folder}/" for folder in folders)
            return {name: content for name, content in self.files.items() if name.startswith(starts)}
        paths = [path for folder in folders for path in sorted((self.folder / folder).rglob("*")) if path.is_file()]
        kept = [path for path in paths if not path.name.startswith(".") and not path.name.endswith("~")]
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in kept}


def load(folder: Path) -> Project:
    """The project in ``folder``; raises :class:`Faults` with everything that is wrong with it."""
    project, findings = inspect(folder)
    if findings or project is None:
        raise Faults(findings)
    return project


def inspect(folder: Path) -> tuple[Project | None, tuple[Finding, ...]]:
    """The project as far as it can be read, and every fault; no project at all without ``schedules.yaml``."""
    folder = folder.resolve()
    faults = Faultfinder()
    root = read(folder, FILE, faults)
    if root is None:
        if not faults.findings:
            faults.add("empty_file", Place(file=FILE), f"{FILE}是空的", "用reporter init生成一份")
        return None, tuple(faults.findings)
    block = Block(FILE, root, faults)
    signers = signing.signers(block.block("signers"))
    reports = {name: arrangements.report(name, inner, folder, signers) for name, inner in block.named("reports")}
    mail = mailing.mail(block.block("mail"), folder)
    groups = people.groups(block.block("recipients"), folder, faults, mail.webhooks)
    plans = {name: arrangements.schedule(name, inner, reports, groups) for name, inner in block.named("schedules")}
    office, wording = block.block("office", needed=True), wordings.wording(block.block("wording"))
    inbox = _below(block, "inbox", _INBOX).rstrip("/")
    project = Project(
        folder,
        arrangements.office(office or empty(FILE), wording),
        dictionary.indicators(
            folder, _below(block, "indicators", _INDICATORS), faults, reports=reports, rate_decimals=wording.rate_decimals
        ),
        _listed(block, {name: arrangements.source(name, inner, inbox) for name, inner in block.named("sources")}),
        registers(folder, _registers(block, folder), faults),
        reports, {name: plan for name, plan in plans.items() if plan}, groups,
        mail, working_days(folder, _below(block, "workdays", _WORKDAYS), faults),
        watching.watch(block.block("watch"), groups), inbox=inbox, precedence=_precedence(block),
        quality=arrangements.rules(block.block("quality") or empty(FILE)),
    )  # fmt: skip
    block.close()
    return project, tuple(sorted(faults.findings, key=lambda one: (one.place.file != FILE, one.place)))


def _precedence(block: Block) -> tuple[str, ...]:
    """Sources or departments; a name that no source bears is taken for a department's."""
    return block.words("precedence")


def _below(block: Block, key: str, usual: str) -> str:
    """A path below the project folder; the usual one in place of one that leaves it."""
    path = block.text(key, usual)
    return path if block.inside(key, path) else usual


def _registers(block: Block, folder: Path) -> str:
    """The folder of the registers, named alone or beside the sources of their rows; one that is named must be there."""
    inner = block if isinstance(block.node("registers"), yaml.ScalarNode) else block.block("registers")
    key = "registers" if inner is block else "folder"
    if inner is None:
        return _REGISTERS
    path = _below(inner, key, _REGISTERS)
    if inner.has(key) and not (folder / path).is_dir():
        inner.fault("missing_file", key, f"找不到文件夹{path}", "检查文件夹名")
    return path


def _listed(block: Block, sources: Mapping[str, Source]) -> dict[str, Source]:
    """The sources, those that bring rows of a register with its name."""
    found = dict(sources)
    inner = block.block("registers") if isinstance(block.node("registers"), yaml.MappingNode) else None
    if inner is None:
        return found
    inner.text("folder")
    for register in REGISTERS:
        for name in inner.words(register):
            if name in found:
                found[name] = replace(found[name], register=register)
            else:
                inner.fault("unknown_source", register, f"sources里没有“{name}”", f"可用：{'、'.join(found)}")
    inner.close()
    return found
