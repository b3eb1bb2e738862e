"""Case, office, language and date become a Composer; a Composer and a signer become a letter."""

from urgentaction.compose.composer import Composer, prepare

__all__ = ["Composer", "prepare"]
