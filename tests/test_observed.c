/* What happened, as `audit --store` tells it: every number here was counted by hand, by the hours of office.h: 08:00-12:00
 * and 13:00-16:00, Monday to Friday. */
#define _XOPEN_SOURCE 700
#include "office.h"

#include "api/audit_words.h"
#include "api/observed.h"
#include "api/perform.h"
#include "baku_audit.h"

/* pemohon asks, petugas may send back, what comes last follows; an hour is claimed. */
#define MEASURED_UNTIL(revision, last)                                                                                 \
    "title: Ukur\nrevision: " revision "\nactors: [pemohon, petugas, kepala]\n"                                        \
    "documents: {surat: Surat, hasil: Hasil, catatan: Catatan, izin: {title: Izin, result: true}}\n"                   \
    "steps:\n"                                                                                                         \
    "  - {step: minta, actor: pemohon, outputs: [surat], duration: 5 menit}\n"                                         \
    "  - step: periksa\n    actor: petugas\n    inputs: [surat]\n    outputs: [hasil]\n    duration: 15 menit\n"       \
    "    decision: {question: Sesuai?, tidak: {to: minta, outputs: [catatan]}}\n"                                      \
    last "claims: {total: 60 menit}\n"

#define MEASURED(revision)                                                                                             \
    MEASURED_UNTIL(revision, "  - {step: tutup, actor: kepala, inputs: [hasil], outputs: [izin], duration: 10 menit}\n")

/* What closed is named otherwise, and something comes before it. */
#define MEASURED_ANEW                                                                                                  \
    MEASURED_UNTIL("2", "  - {step: periksa-lagi, actor: petugas, inputs: [hasil], duration: 5 menit}\n"               \
                        "  - {step: sahkan, actor: kepala, inputs: [hasil], outputs: [izin], duration: 10 menit}\n")

static int measured_setup(void **state)
{
    if (office_setup(state) != 0)
        return -1;
    folder_write("a/ukur.yaml", MEASURED("1"));
    office_publish("a/ukur");
    return 0;
}

#define measured_test(f) cmocka_unit_test_setup_teardown(f, measured_setup, folder_teardown)

/* --- asking --- */

static size_t count(const char *const *list)
{
    size_t n = 0;
    while (list && list[n])
        n++;
    return n;
}

static json_t *ask(enum baku_status expected, const char *sop, const char *const *rates, bool observed)
{
    struct baku_audit_options options = {.rates = rates, .n_rates = count(rates), .observed = observed};
    return OFFICE(expected, baku_audit(office.baku, &sop, 1, &options, &office.said));
}

static const json_t *audit_in(const json_t *document)
{
    return json_array_get(json_object_get(document, "audits"), 0);
}

/* What is said to have happened, as compact JSON. */
static void expect_observed(const char *sop, enum baku_status status, const char *key, const char *expected)
{
    json_t *document = ask(status, sop, NULL, true);
    const json_t *observed = json_object_get(audit_in(document), "observed");
    char *text = json_dumps(*key ? json_object_get(observed, key) : observed, JSON_COMPACT | JSON_ENCODE_ANY);
    assert_string_equal(text, expected);
    free(text);
    json_decref(document);
}

/* --- doing --- */

static void at(const char *time, const char *id, const char *step, const char *as)
{
    set_clock(time);
    json_decref(office_do(BAKU_YES, id, step, as));
}

static void answer_at(const char *time, const char *id, enum baku_given_answer answer)
{
    set_clock(time);
    json_decref(office_answer(BAKU_YES, id, "periksa", "titi", answer));
}

static const char *start_at(const char *time)
{
    set_clock(time);
    return office_start("a/ukur", "pipi");
}

