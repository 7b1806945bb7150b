/* An office for tests: two regions with SOPs, a store, people, and a clock that a test sets. Include it in one file of
 * a program that is linked with --wrap=clock_now. */
#ifndef TESTS_OFFICE_H
#define TESTS_OFFICE_H

#include "small_folder.h"

#include "baku_case.h"
#include "baku_publish.h"
#include "base/digest.h"
#include "model/moment.h"
#include "store/store.h"

/* --- the clock --- */

static int64_t office_now;

int64_t __wrap_clock_now(void);
int64_t __wrap_clock_now(void) { return office_now; }

/* By the clock of both regions, WITA. */
static inline void set_clock(const char *time)
{
    assert_int_equal(moment_read(text_of(time), 8 * 60, &office_now), MOMENT_OK);
}

static inline void pass_minutes(int minutes) { office_now += (int64_t)minutes * 60000; }

/* --- the folder --- */

#define OFFICE_REGION                                                                                                  \
    "name: A\ntimezone: Asia/Makassar\n"                                                                               \
    "work_week: {senin: [08:00-12:00, 13:00-16:00], selasa: [08:00-12:00, 13:00-16:00], "                              \
    "rabu: [08:00-12:00, 13:00-16:00], kamis: [08:00-12:00, 13:00-16:00], jumat: [08:00-12:00, 13:00-16:00]}\n"        \
    "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas, kepala: Kepala}\n"

/* pemohon asks, petugas checks and may send back, kepala decides. */
#define OFFICE_SOP                                                                                                     \
    "title: Izin\nactors: [pemohon, petugas, kepala]\n"                                                                \
    "documents:\n"                                                                                                     \
    "  berkas: {title: Berkas, given: true, type: file, media: [image/png], max_size: 1 KB}\n"                         \
    "  pengantar: {title: Pengantar, given: optional}\n"                                                               \
    "  permohonan: Permohonan\n"                                                                                       \
    "  nomor: {title: Nomor, type: text, pattern: '[A-Z]{2}-[0-9]{3}'}\n"                                              \
    "  penolakan: Penolakan\n"                                                                                         \
    "  sandi: {title: Kata sandi, secret: true, result: true}\n"                                                       \
    "  surat: {title: Surat, result: true, type: text, fields: {hal: '[a-z]+', nomor: '[0-9]+'}}\n"                    \
    "steps:\n"                                                                                                         \
    "  - {step: ajukan, actor: pemohon, inputs: [berkas], outputs: [permohonan], duration: 5 menit}\n"                 \
    "  - step: periksa\n    actor: petugas\n    inputs: [permohonan]\n    outputs: [nomor]\n"                          \
    "    duration: 30 menit\n"                                                                                         \
    "    decision: {question: Lengkap?, tidak: {to: ajukan, outputs: [penolakan]}}\n"                                  \
    "  - {step: tetapkan, actor: kepala, inputs: [nomor], outputs: [surat, sandi], duration: 1 jam}\n"

#define OFFICE_PARALLEL                                                                                                \
    "title: Serempak\nactors: [petugas, kepala]\n"                                                                     \
    "documents: {satu: {title: S, result: true}, dua: {title: D, result: true}, ujung: {title: U, result: true}}\n"    \
    "steps:\n"                                                                                                         \
    "  - step: bersama\n    parallel:\n"                                                                               \
    "      - [{step: kiri, actor: petugas, outputs: [satu], duration: 1 jam}]\n"                                       \
    "      - [{step: kanan, actor: kepala, outputs: [dua], duration: 2 jam}]\n"                                        \
    "  - {step: tutup, actor: petugas, inputs: [satu, dua], outputs: [ujung], duration: 5 menit}\n"

/* Calls the SOP of either region. */
#define OFFICE_CALLER                                                                                                  \
    "title: Panggil\nactors: [petugas]\n"                                                                              \
    "documents: {surat: {title: Surat, result: true}, tanda: Tanda}\n"                                                 \
    "steps:\n"                                                                                                         \
    "  - {step: siap, actor: petugas, outputs: [tanda], duration: 1 menit}\n"                                          \
    "  - {step: panggil, actor: petugas, inputs: [tanda], outputs: [surat], call: [izin, b/izin]}\n"

static inline const char *office_store(void) { return folder_path("perkara.db"); }

static inline struct baku *office_handle(void)
{
    struct baku *handle;
    struct baku_options options = {.sops = folder_root, .lang = BAKU_EN, .store = office_store()};
    assert_int_equal(baku_open(&options, &handle), BAKU_YES);
    return handle;
}

/* What a call in OFFICE(…) is made with. */
static struct {
    struct baku *baku;
    struct baku_answer said;
} office;

static inline void office_open(void)
{
    office.baku = office_handle();
    office.said = (struct baku_answer){0};
}

static inline json_t *office_close(enum baku_status expected, enum baku_status status, int line)
{
    if (status != expected)
        fail_msg("line %d: status %d, %s", line, (int)status, office.said.json);
    return folder_json(office.baku, &office.said);
}

