"""Libraries that others keep: where each comes from, and how it is brought here; only here does git run."""

from urgentaction.origins.fetching import fetch, kind_of
from urgentaction.origins.listed import Kind, Origin, folder_of, forgotten, known, noted, touched
from urgentaction.origins.unpacking import Unpacked

__all__ = ["Kind", "Origin", "Unpacked", "fetch", "folder_of", "forgotten", "kind_of", "known", "noted", "touched"]
