"""Turn a document with its figures and PDF into an e-mail: sealed once, addressed to each recipient."""

from reporter.message.addressing import address, message_id
from reporter.message.changes import changes
from reporter.message.compose import compose
from reporter.message.notice import notice
from reporter.message.parts import Attachment

__all__ = ["Attachment", "address", "changes", "compose", "message_id", "notice"]
