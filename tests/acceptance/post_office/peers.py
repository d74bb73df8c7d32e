"""A real Postfix with many doors, and the office that knocks at them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from reporter.model.office import Mail, Recipient
from tests.acceptance.post_office.certificates import Authority, Pair
from tests.acceptance.post_office.house import House
from tests.acceptance.post_office.policy import Policy
from tests.acceptance.post_office.postfix import DOMAIN, Postfix, free_port

NAMES = ("zhang", "li", "wang", "zhao", "chen")
ALL = tuple(f"{name}@{DOMAIN}" for name in NAMES)
EVERYBODY = (*NAMES, "tester", "李雷", *(f"p{number}" for number in range(250)))


@dataclass
class Peers:
    """Postfix with its doors, the policy behind them, the authority that signed their certificates."""

    postfix: Postfix
    policy: Policy
    authority: Authority

    def mail(self, door: str = "plain", **more: object) -> Mail:
        """The way to one door."""
        plain = Mail("127.0.0.1", self.postfix.ports[door], "none", sender=f"report@{DOMAIN}", connections=2)
        if door != "plain" and not door.startswith("plain"):
            plain = replace(plain, host="localhost", tls="starttls", ca_file=str(self.authority.file))
        return replace(plain, **more)  # type: ignore[arg-type]

    def freshen(self) -> None:
        """Empty mailboxes, everybody welcome."""
        self.policy.answers.clear()
        self.policy.asked.clear()
        self.policy.seconds = 0
        for box in (self.postfix.folder / "mail").glob("*"):
            shutil.rmtree(box)


@contextmanager
def gathered() -> Iterator[Peers]:
    """One Postfix for all scenarios, its doors open."""
    folder = Path(tempfile.mkdtemp(prefix="postfix"))
    authority = Authority.founded(folder / "authority")
    good, other, old = authority.issue(), authority.issue("elsewhere.example.org"), authority.expired()
    stranger = Authority.founded(folder / "stranger").issue()
    grey = free_port()
    with Policy() as policy:
        asks = "smtpd_recipient_restrictions=check_policy_service inet:127.0.0.1:{},reject_unauth_destination"
        rules = asks.format(policy.port)

        def tls(pair: Pair) -> tuple[str, ...]:
            return (
                rules,
                "smtpd_tls_security_level=may",
                "smtpd_tls_received_header=yes",
                f"smtpd_tls_chain_files={pair.file}",
            )

        doors = {
            "plain": (rules,), "plain-small": (rules, "message_size_limit=20000"), "grey": (asks.format(grey),),
            "plain-must-tls": (rules, "smtpd_tls_security_level=encrypt", f"smtpd_tls_chain_files={good.file}"),
            "starttls": tls(good), "stripped": (rules,), "unknown": tls(stranger), "elsewhere": tls(other), "expired": tls(old),
            "implicit": (rules, "smtpd_tls_wrappermode=yes", "smtpd_tls_received_header=yes", f"smtpd_tls_chain_files={good.file}"),
            "old-tls": (*tls(good), "smtpd_tls_protocols=TLSv1.1", "tls_low_cipherlist=ALL:@SECLEVEL=0"),
            "sender": ("smtpd_delay_reject=no", "smtpd_sender_restrictions=static:{550 5.7.1 sender not welcome}"),
            "plain-one": (rules, "smtpd_client_connection_count_limit=1", "smtpd_client_event_limit_exceptions="),
        }  # fmt: skip
        with Postfix(folder, doors, people=EVERYBODY) as postfix:
            postfix.ports["postgrey"] = grey
            yield Peers(postfix, policy, authority)
    shutil.rmtree(folder)


def house_of(folder: Path, mail: Mail, names: tuple[str, ...] = NAMES) -> House:
    """An office that sends to these people."""
    return House(folder, mail, tuple(Recipient(f"{name}@{DOMAIN}", f"{name}主任") for name in names))
