"""Any JSON, as it is, as a text, or as the directory wraps its values."""

from __future__ import annotations

import json

from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
ANY = JSON | JSON.map(json.dumps) | st.lists(st.fixed_dictionaries({"valeur": JSON}), max_size=3)