/* Three cases that end, one that is open, one that is given up. 2026-11-23 is a Monday. */
static void five_cases(void)
{
    const char *one = start_at("2026-11-23T08:00");
    at("2026-11-23T08:10", one, "minta", "pipi");          /* 10 */
    answer_at("2026-11-23T08:40", one, BAKU_ANSWER_TIDAK); /* 30 */
    at("2026-11-23T11:50", one, "minta", "pipi");          /* 190 */
    answer_at("2026-11-23T13:10", one, BAKU_ANSWER_YA);    /* 10 before the break and 10 behind it */
    at("2026-11-24T08:05", one, "tutup", "koko");          /* 170 and 5; in all 420 and 5 */
    const char *two = start_at("2026-11-24T08:05");
    at("2026-11-24T08:10", two, "minta", "pipi");       /* 5 */
    answer_at("2026-11-24T08:15", two, BAKU_ANSWER_YA); /* 5 */
    at("2026-11-24T08:45", two, "tutup", "koko");       /* 30; in all 40 */
    const char *three = start_at("2026-11-27T15:30");
    at("2026-11-27T15:45", three, "minta", "pipi");       /* 15 */
    answer_at("2026-11-30T08:00", three, BAKU_ANSWER_YA); /* 15, and a weekend */
    at("2026-11-30T08:30", three, "tutup", "koko");       /* 30; in all 60, which keeps the claim */
    const char *four = start_at("2026-11-30T08:30");
    at("2026-11-30T09:00", four, "minta", "pipi"); /* 30 */
    const char *five = start_at("2026-11-30T09:00");
    struct baku_deed cancel = {.as = "admin", .reason = "salah"};
    OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, five, &cancel, &office.said));
}

static void move_at(const char *time, const char *id, const char *to)
{
    struct baku_moving moving = {.as = "admin", .to = to, .reason = "peraturan baru"};
    set_clock(time);
    OFFICE_DONE(BAKU_YES, baku_case_move(office.baku, id, &moving, &office.said));
}

/* One case by the first revision, one that is moved from it to the second, one by the second, which is open. */
static void a_case_that_moved_and_two_others(void)
{
    const char *one = start_at("2026-11-23T08:00");
    at("2026-11-23T08:05", one, "minta", "pipi");       /* 5 */
    answer_at("2026-11-23T08:15", one, BAKU_ANSWER_YA); /* 10 */
    at("2026-11-23T08:45", one, "tutup", "koko");       /* 30; in all 45, which keeps the claim */
    const char *two = start_at("2026-11-24T08:00");
    at("2026-11-24T08:10", two, "minta", "pipi"); /* 10 */
    folder_write("a/ukur.yaml", MEASURED_ANEW);
    office_publish("a/ukur");
    move_at("2026-11-24T08:20", two, "6");
    answer_at("2026-11-24T08:40", two, BAKU_ANSWER_TIDAK); /* 30, as it was due before it moved */
    at("2026-11-24T08:50", two, "minta", "pipi");          /* 10 */
    answer_at("2026-11-24T09:10", two, BAKU_ANSWER_YA);    /* 20 */
    at("2026-11-24T09:25", two, "periksa-lagi", "titi");   /* 15 */
    at("2026-11-24T09:55", two, "sahkan", "koko");         /* 30; in all 115 */
    const char *three = start_at("2026-11-24T10:00");
    at("2026-11-24T10:05", three, "minta", "pipi");       /* 5 */
    answer_at("2026-11-24T10:10", three, BAKU_ANSWER_YA); /* 5 */
}

/* --- the numbers --- */

static void ranks_are_nearest_ranks(void **state)
{
    static const struct {
        size_t n, median, p90;
    } rows[] = {{1, 1, 1}, {2, 1, 2}, {3, 2, 3}, {4, 2, 4}, {5, 3, 5}, {9, 5, 9}, {10, 5, 9},
                {11, 6, 10}, {20, 10, 18}, {100, 50, 90}, {101, 51, 91}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(nearest_rank(rows[i].n, 5), rows[i].median);
        assert_int_equal(nearest_rank(rows[i].n, 9), rows[i].p90);
    }
    assert_int_equal(nearest_rank(SIZE_MAX - 5, 9) < SIZE_MAX - 5, 1);
}

static void five_cases_give_these_numbers(void **state)
{
    (void)state;
    five_cases();
    expect_observed("a/ukur", BAKU_NO, "",
                    "{\"cases\":5,\"ended\":3,\"elapsed\":{\"n\":3,\"median_s\":3600,\"p90_s\":25500},"
                    "\"within_claim\":{\"n\":2,\"share\":0.66666666666700003},\"steps\":["
                    "{\"step\":\"minta\",\"n\":5,\"median_s\":900,\"p90_s\":11400,\"asked\":0,\"tidak\":0,\"rate\":null},"
                    "{\"step\":\"periksa\",\"n\":4,\"median_s\":900,\"p90_s\":1800,\"asked\":4,\"tidak\":1,\"rate\":0.25},"
                    "{\"step\":\"tutup\",\"n\":3,\"median_s\":1800,\"p90_s\":10500,\"asked\":0,\"tidak\":0,\"rate\":null}],"
                    "\"holidays_unknown\":[2026],\"reason\":null}");
}

