"""Every error that the package raises on purpose, all under one base.

Each also subclasses the builtin that it specialises, so that callers can catch what they expect.
"""

from __future__ import annotations


class FindingsError(Exception):
    """Base of the package's errors. The message is one line and says what to do."""


class DocumentError(FindingsError, ValueError):
    """A document cannot be read."""


class UnknownFormatError(DocumentError):
    """The content is of no format that can be read."""


class EncryptedDocumentError(DocumentError):
    """The document needs a password."""


class NoTextError(DocumentError):
    """The document holds no text (an empty file, or scanned pages without a text layer)."""


class DamagedDocumentError(DocumentError):
    """The content announces a format but does not parse as it."""


class TooLargeError(DocumentError):
    """The document is larger, has more pages or takes more memory than is allowed."""


class TooSlowError(DocumentError, TimeoutError):
    """The document is not read within the time that is allowed."""


class CrashedError(DocumentError):
    """Reading the document ended the process that read it."""


class ModelError(FindingsError, ValueError):
    """A model file is missing, damaged or not of this version."""


class CorpusError(FindingsError, ValueError):
    """Labelled data is missing or malformed."""


class ConfigError(FindingsError, ValueError):
    """A training configuration has an unknown key or a bad value."""


class TrackingError(FindingsError, RuntimeError):
    """Runs cannot be tracked: the store is not there or refuses."""


class PredictionsError(FindingsError, ValueError):
    """Stored predictions are damaged or of another version."""


class ComparisonError(FindingsError, ValueError):
    """Models cannot be compared: they were not scored on the same sentences."""


class InputLineError(FindingsError, ValueError):
    """A line of JSON Lines input is malformed; the message carries its number."""


class MissingExtraError(FindingsError, ImportError):
    """A command needs an optional extra that is not installed."""
