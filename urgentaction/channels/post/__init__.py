"""By post through a company that prints and mails: one file each, behind one small Protocol."""
