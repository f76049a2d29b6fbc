"""``python -m inspection_findings``: the same as ``findings``."""

from inspection_findings.commands.app import main

if __name__ == "__main__":
    main()
