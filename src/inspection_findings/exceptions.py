"""Every error that the package raises on purpose, all under one base.

Each also subclasses the builtin that it specialises, so that callers can catch what they expect.
"""

from __future__ import annotations


class FindingsError(Exception):
    """Base of the package's errors. The message is one line and says what to do."""


class DocumentError(FindingsError, ValueError):
    """A document cannot be read."""


class NotThereError(FileNotFoundError, DocumentError):
    """There is no document where one was looked for."""


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


class TooSlowError(TimeoutError, DocumentError):
    """The document is not read within the time that is allowed."""


class CrashedError(DocumentError):
    """Reading the document ended the process that read it."""


class ChangedError(DocumentError):
    """The document is not the one that a list of documents means."""


class ManifestError(FindingsError, OSError):
    """A list of documents cannot be read."""


class StoreError(OSError, DocumentError):
    """A store that documents are in cannot be reached, or does not give them."""


class StoreRefusesError(PermissionError, StoreError):
    """A store does not give documents to whoever asks."""


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


class ClusterError(FindingsError, RuntimeError):
    """Other processes cannot be given work: no scheduler is there, no workers, or others than this one."""


class MissingExtraError(FindingsError, ImportError):
    """A command needs an optional extra that is not installed."""
