/* Cases that go on by another revision, and contents that are erased: what goes along, what is refused, and that what is
 * stored is what the events fold to. */
#define _XOPEN_SOURCE 700
#include "office.h"

#include "api/perform.h"
#include "run/state_bytes.h"
#include "run/transfer.h"
#include "whole.h"

/* --- revisions --- */

/* `OFFICE_SOP` with one thing changed; it is published and its number given. */
static const char *revise(const char *file, const char *sheet, const char *old, const char *fresh)
{
    static char numbers[8][24], text[8192];
    static unsigned next;
    const char *at = strstr(sheet, old);
    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - sheet), sheet, fresh, at + strlen(old));
    folder_write(file, text);
    char sop[40];
    snprintf(sop, sizeof sop, "%.*s", (int)strcspn(file, "."), file);
    const char *name = sop;
    json_t *document = OFFICE(
        BAKU_YES, baku_publish(office.baku, &name, 1, &(struct baku_publishing){.as = "admin"}, &office.said));
    char *number = numbers[next++ % 8];
    snprintf(number, sizeof numbers[0], "%d", (int)integer_at(document, "revision"));
    json_decref(document);
    return number;
}

static json_t *move_as(enum baku_status expected, const char *id, struct baku_moving moving)
{
    moving.as = moving.as ? moving.as : "admin";
    return OFFICE(expected, baku_case_move(office.baku, id, &moving, &office.said));
}

static json_t *move_to(enum baku_status expected, const char *id, const char *to)
{
    return move_as(expected, id, (struct baku_moving){.to = to, .reason = "peraturan baru"});
}

static json_t *shown(const char *id) { return OFFICE(BAKU_YES, baku_case_show(office.baku, id, &office.said)); }

static json_t *history(const char *id) { return OFFICE(BAKU_YES, baku_case_history(office.baku, id, &office.said)); }

/* "ajukan pemohon 2026-11-23T08:00:00+08:00" of each step that is due. */
static void expect_due(const json_t *document, const char *expected)
{
    char all[400] = "";
    size_t i, used = 0;
    const json_t *due;
    json_array_foreach (json_object_get(document, "due"), i, due)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s %s %.16s", i ? ", " : "", string_at(due, "step"),
                                 string_at(due, "actor"), string_at(due, "until"));
    assert_string_equal(all, expected);
}

/* "step ajukan, document berkas" of what has no counterpart. */
static void expect_stays(json_t *document, const char *expected)
{
    char all[400] = "";
    size_t i, used = 0;
    const json_t *obstacle;
    assert_string_equal(string_at(json_object_get(document, "refusal"), "kind"), "not-movable");
    json_array_foreach (json_object_get(document, "obstacles"), i, obstacle) {
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s %s", i ? ", " : "", string_at(obstacle, "kind"),
                                 string_at(obstacle, "name"));
        assert_non_null(strstr(string_at(obstacle, "message"), string_at(obstacle, "name")));
        assert_null(strchr(string_at(obstacle, "message"), '{'));
        char revision[40];
        snprintf(revision, sizeof revision, "revision %d", (int)integer_at(document, "to"));
        assert_non_null(strstr(string_at(obstacle, "message"), revision));
    }
    assert_string_equal(all, expected);
    json_decref(document);
}

/* The stored case is what its events fold to, byte for byte, by its revision. */
static void expect_folded(const char *id, int64_t revision)
{
    struct baku *handle = office_handle();
    struct baku_answer said;
    struct desk desk;
    struct store_case row;
    struct definition *definition;
    struct chronicle chronicle;
    struct state read;
    struct buf bytes = BUF_INIT;
    assert_int_equal(desk_open(&desk, handle, STORE_READS, &said), BAKU_YES);
    assert_int_equal(store_case(desk.store, atoi(id), &row, &desk.arena), STORE_OK);
    assert_int_equal(row.revision, revision);
    assert_int_equal(definition_of(&desk, row.revision, &definition), BAKU_YES);
    assert_int_equal(chronicle_of(&desk, definition, &row, &chronicle), BAKU_YES);
    state_encode(&bytes, &chronicle.state);
    assert_false(bytes.failed);
    assert_int_equal(bytes.len, row.state.len);
    assert_memory_equal(bytes.at, row.state.at, bytes.len);
    assert_int_equal(state_decode(row.state, definition->sop, &desk.arena, &read), STATE_OK);
    assert_true(state_same(&read, &chronicle.state));
    assert_int_equal(row.version, chronicle.at[chronicle.n - 1].leaf.seq);
    buf_release(&bytes);
    desk_close(&desk, BAKU_YES);
    baku_close(handle);
}

