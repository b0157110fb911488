"""The embedded queue: one file a message in a folder of ours, for one machine without Redis.

Kombu's own folder queue shows a message before it is written to the end, and a worker that
reads half a message dies. Here a message gets its name only when it is complete. What is
lost when a worker is killed is sent again from the database (outbox and jobs), as with Redis.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Kombu's folder channel with whole messages only."""

    def _put(self, queue: str, payload: dict, **_: object) -> None:
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        aside = folder / f".{name}"
        aside.write_text(dumps(payload), encoding="utf-8")
        aside.rename(folder / name)

    def _get(self, queue: str) -> dict:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".taken_{name}"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:  # another worker was quicker
                continue
            try:
                return loads(taken.read_text(encoding="utf-8"))
            finally:
                taken.unlink()
        raise Empty


class Transport(filesystem.Transport):
    """What ``folder://`` stands for in the settings."""

    Channel = Channel
