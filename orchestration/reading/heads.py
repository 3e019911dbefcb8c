"""Which columns of a block a page prints, though its heads may be cut, cropped or in two levels."""

from __future__ import annotations

from functools import lru_cache

from orchestration.reading.form import Entry


class _Head:
    """A head being put together from the parts a page prints of it."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.so_far = ""
        self.touched = False

    @property
    def is_whole(self) -> bool:
        return self.so_far in self.entry.keys

    def accepts(self, key: str) -> bool:
        joined = self.so_far + key
        return not self.is_whole and any(k.startswith(joined) for k in self.entry.keys)

    def take(self, key: str) -> None:
        self.so_far += key
        self.touched = True


@lru_cache(maxsize=4096)
def missing_heads(heads: tuple[Entry, ...], keys: tuple[tuple[str, ...], ...]) -> tuple[Entry, ...]:
    """The heads of which the page prints nothing.

    `keys` are those of the words standing in the head region, in order. A head may be printed
    whole (本年新制作数量), cropped (本年新) or in two levels (本年新, then 制作数量): each word
    goes to the first head that it begins or continues.
    """
    parts = [_Head(entry) for entry in heads]
    for word in keys:
        whole = ((p, k) for p in parts for k in word if not p.touched and k in p.entry.keys)
        begun = ((p, k) for p in parts for k in word if len(k) > 1 and p.accepts(k))
        for part, key in (*whole, *begun)[:1]:
            part.take(key)
    return tuple(part.entry for part in parts if not part.touched)