/* --- moving --- */

/* `periksa` is now the chief's, takes an hour, and stands behind a new step; documents stand in another order. */
#define OTHER_CHECK                                                                                                    \
    "  - {step: catat, actor: pemohon, inputs: [permohonan], outputs: [catatan]}\n"                                    \
    "  - step: periksa\n    actor: kepala\n    inputs: [permohonan]\n    outputs: [nomor]\n    duration: 1 jam\n"
#define OLD_CHECK                                                                                                      \
    "  - step: periksa\n    actor: petugas\n    inputs: [permohonan]\n    outputs: [nomor]\n    duration: 30 menit\n"

static const char *revise_izin(void)
{
    static char sheet[8192];
    const char *at = strstr(OFFICE_SOP, "documents:\n") + strlen("documents:\n");
    snprintf(sheet, sizeof sheet, "%.*s  catatan: {title: Catatan, result: true}\n%s", (int)(at - OFFICE_SOP), OFFICE_SOP,
             at);
    return revise("a/izin.yaml", sheet, OLD_CHECK, OTHER_CHECK);
}

static void a_case_goes_on_by_the_other_revision(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    pass_minutes(2);
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    pass_minutes(5);
    const char *to = revise_izin();
    json_t *before = shown(id), *document = move_to(BAKU_YES, id, to);
    expect_due(before, "periksa petugas 2026-11-23T08:32");
    expect_due(document, "periksa kepala 2026-11-23T09:02"); /* since it fell due, for as long as the new text says */
    assert_int_equal(integer_at(document, "from"), 1);
    assert_int_equal(integer_at(document, "to"), atoi(to));
    assert_int_equal(json_array_size(json_object_get(document, "events")), 1);
    json_decref(document);
    expect_folded(id, atoi(to));
    json_t *after = shown(id);
    expect_due(after, "periksa kepala 2026-11-23T09:02");
    assert_true(json_equal(json_object_get(before, "documents"), json_object_get(after, "documents")));
    json_decref(before);
    json_decref(after);
    json_decref(office_answer(BAKU_DENIED, id, "periksa", "titi", BAKU_ANSWER_YA));
    json_decref(office_answer(BAKU_YES, id, "periksa", "koko", BAKU_ANSWER_TIDAK));
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    document = office_do(BAKU_YES, id, "catat", "pipi");
    expect_due(document, "periksa kepala 2026-11-23T09:07");
    json_decref(document);
    json_decref(office_answer(BAKU_YES, id, "periksa", "koko", BAKU_ANSWER_YA));
    json_decref(office_do(BAKU_YES, id, "tetapkan", "koko"));
    expect_folded(id, atoi(to));
    document = history(id);
    const json_t *moved = json_array_get(json_object_get(document, "events"), 2);
    assert_string_equal(string_at(moved, "kind"), "moved");
    assert_string_equal(string_at(moved, "reason"), "peraturan baru");
    assert_string_equal(string_at(moved, "by"), "admin");
    assert_int_equal(integer_at(moved, "revision"), atoi(to));
    json_decref(document);
}

static void a_case_moves_there_and_back(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi"), *to = revise_izin();
    json_t *before = shown(id);
    json_decref(move_to(BAKU_YES, id, to));
    json_decref(move_to(BAKU_YES, id, "1"));
    expect_folded(id, 1);
    json_t *after = shown(id);
    const json_t *moves = json_object_get(after, "moves");
    assert_int_equal(json_array_size(moves), 2);
    assert_string_equal(string_at(json_array_get(moves, 1), "reason"), "peraturan baru");
    assert_int_equal(integer_at(json_array_get(moves, 1), "revision"), 1);
    json_object_del(before, "moves");
    json_object_del(after, "moves");
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
}

/* "npwp, panggil/npwp" of what will have to be brought. */
static void expect_to_bring(json_t *document, const char *expected)
{
    char all[400] = "";
    size_t i, used = 0;
    const json_t *item;
    json_array_foreach (json_object_get(document, "to_bring"), i, item)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", string_at(item, "document"));
    assert_string_equal(all, expected);
    json_decref(document);
}

