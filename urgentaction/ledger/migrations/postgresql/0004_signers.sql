-- Who signs, beside the text and erased with it: what a new round needs to write a letter anew that waited for the old.
ALTER TABLE bodies ADD COLUMN signer BYTEA;
