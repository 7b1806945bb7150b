/* What baku_show, baku_run and baku_run_cases answer about SOPs in files: regional certificates, accepted hand-off
 * errors, what a script tells, cases that stop. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

static const char region[] = "actors: {petugas: Petugas}\n" FOLDER_TITLE_PAGE;

/* --- regional certificates --- */

enum { TICKS = 140 };

/* Many ticks; a certificate early among them, and its csr as the last of all. */
static void write_large_region(void)
{
    FILE *file = folder_begin("a/region.yaml");
    fputs("actors: {petugas: Petugas}\ndocuments:\n", file);
    for (int i = 0; i < TICKS; i++)
        fprintf(file, "  t%d: Tanda %d\n", i, i);
    fputs("  sertifikat: {title: S, type: certificate, issued_for: permintaan}\n", file);
    for (int i = TICKS; i < 2 * TICKS; i++)
        fprintf(file, "  t%d: Tanda %d\n", i, i);
    fputs("  permintaan: {title: P, type: csr}\n", file);
    folder_end(file);
}

/* Uses that many ticks and then the certificate, whose csr comes with it. */
static void write_user(int ticks, const char *documents)
{
    FILE *file = folder_begin("a/x.yaml");
    fprintf(file, "title: T\n%ssteps:\n- {step: satu, actor: petugas, outputs: [", documents);
    for (int i = 0; i < ticks; i++)
        fprintf(file, "t%d, ", i);
    fputs("sertifikat, t200]}\n", file);
    folder_end(file);
}

/* What the shown certificate is issued for; "" is none. Of the documents there must be so many. */
static void expect_issued_for(const char *expected, size_t documents)
{
    json_t *document = folder_show(BAKU_YES, "a/x"), *list = json_object_get(document, "documents"), *one;
    size_t i, certificates = 0;
    json_array_foreach (list, i, one) {
        bool is_certificate = strcmp(string_at(one, "document"), "sertifikat") == 0;
        assert_string_equal(string_at(one, "issued_for"), is_certificate ? expected : "");
        certificates += is_certificate;
    }
    assert_int_equal(certificates, 1);
    assert_int_equal(json_array_size(list), documents);
    json_decref(document);
}

/* Wherever the list of documents has to grow. */
static void a_regional_certificate_names_its_csr(void **state)
{
    (void)state;
    write_large_region();
    for (int ticks = 0; ticks <= TICKS; ticks++) {
        write_user(ticks, "");
        expect_issued_for("permintaan", (size_t)ticks + 3);
    }
}

static void a_csr_that_was_used_before_is_the_same(void **state)
{
    (void)state;
    write_large_region();
    folder_write("a/x.yaml", "title: T\nsteps:\n- {step: satu, actor: petugas, outputs: [permintaan]}\n"
                             "- {step: dua, actor: petugas, inputs: [permintaan], outputs: [sertifikat]}\n");
    expect_issued_for("permintaan", 2);
}

static void a_csr_that_is_a_tick_here_is_none(void **state)
{
    (void)state;
    write_large_region();
    write_user(0, "documents: {permintaan: Permintaan}\n");
    expect_issued_for("", 3);
    write_user(9, "documents: {permintaan: {title: P, type: csr}}\n");
    expect_issued_for("permintaan", 12);
}

/* --- accepted hand-off errors --- */

/* One step needs `surat`; `given` says what kind of a document it is, `more` what else the step has. Line 4 needs it.
 */
static FILE *begin_one_step(const char *given, const char *more)
{
    FILE *file = folder_begin("a/x.yaml");
    fprintf(file,
            "title: T\ndocuments: {surat: {title: S%s}, hasil: H}\nsteps:\n"
            "- {step: olah, actor: petugas, inputs: [surat], outputs: [hasil], duration: 1 menit%s}\n",
            given, more);
    return file;
}

static void write_one_step(const char *given) { folder_end(begin_one_step(given, "")); }

/* On line 5 the lack is accepted. */
static void write_accepted(const char *code, const char *given, const char *more)
{
    FILE *file = begin_one_step(given, more);
    fprintf(file, "accepted: [{finding: %s, at: olah.surat, reason: lembar}]\n", code);
    folder_end(file);
}

static void expect_refused_without(const char *document)
{
    struct baku_run_options options = {.without = &document, .n_without = 1};
    json_t *answer = folder_run(BAKU_NO, "a/x", &options), *refused = json_object_get(answer, "refused");
    json_t *missing = json_object_get(json_array_get(refused, 0), "missing");
    assert_int_equal(json_array_size(refused), 1);
    assert_int_equal(json_array_size(missing), 1);
    assert_string_equal(string_at(json_array_get(missing, 0), "document"), document);
    json_decref(answer);
}