static void without_cases_there_is_nothing_to_say(void **state)
{
    (void)state;
    json_decref(office_do(BAKU_YES, office_start("a/izin", "pipi"), "ajukan", "pipi")); /* another SOP's */
    expect_observed("a/ukur", BAKU_NO, "",
                    "{\"cases\":0,\"ended\":0,\"elapsed\":{\"n\":0,\"median_s\":null,\"p90_s\":null},"
                    "\"within_claim\":{\"n\":0,\"share\":null},\"steps\":[],\"holidays_unknown\":[],\"reason\":null}");
    expect_observed("a/izin", BAKU_YES, "within_claim", "null"); /* nothing is claimed */
    json_t *document = ask(BAKU_NO, "a/ukur", NULL, false);
    assert_true(json_is_null(json_object_get(audit_in(document), "observed")));
    json_decref(document);
}

static void what_was_entered_late_counts_when_it_was_done(void **state)
{
    (void)state;
    set_clock("2026-11-30T09:00");
    struct baku_deed start = {.as = "pipi", .at = "2026-11-27T15:30"}, ask_for = {.as = "pipi", .at = "2026-11-27T15:40"};
    OFFICE_DONE(BAKU_YES, baku_case_start(office.baku, "a/ukur", &start, &office.said));
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "1", "minta", &ask_for, &office.said));
    answer_at("2026-11-30T09:00", "1", BAKU_ANSWER_YA); /* 20 on Friday and 60 on Monday */
    at("2026-11-30T09:05", "1", "tutup", "koko");
    expect_observed("a/ukur", BAKU_NO, "elapsed", "{\"n\":1,\"median_s\":5700,\"p90_s\":5700}");
    expect_observed("a/ukur", BAKU_NO, "steps",
                    "[{\"step\":\"minta\",\"n\":1,\"median_s\":600,\"p90_s\":600,\"asked\":0,\"tidak\":0,\"rate\":null},"
                    "{\"step\":\"periksa\",\"n\":1,\"median_s\":4800,\"p90_s\":4800,\"asked\":1,\"tidak\":0,\"rate\":0.0},"
                    "{\"step\":\"tutup\",\"n\":1,\"median_s\":300,\"p90_s\":300,\"asked\":0,\"tidak\":0,\"rate\":null}]");
}

static void branches_fall_due_together(void **state)
{
    (void)state;
    set_clock("2026-11-23T08:00");
    const char *id = office_start("a/serempak", "titi");
    at("2026-11-23T08:30", id, "kiri", "titi");
    at("2026-11-23T09:00", id, "kanan", "koko");
    at("2026-11-23T09:10", id, "tutup", "titi");
    expect_observed("a/serempak", BAKU_YES, "steps",
                    "[{\"step\":\"kiri\",\"n\":1,\"median_s\":1800,\"p90_s\":1800,\"asked\":0,\"tidak\":0,\"rate\":null},"
                    "{\"step\":\"kanan\",\"n\":1,\"median_s\":3600,\"p90_s\":3600,\"asked\":0,\"tidak\":0,\"rate\":null},"
                    "{\"step\":\"tutup\",\"n\":1,\"median_s\":600,\"p90_s\":600,\"asked\":0,\"tidak\":0,\"rate\":null}]");
}

static void a_step_sent_back_to_itself_falls_due_anew(void **state)
{
    (void)state;
    folder_write("a/ulang.yaml", "title: Ulang\nactors: [petugas]\ndocuments: {hasil: {title: H, result: true}, c: Catatan}\n"
                                 "steps:\n  - step: periksa\n    actor: petugas\n    outputs: [hasil]\n"
                                 "    decision: {question: Sesuai?, tidak: {to: periksa, outputs: [c]}}\n");
    office_publish("a/ulang");
    set_clock("2026-11-23T08:00");
    const char *id = office_start("a/ulang", "titi");
    answer_at("2026-11-23T08:30", id, BAKU_ANSWER_TIDAK);
    answer_at("2026-11-23T08:40", id, BAKU_ANSWER_YA); /* 10, not 40 */
    expect_observed("a/ulang", BAKU_YES, "steps",
                    "[{\"step\":\"periksa\",\"n\":2,\"median_s\":600,\"p90_s\":1800,\"asked\":2,\"tidak\":1,\"rate\":0.5}]");
}

