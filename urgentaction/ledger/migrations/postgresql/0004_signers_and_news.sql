-- Who signs, beside the text and erased with it: what a new round needs to write a letter anew that waited for the old.
ALTER TABLE bodies ADD COLUMN signer BYTEA;

-- Why a round is over, as JSON by language: the news reaches machines whose file does not say so yet.
ALTER TABLE rounds ADD COLUMN why TEXT COLLATE "C" NOT NULL DEFAULT '';
