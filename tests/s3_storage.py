"""A server of the S3 protocol on 127.0.0.1 that checks every signature, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import boto3
import pytest

from liuke.providers.s3 import Account, Bucket, Copies, S3Depot

# It ends with whoever started it.
PROGRAM = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
EVERYTHING = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}],
})  # fmt: skip
MOST = 1 << 30


@dataclass
class Storage:
    """The server, and who may use it."""

    process: subprocess.Popen[bytes]
    account: Account

    def client(self) -> Any:
        """Return a client that is not ours."""
        return client_of("s3", self.account)

    def bucket(self, account: Account | None = None, *, seconds: float = 10) -> Bucket:
        """Make a bucket and return a folder of it."""
        name = f"lake-{uuid4().hex}"
        self.client().create_bucket(Bucket=name)
        return Bucket(f"s3://{name}/shops", account or self.account, seconds=seconds)

    def depot(self, folder: Path, *, seconds: float = 10) -> S3Depot:
        """Return a depot with a bucket of its own."""
        return S3Depot(self.bucket(seconds=seconds), Copies(folder, MOST), seconds=seconds)

    def held(self, bucket: Bucket) -> dict[str, bytes]:
        """Return every object of a bucket, whatever it is called."""
        client = self.client()
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket.name)
        names = [one["Key"] for page in pages for one in page.get("Contents", ())]
        return {
            name: client.get_object(Bucket=bucket.name, Key=name)["Body"].read() for name in names
        }

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Let it answer nobody while the block runs; connections are taken all the same."""
        self.hush()
        try:
            yield
        finally:
            self.speak()

    def hush(self) -> None:
        """Let it answer nobody."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def speak(self) -> None:
        """Let it go on."""
        os.kill(self.process.pid, signal.SIGCONT)


def client_of(service: str, account: Account) -> Any:
    """Return a client of a service."""
    return boto3.client(
        service,
        endpoint_url=account.endpoint,
        region_name=account.region,
        aws_access_key_id=account.key,
        aws_secret_access_key=account.secret,
    )


@contextmanager
def served() -> Iterator[Storage]:
    """Start a server with one user, and stop it afterwards."""
    words = [sys.executable, "-c", PROGRAM]
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=null) as process:
        try:
            assert process.stdout is not None
            endpoint = f"http://127.0.0.1:{int(process.stdout.readline())}"
            yield Storage(process, _user(endpoint))
        finally:
            process.kill()


def _user(endpoint: str) -> Account:
    """Make the one user there is; from then on nobody else is let in."""
    iam = client_of("iam", Account(endpoint, key="nobody", secret="nothing"))
    iam.create_user(UserName="liuke")
    iam.put_user_policy(UserName="liuke", PolicyName="all", PolicyDocument=EVERYTHING)
    key = iam.create_access_key(UserName="liuke")["AccessKey"]
    text = {"Content-Type": "text/plain"}
    with urlopen(Request(f"{endpoint}/moto-api/reset-auth", b"0", text)):  # noqa: S310 - ours
        return Account(endpoint, "us-east-1", key["AccessKeyId"], key["SecretAccessKey"])


@pytest.fixture(scope="session")
def storage() -> Iterator[Storage]:
    """Serve S3 for the whole run, from the first test that asks for it."""
    with served() as one:
        yield one
