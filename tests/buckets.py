"""A server that speaks S3 as Amazon's does (moto), on the loopback device, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crews import free_port

BUCKET = "letters"


@dataclass(frozen=True)
class Bucket:
    """A bucket that is there, and how to reach it."""

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """What a command is told, by variables, as a user would tell it."""
        return {
            "FSSPEC_S3_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "verysecret",
            "AWS_DEFAULT_REGION": "eu-west-2",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @property
    def _client(self) -> Any:
        import boto3

        return boto3.client(
            "s3", endpoint_url=self.endpoint, aws_access_key_id="a", aws_secret_access_key="b",  # noqa: S106
            region_name="eu-west-2",
        )  # fmt: skip

    def make(self) -> None:
        """Make the bucket."""
        place = {"LocationConstraint": "eu-west-2"}
        self._client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)

    def put(self, contents: dict[str, bytes]) -> None:
        """Put objects there."""
        client = self._client
        for key, data in contents.items():
            client.put_object(Bucket=BUCKET, Key=key, Body=data)

    def put_folder(self, folder: Path, key: str) -> None:
        """Put the files of a folder there."""
        self.put({f"{key}/{file.name}": file.read_bytes() for file in sorted(folder.iterdir())})

    def remove(self, key: str) -> None:
        """Take an object away."""
        self._client.delete_object(Bucket=BUCKET, Key=key)


@contextmanager
def served(folder: Path) -> Iterator[Bucket]:
    """A server with an empty bucket; what it says goes into a folder."""
    port = free_port()
    with (folder / "s3.txt").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log
        )
    bucket = Bucket(f"http://127.0.0.1:{port}")
    try:
        for left in range(300, -1, -1):
            assert server.poll() is None, (folder / "s3.txt").read_text()
            try:
                bucket.make()
                break
            except Exception:
                assert left, (folder / "s3.txt").read_text()
                time.sleep(0.1)
        yield bucket
    finally:
        server.kill()
        server.wait()