static void steps_inside_a_call_have_its_path(void **state)
{
    (void)state;
    set_clock("2026-11-23T08:00");
    const char *id = office_start("a/panggil", "titi");
    struct baku_deed enter = {.as = "titi", .choose = "a/izin", .documents = office_berkas, .n_documents = 1};
    at("2026-11-23T08:01", id, "siap", "titi");
    set_clock("2026-11-23T08:03");
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil", &enter, &office.said));
    at("2026-11-23T08:10", id, "panggil/ajukan", "pipi"); /* 7 */
    set_clock("2026-11-23T08:20");
    struct baku_deed no = {.as = "titi", .answer = BAKU_ANSWER_TIDAK}, yes = {.as = "titi", .answer = BAKU_ANSWER_YA};
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil/periksa", &no, &office.said)); /* 10 */
    at("2026-11-23T08:25", id, "panggil/ajukan", "pipi"); /* 5 */
    set_clock("2026-11-23T08:45");
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil/periksa", &yes, &office.said)); /* 20 */
    at("2026-11-23T09:00", id, "panggil/tetapkan", "koko"); /* 15; the call from 08:01 on: 59 */
    expect_observed(
        "a/panggil", BAKU_YES, "steps",
        "[{\"step\":\"siap\",\"n\":1,\"median_s\":60,\"p90_s\":60,\"asked\":0,\"tidak\":0,\"rate\":null},"
        "{\"step\":\"panggil/ajukan\",\"n\":2,\"median_s\":300,\"p90_s\":420,\"asked\":0,\"tidak\":0,\"rate\":null},"
        "{\"step\":\"panggil/periksa\",\"n\":2,\"median_s\":600,\"p90_s\":1200,\"asked\":2,\"tidak\":1,\"rate\":0.5},"
        "{\"step\":\"panggil/tetapkan\",\"n\":1,\"median_s\":900,\"p90_s\":900,\"asked\":0,\"tidak\":0,\"rate\":null},"
        "{\"step\":\"panggil\",\"n\":1,\"median_s\":3540,\"p90_s\":3540,\"asked\":0,\"tidak\":0,\"rate\":null}]");
    expect_observed("a/izin", BAKU_YES, "cases", "0"); /* a call is no case of the SOP that is called */
}

static void cases_of_every_revision_count(void **state)
{
    (void)state;
    five_cases();
    folder_write("a/ukur.yaml", MEASURED("2"));
    office_publish("a/ukur");
    const char *six = start_at("2026-11-30T10:00");
    at("2026-11-30T10:02", six, "minta", "pipi");
    expect_observed("a/ukur", BAKU_NO, "cases", "6");
}

static void a_case_that_moved_is_counted_to_its_end(void **state)
{
    (void)state;
    a_case_that_moved_and_two_others();
    expect_observed("a/ukur", BAKU_NO, "",
                    "{\"cases\":3,\"ended\":2,\"elapsed\":{\"n\":2,\"median_s\":2700,\"p90_s\":6900},"
                    "\"within_claim\":{\"n\":1,\"share\":0.5},\"steps\":["
                    "{\"step\":\"minta\",\"n\":4,\"median_s\":300,\"p90_s\":600,\"asked\":0,\"tidak\":0,\"rate\":null},"
                    "{\"step\":\"periksa\",\"n\":4,\"median_s\":600,\"p90_s\":1800,\"asked\":4,\"tidak\":1,\"rate\":0.25},"
                    "{\"step\":\"periksa-lagi\",\"n\":1,\"median_s\":900,\"p90_s\":900,\"asked\":0,\"tidak\":0,\"rate\":null},"
                    "{\"step\":\"sahkan\",\"n\":1,\"median_s\":1800,\"p90_s\":1800,\"asked\":0,\"tidak\":0,\"rate\":null},"
                    "{\"step\":\"tutup\",\"n\":1,\"median_s\":1800,\"p90_s\":1800,\"asked\":0,\"tidak\":0,\"rate\":null}],"
                    "\"holidays_unknown\":[2026],\"reason\":null}");
}

