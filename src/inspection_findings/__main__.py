"""``python -m inspection_findings``: the same as ``findings``."""

import sys


def main() -> None:
    """Run the command line, quiet too where it is interrupted while it is still being loaded."""
    try:
        from inspection_findings.commands.app import main as run

        run()
    except KeyboardInterrupt:
        # As `commands.console.ExitCode`, which may not be loaded yet.
        sys.exit(130)


if __name__ == "__main__":
    main()