static const char *revise_with_npwp(const char *step)
{
    static char sheet[8192];
    const char *at = strstr(OFFICE_SOP, "documents:\n") + strlen("documents:\n");
    char fresh[80];
    snprintf(sheet, sizeof sheet, "%.*s  npwp: {title: NPWP, given: true}\n%s", (int)(at - OFFICE_SOP), OFFICE_SOP, at);
    snprintf(fresh, sizeof fresh, "inputs: [%s, npwp]", step);
    char old[80];
    snprintf(old, sizeof old, "inputs: [%s]", step);
    return revise("a/izin.yaml", sheet, old, fresh);
}

static void what_is_to_be_brought_later_is_told(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi"), *late = revise_with_npwp("nomor");
    expect_to_bring(move_as(BAKU_YES, id, (struct baku_moving){.to = late, .dry_run = 1}), "npwp");
    expect_to_bring(move_to(BAKU_YES, id, late), "npwp");
    const struct baku_handed npwp = {.document = "npwp"};
    struct baku_deed deed = {.as = "pipi", .documents = &npwp, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_give(office.baku, id, &deed, &office.said));
    expect_to_bring(move_to(BAKU_YES, id, revise_with_npwp("berkas")), "");
}

/* Where a step that is due waits for it, it stands there; where no step comes that needs it, nobody asks. */
static void what_is_waited_for_or_past_is_not_to_be_brought_later(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi"), *early = revise_with_npwp("berkas");
    json_t *document = move_as(BAKU_YES, id, (struct baku_moving){.to = early, .dry_run = 1});
    const json_t *due = json_array_get(json_object_get(document, "due"), 0);
    const json_t *missing = json_array_get(json_object_get(due, "missing"), 0);
    assert_string_equal(string_at(missing, "document"), "npwp");
    assert_string_equal(string_at(missing, "with"), "give");
    expect_to_bring(document, "");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    expect_to_bring(move_as(BAKU_YES, id, (struct baku_moving){.to = early, .dry_run = 1}), "npwp");
    json_decref(office_answer(BAKU_YES, id, "periksa", "titi", BAKU_ANSWER_YA));
    expect_to_bring(move_as(BAKU_YES, id, (struct baku_moving){.to = early, .dry_run = 1}), "");
}

static void a_dry_run_changes_nothing(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi"), *to = revise_izin();
    int64_t seq = office_seq();
    json_t *before = shown(id), *told = history(id);
    json_t *preview = move_as(BAKU_YES, id, (struct baku_moving){.to = to, .dry_run = 1});
    json_t *after = shown(id), *still = history(id);
    assert_true(json_equal(before, after));
    assert_true(json_equal(told, still));
    assert_int_equal(office_seq(), seq);
    assert_int_equal(integer_at(preview, "seq"), seq - 1); /* the revision came after the case's own last event */
    assert_int_equal(json_array_size(json_object_get(preview, "events")), 0);
    assert_true(json_is_true(json_object_get(preview, "dry_run")));
    json_t *moved = move_to(BAKU_YES, id, to);
    assert_true(json_equal(json_object_get(preview, "due"), json_object_get(moved, "due")));
    expect_folded(id, atoi(to));
    json_t *all[] = {before, told, preview, after, still, moved};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        json_decref(all[i]);
}

static void what_has_no_counterpart_is_named(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    const char *step = revise("a/izin.yaml", OFFICE_SOP, "step: periksa", "step: teliti");
    const char *fresh = "title: Izin\nactors: [pemohon]\ndocuments: {hasil: {title: H, result: true}}\n"
                        "steps: [{step: langsung, actor: pemohon, outputs: [hasil]}]\n";
    const char *all = revise("a/izin.yaml", fresh, "langsung", "segera");
    int64_t seq = office_seq();
    json_t *before = shown(id);
    expect_stays(move_to(BAKU_NO, id, step), "step periksa");
    expect_stays(move_to(BAKU_NO, id, all), "document berkas, document permohonan, step periksa");
    expect_stays(move_as(BAKU_NO, id, (struct baku_moving){.to = all, .dry_run = 1}),
                 "document berkas, document permohonan, step periksa");
    json_t *after = shown(id);
    assert_true(json_equal(before, after));
    assert_int_equal(office_seq(), seq);
    json_decref(before);
    json_decref(after);
    expect_folded(id, 1);
}

static void what_cannot_be_meant_is_refused(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    expect_refused(move_to(BAKU_NO, id, "1"), "same-revision");
    expect_refused(move_to(BAKU_NO, id, "2"), "other-sop");
    json_decref(move_to(BAKU_UNKNOWN, id, "99"));
    json_decref(move_to(BAKU_UNKNOWN, id, "satu"));
    json_decref(move_to(BAKU_UNKNOWN, "99", "1"));
    const char *sop = "a/izin";
    struct baku_publishing later = {.as = "admin", .from = "2027-01-04"};
    folder_write("a/izin.yaml", OFFICE_SOP "# lain\n");
    OFFICE_DONE(BAKU_YES, baku_publish(office.baku, &sop, 1, &later, &office.said));
    expect_refused(move_to(BAKU_NO, id, "5"), "not-yet");
    set_clock("2027-01-04T00:00");
    OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, id, &(struct baku_deed){.as = "admin"}, &office.said));
    expect_refused(move_to(BAKU_NO, id, "5"), "not-open");
    const char *other = office_start("a/izin", "pipi");
    json_decref(move_to(BAKU_YES, other, "1"));
    json_decref(move_to(BAKU_YES, other, "5"));
}

static void only_an_administrator_moves_and_erases(void **state)
{
    static const char *const others[] = {"pipi", "titi", "koko", "siapa"};
    (void)state;
    const char *id = office_start("a/izin", "pipi"), *to = revise_izin();
    int64_t seq = office_seq();
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (int dry = 0; dry < 2; dry++) {
            struct baku_erasing erasing = {.as = others[i], .document = "berkas", .reason = "minta"};
            json_decref(move_as(BAKU_DENIED, id, (struct baku_moving){.as = others[i], .to = to, .dry_run = dry}));
            OFFICE_DONE(BAKU_DENIED, baku_case_erase(office.baku, id, &erasing, &office.said));
        }
    assert_int_equal(office_seq(), seq);
}

/* --- calls --- */

static const char *start_inside(void)
{
    struct baku_deed enter = {.as = "titi", .choose = "a/izin", .documents = office_berkas, .n_documents = 1};
    const char *id = office_start("a/panggil", "titi");
    json_decref(office_do(BAKU_YES, id, "siap", "titi"));
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil", &enter, &office.said));
    json_decref(office_do(BAKU_YES, id, "panggil/ajukan", "pipi"));
    return id;
}

/* The callee has another number in the call, the call another in its SOP, and the callee's own text is the new one. */
static void a_case_inside_a_call_moves_with_it(void **state)
{
    (void)state;
    const char *id = start_inside();
    json_t *before = shown(id);
    revise_izin();
    const char *to = revise("a/panggil.yaml", OFFICE_CALLER, "call: [izin, b/izin]}\n",
                            "call: [b/izin, izin]}\n  - {step: akhir, actor: petugas, inputs: [surat]}\n");
    json_t *document = move_to(BAKU_YES, id, to);
    expect_due(document, "panggil/periksa kepala 2026-11-23T09:00");
    json_decref(document);
    expect_folded(id, atoi(to));
    json_t *after = shown(id);
    assert_true(json_equal(json_object_get(before, "documents"), json_object_get(after, "documents")));
    json_decref(before);
    json_decref(after);
    const struct baku_handed outputs[] = {{"nomor", "AB-123", NULL}};
    struct baku_deed check = {.as = "koko", .answer = BAKU_ANSWER_YA, .documents = outputs, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil/periksa", &check, &office.said));
    document = office_do(BAKU_YES, id, "panggil/tetapkan", "koko");
    expect_due(document, "akhir petugas ");
    json_decref(document);
    expect_folded(id, atoi(to));
}

static void a_call_that_is_gone_is_named(void **state)
{
    (void)state;
    const char *id = start_inside();
    const char *other = revise("a/panggil.yaml", OFFICE_CALLER, "call: [izin, b/izin]", "call: b/izin");
    const char *plain = revise("a/panggil.yaml", OFFICE_CALLER, ", call: [izin, b/izin]", "");
    expect_stays(move_to(BAKU_NO, id, other), "call panggil");
    expect_stays(move_to(BAKU_NO, id, plain), "call panggil");
    revise("a/izin.yaml", OFFICE_SOP, "step: periksa", "step: teliti");
    const char *inner = revise("a/panggil.yaml", OFFICE_CALLER, "title: Panggil", "title: Panggil lagi");
    expect_stays(move_to(BAKU_NO, id, inner), "step panggil/periksa");
    expect_folded(id, 4);
}

/* --- branches --- */

static void branches_must_be_the_same(void **state)
{
    (void)state;
    const char *id = office_start("a/serempak", "titi");
    json_decref(office_do(BAKU_YES, id, "kiri", "titi"));
    const char *longer = revise("a/serempak.yaml", OFFICE_PARALLEL, "duration: 2 jam", "duration: 3 jam");
    const char *swapped = revise("a/serempak.yaml",
                                 "title: Serempak\nactors: [petugas, kepala]\ndocuments: {satu: {title: S, result: "
                                 "true}, dua: {title: D, result: true}, ujung: {title: U, result: true}}\nsteps:\n"
                                 "  - step: bersama\n    parallel:\n"
                                 "      - [{step: kanan, actor: kepala, outputs: [dua]}]\n"
                                 "      - [{step: kiri, actor: petugas, outputs: [satu]}]\n"
                                 "  - {step: tutup, actor: petugas, inputs: [satu, dua], outputs: [ujung]}\n",
                                 "title: S", "title: S");
    const char *in_a_row = revise("a/serempak.yaml",
                                  "title: Serempak\nactors: [petugas, kepala]\ndocuments: {satu: {title: S, result: "
                                  "true}, dua: {title: D, result: true}, ujung: {title: U, result: true}}\nsteps:\n"
                                  "  - {step: kiri, actor: petugas, outputs: [satu]}\n"
                                  "  - {step: kanan, actor: kepala, outputs: [dua]}\n"
                                  "  - {step: tutup, actor: petugas, inputs: [satu, dua], outputs: [ujung]}\n",
                                  "title: S", "title: S");
    expect_stays(move_to(BAKU_NO, id, swapped), "branch kanan");
    expect_stays(move_to(BAKU_NO, id, in_a_row), "branch kanan");
    json_t *document = move_to(BAKU_YES, id, longer);
    expect_due(document, "kanan kepala 2026-11-23T11:00");
    json_decref(document);
    document = office_do(BAKU_YES, id, "kanan", "koko");
    expect_due(document, "tutup petugas 2026-11-23T08:05");
    json_decref(document);
    expect_folded(id, atoi(longer));
}

/* --- what follows by itself --- */

#define CARD_SOP                                                                                                       \
    "title: Kartu\nactors: [petugas]\n"                                                                                \
    "documents: {kartu: {title: Kartu, given: optional}, hasil: {title: Hasil, result: true}}\n"                       \
    "steps:\n"                                                                                                         \
    "  - {step: buat, actor: petugas, outputs: [kartu]}\n"                                                             \
    "  - {step: pakai, actor: petugas, inputs: [kartu], outputs: [hasil]}\n"

/* In the new text nobody has to make what is there already. */
static void what_the_other_revision_skips_is_skipped_at_once(void **state)
{
    (void)state;
    static const struct baku_handed card[] = {{.document = "kartu"}};
    struct baku_deed start = {.as = "titi", .documents = card, .n_documents = 1};
    revise("a/kartu.yaml", CARD_SOP, "title: Kartu", "title: Kartu");
    json_t *document = OFFICE(BAKU_YES, baku_case_start(office.baku, "a/kartu", &start, &office.said));
    expect_due(document, "buat petugas ");
    json_decref(document);
    const char *to = revise("a/kartu.yaml", CARD_SOP, "outputs: [kartu]", "unless: kartu, outputs: [kartu]");
    document = move_to(BAKU_YES, "1", to);
    expect_due(document, "pakai petugas ");
    assert_int_equal(json_array_size(json_object_get(document, "events")), 2);
    json_decref(document);
    expect_folded("1", atoi(to));
}

/* What only a step behind the case makes is told with that step. */
static void what_will_be_missing_is_said_before(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    const char *to = revise("a/izin.yaml", OFFICE_SOP, "outputs: [permohonan], duration: 5 menit}\n  - step: periksa\n    "
                                                       "actor: petugas\n    inputs: [permohonan]",
                            "outputs: [permohonan], duration: 5 menit}\n"
                            "  - {step: catat, actor: petugas, outputs: [pengantar]}\n  - step: periksa\n    "
                            "actor: petugas\n    inputs: [permohonan, pengantar]");
    json_t *document = move_as(BAKU_YES, id, (struct baku_moving){.to = to, .dry_run = 1});
    const json_t *due = json_array_get(json_object_get(document, "due"), 0);
    const json_t *missing = json_array_get(json_object_get(due, "missing"), 0);
    assert_string_equal(string_at(missing, "document"), "pengantar");
    assert_string_equal(string_at(missing, "from_step"), "catat");
    json_decref(document);
}

/* A step whose document nobody makes any more would wait for ever. */
static void no_case_is_moved_to_where_it_would_stand_still(void **state)
{
    (void)state;
    static const char periksa[] = "  - step: periksa\n    actor: petugas\n    inputs: [permohonan]";
    static const char asked[] = "  - {step: catat, actor: petugas, outputs: [penolakan]}\n"
                                "  - step: periksa\n    actor: petugas\n    inputs: [permohonan, penolakan]";
    const char *id = office_start("a/izin", "pipi"), *earlier = office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    json_t *before = shown(id);
    const char *to = revise("a/izin.yaml", OFFICE_SOP, periksa, asked);
    json_t *document = move_to(BAKU_NO, id, to), *refusal = json_object_get(document, "refusal");
    assert_string_equal(string_at(refusal, "kind"), "not-movable");
    assert_non_null(strstr(string_at(refusal, "message"), "stand still at step `periksa`"));
    const json_t *missing = json_array_get(json_object_get(refusal, "missing"), 0);
    assert_string_equal(string_at(missing, "document"), "penolakan");
    assert_string_equal(string_at(missing, "from_step"), "catat");
    json_decref(document);
    json_t *after = shown(id);
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
    /* One that still stands before it goes along. */
    json_decref(move_to(BAKU_YES, earlier, to));
    is_whole_store(office_store());
}

/* --- ages --- */

#define AGING(title)                                                                                                   \
    "title: Usia\nactors: [petugas]\n"                                                                                 \
    "documents: {kartu: {title: " title ", given: true}, hasil: {title: Hasil, result: true}}\n"                       \
    "steps:\n"                                                                                                         \
    "  - {step: pakai, actor: petugas, inputs: [kartu], outputs: [hasil]}\n"

/* A document whose age was not kept begins to age when the case moves; one whose age was kept has it on. */
static void ages_go_along(void **state)
{
    (void)state;
    static const struct baku_handed card[] = {{.document = "kartu"}};
    struct baku_deed start = {.as = "titi", .documents = card, .n_documents = 1};
    revise("a/usia.yaml", AGING("Kartu"), "title: Usia", "title: Usia");
    OFFICE_DONE(BAKU_YES, baku_case_start(office.baku, "a/usia", &start, &office.said));
    OFFICE_DONE(BAKU_YES, baku_case_start(office.baku, "a/usia", &start, &office.said));
    const char *aging = revise("a/usia.yaml", AGING("Kartu"), "given: true", "given: true, valid_for: 10 menit");
    const char *again = revise("a/usia.yaml", AGING("Tanda"), "given: true", "given: true, valid_for: 10 menit");
    pass_minutes(60);
    json_decref(move_to(BAKU_YES, "1", aging));
    json_decref(move_to(BAKU_YES, "2", aging));
    pass_minutes(10);
    json_decref(move_to(BAKU_YES, "1", again));
    json_decref(office_do(BAKU_YES, "2", "pakai", "titi"));
    pass_minutes(1);
    expect_refused(office_do(BAKU_NO, "1", "pakai", "titi"), "run-out");
    expect_folded("1", atoi(again));
    expect_folded("2", atoi(aging));
}

/* --- erasing --- */

static json_t *erase(enum baku_status expected, const char *id, const char *document, const char *reason)
{
    struct baku_erasing erasing = {.as = "admin", .document = document, .reason = reason};
    return OFFICE(expected, baku_case_erase(office.baku, id, &erasing, &office.said));
}

static bool file_holds(const char *path, const char *bytes)
{
    static char all[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(all, 1, sizeof all, file) : 0, len = strlen(bytes);
    bool found = false;
    for (size_t i = 0; i + len <= n && !found; i++)
        found = memcmp(all + i, bytes, len) == 0;
    if (file)
        fclose(file);
    return found;
}

static bool store_holds(const char *bytes)
{
    char journal[300];
    snprintf(journal, sizeof journal, "%s-journal", office_store());
    return file_holds(office_store(), bytes) || file_holds(journal, bytes);
}

static void hand_number(const char *id, const char *step, const char *number, enum baku_given_answer answer)
{
    const struct baku_handed outputs[] = {{"nomor", number, NULL}};
    struct baku_deed deed = {.as = "titi", .answer = answer, .documents = outputs, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, step, &deed, &office.said));
}

/* The document among those of `case show`. */
static json_t *shown_document(const json_t *document, const char *key)
{
    size_t i;
    json_t *item;
    json_array_foreach (json_object_get(document, "documents"), i, item)
        if (strcmp(string_at(item, "document"), key) == 0)
            return item;
    fail_msg("no document %s", key);
    return NULL;
}

/* The content as it is had from the store. */
static void expect_content(enum baku_status expected, const char *id, const char *seq, const char *bytes)
{
    struct baku_content content;
    json_t *document = OFFICE(expected, baku_case_get(office.baku, id, "nomor", seq, &content, &office.said));
    if (expected == BAKU_YES) {
        assert_int_equal(content.size, strlen(bytes));
        assert_memory_equal(content.bytes, bytes, content.size);
        assert_string_equal(string_at(document, "text"), bytes);
        assert_int_equal(integer_at(document, "size"), strlen(bytes));
    } else {
        assert_null(content.bytes);
        assert_int_equal(json_is_true(json_object_get(document, "erased")), expected == BAKU_NO);
    }
    baku_content_release(&content);
    json_decref(document);
}

/* The seq of the last event of that kind, as text. */
static const char *last_seq(const char *id, const char *kind)
{
    static char seq[24];
    size_t i;
    json_t *document = history(id), *event;
    json_array_foreach (json_object_get(document, "events"), i, event)
        if (strcmp(string_at(event, "kind"), kind) == 0)
            snprintf(seq, sizeof seq, "%d", (int)integer_at(event, "seq"));
    json_decref(document);
    return seq;
}

static void a_content_is_had_again(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    expect_content(BAKU_UNKNOWN, id, NULL, "");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    json_decref(office_answer(BAKU_YES, id, "periksa", "titi", BAKU_ANSWER_TIDAK));
    char first[24];
    snprintf(first, sizeof first, "%s", last_seq(id, "completed"));
    expect_content(BAKU_UNKNOWN, id, NULL, "");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    hand_number(id, "periksa", "CD-888", BAKU_ANSWER_YA);
    expect_content(BAKU_YES, id, NULL, "CD-888");
    expect_content(BAKU_YES, id, last_seq(id, "completed"), "CD-888");
    expect_content(BAKU_UNKNOWN, id, first, "");
    expect_content(BAKU_UNKNOWN, id, "satu", "");
    json_decref(erase(BAKU_YES, id, "nomor", "minta"));
    expect_content(BAKU_NO, id, NULL, "");
}

static json_t *erase_texts(enum baku_status expected, const char *id)
{
    struct baku_erasing erasing = {.as = "admin", .texts = 1, .reason = "minta"};
    return OFFICE(expected, baku_case_erase(office.baku, id, &erasing, &office.said));
}

/* Title, notes and reasons go, also from what a retried command is answered with; the answers stay otherwise. */
static void what_was_said_is_erased(void **state)
{
    (void)state;
    struct baku_deed start = {.as = "pipi", .title = "Budi Santoso", .note = "HP 0812", .key = "k-1",
                              .documents = office_berkas, .n_documents = 1},
                     other = start;
    json_t *first = OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &start, &office.said));
    json_t *again = OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &start, &office.said));
    assert_true(json_equal(first, again));
    json_decref(again);
    other.note = "HP 0813";
    OFFICE_DONE(BAKU_CONFLICT, baku_case_start(office.baku, "a/izin", &other, &office.said));
    struct baku_deed cancel = {.as = "admin", .reason = "Budi mundur"};
    OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, "1", &cancel, &office.said));
    assert_true(store_holds("Budi Santoso") && store_holds("HP 0812") && store_holds("Budi mundur"));
    json_t *document = erase_texts(BAKU_YES, "1");
    assert_int_equal(integer_at(document, "erased"), 3);
    assert_true(json_is_null(json_object_get(document, "document")));
    json_decref(document);
    assert_false(store_holds("Budi Santoso") || store_holds("HP 0812") || store_holds("Budi mundur"));
    expect_refused(erase_texts(BAKU_NO, "1"), "erased");
    document = shown("1");
    assert_true(json_is_null(json_object_get(document, "title")));
    json_decref(document);
    /* The retried start is still known, and says nothing of what was erased. */
    again = OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &start, &office.said));
    assert_int_equal(integer_at(again, "case"), 1);
    assert_true(json_is_null(json_object_get(json_array_get(json_object_get(again, "events"), 0), "note")));
    json_decref(again);
    json_decref(first);
    is_whole_store(office_store());
    office_start("a/izin", "pipi");
    json_decref(erase_texts(BAKU_UNKNOWN, "2"));
}

/* Both versions, also of a case that moved and one that has ended; digests and proofs stay. */
static void all_versions_of_a_content_are_erased(void **state)
{
    (void)state;
    const char *sheet = OFFICE_SOP "  - {step: ulang, actor: petugas, inputs: [surat], outputs: [nomor]}\n";
    const char *to = revise("a/izin.yaml", sheet, "title: Izin", "title: Izin dua");
    const char *id = office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    hand_number(id, "periksa", "AB-777", BAKU_ANSWER_YA);
    json_decref(office_do(BAKU_YES, id, "tetapkan", "koko"));
    const char *moved = revise("a/izin.yaml", sheet, "  berkas:", "  lain: {title: L, given: optional}\n  berkas:");
    json_decref(move_to(BAKU_YES, id, moved));
    hand_number(id, "ulang", "CD-888", BAKU_ANSWER_NONE);
    assert_true(store_holds("AB-777") && store_holds("CD-888"));
    json_t *before = shown(id), *document;
    (void)to;
    assert_string_equal(string_at(before, "state"), "ended");
    json_decref(erase(BAKU_UNKNOWN, id, "nomor", NULL));
    json_decref(erase(BAKU_UNKNOWN, id, "nomor", "  "));
    json_decref(erase(BAKU_UNKNOWN, id, "surat", "minta"));
    json_decref(erase(BAKU_UNKNOWN, id, "panggil/nomor", "minta"));
    assert_true(store_holds("AB-777") && store_holds("CD-888"));
    document = erase(BAKU_YES, id, "nomor", "minta");
    assert_int_equal(integer_at(document, "erased"), 2);
    json_decref(document);
    assert_false(store_holds("AB-777") || store_holds("CD-888"));
    expect_folded(id, atoi(moved));
    json_t *after = shown(id);
    json_object_set_new(shown_document(before, "nomor"), "erased", json_true());
    assert_true(json_equal(before, after)); /* its digests, too */
    json_decref(before);
    json_decref(after);
    int64_t seq = office_seq();
    expect_refused(erase(BAKU_NO, id, "nomor", "minta"), "erased");
    assert_int_equal(office_seq(), seq);
    document = history(id);
    const json_t *events = json_object_get(document, "events");
    const json_t *last = json_array_get(events, json_array_size(events) - 2);
    assert_string_equal(string_at(last, "kind"), "erased");
    assert_string_equal(string_at(last, "reason"), "minta");
    assert_string_equal(json_string_value(json_array_get(json_object_get(last, "documents"), 0)), "nomor");
    json_decref(document);
}

static void a_content_inside_a_call_has_its_path(void **state)
{
    (void)state;
    const char *id = start_inside();
    const struct baku_handed outputs[] = {{"nomor", "EF-999", NULL}};
    struct baku_deed deed = {.as = "titi", .answer = BAKU_ANSWER_YA, .documents = outputs, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil/periksa", &deed, &office.said));
    json_t *document = erase(BAKU_UNKNOWN, id, "nomor", "minta");
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "help"), "panggil/nomor"));
    json_decref(document);
    assert_true(store_holds("EF-999"));
    json_decref(erase(BAKU_YES, id, "panggil/nomor", "minta"));
    assert_false(store_holds("EF-999"));
    expect_folded(id, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(a_case_goes_on_by_the_other_revision),
        office_test(a_case_moves_there_and_back),
        office_test(what_is_to_be_brought_later_is_told),
        office_test(what_is_waited_for_or_past_is_not_to_be_brought_later),
        office_test(a_dry_run_changes_nothing),
        office_test(what_has_no_counterpart_is_named),
        office_test(what_cannot_be_meant_is_refused),
        office_test(only_an_administrator_moves_and_erases),
        office_test(a_case_inside_a_call_moves_with_it),
        office_test(a_call_that_is_gone_is_named),
        office_test(branches_must_be_the_same),
        office_test(what_the_other_revision_skips_is_skipped_at_once),
        office_test(what_will_be_missing_is_said_before),
        office_test(no_case_is_moved_to_where_it_would_stand_still),
        office_test(ages_go_along),
        office_test(a_content_is_had_again),
        office_test(what_was_said_is_erased),
        office_test(all_versions_of_a_content_are_erased),
        office_test(a_content_inside_a_call_has_its_path),
    };
    return cmocka_run_group_tests_name("move", tests, NULL, NULL);
}