static void what_is_always_brought_is_still_demanded(void **state)
{
    static const char *const handoffs[] = {"B301", "B302", "B309"};
    (void)state;
    folder_write("a/region.yaml", region);
    for (size_t i = 0; i < 3; i++) {
        write_accepted(handoffs[i], ", given: true", "");
        expect_findings(folder_check(BAKU_YES, "a/x.yaml"), "B108 a/x.yaml:5");
        expect_refused_without("surat");
    }
}

static void an_accepted_lack_is_not_demanded(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    write_accepted("B302", ", given: optional", "");
    expect_findings(folder_check(BAKU_YES, "a/x.yaml"), "B302 a/x.yaml:4 accepted");
    json_decref(folder_run(BAKU_YES, "a/x", NULL));
    write_accepted("B301", "", "");
    expect_findings(folder_check(BAKU_YES, "a/x.yaml"), "B301 a/x.yaml:4 accepted");
    json_decref(folder_run(BAKU_YES, "a/x", NULL));
}

/* What is brought can still run out: a hand-off of it can fail, and may be accepted. */
static void what_runs_out_may_be_accepted(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    write_accepted("B302", ", given: true, valid_for: 1 hari", ", expired: olah");
    expect_findings(folder_check(BAKU_YES, "a/x.yaml"), "B302 a/x.yaml:4 accepted");
}

/* A region's entry is for any of its SOPs: one that fits no place here has no effect, and is not told of. */
static void a_regions_entries_fit_or_not(void **state)
{
    (void)state;
    folder_write("a/region.yaml", "actors: {petugas: Petugas}\n" FOLDER_TITLE_PAGE "accepted:\n"
                                  "- {finding: B301, at: actors.petugas, reason: lembar}\n"
                                  "- {finding: B302, at: claims, reason: lembar}\n"
                                  "- {finding: B301, at: identity.number, reason: lembar}\n"
                                  "- {finding: B302, at: documents.surat, reason: lembar}\n"
                                  "- {finding: B309, at: olah.surat, reason: lembar}\n"
                                  "- {finding: B301, at: olah.surat, reason: lembar}\n");
    write_one_step("");
    expect_findings(folder_check(BAKU_YES, "a/x.yaml"), "B301 a/x.yaml:4 accepted");
    json_decref(folder_run(BAKU_YES, "a/x", NULL));
    write_one_step(", given: true");
    expect_findings(folder_check(BAKU_YES, "a/x.yaml"), "");
    expect_refused_without("surat");
}

/* --- what a script tells --- */

static const char two_decisions[] =
    "title: T\nsteps:\n- {step: tulis, actor: petugas, duration: 1 menit}\n"
    "- {step: periksa, actor: petugas, duration: 1 menit, decision: {question: Q, tidak: tulis}}\n"
    "- {step: putus, actor: petugas, duration: 1 menit, decision: {question: Q, tidak: putus}}\n";

static void write_two_decisions(void)
{
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", two_decisions);
    folder_make("a/scenarios");
    folder_write("a/scenarios/s.yaml",
                 "scenario: S\nsop: x\nanswers: {periksa: [tidak, tidak, tidak], putus: tidak}\n");
}

/* How often a step is completed in the run's answer, which is released. */
static void expect_completed(json_t *answer, const char *step, size_t times)
{
    size_t i, n = 0;
    json_t *one;
    json_array_foreach (json_object_get(answer, "steps"), i, one)
        n += strcmp(string_at(one, "step"), step) == 0;
    json_decref(answer);
    assert_int_equal(n, times);
}

#define VALUES(...) ((const char *const[]){__VA_ARGS__})

/* `periksa=tidak` twice is like `periksa=tidak,tidak`. */
static void a_repeated_answer_goes_on(void **state)
{
    const struct baku_told once = {"periksa", VALUES("tidak"), 1}, both = {"periksa", VALUES("tidak", "ya"), 2};
    const struct baku_told twice[] = {once, once}, four[] = {once, {"putus", VALUES("tidak"), 1}, both, once};
    (void)state;
    write_two_decisions();
    struct baku_run_options options = {.answers = twice, .n_answers = 1};
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "periksa", 2);
    options.n_answers = 2;
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "periksa", 3);
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "tulis", 3);
    options = (struct baku_run_options){.answers = four, .n_answers = 4};
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "periksa", 3); /* the fourth value is never asked for */
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "putus", 2);
}

