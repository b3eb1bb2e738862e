"""From a published action to a case file: read a document, recognise what it says, draft the TOML; nothing is made up."""
