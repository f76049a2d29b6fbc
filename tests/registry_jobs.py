"""Other processes that use the registry at the same time, for tests.

They are forked from one process that has imported MLflow and scikit-learn already, as each would else take
seconds to start.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

AT_ONCE = multiprocessing.get_context("forkserver")
AT_ONCE.set_forkserver_preload(["inspection_findings.runs", "inspection_findings.tracking.promotion"])


def start(job, *arguments):
    """Run one of the functions below in a process of its own, and give that and a connection to it."""
    here, there = AT_ONCE.Pipe()
    process = AT_ONCE.Process(
        target=_run, args=(job, there, dict(os.environ), str(Path.cwd()), *arguments), daemon=True
    )
    process.start()
    there.close()
    return process, here


def _run(job, connection, environment, folder, *arguments):
    # The process that this one is forked from keeps what it was started with.
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    job(connection, *arguments)


def hold(connection, uri, model):
    """Say that the lock is held, and hold it until killed."""
    from mlflow import MlflowClient

    from inspection_findings.tracking.locking import registry_lock

    with registry_lock(MlflowClient(uri, uri), model):
        connection.send("held")
        time.sleep(600)


def count(connection, uri, model, counter, times):
    """Add to a number in a file as often as told, when told, each time under the lock."""
    from mlflow import MlflowClient

    from inspection_findings.tracking.locking import registry_lock

    client = MlflowClient(uri, uri)
    client.get_registered_model(model)
    connection.send("ready")
    connection.recv()
    for _ in range(times):
        with registry_lock(client, model) as lock:
            number = int(counter.read_text())
            time.sleep(0.02)
            lock.check()
            counter.write_text(str(number + 1))


def promote_when_told(connection, reference, rules):
    """Try to promote a version each time that anything is sent, and send how it ended."""
    from inspection_findings.tracking.promotion import promote
    from inspection_findings.tracking.registry import version_with_alias

    version_with_alias("champion")
    connection.send("ready")
    while connection.recv():
        connection.send(promote(reference, rules).result.value)


def train(connection, corpus, config, output, halt):
    """Train when told, and send the run and its version, or what the store had against it.

    With ``halt`` everything is done but the end of the run: that is said, and nothing more is done.
    """
    from inspection_findings import runs
    from inspection_findings.exceptions import TrackingError

    if halt:
        finish = runs.log_model

        def log_model(*arguments, **keywords):
            finish(*arguments, **keywords)
            connection.send("logged")
            time.sleep(600)

        runs.log_model = log_model
    connection.send("ready")
    connection.recv()
    try:
        run = runs.run_training(corpus, config, output, n_jobs=1)
        connection.send((run.run_id, run.version.version))
    except TrackingError as error:
        connection.send(str(error))
