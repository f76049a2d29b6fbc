"""``python -m inspection_findings``: the same as ``findings``."""

import atexit
import gc
import os
import sys

# Hardly anything here lies in cycles: looking for them as often as Python does by itself takes time, and most
# of it while a command is being loaded.
_NEW_OBJECTS = 100_000

# Read by libraries when they are loaded: none of them sends or fetches anything that nobody asked for.
_UNASKED = ("DO_NOT_TRACK", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_OFFLINE")


def main() -> None:
    """Run the command line, quiet too where it is interrupted while it is still being loaded."""
    gc.set_threshold(_NEW_OBJECTS)
    # Nor when the command ends, and all that it holds goes anyway.
    atexit.register(gc.freeze)
    # Read when numpy is loaded. Processes are what runs side by side here: threads of theirs would wait for
    # each other, very long on a busy machine, and sums would depend on how many there are.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in _UNASKED:
        os.environ.setdefault(name, "1")
    try:
        from inspection_findings.commands.app import main as run

        run()
    except KeyboardInterrupt:
        # As `commands.console.ExitCode`, which may not be loaded yet.
        sys.exit(130)


if __name__ == "__main__":
    main()
