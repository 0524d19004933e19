"""The server's configuration files, written in full at every start."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from liuke.providers.postgres.folders import Folders

MEBIBYTE = 1024 * 1024
SHARED_BUFFERS_MAX_MB = 8192
SHARED_BUFFERS_MIN_MB = 64
SHARED_BUFFERS_TEST_MB = 128

# Durability first: these are the settings that `guard` refuses to run without.
# A13: no parameter value and no row reaches the server's log.
CONFIGURATION = """\
# Written by Liuke at every start. Your own settings: ALTER SYSTEM SET … as liuke_admin.
hba_file = '{access}'
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100

fsync = on
full_page_writes = on
synchronous_commit = on
row_security = on
# The keeper starts a crashed server anew. Left to restart by itself, 18.6 was seen to hang when it
# was told to stop while it recovered: it waited for children that nobody had told to end.
restart_after_crash = off
recovery_init_sync_method = {sync}
wal_level = replica
# The wheel knows only pglz, which costs a sale of a member not seen since the last checkpoint 2 ms.
wal_compression = off
max_wal_size = '{max_wal_mb}MB'
checkpoint_timeout = '15min'

shared_buffers = '{shared_buffers_mb}MB'
effective_cache_size = '{cache_mb}MB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
random_page_cost = 1.1
jit = off

timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
log_line_prefix = '%m [%p] %q%u '
log_statement = 'none'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
log_min_error_statement = panic
log_lock_waits = on
log_checkpoints = on
"""

# No trust, no peer, no TCP: a password for everyone, over the socket in our own folder.
ACCESS = """\
local all all scram-sha-256
local replication all scram-sha-256
"""


def write_configuration(folders: Folders, *, fast: bool) -> None:
    """Write `postgresql.conf` and `pg_hba.conf`; they hold no secret.

    `fast` is for tests: less memory and fewer log bytes, the same durability.
    """
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    # A quarter, as PostgreSQL's manual says: a member who comes seldom is then rarely read anew.
    buffers_mb = min(max(memory_mb // 4, SHARED_BUFFERS_MIN_MB), SHARED_BUFFERS_MAX_MB)
    text = CONFIGURATION.format(
        access=quoted(folders.access),
        socket=quoted(folders.socket),
        sync=initial_sync(),
        max_wal_mb=1024 if fast else 4096,
        shared_buffers_mb=SHARED_BUFFERS_TEST_MB if fast else buffers_mb,
        cache_mb=max(memory_mb // 2, SHARED_BUFFERS_MIN_MB),
    )
    for path, content in ((folders.configuration, text), (folders.access, ACCESS)):
        path.write_text(content)
        path.chmod(0o644)


def initial_sync() -> str:
    """Return how recovery first makes the whole folder durable.

    One call for the file system instead of one per file: 0.2 s instead of 3 s here. Linux reports
    errors of that call since 5.8.
    """
    if sys.platform != "linux":
        return "fsync"
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    assert release is not None, "Linux names its releases by numbers"
    return "syncfs" if tuple(map(int, release.groups())) >= (5, 8) else "fsync"


def quoted(path: Path) -> str:
    """Return a path as it stands between quotes in `postgresql.conf`."""
    return str(path).replace("\\", "\\\\").replace("'", "''")
