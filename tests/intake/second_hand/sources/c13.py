"""c13: the form of 2017, a table whose left column holds the labels, paragraphs within cells."""

from docx_tools import form, new, say


def make(path: str) -> None:
    document = new("Arial")
    document.sections[0].header.paragraphs[0].text = "URGENT ACTION – EXTERNAL"
    say(document, "URGENT ACTION", "Title")
    form(
        document,
        [
            ("URGENT ACTION TITLE", "Malawi: Land activists on trial again"),
            ("PUBLICATION DATE", "19 September 2017"),
            ("URGENT ACTION TYPE AND NUMBER", "SECOND UA 104/17"),
            ("INDEX NUMBER", "AFR 36/7102/2017"),
            (
                "URGENT ACTION SUMMARY",
                (
                    "Land rights activists **Thokozani Mbelewere** (m) and **Chifundo Nakalonga** (f) were acquitted on "
                    "24 August, but the prosecution has appealed. A new trial opens on 23 October. They risk two years in "
                    "prison for a peaceful march."
                ),
            ),
            (
                "URGENT ACTION LETTER",
                [
                    "Dear Director,",
                    (
                        "I am writing to express my concern at the new trial of Thokozani Mbelewere and Chifundo Nakalonga, "
                        "two land rights activists from Lipunga, who were acquitted on 24 August 2017."
                    ),
                    (
                        "They were arrested on 8 May after they had walked with some 300 neighbours to the offices of a "
                        "tea estate. The court found that the march had been peaceful and that no property had been damaged."
                    ),
                    (
                        "I urge you to withdraw the appeal against Thokozani Mbelewere and Chifundo Nakalonga and to drop "
                        "all charges against them."
                    ),
                    "I also call on you to return the telephones and notebooks that were taken from them on 8 May.",
                    "Yours sincerely,",
                ],
            ),
            (
                "TARGET’S CONTACT DETAILS & “COPIES TO”",
                [
                    (
                        "Director of Regional Prosecutions",
                        "Mrs Tamandani Kachisale",
                        "Regional Prosecutions Office",
                        "Private Bag 118",
                        "Lipunga",
                        "Malawi",
                        "Email: director@regional-prosecutions.example",
                        "Phone: +44 1632 960311",
                        "Salutation: Dear Director",
                    ),
                    (
                        "Copies to:",
                        "Lands Tribunal",
                        "P.O. Box 40",
                        "Lipunga",
                        "Malawi",
                        "Email: registry@lands-tribunal.example",
                    ),
                ],
            ),
            ("PREFERRED LANGUAGE TO ADDRESS TARGET", "English"),
            ("APPEAL DEADLINE NOTICE", "Please send appeals before 31 October 2017."),
            ("ALSO SEND COPIES TO DIPLOMATIC REPRESENTATIVES ACCREDITED TO YOUR COUNTRY", "Yes"),
            ("LINK TO PREVIOUS UA", "link:https://www.network.example/en/documents/afr36/6655/2017/en/"),
            (
                "BACKGROUND INFORMATION (400 WORDS + RELEVANT LINKS)",
                [
                    (
                        "The hills above Lipunga were leased to a tea company in 1931. When the lease ended in 2015, the "
                        "villages asked for a part of the land back; the request has not been answered."
                    ),
                    (
                        "Chifundo Nakalonga teaches at the primary school. Thokozani Mbelewere keeps a bicycle workshop and "
                        "has chaired the land committee since 2013."
                    ),
                ],
            ),
        ],
    )
    document.save(path)
