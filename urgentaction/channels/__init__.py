"""The ways out: each takes one delivery, and says truthfully what became of it."""
