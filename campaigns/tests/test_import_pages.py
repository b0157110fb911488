"""Pages of reading a plan in: what may be sent, the look over with and without scripts."""

from zipfile import ZIP_DEFLATED

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.actions.import_steps import mark_pieces
from campaigns.actions.plan_imports import open_import
from campaigns.enums import PieceKind, PieceState
from campaigns.models import Campaign, PlanImport
from campaigns.tests.plan_texts import PLAN, SECOND
from fraudwatch.lib.packages import OLE
from fraudwatch.tests.office_files import HEAD, docx_members, pack
from orgs.models import StoredFile

pytestmark = pytest.mark.usefixtures("english", "noon")
OLD = "This is an old Word or WPS file (.doc, .wps). Save it as .docx, or paste its text."
SCAN = "A PDF or scan cannot be read. Choose the .docx, or copy the text and paste it."
NEITHER = "This is neither a .docx nor a text file. Save the plan as .docx, or paste its text."


@pytest.fixture
def office(client, cast):
    """The county's coordinator at the desk."""
    client.force_login(cast["coordinator"])
    return client


@pytest.fixture
def plan(units, cast, indicators) -> PlanImport:
    return open_import(units["county"], text=PLAN, by=cast["coordinator"])


def send(client, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("campaigns:import-start"), {"file": file})


