"""Turn the laid-out document into the bytes of a PDF/A."""

from reporter.pdf.photos import Prepared, prepared
from reporter.pdf.printing import Attached, Printed, preload, print_document, trial

__all__ = ["Attached", "Prepared", "Printed", "preload", "prepared", "print_document", "trial"]
