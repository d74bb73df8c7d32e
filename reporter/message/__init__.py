"""Turn a document with its figures and PDF into an e-mail: sealed once, addressed to each recipient."""

from reporter.message.addressing import address, message_id
from reporter.message.compose import compose

__all__ = ["address", "compose", "message_id"]