def word(*lines: str) -> dict[str, str]:
    """The members of a Word document with these paragraphs."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    text = f"{HEAD}<w:document {space}><w:body>{body}</w:body></w:document>"
    return docx_members() | {"word/document.xml": text}


def step(client, plan, start: str, do: str, **headers):
    piece = plan.pieces.get(kind=PieceKind.TASK, text__startswith=start)
    address = reverse("campaigns:import-piece", args=[piece.pk])
    return client.post(address, {"do": f"{do}:{piece.version}"}, headers=headers), piece


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案.txt", PLAN.encode()),
        ("方案.txt", PLAN.encode("gb18030")),
        ("方案.txt", PLAN.encode("utf-16")),
        ("方案.docx", pack(word(*PLAN.splitlines()))),
        ("方案.doc", pack(word(*PLAN.splitlines()))),
    ],
    ids=["UTF-8", "GB 18030", "UTF-16", "Word", "Word under an old name"],
)
def test_a_plan_comes_as_text_or_word_told_by_its_content(office, name, content):
    answer = send(office, name, content)

    made = PlanImport.objects.get()
    assert answer.url == reverse("campaigns:import-review", args=[made.pk])
    assert (made.title, made.name) == ("青澜县“无诈暑期”宣传行动方案", name)
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("方案.doc", OLE + bytes(600), OLD),
        ("方案.wps", OLE + bytes(600), OLD),
        ("方案.pdf", b"%PDF-1.7 ...", SCAN),
        ("scan.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "This is a picture. Choose the .docx, or "
         "type the text and paste it."),
        ("空.txt", b"", "The file is empty. Choose it again."),
        ("program.txt", b"MZ\x90\x00\x03" + bytes(range(256)), NEITHER),
        ("page.txt", b"<!doctype html><script>alert(1)</script>", NEITHER),
        ("novel.txt", "她推开窗，雨已经停了。\n".encode() * 50, "plan"),
        ("macros.docx", pack(word(*PLAN.splitlines()) | {"word/vbaProject.bin": "x"}), "macros"),
        ("bomb.docx", pack(word(*PLAN.splitlines()) | {"word/x.xml": "<a>" + " " * 90_000_000
         + "</a>"}, method=ZIP_DEFLATED), "holds far more than it shows"),
    ],
    ids=["doc", "wps", "pdf", "scan", "empty", "program", "html", "novel", "macros", "bomb"],
)  # fmt: skip
def test_other_files_are_refused_in_one_sentence_and_nothing_is_kept(
    office, name, content, sentence
):
    answer = send(office, name, content)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page.replace("&#x27;", "'")
    assert (PlanImport.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_of_several_plans_in_one_paste_one_is_chosen(office):
    address = reverse("campaigns:import-start")
    both = SimpleUploadedFile("两份.txt", (PLAN + SECOND).encode())

    asked = office.post(address, {"file": both})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "The text holds 2 plans. Choose one." in page
    assert "河湾镇防诈进校园工作方案" in page
    assert PlanImport.objects.count() == 0

    office.post(address, {"text": PLAN + SECOND, "part": "1"})
    made = PlanImport.objects.get()
    assert (made.title, made.pieces.filter(kind="task").count()) == ("河湾镇防诈进校园工作方案", 3)


def test_a_text_with_few_signs_of_a_plan_is_read_with_a_warning(office):
    text = "反诈宣传方案\n一、阶段安排\n（一）动员阶段（20xx年7月1日至7月31日）。各村要入户。"
    answer = office.post(reverse("campaigns:import-start"), {"text": text}, follow=True)

    assert "This text has few signs of a plan. Look closely at what was found." in (
        answer.content.decode()
    )


def test_text_and_file_together_are_asked_about(office):
    file = SimpleUploadedFile("x.txt", PLAN.encode())
    answer = office.post(reverse("campaigns:import-start"), {"text": PLAN, "file": file})

    assert answer.status_code == 422
    assert "Paste the text or choose a file, not both." in answer.content.decode()


def test_a_paste_of_five_megabytes_is_refused_whole(office):
    answer = office.post(reverse("campaigns:import-start"), {"text": "一、任务\n" * 420_000})

    assert answer.status_code == 413
    assert "It is larger than 2560 KB. Go back and send less text at once." in (
        answer.content.decode()
    )
    assert PlanImport.objects.count() == 0


def test_unfinished_imports_wait_on_the_start_page(office, plan):
    page = office.get(reverse("campaigns:start")).content.decode()

    n = plan.pieces.filter(state=PieceState.OPEN).count()
    assert f"{n} of {n} pieces to confirm" in page
    assert reverse("campaigns:import-review", args=[plan.pk]) in page


def test_each_piece_stands_beside_its_place_in_the_original(office, plan):
    page = office.get(reverse("campaigns:import-review", args=[plan.pk])).content.decode()

    piece = plan.pieces.get(kind=PieceKind.TASK, text="组织网格员入户宣传")
    assert f'href="#piece-{piece.pk}" data-p="{piece.pk}">组织网格员入户宣传' in page
    assert f'id="piece-{piece.pk}"' in page
    assert "= 3 units" in page  # 各村


def test_without_a_script_a_step_leads_back_to_its_piece(office, plan):
    answer, piece = step(office, plan, "组织网格员", "confirm")

    address = reverse("campaigns:import-review", args=[plan.pk])
    assert answer.url == f"{address}?after={piece.pk}#piece-{piece.pk}"
    piece.refresh_from_db()
    assert piece.state == PieceState.CONFIRMED


def test_a_script_gets_the_middle_of_the_page_and_where_to_go_on(office, plan):
    following = plan.pieces.get(kind=PieceKind.TASK, text__startswith="在营业")

    answer, _piece = step(office, plan, "组织网格员", "drop", **{"HX-Request": "true"})

    page = answer.content.decode()
    assert "<html" not in page
    assert f'data-current="{following.pk}"' in page


def test_a_page_that_is_out_of_date_is_told_so(office, plan):
    step(office, plan, "组织网格员", "confirm")
    piece = plan.pieces.get(kind=PieceKind.TASK, text__startswith="组织网格员")

    address = reverse("campaigns:import-piece", args=[piece.pk])
    answer = office.post(address, {"do": "drop:1"}, follow=True)

    assert "Somebody else changed “组织网格员入户宣传” just now." in answer.content.decode()
    piece.refresh_from_db()
    assert piece.state == PieceState.CONFIRMED


def test_a_piece_is_corrected_with_days_as_plans_write_them(office, plan):
    piece = plan.pieces.get(kind=PieceKind.TASK, text__startswith="组织网格员")
    address = reverse("campaigns:import-piece-edit", args=[piece.pk])
    data = {"text": piece.text, "version": 1, **piece.fields}

    refused = office.post(address, data | {"due_on": "七月底"})
    office.post(address, data | {"due_on": "7月15日", "title": "入户"})

    assert "This is no day. Write it as 2026-03-10 or 3月10日." in refused.content.decode()
    piece.refresh_from_db()
    assert (piece.fields["due_on"], piece.fields["title"]) == ("????-07-15", "入户")
    assert piece.state == PieceState.CONFIRMED


def test_only_what_is_to_confirm_can_be_shown(office, plan):
    mark_pieces(plan, plan.pieces.filter(kind=PieceKind.PHASE), PieceState.CONFIRMED)
    address = reverse("campaigns:import-review", args=[plan.pk])

    everything = office.get(address).content.decode()
    left = office.get(address, {"show": "open"}).content.decode()

    assert ('id="block-phase"' in everything, 'id="block-phase"' in left) == (True, False)


def test_units_of_a_block_have_to_be_known(office, plan):
    address = reverse("campaigns:import-units", args=[plan.pk])

    answer = office.post(address, {"heading": "", "words": "没有的单位"}, follow=True)
    assert "No unit below 青澜县 is called “没有的单位”." in answer.content.decode()

    office.post(address, {"heading": "", "words": "各镇"})
    tasks = plan.pieces.filter(kind=PieceKind.TASK)
    assert {one.fields["responsible"] for one in tasks} == {"各镇"}


def test_the_basics_ask_for_one_lead_unit_and_days_in_order(office, plan):
    address = reverse("campaigns:import-facts", args=[plan.pk])
    data = {
        "title": "x", "kind": "other", "lead": "各村", "starts_on": "2026-08-01",
        "ends_on": "2026-07-01", "version": plan.version,
    }  # fmt: skip

    page = office.post(address, data).content.decode()

    assert "One unit leads. Name it alone." in page
    assert "The last day lies before the first. Change one of them." in page


def test_a_plan_without_days_asks_for_them_before_the_draft(office, plan):
    PlanImport.objects.update(starts_on=None)

    answer = office.get(reverse("campaigns:import-finish", args=[plan.pk]))

    assert answer.url == reverse("campaigns:import-facts", args=[plan.pk])


def test_the_draft_leads_to_the_workshop_and_a_second_click_does_too(office, plan):
    mark_pieces(plan, plan.pieces.all(), PieceState.CONFIRMED)
    plan.refresh_from_db()
    address = reverse("campaigns:import-finish", args=[plan.pk])
    assert "What will be made" in office.get(address).content.decode()

    first = office.post(address, {"version": plan.version})
    second = office.post(address, {"version": plan.version})

    made = Campaign.objects.get()
    assert first.url == second.url == reverse("campaigns:plan-edit", args=[made.pk])
    review = office.get(reverse("campaigns:import-review", args=[plan.pk]))
    assert review.url == reverse("campaigns:campaign-detail", args=[made.pk])


def test_the_page_asks_no_more_of_the_database_for_a_long_plan(
    office, units, cast, django_assert_max_num_queries
):
    lines = "".join(f"{n}.组织第{n}次入户宣传。（各村落实）\n" for n in range(1, 200))
    plan = open_import(
        units["county"], text=f"反诈方案\n一、工作任务\n{lines}", by=cast["coordinator"]
    )

    with django_assert_max_num_queries(28):
        answer = office.get(reverse("campaigns:import-review", args=[plan.pk]))

    assert answer.content.decode().count("data-piece=") >= 199