/* Another step stands before the call now, and another inside it before the one that is due. */
static void publish_calls_anew(void)
{
    static const char before_check[] = "  - step: periksa\n", before_call[] = "  - {step: panggil,";
    char izin[4096], caller[1024];
    const char *check = strstr(OFFICE_SOP, before_check), *call = strstr(OFFICE_CALLER, before_call);
    snprintf(izin, sizeof izin, "%.*s  - {step: teliti, actor: petugas, inputs: [permohonan]}\n%s",
             (int)strlen(OFFICE_SOP) - (int)strlen(check), OFFICE_SOP, check);
    snprintf(caller, sizeof caller, "%.*s  - {step: buka, actor: petugas, inputs: [tanda]}\n%s",
             (int)strlen(OFFICE_CALLER) - (int)strlen(call), OFFICE_CALLER, call);
    folder_write("a/izin.yaml", izin);
    folder_write("a/panggil.yaml", caller);
    office_publish("a/izin");
    office_publish("a/panggil");
}

static void a_case_that_moved_inside_a_call_is_counted_there(void **state)
{
    (void)state;
    set_clock("2026-11-23T08:00");
    const char *id = office_start("a/panggil", "titi");
    struct baku_deed enter = {.as = "titi", .choose = "a/izin", .documents = office_berkas, .n_documents = 1};
    struct baku_deed no = {.as = "titi", .answer = BAKU_ANSWER_TIDAK}, yes = {.as = "titi", .answer = BAKU_ANSWER_YA};
    at("2026-11-23T08:01", id, "siap", "titi");
    set_clock("2026-11-23T08:03");
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil", &enter, &office.said));
    at("2026-11-23T08:10", id, "panggil/ajukan", "pipi"); /* 7 */
    publish_calls_anew();
    move_at("2026-11-23T08:15", id, "7");
    set_clock("2026-11-23T08:20");
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil/periksa", &no, &office.said)); /* 10 */
    at("2026-11-23T08:25", id, "panggil/ajukan", "pipi");                                       /* 5 */
    at("2026-11-23T08:28", id, "panggil/teliti", "titi");                                       /* 3 */
    set_clock("2026-11-23T08:45");
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, id, "panggil/periksa", &yes, &office.said)); /* 17 */
    at("2026-11-23T09:00", id, "panggil/tetapkan", "koko"); /* 15; the call from 08:01 on: 59 */
    expect_observed("a/panggil", BAKU_YES, "elapsed", "{\"n\":1,\"median_s\":3600,\"p90_s\":3600}");
    expect_observed(
        "a/panggil", BAKU_YES, "steps",
        "[{\"step\":\"siap\",\"n\":1,\"median_s\":60,\"p90_s\":60,\"asked\":0,\"tidak\":0,\"rate\":null},"
        "{\"step\":\"panggil/ajukan\",\"n\":2,\"median_s\":300,\"p90_s\":420,\"asked\":0,\"tidak\":0,\"rate\":null},"
        "{\"step\":\"panggil/periksa\",\"n\":2,\"median_s\":600,\"p90_s\":1020,\"asked\":2,\"tidak\":1,\"rate\":0.5},"
        "{\"step\":\"panggil/teliti\",\"n\":1,\"median_s\":180,\"p90_s\":180,\"asked\":0,\"tidak\":0,\"rate\":null},"
        "{\"step\":\"panggil/tetapkan\",\"n\":1,\"median_s\":900,\"p90_s\":900,\"asked\":0,\"tidak\":0,\"rate\":null},"
        "{\"step\":\"panggil\",\"n\":1,\"median_s\":3540,\"p90_s\":3540,\"asked\":0,\"tidak\":0,\"rate\":null}]");
}