static void a_scenario_holds_for_other_steps(void **state)
{
    const struct baku_told ya = {"periksa", VALUES("ya"), 1}, other = {"putus", VALUES("tidak", "tidak"), 2};
    (void)state;
    write_two_decisions();
    struct baku_run_options options = {.scenario = folder_path("a/scenarios/s.yaml")};
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "periksa", 4);
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "putus", 2);
    options.answers = &ya;
    options.n_answers = 1;
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "periksa", 1);
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "putus", 2);
    options.answers = &other;
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "periksa", 4);
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "putus", 3);
}

/* Two links, each of which may run out. */
static const char two_links[] =
    "title: T\ndocuments: {satu: {title: S, valid_for: 1 jam}, dua: {title: D, valid_for: 1 jam}}\nsteps:\n"
    "- {step: kirim, actor: petugas, outputs: [satu]}\n"
    "- {step: isi, actor: petugas, inputs: [satu], expired: kirim}\n"
    "- {step: kirim-lagi, actor: petugas, outputs: [dua]}\n"
    "- {step: isi-lagi, actor: petugas, inputs: [dua], expired: kirim-lagi}\n";

static void a_scenario_expires_other_steps(void **state)
{
    const char *const steps[] = {"isi", "isi"};
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", two_links);
    folder_write("a/s.yaml", "scenario: S\nsop: x\nexpire: {isi: 4, isi-lagi: 2}\n");
    struct baku_run_options options = {.scenario = folder_path("a/s.yaml")};
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "kirim", 5);
    options.expire = steps;
    options.n_expire = 2;
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "kirim", 3);
    expect_completed(folder_run(BAKU_YES, "a/x", &options), "kirim-lagi", 3);
}

/* --- many cases --- */

static json_t *run_cases(enum baku_status expected, const char *text)
{
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", text);
    struct baku *baku = folder_handle();
    struct baku_answer answer;
    assert_int_equal(baku_run_cases(baku, "a/x", 20, &answer), expected);
    return folder_json(baku, &answer);
}

static void expect_cases(json_t *answer, json_int_t cases, json_int_t steps)
{
    assert_int_equal(integer_at(answer, "cases"), cases);
    assert_int_equal(integer_at(answer, "steps"), steps);
    assert_null(json_object_get(answer, "stopped_at"));
    json_decref(answer);
}

static void cases_wait_for_another_branch(void **state)
{
    (void)state;
    expect_cases(run_cases(BAKU_YES, "title: T\ndocuments: {izin: I}\nsteps:\n- step: bersama\n  parallel:\n"
                                     "  - [{step: pakai, actor: petugas, inputs: [izin]}]\n"
                                     "  - [{step: buat, actor: petugas, outputs: [izin]}]\n"),
                 20, 40);
}

/* A SOP with errors is not run at all. */
static void no_case_begins_where_one_would_stop(void **state)
{
    (void)state;
    json_t *answer = run_cases(BAKU_NO, "title: T\ndocuments: {cap: C}\nsteps:\n- {step: mulai, actor: petugas, duration: 1 menit}\n"
                                        "- {step: pakai, actor: petugas, inputs: [cap], duration: 1 menit}\n");
    assert_null(json_object_get(answer, "cases"));
    expect_findings(answer, "B301 a/x.yaml:5");
}

/* Some path ends, and it is not the one of these cases. */
static void cases_that_never_end_stop(void **state)
{
    (void)state;
    json_t *answer = run_cases(BAKU_NO, "title: T\nsteps:\n- {step: putar, actor: petugas,\n"
                                        "   decision: {question: Lagi?, ya: putar, tidak: end}}\n");
    assert_true(json_is_null(json_object_get(answer, "stopped_at")));
    assert_int_equal(integer_at(answer, "cases"), 0);
    json_decref(answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(a_regional_certificate_names_its_csr),
        folder_test(a_csr_that_was_used_before_is_the_same),
        folder_test(a_csr_that_is_a_tick_here_is_none),
        folder_test(what_is_always_brought_is_still_demanded),
        folder_test(an_accepted_lack_is_not_demanded),
        folder_test(what_runs_out_may_be_accepted),
        folder_test(a_regions_entries_fit_or_not),
        folder_test(a_repeated_answer_goes_on),
        folder_test(a_scenario_holds_for_other_steps),
        folder_test(a_scenario_expires_other_steps),
        folder_test(cases_wait_for_another_branch),
        folder_test(no_case_begins_where_one_would_stop),
        folder_test(cases_that_never_end_stop),
    };
    return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
