"""A scheduled report service: indicator data in, the signed and mailed report out."""

__version__ = "0.1.0"