/* The answer of a call by a handle of its own, which must end as expected. */
#define OFFICE(expected, call) (office_open(), office_close((expected), (call), __LINE__))

#define OFFICE_DONE(expected, call) json_decref(OFFICE(expected, call))

static inline void office_user(const char *name, const char *actor, const char *region)
{
    struct baku_user user = {.name = name, .actor = actor, .region = region, .as = "admin"};
    OFFICE_DONE(BAKU_YES, baku_user_add(office.baku, &user, &office.said));
}

static inline void office_publish(const char *sop)
{
    OFFICE_DONE(BAKU_YES, baku_publish(office.baku, &sop, 1, &(struct baku_publishing){.as = "admin"}, &office.said));
}

/* Monday morning: everything published, a person for each actor of region a. */
static inline int office_setup(void **state)
{
    if (folder_setup(state) != 0)
        return -1;
    set_clock("2026-11-23T08:00");
    folder_write("a/region.yaml", OFFICE_REGION);
    folder_write("b/region.yaml", OFFICE_REGION);
    folder_write("a/izin.yaml", OFFICE_SOP);
    folder_write("b/izin.yaml", OFFICE_SOP);
    folder_write("a/serempak.yaml", OFFICE_PARALLEL);
    folder_write("a/panggil.yaml", OFFICE_CALLER);
    OFFICE_DONE(BAKU_YES, baku_user_add(office.baku, &(struct baku_user){.name = "admin"}, &office.said));
    office_user("pipi", "pemohon", "a");
    office_user("titi", "petugas", "a");
    office_user("koko", "kepala", "a");
    office_publish("a/izin");
    office_publish("b/izin");
    office_publish("a/serempak");
    office_publish("a/panggil");
    return 0;
}

#define office_test(f) cmocka_unit_test_setup_teardown(f, office_setup, folder_teardown)

/* --- deeds --- */

static const struct baku_handed office_berkas[] = {{.document = "berkas"}};

/* Starts a case of `a/izin`, its number as text; one of a few buffers in turn. */
static inline const char *office_start(const char *sop, const char *as)
{
    static char numbers[8][24];
    static unsigned next;
    bool brings = strstr(sop, "izin") != NULL;
    struct baku_deed deed = {.as = as, .documents = office_berkas, .n_documents = brings ? 1 : 0};
    json_t *document = OFFICE(BAKU_YES, baku_case_start(office.baku, sop, &deed, &office.said));
    char *number = numbers[next++ % 8];
    snprintf(number, sizeof numbers[0], "%d", (int)integer_at(document, "case"));
    json_decref(document);
    return number;
}

static inline json_t *office_do(enum baku_status expected, const char *id, const char *step, const char *as)
{
    return OFFICE(expected, baku_case_do(office.baku, id, step, &(struct baku_deed){.as = as}, &office.said));
}

static inline json_t *office_answer(enum baku_status expected, const char *id, const char *step, const char *as,
                                    enum baku_given_answer given)
{
    return OFFICE(expected,
                  baku_case_do(office.baku, id, step, &(struct baku_deed){.as = as, .answer = given}, &office.said));
}

/* The seq of the last event of all. */
static inline int64_t office_seq(void)
{
    struct store *store;
    struct store_why why;
    struct store_head head;
    assert_true(digest_init());
    assert_int_equal(store_open(&store, office_store(), STORE_READS, &why), STORE_OK);
    assert_int_equal(store_head(store, &head), STORE_OK);
    store_close(store);
    return head.seq;
}

/* --- what is done --- */

/* "ajukan pemohon a" of each step that is due, with blanks and commas. */
static inline void office_due(const json_t *document, const char *expected)
{
    char all[400] = "";
    size_t i, used = 0;
    const json_t *due;
    json_array_foreach (json_object_get(document, "due"), i, due)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s %s %s", i ? ", " : "", string_at(due, "step"),
                                 string_at(due, "actor"), string_at(due, "region"));
    assert_string_equal(all, expected);
}

static inline void done(json_t *document, const char *due)
{
    assert_true(json_is_null(json_object_get(document, "refusal")));
    office_due(document, due);
    json_decref(document);
}

/* --- a CSV file --- */

static inline json_t *office_import(enum baku_status expected, const char *csv)
{
    folder_write("perkara.csv", csv);
    const char *path = folder_path("perkara.csv");
    return OFFICE(expected, baku_case_import(office.baku, path, &(struct baku_deed){.as = "pipi"}, &office.said));
}

/* --- refusals --- */

static inline const json_t *refusal_of(const json_t *document)
{
    const json_t *refusal = json_object_get(document, "refusal");
    assert_true(json_is_object(refusal));
    return refusal;
}

static inline void expect_refused(json_t *document, const char *kind)
{
    assert_string_equal(string_at(refusal_of(document), "kind"), kind);
    assert_true(strlen(string_at(refusal_of(document), "message")) > 5);
    static const char *const holes[] = {"{name}", "{other}", "{near}"};
    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++)
        assert_null(strstr(string_at(refusal_of(document), "message"), holes[i]));
    json_decref(document);
}

#endif
