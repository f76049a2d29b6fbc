"""Processor seconds of handing a task to a worker and taking back what came of it."""

from __future__ import annotations

import json
import time
from collections import deque

from inspection_findings.commands.distributed.crew import Crew

WORKERS = 2
TASKS = 2000
UNDER_WAY = 16


def main() -> None:
    """Print it as JSON."""
    with Crew(workers=WORKERS).connected() as client:
        pending = deque(client.submit(_nothing, number) for number in range(UNDER_WAY))
        # Of this process alone, in which the scheduler is too.
        begun = time.process_time()
        for number in range(UNDER_WAY, UNDER_WAY + TASKS):
            pending.popleft().result()
            pending.append(client.submit(_nothing, number))
        print(json.dumps((time.process_time() - begun) / TASKS))


def _nothing(number: int) -> int:
    return number


if __name__ == "__main__":
    main()
