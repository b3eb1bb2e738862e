"""What the news item claims, as facts-france §1a tells it, for whoever tests what an import finds of it."""

from __future__ import annotations

CLAIMS = (
    ("full and fair extradition process", 1, ("believed", "possible")),
    ("was apprehended by French police on 31 July", 2, ()),
    ("acting upon an extradition request", 2, ("reported", "alleged")),
    ("onward transfer to Kazakhstan", 3, ("believed", "possible")),
    ("at all costs", 4, ()),
    ("carefully consider all the angles", 5, ("believed",)),
    ("highlights the routine cooperation", 6, ("reported",)),
    ("appears to have garnered support", 7, ("apparent",)),
    ("apparently looking for", 7, ("alleged", "apparent")),
    ("rescinded the expulsion order", 8, ("alleged", "possible")),
    ("caved into pressure", 9, ()),
    ("seeking the extradition of other associates", 10, ()),
    ("must set an example", 11, ()),
    ("flagrantly unfair trial are commonplace", 11, ()),
    ("appeared today before the Court of Appeal", 12, ()),
    ("release on bail", 12, ()),
    ("Extradition proceedings will proceed", 12, ()),
)
"""Facts-france §1a, row by row: words of the claim, its paragraph, and the hedges that §1c lists."""
