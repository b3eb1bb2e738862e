"""The nouns of an urgent action: frozen values that every room shares, validated in `library`."""