static void without_a_clock_only_the_times_are_missing(void **state)
{
    (void)state;
    five_cases();
    folder_write("a/region.yaml", "name: A\nactors: {pemohon: {title: Pemohon, applicant: true}, petugas: P, kepala: K}\n");
    json_t *document = ask(BAKU_NO, "a/ukur", NULL, true);
    const json_t *observed = json_object_get(audit_in(document), "observed");
    assert_int_equal(integer_at(observed, "ended"), 3);
    assert_string_equal(string_at(observed, "reason"), words_in(WORDS_OBSERVED_NO_ZONE, LANG_EN));
    assert_true(json_is_null(json_object_get(json_object_get(observed, "elapsed"), "median_s")));
    const json_t *periksa = json_array_get(json_object_get(observed, "steps"), 1);
    assert_int_equal(integer_at(periksa, "n"), 4);
    assert_true(json_real_value(json_object_get(periksa, "rate")) == 0.25);
    json_decref(document);
}

/* --- rates as they happened --- */

/* A column of "expected" and of "kept", without its rate. */
static char *column_of(const json_t *document, size_t column)
{
    json_t *both = json_pack("[O, O]", json_array_get(json_object_get(audit_in(document), "expected"), column),
                             json_array_get(json_object_get(audit_in(document), "kept"), column));
    json_object_del(json_array_get(both, 0), "rate");
    json_object_del(json_array_get(both, 1), "rate");
    char *text = json_dumps(both, JSON_COMPACT);
    json_decref(both);
    assert_non_null(text);
    return text;
}

#define RATES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The third column with `observed` is the first with the step's rate. */
static void expect_column(const char *const *observed, const char *const *told)
{
    json_t *as_seen = ask(BAKU_NO, "a/ukur", observed, true), *as_told = ask(BAKU_NO, "a/ukur", told, false);
    const json_t *expected = json_object_get(audit_in(as_seen), "expected");
    assert_int_equal(json_array_size(expected), 3);
    assert_string_equal(string_at(json_array_get(expected, 2), "rate"), "observed");
    assert_string_equal(string_at(json_array_get(json_object_get(audit_in(as_seen), "kept"), 2), "rate"), "observed");
    char *seen = column_of(as_seen, 2), *wanted = column_of(as_told, 0);
    assert_string_equal(seen, wanted);
    free(seen);
    free(wanted);
    json_decref(as_seen);
    json_decref(as_told);
}

static void a_column_takes_the_rates_that_were_observed(void **state)
{
    (void)state;
    expect_column(RATES("observed"), RATES("0.1")); /* nobody was asked yet */
    five_cases();
    expect_column(RATES("observed"), RATES("0.1", "periksa=0.25"));
    expect_column(RATES("observed", "periksa=0.5"), RATES("0.1", "periksa=0.5")); /* what is told holds */
}

static void what_was_answered_after_a_move_is_a_rate(void **state)
{
    (void)state;
    a_case_that_moved_and_two_others();
    expect_column(RATES("observed"), RATES("0.1", "periksa=0.25"));
}

static void observed_rates_need_a_store(void **state)
{
    (void)state;
    json_t *document = ask(BAKU_UNKNOWN, "a/ukur", RATES("observed"), false);
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "help"), "--store"));
    json_decref(document);
    struct baku *handle;
    struct baku_answer said;
    struct baku_options options = {.sops = folder_root, .lang = BAKU_EN, .store = folder_path("tiada.db")};
    assert_int_equal(baku_open(&options, &handle), BAKU_YES);
    const char *sop = "a/ukur";
    assert_int_equal(baku_audit(handle, &sop, 1, &(struct baku_audit_options){.observed = 1}, &said), BAKU_FAILED);
    json_decref(folder_json(handle, &said));
}

/* --- the page and CSV --- */

static char *text_as(enum baku_audit_format format, enum baku_lang lang)
{
    struct baku *handle;
    struct baku_answer said;
    struct baku_options how = {.sops = folder_root, .lang = lang, .store = office_store()};
    struct baku_audit_options options = {.format = format, .rates = RATES("0.1", "observed"), .n_rates = 2, .observed = 1};
    const char *sop = "a/ukur";
    assert_int_equal(baku_open(&how, &handle), BAKU_YES);
    assert_int_equal(baku_audit(handle, &sop, 1, &options, &said), BAKU_NO);
    json_t *document = folder_json(handle, &said);
    char *text = strdup(string_at(document, "text"));
    json_decref(document);
    return text;
}

static void expect_in(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no `%s` in:\n%s", part, text);
}

