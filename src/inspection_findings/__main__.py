"""``python -m inspection_findings``: the same as ``findings``."""

import gc
import sys

# Hardly anything here lies in cycles: looking for them as often as Python does by itself takes time, and most
# of it while a command is being loaded.
_NEW_OBJECTS = 100_000


def main() -> None:
    """Run the command line, quiet too where it is interrupted while it is still being loaded."""
    gc.set_threshold(_NEW_OBJECTS)
    try:
        from inspection_findings.commands.app import main as run

        run()
    except KeyboardInterrupt:
        # As `commands.console.ExitCode`, which may not be loaded yet.
        sys.exit(130)


if __name__ == "__main__":
    main()
