"""A small municipality's reference files, to be broken in one place at a time."""

from pathlib import Path

FILES = {
    "areas.csv": """\
kind;code;name;valid_from;valid_to;successor;longitude;latitude;is_unverified;note;aliases
city;ostad;Östad;;;;;;nej;;Östads kommun
district;angby;Ängby;;2023-06-30;arby;;;nej;;
district;arby;Årby;2023-07-01;;;;;ja;Startdatum är inte bekräftat.;
neighborhood;torget;Torget;;;;18.05;59.33;nej;;
neighborhood;udden;Udden;;;;18.09;59.34;nej;;
""",
    "nestings.csv": """\
kind;area;parent_kind;parent;valid_from;valid_to
district;angby;city;ostad;;2023-06-30
district;arby;city;ostad;2023-07-01;
neighborhood;torget;district;angby;;2023-06-30
neighborhood;torget;district;arby;2023-07-01;
neighborhood;udden;district;arby;2023-07-01;
""",
    "bodies.csv": """\
code;name;kind;area;valid_from;valid_to;successor;reports;is_unverified;note
ks;Kommunstyrelsen;executive_board;;;;;nej;nej;
angby;Ängby stadsdelsnämnd;district_committee;angby;;2023-06-30;arby;ja;nej;
arby;Årby stadsdelsnämnd;district_committee;arby;2023-07-01;;;ja;ja;Startdatum är inte bekräftat.
bolaget;Bostadsbolaget;company_board;;;;;ja;nej;
""",
    "program.yaml": """\
programs:
  - code: program-2024
    name: Programmet 2024–2027
    starts_on: 2024-01-01
    ends_on: 2027-12-31
    goal: Tryggheten ska öka.
    is_draft: false
    focus_areas:
      - {code: miljo, name: Offentlig miljö, meaning: Torg och parker.}
    mandates:
      - {role: contributes, bodies: ["kind:reporting"], text: Utformar åtgärder.}
      - {role: leads, bodies: ["kind:district_committee"], except: [bolaget],
         focus_area: miljo, text: Leder.}
    recipients:
      - {body: ks, valid_from: 2024-01-01, basis: Programmet}
""",
    "concepts.yaml": """\
concepts:
  - {code: brott, name: brott, definition: En straffbelagd handling.}
""",
    "documents.yaml": """\
documents:
  - code: avtal
    name: Avtalet med polisen
    description: Hur parterna samverkar.
    priority_areas: [Unga i riskzon]
    programs: [program-2024]
""",
    "problem_types.yaml": """\
groups:
  - name: Tillgrepp
    types:
      - {code: ran, name: Rån}
      - {code: stold, name: Stöld, is_active: false}
""",
}  # fmt: skip


def write(folder: Path, **replaced: tuple[str, str]) -> Path:
    """Write the files; ``bodies=("a", "b")`` puts b for a in the file of that name."""
    for name, text in FILES.items():
        stem = name.split(".")[0]
        old, new = replaced.get(stem, ("", ""))
        if old not in text:
            raise AssertionError(f"{old!r} is not in {name}")
        (folder / name).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder
