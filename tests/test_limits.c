/* Every row of engine/base/limits.def from both sides: at the limit all is well, one above it is refused, through the
 * functions by which strangers' sizes come in. A row without a test does not compile. And the limits of patterns, which
 * are the hardest: what PCRE2 would spend for ever on is given up after a count of steps, never after a time. */
#define _XOPEN_SOURCE 700
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "baku_audit.h"
#include "baku_run.h"
#include "baku_sop.h"
#include "model/pattern.h"
#include "office.h"
#include "read/read.h"
#include "run/many.h"
#include "run/play.h"
#include "time/audit.h"
#include "time/course.h"

/* --- reading generated texts --- */

struct reading {
    struct arena arena;
    struct findings findings;
    struct source_file file;
    struct region *region;
    struct sop *sop;
};

static void reading_open(struct reading *r, struct text bytes)
{
    *r = (struct reading){0};
    r->findings.arena = &r->arena;
    r->file = (struct source_file){.bytes = bytes, .arena = &r->arena, .findings = &r->findings};
}

static void reading_close(struct reading *r) { arena_release(&r->arena); }

enum { NO_LIMIT = -1 };

/* No finding at all, or some, of which one says that this limit is exceeded. */
static void expect_limit(const struct reading *r, int limit)
{
    size_t met = 0;
    for (size_t i = 0; i < r->findings.n; i++) {
        const struct finding *finding = &r->findings.at[i];
        met += finding->code == FINDING_B003 && finding->is_limit && (int)finding->limit == limit;
        if (limit == NO_LIMIT)
            fail_msg("unexpected finding %s", finding_row(finding->code)->code);
    }
    assert_int_equal(met, limit == NO_LIMIT ? 0 : 1);
}

static const char limits_region[] = "actors: {petugas: Petugas}\ndocuments: {ktp: KTP}\n";

/* The text, which is released, read as a SOP of a small region. */
static void sop_meets(struct buf *text, int limit)
{
    struct reading r;
    struct region *region;
    assert_false(text->failed);
    reading_open(&r, text_of(limits_region));
    assert_int_equal(read_region(&r.file, TEXT("wilayah"), &region), STATUS_OK);
    r.file.bytes = buf_view(text);
    assert_int_equal(read_sop(&r.file, TEXT("wilayah/besar"), region, &r.sop), STATUS_OK);
    expect_limit(&r, limit);
    reading_close(&r);
    buf_release(text);
}

static void region_meets(struct buf *text, int limit)
{
    struct reading r;
    assert_false(text->failed);
    reading_open(&r, buf_view(text));
    assert_int_equal(read_region(&r.file, TEXT("wilayah"), &r.region), STATUS_OK);
    expect_limit(&r, limit);
    reading_close(&r);
    buf_release(text);
}

static void yaml_meets(struct buf *text, int limit)
{
    struct reading r;
    struct node *root;
    assert_false(text->failed);
    reading_open(&r, buf_view(text));
    assert_int_equal(yaml_read(&r.file, &root), STATUS_OK);
    expect_limit(&r, limit);
    reading_close(&r);
    buf_release(text);
}

/* A piece for each number below `n`: before, the number, after. */
static void pieces(struct buf *to, const char *before, size_t n, const char *after)
{
    for (size_t i = 0; i < n; i++) {
        buf_string(to, before);
        buf_number(to, (int64_t)i);
        buf_string(to, after);
    }
}

static void repeat(struct buf *to, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_string(to, piece);
}

#define ONE_STEP "title: Besar\nsteps: [{step: satu, actor: petugas}]\n"

/* At the limit and one above it. */
#define BOTH_SIDES(meets, make, name)                                                                                  \
    do {                                                                                                               \
        struct buf at = make(MAX_##name), above = make(MAX_##name + 1);                                                \
        meets(&at, NO_LIMIT);                                                                                          \
        meets(&above, LIMIT_##name);                                                                                   \
    } while (0)

/* --- rows that a reader refuses --- */

static struct buf columns(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nactors:\n");
    pieces(&text, "- a", n, ": A\n");
    buf_string(&text, "steps: [{step: satu, actor: a0}]\n");
    return text;
}

static struct buf columns_and_a_regional_actor(size_t n)
{
    struct buf text = columns(n - 1);
    text.len -= strlen("{step: satu, actor: a0}]\n");
    buf_string(&text, "{step: satu, actor: petugas}]\n");
    return text;
}

static struct buf regional_actors(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "actors:\n");
    pieces(&text, "  a", n, ": A\n");
    return text;
}

static void limit_ACTORS(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, columns, ACTORS);
    BOTH_SIDES(sop_meets, columns_and_a_regional_actor, ACTORS);
    BOTH_SIDES(region_meets, regional_actors, ACTORS);
}

static struct buf callees(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps:\n- {step: satu, actor: petugas, call: [");
    pieces(&text, "a", n, ",");
    buf_string(&text, "]}\n");
    return text;
}

static void limit_CALLEES(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, callees, CALLEES);
}

/* Fifty callees a step. */
static struct buf calls(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps:\n");
    for (size_t i = 0; i < n; i++) {
        if (i % 50 == 0) {
            buf_string(&text, "- {step: s");
            buf_number(&text, (int64_t)i);
            buf_string(&text, ", actor: petugas, call: [");
        }
        buf_string(&text, "a");
        buf_number(&text, (int64_t)i);
        buf_string(&text, i % 50 == 49 || i + 1 == n ? "]}\n" : ",");
    }
    return text;
}

static void limit_CALLS(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, calls, CALLS);
}

static struct buf long_key(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps: [{step: satu, actor: petugas}]\ndocuments: {");
    repeat(&text, "k", n);
    buf_string(&text, ": Kunci}\n");
    return text;
}

static void limit_KEY_BYTES(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, long_key, KEY_BYTES);
}

/* That many unknown keys, and how many findings they give; whether one says that there are more. */
static void slips_give(size_t n, size_t findings, bool more)
{
    struct reading r;
    struct region region = {0};
    struct buf text = BUF_INIT;
    buf_string(&text, ONE_STEP "actors: {petugas: Petugas}\n");
    pieces(&text, "x", n, ": 1\n");
    reading_open(&r, buf_view(&text));
    assert_int_equal(read_sop(&r.file, TEXT("wilayah/besar"), &region, &r.sop), STATUS_OK);
    assert_int_equal(r.findings.n, findings);
    assert_int_equal(r.findings.at[r.findings.n - 1].code == FINDING_B003, more);
    reading_close(&r);
    buf_release(&text);
}

static void limit_FINDINGS(void **state)
{
    (void)state;
    slips_give(MAX_FINDINGS, MAX_FINDINGS, false);
    slips_give(MAX_FINDINGS + 1, MAX_FINDINGS + 1, true);
    slips_give(2 * MAX_FINDINGS, MAX_FINDINGS + 1, true);
}

static struct buf nested_brackets(size_t n)
{
    struct buf text = BUF_INIT;
    repeat(&text, "[", n);
    repeat(&text, "]", n);
    return text;
}

static struct buf nested_braces(size_t n)
{
    struct buf text = BUF_INIT;
    repeat(&text, "{a: ", n);
    repeat(&text, "}", n);
    return text;
}

static struct buf nested_dashes(size_t n)
{
    struct buf text = BUF_INIT;
    repeat(&text, "- ", n);
    buf_string(&text, "x\n");
    return text;
}

static struct buf nested_keys(size_t n)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        repeat(&text, " ", i);
        buf_string(&text, "a:\n");
    }
    return text;
}

static void limit_DEPTH(void **state)
{
    (void)state;
    BOTH_SIDES(yaml_meets, nested_brackets, DEPTH);
    BOTH_SIDES(yaml_meets, nested_braces, DEPTH);
    BOTH_SIDES(yaml_meets, nested_dashes, DEPTH);
    BOTH_SIDES(yaml_meets, nested_keys, DEPTH);
}

static struct buf documents(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, ONE_STEP "documents:\n");
    pieces(&text, "  d", n, ": D\n");
    return text;
}

static struct buf documents_and_a_regional_one(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps: [{step: satu, actor: petugas, inputs: [ktp]}]\ndocuments:\n");
    pieces(&text, "  d", n - 1, ": D\n");
    return text;
}

static struct buf regional_documents(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "documents:\n");
    pieces(&text, "  d", n, ": D\n");
    return text;
}

static void limit_DOCUMENTS(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, documents, DOCUMENTS);
    BOTH_SIDES(sop_meets, documents_and_a_regional_one, DOCUMENTS);
    BOTH_SIDES(region_meets, regional_documents, DOCUMENTS);
}

static struct buf days(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps: [{step: satu, actor: petugas, duration: ");
    buf_number(&text, (int64_t)n);
    buf_string(&text, " hari kalender}]\n");
    return text;
}

/* The last minute of the last day, and one more. */
static struct buf minutes(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps: [{step: satu, actor: petugas, duration: 1-");
    buf_number(&text, (int64_t)MAX_DURATION_DAYS * MINUTES_A_DAY + (n > MAX_DURATION_DAYS));
    buf_string(&text, " menit}]\n");
    return text;
}

static struct buf validity(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, ONE_STEP "documents: {d: {title: D, valid_for: ");
    buf_number(&text, (int64_t)n);
    buf_string(&text, " hari}}\n");
    return text;
}

static void limit_DURATION_DAYS(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, days, DURATION_DAYS);
    BOTH_SIDES(sop_meets, minutes, DURATION_DAYS);
    BOTH_SIDES(sop_meets, validity, DURATION_DAYS);
}

static struct buf file_of(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, ONE_STEP "#");
    repeat(&text, "x", n - text.len);
    return text;
}

static struct buf pattern_of(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, ONE_STEP "documents: {d: {title: D, type: text, pattern: '");
    repeat(&text, "A", n);
    buf_string(&text, "'}}\n");
    return text;
}

static void limit_PATTERN_BYTES(void **state)
{
    struct pattern_error error;
    struct buf long_one = BUF_INIT;
    (void)state;
    BOTH_SIDES(sop_meets, pattern_of, PATTERN_BYTES);
    repeat(&long_one, "a", MAX_PATTERN_BYTES + 1);
    assert_null(pattern_compile(buf_view(&long_one), &error));
    assert_int_equal(error.problem, PATTERN_TOO_LONG);
    buf_release(&long_one);
}

static struct buf steps(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps:\n");
    pieces(&text, "- {step: s", n, ", actor: petugas}\n");
    return text;
}

static struct buf steps_in_branches(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: Besar\nsteps:\n- step: bersama\n  parallel:\n");
    pieces(&text, "  - [{step: s", n - 1, ", actor: petugas}]\n");
    return text;
}

static void limit_STEPS(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, steps, STEPS);
    BOTH_SIDES(sop_meets, steps_in_branches, STEPS);
}

static struct buf plain_text(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, "title: ");
    repeat(&text, "x", n);
    buf_string(&text, "\nsteps: [{step: satu, actor: petugas}]\n");
    return text;
}

static struct buf quoted_text(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, ONE_STEP "service: \"");
    repeat(&text, "\\u00E9", n / 2);
    repeat(&text, "x", n % 2);
    buf_string(&text, "\"\n");
    return text;
}

static struct buf folded_text(size_t n)
{
    struct buf text = BUF_INIT;
    buf_string(&text, ONE_STEP "service: |\n");
    repeat(&text, "  x\n", n / 2 - 1);
    buf_string(&text, n % 2 ? "  xx\n" : "  x\n");
    return text;
}

static void limit_TEXT_BYTES(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, plain_text, TEXT_BYTES);
    BOTH_SIDES(sop_meets, quoted_text, TEXT_BYTES);
    BOTH_SIDES(sop_meets, folded_text, TEXT_BYTES);
}

/* --- rows that need files --- */

struct place_for_files {
    char root[32], region[64];
    size_t n;
};

static void files_open(struct place_for_files *f)
{
    *f = (struct place_for_files){.root = "/tmp/baku-limits-XXXXXX"};
    assert_non_null(mkdtemp(f->root));
    snprintf(f->region, sizeof f->region, "%s/wilayah", f->root);
    assert_int_equal(mkdir(f->region, 0700), 0);
}

static void file_path(const struct place_for_files *f, size_t number, char path[128])
{
    snprintf(path, 128, "%s/s%zu.yaml", f->region, number);
}

/* The next file, `s0.yaml`, `s1.yaml`, …; the text is released. */
static void files_add(struct place_for_files *f, struct buf *text)
{
    char path[128];
    file_path(f, f->n++, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_false(text->failed);
    assert_int_equal(fwrite(text->at, 1, text->len, file), text->len);
    assert_int_equal(fclose(file), 0);
    buf_release(text);
}

static void files_close(struct place_for_files *f)
{
    char path[128];
    while (f->n) {
        file_path(f, --f->n, path);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(f->region), 0);
    assert_int_equal(rmdir(f->root), 0);
}

/* No region knows the actor here: that finding stands in a file of any size, B003 only in the one too large. */
static void check_file(size_t bytes, bool too_large)
{
    struct place_for_files files;
    struct baku *baku;
    struct baku_answer answer;
    struct buf text = file_of(bytes);
    char path[128];
    files_open(&files);
    files_add(&files, &text);
    file_path(&files, 0, path);
    assert_int_equal(baku_open(&(struct baku_options){.sops = files.root}, &baku), BAKU_YES);
    assert_int_equal(baku_check(baku, (const char *const[]){path}, 1, NULL, &answer), BAKU_NO);
    assert_int_equal(strstr(answer.json, "\"B003\"") != NULL, too_large);
    assert_int_equal(strstr(answer.json, "\"B102\"") != NULL, !too_large);
    baku_answer_release(&answer);
    baku_close(baku);
    files_close(&files);
}

static void limit_FILE_BYTES(void **state)
{
    (void)state;
    BOTH_SIDES(sop_meets, file_of, FILE_BYTES);
    BOTH_SIDES(yaml_meets, file_of, FILE_BYTES);
    check_file(MAX_FILE_BYTES, false);
    check_file(MAX_FILE_BYTES + 1, true);
}

/* Each of `n` SOPs calls the next; the last has one plain step. */
static enum baku_status run_chain(size_t n, struct baku_answer *answer)
{
    struct place_for_files files;
    struct baku *baku;
    files_open(&files);
    while (files.n < n) {
        struct buf text = BUF_INIT;
        buf_string(&text, "title: Rantai\nactors: {petugas: Petugas}\nsteps:\n- {step: satu, actor: petugas");
        if (files.n + 1 < n) {
            buf_string(&text, ", call: s");
            buf_number(&text, (int64_t)files.n + 1);
        }
        buf_string(&text, "}\n");
        files_add(&files, &text);
    }
    assert_int_equal(baku_open(&(struct baku_options){.sops = files.root, .details = 1}, &baku), BAKU_YES);
    enum baku_status status = baku_run(baku, "wilayah/s0", NULL, answer);
    baku_close(baku);
    files_close(&files);
    return status;
}

static void limit_CALL_DEPTH(void **state)
{
    struct baku_answer answer;
    (void)state;
    assert_int_equal(run_chain(MAX_CALL_DEPTH + 1, &answer), BAKU_YES);
    assert_non_null(strstr(answer.json, "\"ended\": true"));
    baku_answer_release(&answer);
    assert_int_equal(run_chain(MAX_CALL_DEPTH + 2, &answer), BAKU_NO);
    assert_non_null(strstr(answer.json, "\"ended\": false"));
    assert_non_null(strstr(answer.json, refusal_template(REFUSAL_TOO_DEEP, LANG_ID)));
    baku_answer_release(&answer);
}

/* --- rows of cases --- */

static void begin_blanks(const char *name, const char *start, size_t bytes)
{
    FILE *file = folder_begin(name);
    fputs(start, file);
    for (size_t i = strlen(start); i < bytes; i++)
        fputc('\n', file);
    folder_end(file);
}

/* A content of a document without a type, so that nothing else limits it. */
static void give_content(size_t bytes, enum baku_status expected)
{
    begin_blanks("isi", "", bytes);
    struct baku_handed handed = {.document = "pengantar", .file = folder_path("isi")};
    struct baku_deed deed = {.as = "pipi", .documents = &handed, .n_documents = 1};
    OFFICE_DONE(expected, baku_case_give(office.baku, "1", &deed, &office.said));
}

static void limit_CONTENT_BYTES(void **state)
{
    assert_int_equal(office_setup(state), 0);
    office_start("a/izin", "pipi");
    give_content(MAX_CONTENT_BYTES, BAKU_YES);
    give_content(MAX_CONTENT_BYTES + 1, BAKU_NO);
    assert_int_equal(folder_teardown(state), 0);
}

/* Documents that nobody knows, with so many bytes together: which of the two is said first? */
static void give_many(size_t bytes, const char *message)
{
    struct baku_handed handed[9];
    size_t n = 0;
    begin_blanks("besar", "", MAX_CONTENT_BYTES);
    begin_blanks("isi", "", bytes % MAX_CONTENT_BYTES);
    for (; bytes >= MAX_CONTENT_BYTES; bytes -= MAX_CONTENT_BYTES)
        handed[n++] = (struct baku_handed){.document = "asing", .file = strdup(folder_path("besar"))};
    if (bytes)
        handed[n++] = (struct baku_handed){.document = "asing", .file = strdup(folder_path("isi"))};
    struct baku_deed deed = {.as = "pipi", .documents = handed, .n_documents = n};
    json_t *error = OFFICE(BAKU_UNKNOWN, baku_case_give(office.baku, "1", &deed, &office.said));
    assert_non_null(strstr(string_at(json_object_get(error, "error"), "message"), message));
    json_decref(error);
    for (size_t i = 0; i < n; i++)
        free((char *)handed[i].file);
}

static void limit_DEED_BYTES(void **state)
{
    assert_int_equal(office_setup(state), 0);
    office_start("a/izin", "pipi");
    give_many(MAX_DEED_BYTES, "`asing`");
    give_many(MAX_DEED_BYTES + 1, "together are more");
    assert_int_equal(folder_teardown(state), 0);
}

/* So many rows without a SOP. */
static void import_bad(size_t rows, int untold)
{
    FILE *file = folder_begin("perkara.csv");
    struct baku_deed deed = {.as = "pipi"};
    fputs("key,sop\n", file);
    for (size_t i = 0; i < rows; i++)
        fputs("K,\n", file);
    folder_end(file);
    json_t *document =
        OFFICE(BAKU_NO, baku_case_import(office.baku, folder_path("perkara.csv"), &deed, &office.said));
    assert_int_equal(integer_at(document, "bad"), rows);
    assert_int_equal(integer_at(document, "untold"), untold);
    assert_int_equal(json_array_size(json_object_get(document, "items")), rows - (size_t)untold);
    json_decref(document);
}

static void limit_IMPORT_BAD(void **state)
{
    assert_int_equal(office_setup(state), 0);
    import_bad(MAX_IMPORT_BAD, 0);
    import_bad(MAX_IMPORT_BAD + 1, 1);
    assert_int_equal(folder_teardown(state), 0);
}

static void limit_IMPORT_BYTES(void **state)
{
    struct baku_deed deed = {.as = "pipi"};
    assert_int_equal(office_setup(state), 0);
    begin_blanks("perkara.csv", "key,sop,berkas\nK,a/izin,x\n", MAX_IMPORT_BYTES);
    OFFICE_DONE(BAKU_YES, baku_case_import(office.baku, folder_path("perkara.csv"), &deed, &office.said));
    begin_blanks("perkara.csv", "key,sop,berkas\nL,a/izin,x\n", MAX_IMPORT_BYTES + 1);
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_import(office.baku, folder_path("perkara.csv"), &deed, &office.said));
    assert_int_equal(folder_teardown(state), 0);
}

/* --- rows of running --- */

static void read_sound(struct reading *r, const char *name, struct text bytes, const struct sop *callee)
{
    r->file.bytes = bytes;
    assert_int_equal(read_sop(&r->file, text_of(name), r->region, &r->sop), STATUS_OK);
    for (uint16_t s = 0; s < r->sop->n_steps; s++)
        for (uint16_t c = 0; c < r->sop->steps[s].call.n; c++) {
            r->sop->steps[s].call.callees[c].sop = callee;
            r->sop->steps[s].call.callees[c].exists = true;
        }
    assert_true(plan_compile(r->sop, &r->arena));
    assert_int_equal(read_link(&r->file, r->sop, (struct texts){0}), STATUS_OK);
    expect_limit(r, NO_LIMIT);
}

/* One decision that is answered with that many Tidak, and then with Ya. */
static void play_to(size_t moves, bool cut)
{
    struct reading r;
    struct play play;
    struct arena arena = ARENA_INIT;
    enum answer *answers = calloc(moves, sizeof *answers);
    assert_non_null(answers);
    for (size_t i = 0; i + 1 < moves; i++)
        answers[i] = ANSWER_TIDAK;
    struct told told = {.step = TEXT("satu"), .answers = answers, .n = (uint32_t)moves - 1};
    struct script script = {.answers = {&told, 1}};
    reading_open(&r, text_of(limits_region));
    assert_int_equal(read_region(&r.file, TEXT("wilayah"), &r.region), STATUS_OK);
    read_sound(&r, "wilayah/ulang",
               TEXT("title: Ulang\nsteps: [{step: satu, actor: petugas, decision: {question: Cukup?, tidak: satu}}]\n"),
               NULL);
    assert_int_equal(play_run(&play, &arena, r.sop, &script), STATUS_OK);
    assert_int_equal(play.n_moves, MAX_RUN_STEPS);
    assert_int_equal(play.cut, cut);
    assert_int_equal(play.ended, !cut);
    arena_release(&arena);
    reading_close(&r);
    free(answers);
}

/* A SOP with as many steps as there may be, called so often that a case takes as many as it may, and some more. */
static void many_to(size_t more, bool cut)
{
    struct reading r;
    struct many many;
    struct buf called = steps(MAX_STEPS), calling = BUF_INIT;
    buf_string(&calling, "title: Sering\nsteps:\n");
    pieces(&calling, "- {step: panggil", MAX_RUN_STEPS / MAX_STEPS, ", actor: petugas, call: besar}\n");
    pieces(&calling, "- {step: lebih", more, ", actor: petugas}\n");
    reading_open(&r, text_of(limits_region));
    assert_int_equal(read_region(&r.file, TEXT("wilayah"), &r.region), STATUS_OK);
    read_sound(&r, "wilayah/besar", buf_view(&called), NULL);
    read_sound(&r, "wilayah/sering", buf_view(&calling), r.sop);
    assert_int_equal(many_run(&many, r.sop, 1, NULL, NULL), STATUS_OK);
    assert_int_equal(many.cut, cut);
    assert_int_equal(many.cases, !cut);
    assert_int_equal(many.steps, MAX_RUN_STEPS);
    reading_close(&r);
    buf_release(&called);
    buf_release(&calling);
}

static void limit_RUN_STEPS(void **state)
{
    (void)state;
    play_to(MAX_RUN_STEPS, false);
    play_to(MAX_RUN_STEPS + 1, true);
    many_to(0, false);
    many_to(1, true);
}

/* --- rows of auditing --- */

/* The text as a SOP that calls nothing but `callee`, audited. */
static struct audit audited(struct reading *r, struct buf *text, const struct sop *callee)
{
    struct audit audit;
    assert_false(text->failed);
    read_sound(r, "wilayah/besar", buf_view(text), callee);
    buf_release(text);
    assert_int_equal(audit_sop(&audit, r->sop, &(struct audit_options){0}, &r->arena), STATUS_OK);
    return audit;
}

static void region_open(struct reading *r)
{
    reading_open(r, text_of(limits_region));
    assert_int_equal(read_region(&r->file, TEXT("wilayah"), &r->region), STATUS_OK);
}

/* Each decision ends the case on Tidak: one way more. */
static void paths_to(size_t paths)
{
    struct reading r;
    struct buf text = BUF_INIT;
    region_open(&r);
    buf_string(&text, "title: Besar\nsteps:\n");
    pieces(&text, "- {step: s", paths - 1, ", actor: petugas, decision: {question: Ya?, tidak: end}}\n");
    buf_string(&text, "- {step: akhir, actor: petugas}\n");
    struct audit audit = audited(&r, &text, NULL);
    assert_int_equal(audit.n_ways, paths > MAX_AUDIT_PATHS ? MAX_AUDIT_PATHS : paths);
    assert_int_equal((int)audit.ways_in_all, (int)paths);
    reading_close(&r);
}

static void limit_AUDIT_PATHS(void **state)
{
    (void)state;
    paths_to(MAX_AUDIT_PATHS);
    paths_to(MAX_AUDIT_PATHS + 1);
}

static void rework_to(size_t more, bool cut)
{
    struct reading r;
    struct buf called = BUF_INIT, calling = BUF_INIT;
    region_open(&r);
    buf_string(&called, "title: Besar\nsteps:\n");
    pieces(&called, "- {step: s", MAX_AUDIT_REWORK / 2, ", actor: petugas, decision: {question: Ya?, tidak: s0}}\n");
    audited(&r, &called, NULL);
    buf_string(&calling, "title: Sering\nsteps:\n");
    pieces(&calling, "- {step: panggil", 2, ", actor: petugas, call: besar}\n");
    pieces(&calling, "- {step: lebih", more, ", actor: petugas, decision: {question: Ya?, tidak: panggil0}}\n");
    struct audit audit = audited(&r, &calling, r.sop);
    assert_int_equal(audit.n_rework, MAX_AUDIT_REWORK);
    assert_int_equal(audit.rework_cut, cut);
    reading_close(&r);
}

/* Asks for that many columns, and for the first of them once more. */
static void rates_to(size_t n, enum baku_status expected)
{
    static char texts[MAX_AUDIT_RATES + 2][24];
    const char *rates[MAX_AUDIT_RATES + 2];
    struct baku *baku;
    struct baku_answer answer;
    for (size_t i = 0; i <= n; i++) {
        snprintf(texts[i], sizeof texts[i], "%zu%%", i % n);
        rates[i] = texts[i];
    }
    assert_int_equal(baku_open(&(struct baku_options){.sops = "sops", .lang = BAKU_EN}, &baku), BAKU_YES);
    struct baku_audit_options options = {.rates = rates, .n_rates = n + 1};
    assert_int_equal(baku_audit(baku, &(const char *){"kaltim/pencabutan"}, 1, &options, &answer), expected);
    assert_true((strstr(answer.json, "more than 20 different rates") != NULL) == (expected == BAKU_UNKNOWN));
    baku_answer_release(&answer);
    baku_close(baku);
}

static void limit_AUDIT_RATES(void **state)
{
    (void)state;
    rates_to(MAX_AUDIT_RATES, BAKU_YES);
    rates_to(MAX_AUDIT_RATES + 1, BAKU_UNKNOWN);
}

static void limit_AUDIT_REWORK(void **state)
{
    (void)state;
    rework_to(0, false);
    rework_to(1, true);
}

static void way_to(size_t more, bool cut)
{
    struct reading r;
    struct buf called = steps(MAX_STEPS), calling = BUF_INIT;
    region_open(&r);
    audited(&r, &called, NULL);
    buf_string(&calling, "title: Sering\nsteps:\n");
    pieces(&calling, "- {step: panggil", MAX_AUDIT_STEPS / MAX_STEPS, ", actor: petugas, call: besar}\n");
    pieces(&calling, "- {step: lebih", more, ", actor: petugas}\n");
    struct audit audit = audited(&r, &calling, r.sop);
    assert_int_equal(audit.straight_way.steps.n, MAX_AUDIT_STEPS);
    assert_int_equal(audit.straight_way.cut, cut);
    assert_int_equal(audit.ways[0].steps.n, MAX_AUDIT_STEPS);
    assert_int_equal(audit.ways[0].cut, cut);
    reading_close(&r);
}

static void limit_AUDIT_STEPS(void **state)
{
    (void)state;
    way_to(0, false);
    way_to(1, true);
}

/* SOPs that call each other in a row: each has a situation a step, and its end. */
static void situations_to(size_t situations, bool cut)
{
    struct reading r;
    struct atlas atlas;
    const struct sop *callee = NULL;
    region_open(&r);
    for (size_t left = situations; left; left -= left < MAX_STEPS ? left : MAX_STEPS) {
        size_t plain = (left < MAX_STEPS ? left : MAX_STEPS) - 1 - (callee != NULL);
        struct buf text = BUF_INIT;
        buf_string(&text, "title: Besar\nsteps:\n");
        pieces(&text, "- {step: s", plain, ", actor: petugas}\n");
        buf_string(&text, callee ? "- {step: panggil, actor: petugas, call: besar}\n" : "");
        read_sound(&r, "wilayah/besar", buf_view(&text), callee);
        buf_release(&text);
        callee = r.sop;
    }
    atlas_init(&atlas, &r.arena);
    const struct course *course = course_of(&atlas, callee, SCOPE_YA);
    assert_non_null(course);
    assert_int_equal(atlas.situations, cut ? MAX_SITUATIONS + 1 : situations);
    assert_int_equal(course->cut, cut);
    reading_close(&r);
}

static void limit_SITUATIONS(void **state)
{
    (void)state;
    situations_to(MAX_SITUATIONS, false);
    situations_to(MAX_SITUATIONS + 2, true);
}

/* --- rows of matching --- */

static enum pattern_verdict match(const char *pattern, struct text subject)
{
    struct pattern_error error;
    struct pattern *compiled = pattern_compile(pattern_known(text_of(pattern)), &error);
    if (!compiled)
        fail_msg("the pattern %s does not compile: %s", pattern, error.detail);
    enum pattern_verdict verdict = pattern_match(compiled, subject);
    pattern_free(compiled);
    return verdict;
}

static void limit_SUBJECT_BYTES(void **state)
{
    struct buf subject = BUF_INIT;
    (void)state;
    repeat(&subject, "a", MAX_SUBJECT_BYTES);
    assert_int_equal(match("a*", buf_view(&subject)), PATTERN_MATCHES);
    assert_int_equal(match("b*", buf_view(&subject)), PATTERN_DIFFERS);
    buf_string(&subject, "a");
    assert_int_equal(match("a*", buf_view(&subject)), PATTERN_BAD_SUBJECT);
    assert_int_equal(match("b*", buf_view(&subject)), PATTERN_BAD_SUBJECT);
    buf_release(&subject);
}

static int count_one(pcre2_callout_block *block, void *count)
{
    (void)block;
    ++*(uint32_t *)count;
    return 0;
}

/* What a match costs when nothing bounds it: the steps as PCRE2 itself counts them. */
static uint32_t cost_of(struct text pattern, struct text subject)
{
    int number;
    uint32_t steps_taken = 0;
    PCRE2_SIZE at;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.at, pattern.len,
                                     PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY |
                                         PCRE2_NO_AUTO_CAPTURE | PCRE2_AUTO_CALLOUT,
                                     &number, &at, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    assert_true(code && context && data);
    pcre2_set_callout(context, count_one, &steps_taken);
    int result = pcre2_match(code, (PCRE2_SPTR)subject.at, subject.len, 0, 0, data, context);
    assert_true(result >= 0 || result == PCRE2_ERROR_NOMATCH);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    pcre2_code_free(code);
    return steps_taken;
}

/* `zz…a*aa…[bc]` against `zz…aa…a`: it goes back through all the `a` in vain. Each `z` costs one step more. */
static uint32_t costly(size_t z, size_t a, struct buf *pattern, struct buf *subject)
{
    buf_clear(pattern);
    buf_clear(subject);
    repeat(pattern, "z", z);
    buf_string(pattern, "a*");
    repeat(pattern, "a", 40);
    buf_string(pattern, "[bc]");
    repeat(subject, "z", z);
    repeat(subject, "a", a);
    return cost_of(buf_view(pattern), buf_view(subject));
}

static void limit_PATTERN_COST(void **state)
{
    struct buf pattern = BUF_INIT, subject = BUF_INIT;
    size_t a = 100, z = 0;
    (void)state;
    while (costly(0, a + 1, &pattern, &subject) <= MAX_PATTERN_COST)
        a++;
    while (costly(z, a, &pattern, &subject) < MAX_PATTERN_COST)
        z++;
    assert_int_equal(costly(z, a, &pattern, &subject), MAX_PATTERN_COST);
    assert_int_equal(match(pattern.at, buf_view(&subject)), PATTERN_DIFFERS);
    assert_int_equal(costly(z + 1, a, &pattern, &subject), MAX_PATTERN_COST + 1);
    assert_int_equal(match(pattern.at, buf_view(&subject)), PATTERN_OVER_BUDGET);
    buf_release(&pattern);
    buf_release(&subject);
}

/* --- patterns --- */

/* Each spends for ever on a subject of the allowed size, one way or another. The subject's tail holds whatever a
 * pattern asks for last, or PCRE2 would see at once that it cannot match. */
static void killers_are_given_up(void **state)
{
    static const char tail[] = "b@!?";
    static const struct {
        const char *pattern, *piece;
    } killers[] = {
        {"(a+)+b", "a"},
        {"(a+)+[bc]", "a"},
        {"(a|aa)+$", "a"},
        {"(a|a)*c?[bd]", "a"},
        {"(a*)*[bc]", "a"},
        {"(.*)*[0-9]", "x"},
        {"(.*)(.*)(.*)(.*)[0-9]", "x"},
        {"([a-z]+\\.?)+@", "a"},
        {"(?:[a-z]+[-_]?)*!", "ab"},
        {"(?:(?:a?){20}){20}[bc]", "a"},
        {"(\\w+\\s?)+[;:]", "kata "},
        {"(x+x+)+[yz]", "x"},
        {"(?i)(?:[a-z]*[A-Z]*)*[0-9]", "aB"},
        {"(?:.?){200}[0-9]", "x"},
        {"\\p{L}*\\p{Ll}*[0-9]", "\xC3\xA9"},
        {"(?=(a+)+[cd])a*", "a"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof killers / sizeof *killers; i++) {
        struct buf subject = BUF_INIT;
        repeat(&subject, killers[i].piece, (MAX_SUBJECT_BYTES - strlen(tail)) / strlen(killers[i].piece));
        buf_string(&subject, tail);
        if (match(killers[i].pattern, buf_view(&subject)) != PATTERN_OVER_BUDGET)
            fail_msg("%s was not given up", killers[i].pattern);
        buf_release(&subject);
    }
}

/* It ran for 11 seconds where it might begin anywhere: bound to the value's start it is cheap, and answers. */
static void what_begins_at_the_start_is_cheap(void **state)
{
    struct buf subject = BUF_INIT;
    (void)state;
    repeat(&subject, "a", MAX_SUBJECT_BYTES);
    assert_int_equal(match("[a-z]*[a-m]*[0-9]", buf_view(&subject)), PATTERN_DIFFERS);
    subject.at[subject.len - 1] = '7';
    assert_int_equal(match("[a-z]*[a-m]*[0-9]", buf_view(&subject)), PATTERN_MATCHES);
    buf_release(&subject);
}

static void the_whole_value_matches_or_nothing(void **state)
{
    (void)state;
    assert_int_equal(match("^[A-Z]{2}$", TEXT("NO")), PATTERN_MATCHES);
    assert_int_equal(match("^[A-Z]{2}$", TEXT("NO\n")), PATTERN_DIFFERS);
    assert_int_equal(match("[A-Z]{2}", TEXT("NO\n")), PATTERN_DIFFERS);
    assert_int_equal(match("[A-Z]{2}", TEXT(" NO")), PATTERN_DIFFERS);
    assert_int_equal(match("[A-Z]{2}", TEXT("NOO")), PATTERN_DIFFERS);
    assert_int_equal(match("a|ab", TEXT("ab")), PATTERN_MATCHES);
    assert_int_equal(match("", TEXT("")), PATTERN_MATCHES);
    assert_int_equal(match("(?m)^a$", TEXT("a\nb")), PATTERN_DIFFERS);
    assert_int_equal(match(".", TEXT("\xC3\xA9")), PATTERN_MATCHES);
    assert_int_equal(match("..", TEXT("\xC3\xA9")), PATTERN_DIFFERS);
    assert_int_equal(match(".", TEXT("\xC3")), PATTERN_BAD_SUBJECT);
    assert_int_equal(match("\\d", TEXT("\xD9\xA3")), PATTERN_DIFFERS); /* an Arabic digit is no digit here */
}

static void constructs_that_cannot_be_bounded_are_refused(void **state)
{
    static const char *const refused[] = {
        "(?R)",
        "(?0)",
        "(a)(?1)",
        "(a)(?-1)",
        "(a)(?+1)",
        "(?<n>a)(?&n)",
        "(?P<n>a)",
        "(?P>n)",
        "(?P=n)",
        "(?'n'a)",
        "(a)\\1",
        "(a)\\g1",
        "(a)\\g{-1}",
        "(?<n>a)\\k<n>",
        "(?<n>a)\\k{n}",
        "(?<=a)b",
        "(?<!a)b",
        "(?C)a",
        "(?C1)a",
        "(?(1)a|b)",
        "(?(?=a)a|b)",
        "(?(DEFINE)a)",
        "(*UTF)a",
        "(*LIMIT_MATCH=1)a",
        "a(*COMMIT)b",
        "a(*SKIP)b",
        "(*sr:a)",
        "\\Qa\\E",
        "a\\E",
        "a\\Kb",
        "\\Ga",
        "\\X",
        "(?J)a",
        "(?U)a",
        "(?#x)a",
        "(?i",
        "a(?",
        "a?\\c\\(?R)?",
        "x\\c\\(*ACCEPT)",
        "[a\\Q](?R)",
        "[a\\c](?R)",
        "(?x)#[\n(?R)#]",
        "(?ix)a",
        "(?^x)a",
        "[]](?R)",
        "[^]](?R)",
        "x[[:alpha:][](?R)?]y",
        "[[:alpha:]x[](?R)?]",
        "[[:alpha:][]a(?R)]",
        "[[.a.]](?R)",
    };
    struct pattern_error error;
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct pattern *pattern = pattern_compile(text_of(refused[i]), &error);
        if (pattern)
            fail_msg("%s was compiled", refused[i]);
        assert_true(error.problem == PATTERN_NOT_ALLOWED || error.problem == PATTERN_BROKEN);
        assert_true(error.at <= strlen(refused[i]));
    }
    assert_null(pattern_compile(TEXT("a\\C"), &error));
    assert_int_equal(error.problem, PATTERN_BROKEN);
    assert_null(pattern_compile(TEXT("a\\\0b"), &error));
    assert_int_equal(error.problem, PATTERN_NOT_ALLOWED);
}

static void constructs_of_the_language_are_taken(void **state)
{
    static const struct {
        const char *pattern, *subject;
    } taken[] = {
        {"(?:a|b)+", "abba"},    {"(?=a)[ab]", "a"},      {"(?!b)[ab]", "a"},
        {"(?>a+)b", "aab"},      {"(?<nama>a)", "a"},     {"(?i)surat", "SURAT"},
        {"(?i:s)urat", "Surat"}, {"(?|a|b)", "b"},        {"\\d{3}/\\w+", "123/TU"},
        {"\\(a\\)", "(a)"},      {"[[:alpha:]]+", "abc"}, {"\\x41", "A"},
        {"(?^)a", "a"},          {"\\\\", "\\"},          {"\\p{Lu}", "A"},
        {"(?i-s:a)", "A"},       {"[(*)+-]+", "(*)-+"},   {"[(?R)]+", "?(R)"},
        {"[]a(?R)]", "R"},       {"[^]](?:b)", "ab"},     {"[^](?R)]", "a"},
        {"[\\](?R)]", "]"},      {"[[:space:](*)]", "*"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (match(taken[i].pattern, text_of(taken[i].subject)) != PATTERN_MATCHES)
            fail_msg("%s does not match %s", taken[i].pattern, taken[i].subject);
}

static void known_patterns_know_real_values(void **state)
{
    static const struct {
        const char *name, *value;
        bool matches;
    } values[] = {
        {"nip", "19680805 199402 1 001", true},
        {"nip", "196808051994021001", true},
        {"nip", "19921231 202321 2 014", true},
        {"nip", "19680805 199402 1 000", false},
        {"nip", "19680805 199402 3 001", false},
        {"nip", "19681305 199402 1 001", false},
        {"nip", "19680832 199402 1 001", false},
        {"nip", "18680805 199402 1 001", false},
        {"nip", "19680805  199402 1 001", false},
        {"nip", "19680805 199402 1 001\n", false},
        {"nip", "19680805 199402 1 01", false},
        {"nik", "6472014508900001", true},
        {"nik", "6472010508900001", true},
        {"nik", "6472013208900001", false},
        {"nik", "6472017208900001", false},
        {"nik", "6472010513900001", false},
        {"nik", "6472010508900000", false},
        {"nik", "0472010508900001", false},
        {"nik", "647201050890001", false},
        {"email-dinas", "x@kaltimprov.go.id", true},
        {"email-dinas", "Budi.Santoso@diskominfo.kaltimprov.go.id", true},
        {"email-dinas", "tte@tapinkab.go.id", true},
        {"email-dinas", "x@gmail.com", false},
        {"email-dinas", "x@kaltimprov.go.id.example.com", false},
        {"email-dinas", "@kaltimprov.go.id", false},
        {"email-dinas", "x@kaltimprov.go.id\n", false},
        {"email", "x@gmail.com", true},
        {"email", "x.y+z@mail.example.co.id", true},
        {"email", "x@localhost", false},
        {"email", ".x@gmail.com", false},
        {"email", "x@-gmail.com", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        enum pattern_verdict verdict = match(values[i].name, text_of(values[i].value));
        if (verdict != (values[i].matches ? PATTERN_MATCHES : PATTERN_DIFFERS))
            fail_msg("`%s` as %s: verdict %d", values[i].value, values[i].name, (int)verdict);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define LIMIT(name, value, id, en) cmocka_unit_test(limit_##name),
#include "base/limits.def"
#undef LIMIT
        cmocka_unit_test(killers_are_given_up),
        cmocka_unit_test(what_begins_at_the_start_is_cheap),
        cmocka_unit_test(the_whole_value_matches_or_nothing),
        cmocka_unit_test(constructs_that_cannot_be_bounded_are_refused),
        cmocka_unit_test(constructs_of_the_language_are_taken),
        cmocka_unit_test(known_patterns_know_real_values),
    };
    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