static void the_page_puts_it_beside_the_claim(void **state)
{
    (void)state;
    five_cases();
    char *page = text_as(BAKU_AUDIT_MARKDOWN, BAKU_ID);
    expect_in(page, "Yang terjadi");
    expect_in(page, "Perkara SOP ini dalam penyimpanan: 5, 3 di antaranya sudah selesai.");
    expect_in(page, "separuh perkara selesai dalam | 60,0 menit");
    expect_in(page, "sembilan dari sepuluh selesai dalam | 425,0 menit");
    expect_in(page, "Selesai dalam klaim | 2 dari 3 (66,7%)");
    expect_in(page, "| 2 periksa | 15 | 4 | 15,0 | 30,0 | 1 dari 4 (25%) |");
    expect_in(page, "Laju yang terjadi: periksa 1 dari 4.");
    free(page);
    page = text_as(BAKU_AUDIT_MARKDOWN, BAKU_EN);
    expect_in(page, "What happened");
    expect_in(page, "| 2 periksa | 15 | 4 | 15.0 | 30.0 | 1 of 4 (25%) |");
    free(page);
}

static void csv_has_columns_of_what_happened(void **state)
{
    (void)state;
    five_cases();
    char *csv = text_as(BAKU_AUDIT_CSV, BAKU_EN);
    expect_in(csv, ",kept_max_share_at_observed,cases,ended,median_minutes,p90_minutes,within_claim_share\r\n");
    expect_in(csv, ",5,3,60,425,0.666667\r\n");
    free(csv);
}

/* --- many --- */

/* Starts that many cases and completes their first step, in one change. */
static void many_cases(size_t n)
{
    struct baku *handle = office_handle();
    struct baku_answer said;
    struct desk desk;
    struct baku_deed deed = {.as = "pipi"};
    assert_int_equal(desk_open(&desk, handle, STORE_WRITES, &said), BAKU_YES);
    assert_int_equal(desk_begin(&desk), BAKU_YES);
    assert_int_equal(desk_person(&desk, "pipi"), BAKU_YES);
    for (size_t i = 0; i < n; i++) {
        char id[24];
        struct outcome outcome = {0};
        struct act start = {.kind = COMMAND_START, .sop = "a/ukur", .deed = &deed};
        assert_int_equal(perform_within(&desk, &start, &outcome), BAKU_YES);
        snprintf(id, sizeof id, "%lld", (long long)outcome.row.id);
        struct act step = {.kind = COMMAND_COMPLETE, .id = id, .step = "minta", .deed = &deed};
        outcome = (struct outcome){0};
        assert_int_equal(perform_within(&desk, &step, &outcome), BAKU_YES);
    }
    assert_int_equal(desk_commit(&desk), BAKU_YES);
    desk_close(&desk, BAKU_YES);
    baku_close(handle);
}

static void more_cases_than_a_page_are_all_counted(void **state)
{
    (void)state;
    five_cases();
    many_cases(STORE_PAGE + 1);
    expect_observed("a/ukur", BAKU_NO, "cases", "1006");
    json_t *document = ask(BAKU_NO, "a/ukur", NULL, true);
    const json_t *steps = json_object_get(json_object_get(audit_in(document), "observed"), "steps");
    assert_int_equal(integer_at(json_array_get(steps, 0), "n"), 1006);
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_nearest_ranks),
        measured_test(five_cases_give_these_numbers),
        measured_test(without_cases_there_is_nothing_to_say),
        measured_test(what_was_entered_late_counts_when_it_was_done),
        measured_test(branches_fall_due_together),
        measured_test(a_step_sent_back_to_itself_falls_due_anew),
        measured_test(steps_inside_a_call_have_its_path),
        measured_test(cases_of_every_revision_count),
        measured_test(a_case_that_moved_is_counted_to_its_end),
        measured_test(a_case_that_moved_inside_a_call_is_counted_there),
        measured_test(without_a_clock_only_the_times_are_missing),
        measured_test(a_column_takes_the_rates_that_were_observed),
        measured_test(what_was_answered_after_a_move_is_a_rate),
        measured_test(observed_rates_need_a_store),
        measured_test(the_page_puts_it_beside_the_claim),
        measured_test(csv_has_columns_of_what_happened),
        measured_test(more_cases_than_a_page_are_all_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
