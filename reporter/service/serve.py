"""Run the service in this process until it is told to end."""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
from threading import Event
from typing import TYPE_CHECKING

from reporter import fonts, scratch
from reporter.clock import clock, monotonic
from reporter.errors import ProductionError
from reporter.fonts import libraries
from reporter.service import log
from reporter.service.configuration import Configuration
from reporter.service.health import Health
from reporter.service.house import House
from reporter.service.loop import Loop
from reporter.service.notify import Supervisor
from reporter.service.pulse import Pulse
from reporter.service.returns import Returns
from reporter.service.scheduler import Alarm
from reporter.service.steadiness import Steadiness
from reporter.service.watch import Watch
from reporter.settings import settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_log = logging.getLogger(__name__)
GRACE_SECONDS = 30.0
"""How long work may go on after the order to end."""
STALE_SECONDS = 60.0
"""Without a tick for so long (or ten ticks, if that is longer) the process ends, for its supervisor to restart it."""
EXIT_STALE = 70
_LOOK_SECONDS = 2.0
"""How often the files of the project are looked at."""


def serve(folder: Path) -> int:
    """Serve the project in ``folder`` until SIGTERM or SIGINT; 0 when it ended in good order.

    Raises :class:`~reporter.errors.Faults` when the project has faults, :class:`ProductionError` where nothing can be printed. A process whose ticks have stopped ends itself
    with 70.
    """
    from reporter import pipeline  # noqa: PLC0415 - the recipes know every room
    from reporter.store import Store, location, owner  # noqa: PLC0415

    options = settings()
    log.start(options.log_level)
    _able_to_print()
    configuration = Configuration(folder)
    office = configuration.project.office
    output = options.output or folder / "output"
    store = Store.open(location(options.database, output), zone=office.time_zone)
    store.sound()
    name, ticking = owner(), clock(options.clock)
    longest = None if options.clock else dt.timedelta(hours=options.longest_jump_hours)
    watch = Watch(store, ticking, output, pipeline.post, pipeline.alarm)
    house = House(
        configuration, store, ticking, output, name, pipeline.produce, pipeline.issue, pipeline.dispatch,
        pipeline.deliver_letters, watch, Steadiness(longest), Returns(pipeline.read_bounces, store, ticking, watch),
        pipeline.stop_sending,
    )  # fmt: skip
    _log.info(
        "service begins",
        extra={"owner": name, "office": office.name, "config": configuration.digest, **log.surroundings()},
    )
    left = scratch.sweep()
    if left:
        _log.info("cleared away what dead processes left", extra={"folders": left})
    finished = run(
        Loop(house), options.tick_seconds, house=house, configuration=configuration, port=options.health_port
    )
    _log.info("service ends", extra={"owner": name, "finished": finished})
    if not finished:
        logging.shutdown()
        os._exit(0)  # threads that did not end in time would keep the process; their leases are handed back
    store.close()
    return 0


def _able_to_print() -> None:
    """Raise :class:`ProductionError` where fonts, or what draws them, are missing: better no report than one in boxes."""
    libraries.demand()
    absent = fonts.spoilt()
    if absent:
        message = f"字体文件缺失或损坏：{'、'.join(absent)}"
        raise ProductionError(message, advice="重新安装reporter，再运行reporter doctor查看")


def run(
    loop: Loop, tick_seconds: float, *, house: House, configuration: Configuration | None = None, port: int = 0,
    stale: float = STALE_SECONDS, grace: float = GRACE_SECONDS,
) -> bool:  # fmt: skip
    """Tick until a signal comes; whether all work came to its end. Ends the process with 70 when ticks stop."""
    ending, again, looked, nudged = Event(), Event(), monotonic(), monotonic()
    for order in (signal.SIGTERM, signal.SIGINT):
        signal.signal(order, lambda *_: ending.set())
    signal.signal(signal.SIGHUP, lambda *_: again.set())
    alarm, supervisor = Alarm(loop.tick, tick_seconds), Supervisor()
    pulse = Pulse(house.metrics.pings.inc)
    stale = max(stale, 10 * tick_seconds)
    with Health(port, house.metrics, lambda: state(loop, house, configuration, stale)):
        alarm.start()
        supervisor.ready()
        while not ending.wait(min(1.0, stale / 4)):
            _still_alive(loop, stale)
            if monotonic() - loop.alive > 3 * tick_seconds + 1 and monotonic() - nudged > tick_seconds:
                alarm.nudge()
                nudged = monotonic()
            supervisor.alive()
            if configuration and (again.is_set() or monotonic() - looked >= _LOOK_SECONDS):
                _reload(house, configuration, supervisor, asked=again.is_set())
                again.clear()
                looked = monotonic()
            well, _ = state(loop, house, configuration, stale)
            pulse.beat(house.project.watch, well=well and not loop.picture.unwell)
        supervisor.ending()
        alarm.stop()
        return loop.close(grace)


def _still_alive(loop: Loop, stale: float) -> None:
    """End the process when ticks have stopped."""
    silent = monotonic() - loop.alive
    if silent > stale:
        _log.critical("no tick any more: ending, for the supervisor to restart", extra={"seconds": int(silent)})
        logging.shutdown()
        os._exit(EXIT_STALE)


def _reload(house: House, configuration: Configuration, supervisor: Supervisor, *, asked: bool) -> None:
    """Take over changed files, or tell why not; somebody who asks for it has looked at the clock, too."""
    if asked:
        supervisor.reloading()
        house.steadiness.accept()
    before = configuration.fault
    configuration.refresh(now=asked)
    if configuration.fault and configuration.fault != before:
        text = f"{configuration.fault}\n继续使用原来的配置；改正后会自动生效。用reporter check查看全部问题。"
        house.watch.trouble(house.project, f"config:{configuration.fault}", "新的配置有错，没有启用", text)
    if asked:
        supervisor.ready()


def state(
    loop: Loop, house: House, configuration: Configuration | None, stale: float
) -> tuple[bool, Mapping[str, object]]:
    """Whether the service itself is well, and what there is to say; the metrics are brought up to date."""
    age = monotonic() - loop.alive
    fault = configuration.fault if configuration else ""
    ahead, unwell = loop.picture.clock_ahead, loop.picture.unwell
    metrics = house.metrics
    metrics.tick_age.set(age)
    metrics.busy.set(loop.busy)
    metrics.unwell.set(len(unwell))
    metrics.configured.set(not fault)
    metrics.clock.set(ahead is None)
    for name, number in loop.picture.editions.items():
        metrics.editions.labels(name).set(number)
    said: dict[str, object] = {
        "tick_age": round(age, 1), "busy": loop.busy, "config": fault or "in force",
        "clock": "believed" if ahead is None else f"{ahead} ahead",
        "unwell": [{"edition": str(one.key), "state": one.state, "why": one.why} for one in unwell],
    }  # fmt: skip
    return age <= stale / 2 and ahead is None and not fault, said
