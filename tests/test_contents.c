/* What is handed over: how it is judged, and what a refusal says to do; also where SOPs are called. */
#define _XOPEN_SOURCE 700
#include "office.h"

/* --- contents --- */

static json_t *complete_with(enum baku_status expected, const char *step, const char *as,
                             const struct baku_handed *handed)
{
    enum baku_given_answer given = strcmp(step, "periksa") == 0 ? BAKU_ANSWER_YA : BAKU_ANSWER_NONE;
    struct baku_deed deed = {.as = as, .answer = given, .documents = handed, .n_documents = 1};
    return OFFICE(expected, baku_case_do(office.baku, "1", step, &deed, &office.said));
}

static void a_text_must_have_its_form(void **state)
{
    (void)state;
    office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    int64_t seq = office_seq();
    expect_refused(complete_with(BAKU_NO, "periksa", "titi", &(struct baku_handed){.document = "nomor", .text = "7"}),
                   "bad-document");
    expect_refused(
        complete_with(BAKU_NO, "periksa", "titi", &(struct baku_handed){.document = "nomor", .text = "AB-12\xff"}),
        "bad-document");
    json_decref(
        complete_with(BAKU_UNKNOWN, "periksa", "titi", &(struct baku_handed){.document = "surat", .text = "x"}));
    assert_int_equal(office_seq(), seq);
    json_decref(
        complete_with(BAKU_YES, "periksa", "titi", &(struct baku_handed){.document = "nomor", .text = "AB-123"}));
    expect_refused(
        complete_with(BAKU_NO, "tetapkan", "koko", &(struct baku_handed){.document = "sandi", .text = "rahasia"}),
        "bad-document");
    expect_refused(
        complete_with(BAKU_NO, "tetapkan", "koko", &(struct baku_handed){.document = "surat", .text = "hal: izin"}),
        "bad-document");
    json_decref(complete_with(BAKU_YES, "tetapkan", "koko",
                              &(struct baku_handed){.document = "surat", .text = "hal: izin\nnomor = 12"}));
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    const json_t *item;
    size_t i, digests = 0;
    json_array_foreach (json_object_get(shown, "documents"), i, item)
        digests += strlen(string_at(item, "digest")) == 64;
    assert_int_equal(digests, 2);
    json_decref(shown);
}

static void start_with_file(enum baku_status expected, const char *bytes)
{
    folder_write("isi", bytes);
    struct baku_handed handed = {.document = "berkas", .file = folder_path("isi")};
    struct baku_deed deed = {.as = "pipi", .documents = &handed, .n_documents = 1};
    OFFICE_DONE(expected, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

static void a_file_is_judged_by_its_content(void **state)
{
    char large[1200] = "\x89PNG\r\n\x1A\n";
    (void)state;
    start_with_file(BAKU_YES, "\x89PNG\r\n\x1A\nisi");
    start_with_file(BAKU_NO, "%PDF-1.7");
    start_with_file(BAKU_NO, "");
    memset(large + 8, 'x', 1016);
    start_with_file(BAKU_YES, large);
    large[1024] = 'x';
    start_with_file(BAKU_NO, large);
    struct baku_handed handed = {.document = "berkas", .file = folder_path("tidak-ada")};
    struct baku_deed deed = {.as = "pipi", .documents = &handed, .n_documents = 1};
    OFFICE_DONE(BAKU_FAILED, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

static void what_is_given_late_is_taken(void **state)
{
    (void)state;
    office_start("a/izin", "pipi");
    struct baku_handed late = {.document = "pengantar", .text = "isi"}, made = {.document = "nomor"};
    struct baku_deed deed = {.as = "titi", .documents = &late, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_give(office.baku, "1", &deed, &office.said));
    deed.documents = &made;
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_give(office.baku, "1", &deed, &office.said));
    deed.n_documents = 0;
    expect_refused(OFFICE(BAKU_NO, baku_case_give(office.baku, "1", &deed, &office.said)), "not-given");
}

static const json_t *first_missing(const json_t *refusal)
{
    return json_array_get(json_object_get(refusal, "missing"), 0);
}

/* The first document that lacks, and the verb that helps; NULL: none. */
static void expect_way(const json_t *refusal, const char *document, const char *with)
{
    const json_t *missing = first_missing(refusal);
    assert_string_equal(string_at(missing, "document"), document);
    if (with)
        assert_string_equal(string_at(missing, "with"), with);
    else
        assert_true(json_is_null(json_object_get(missing, "with")));
}

static void a_link_that_ran_out_is_sent_again(void **state)
{
    (void)state;
    folder_write("a/tautan.yaml",
                 "title: Tautan\nactors: [petugas, pemohon]\n"
                 "documents: {tautan: {title: T, valid_for: 24 jam}, hasil: {title: H, result: true}}\n"
                 "steps:\n  - {step: kirim, actor: petugas, outputs: [tautan]}\n"
                 "  - {step: isi, actor: pemohon, inputs: [tautan], outputs: [hasil], expired: kirim}\n");
    office_publish("a/tautan");
    const char *id = office_start("a/tautan", "titi");
    struct baku_deed deed = {.as = "pipi"};
    json_decref(office_do(BAKU_YES, id, "kirim", "titi"));
    expect_refused(OFFICE(BAKU_NO, baku_case_expire(office.baku, id, "isi", &deed, &office.said)), "not-run-out");
    pass_minutes(24 * 60 + 1);
    json_t *document = office_do(BAKU_NO, id, "isi", "pipi");
    expect_way(refusal_of(document), "tautan", "expire");
    assert_string_equal(string_at(first_missing(refusal_of(document)), "valid_until"), "2026-11-24T08:00:00+08:00");
    expect_refused(document, "run-out");
    document = OFFICE(BAKU_YES, baku_case_show(office.baku, id, &office.said));
    const json_t *due = json_array_get(json_object_get(document, "due"), 0);
    assert_int_equal(json_array_size(json_object_get(due, "missing")), 0);
    assert_int_equal(json_array_size(json_object_get(due, "run_out")), 1);
    assert_true(json_is_true(json_object_get(json_array_get(json_object_get(document, "documents"), 0), "run_out")));
    json_decref(document);
    done(OFFICE(BAKU_YES, baku_case_expire(office.baku, id, "isi", &deed, &office.said)), "kirim petugas a");
    json_decref(office_do(BAKU_YES, id, "kirim", "titi"));
    done(office_do(BAKU_YES, id, "isi", "pipi"), "");
}

static void what_ran_out_is_handed_over_anew(void **state)
{
    (void)state;
    folder_write("a/surat.yaml",
                 "title: Surat\nactors: [petugas, pemohon]\n"
                 "documents: {ktp: {title: K, given: true, valid_for: 24 jam}, "
                 "otp: {title: O, valid_for: 48 jam}, hasil: {title: H, result: true}}\n"
                 "steps:\n  - {step: kirim, actor: petugas, outputs: [otp]}\n"
                 "  - {step: isi, actor: pemohon, inputs: [ktp, otp], outputs: [hasil]}\n");
    office_publish("a/surat");
    struct baku_handed ktp = {.document = "ktp"};
    struct baku_deed deed = {.as = "titi", .documents = &ktp, .n_documents = 1};
    json_decref(OFFICE(BAKU_YES, baku_case_start(office.baku, "a/surat", &deed, &office.said)));
    json_decref(office_do(BAKU_YES, "1", "kirim", "titi"));
    pass_minutes(25 * 60);
    json_t *document = office_do(BAKU_NO, "1", "isi", "pipi");
    expect_way(refusal_of(document), "ktp", "give");
    expect_refused(document, "run-out");
    OFFICE_DONE(BAKU_YES, baku_case_give(office.baku, "1", &deed, &office.said));
    pass_minutes(24 * 60);
    document = office_do(BAKU_NO, "1", "isi", "pipi");
    expect_way(refusal_of(document), "otp", NULL);
    assert_string_equal(string_at(first_missing(refusal_of(document)), "from_step"), "kirim");
    expect_refused(document, "run-out");
}

/* --- what a refusal says to do --- */

static void expect_said(const json_t *document, const char *words)
{
    const char *message = string_at(refusal_of(document), "message");
    if (!strstr(message, words))
        fail_msg("`%s` lacks `%s`", message, words);
}

static void says(json_t *document, const char *words)
{
    expect_said(document, words);
    json_decref(document);
}

static json_t *start_with(const struct baku_handed *handed)
{
    struct baku_deed deed = {.as = "pipi", .documents = handed, .n_documents = 1};
    return OFFICE(BAKU_NO, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

static void a_refused_content_says_what_is_wanted(void **state)
{
    (void)state;
    char large[1200] = "\x89PNG\r\n\x1A\n";
    memset(large + 8, 'x', sizeof large - 9);
    folder_write("besar.png", large);
    folder_write("a.pdf", "%PDF-1.7");
    says(start_with(&(struct baku_handed){.document = "berkas", .text = "isi"}), "--given berkas=@FILE (PNG)");
    says(start_with(&(struct baku_handed){.document = "berkas", .file = folder_path("a.pdf")}), "is no PNG");
    says(start_with(&(struct baku_handed){.document = "berkas", .file = folder_path("besar.png")}), "than 1 KB");
    office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    says(complete_with(BAKU_NO, "periksa", "titi", &(struct baku_handed){.document = "nomor", .text = "7"}),
         "[A-Z]{2}-[0-9]{3}");
    json_decref(office_answer(BAKU_YES, "1", "periksa", "titi", BAKU_ANSWER_YA));
    says(complete_with(BAKU_NO, "tetapkan", "koko", &(struct baku_handed){.document = "sandi", .text = "r"}),
         "--output sandi");
}

static void a_known_pattern_is_named(void **state)
{
    (void)state;
    folder_write("a/nip.yaml", "title: Nip\nactors: [pemohon]\n"
                               "documents: {nip: {title: NIP, type: text, pattern: nip, result: true}, "
                               "foto: {title: F, type: file, media: [image/png, image/jpeg, application/pdf], "
                               "result: true}}\n"
                               "steps: [{step: isi, actor: pemohon, outputs: [nip, foto]}]\n");
    office_publish("a/nip");
    office_start("a/nip", "pipi");
    folder_write("a.txt", "isi");
    says(complete_with(BAKU_NO, "isi", "pipi", &(struct baku_handed){.document = "nip", .text = "7"}),
         "not a NIP, 18 digits, such as 198001012005011001");
    says(complete_with(BAKU_NO, "isi", "pipi", &(struct baku_handed){.document = "foto", .file = folder_path("a.txt")}),
         "no PNG, JPEG or PDF");
}

/* --- calls --- */

static void expect_help(json_t *document, const char *words)
{
    const char *help = string_at(json_object_get(document, "error"), "help");
    if (!strstr(help, words))
        fail_msg("`%s` lacks `%s`", help, words);
    json_decref(document);
}

static json_t *give(enum baku_status expected, const struct baku_handed *handed, size_t n)
{
    struct baku_deed deed = {.as = "titi", .documents = handed, .n_documents = n};
    return OFFICE(expected, baku_case_give(office.baku, "1", &deed, &office.said));
}

/* A case that waits at the call of a SOP which demands what nobody passes on. */
static void wait_at_a_call(void)
{
    folder_write("a/luar.yaml", "title: Luar\nactors: [petugas]\n"
                                "documents: {surat: {title: Surat, result: true}, tanda: Tanda, "
                                "peta: {title: Peta, given: optional}}\n"
                                "steps:\n  - {step: siap, actor: petugas, outputs: [tanda], duration: 1 menit}\n"
                                "  - {step: panggil, actor: petugas, inputs: [tanda], outputs: [surat], call: izin}\n");
    office_publish("a/luar");
    office_start("a/luar", "titi");
    done(office_do(BAKU_YES, "1", "siap", "titi"), "panggil petugas a");
}

static void a_called_sop_gets_its_documents_when_it_is_entered(void **state)
{
    (void)state;
    wait_at_a_call();
    json_t *document = office_do(BAKU_NO, "1", "panggil", "titi");
    expect_way(refusal_of(document), "panggil/berkas", "do");
    expect_refused(document, "missing");
    document = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    expect_way(json_array_get(json_object_get(document, "due"), 0), "panggil/berkas", "do");
    json_decref(document);
    const struct baku_handed handed[] = {{.document = "panggil/berkas"}, {.document = "berkas"}};
    expect_help(give(BAKU_UNKNOWN, handed, 1), "baku case do 1 panggil --given panggil/berkas --as NAME");
    expect_help(give(BAKU_UNKNOWN, handed + 1, 1), "baku case do 1 panggil --given panggil/berkas --as NAME");
    struct baku_deed enter = {.as = "titi", .documents = handed, .n_documents = 1};
    done(OFFICE(BAKU_YES, baku_case_do(office.baku, "1", "panggil", &enter, &office.said)), "panggil/ajukan pemohon a");
}

static void inside_a_call_its_documents_are_handed_over_late(void **state)
{
    (void)state;
    wait_at_a_call();
    struct baku_deed enter = {.as = "titi", .documents = office_berkas, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "1", "panggil", &enter, &office.said));
    const struct baku_handed wrong = {.document = "panggil/pengatar"};
    const struct baku_handed both[] = {{.document = "peta"}, {.document = "panggil/pengantar"}};
    expect_help(give(BAKU_UNKNOWN, &wrong, 1), "`panggil/pengantar`? What can be handed over: peta, panggil/berkas");
    expect_help(give(BAKU_UNKNOWN, both, 2), "a command of its own");
    json_decref(give(BAKU_YES, both, 1));
    json_decref(give(BAKU_YES, both + 1, 1));
}

static void a_choice_is_told_with_its_sops(void **state)
{
    (void)state;
    const char *id = office_start("a/panggil", "titi");
    struct baku_deed deed = {.as = "titi", .choose = "izin"};
    expect_help(OFFICE(BAKU_UNKNOWN, baku_case_do(office.baku, id, "siap", &deed, &office.said)), "without --choose");
    json_decref(office_do(BAKU_YES, id, "siap", "titi"));
    json_t *document = office_do(BAKU_NO, id, "panggil", "titi");
    const json_t *choices = json_object_get(refusal_of(document), "choices");
    assert_int_equal(json_array_size(choices), 2);
    assert_string_equal(json_string_value(json_array_get(choices, 1)), "b/izin");
    expect_refused(document, "choice-needed");
}

static void a_step_of_another_region_is_done_by_its_people(void **state)
{
    (void)state;
    office_user("bubu", "pemohon", "b");
    office_start("a/panggil", "titi");
    json_decref(office_do(BAKU_YES, "1", "siap", "titi"));
    struct baku_deed deed = {.as = "titi", .documents = office_berkas, .n_documents = 1};
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, "1", "panggil", &deed, &office.said)), "choice-needed");
    deed.choose = "c/izin";
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_do(office.baku, "1", "panggil", &deed, &office.said));
    deed.choose = "b/izin";
    done(OFFICE(BAKU_YES, baku_case_do(office.baku, "1", "panggil", &deed, &office.said)), "panggil/ajukan pemohon b");
    expect_refused(office_do(BAKU_DENIED, "1", "panggil/ajukan", "pipi"), "not-permitted");
    done(office_do(BAKU_YES, "1", "panggil/ajukan", "bubu"), "panggil/periksa petugas b");
    json_t *list = OFFICE(BAKU_YES, baku_worklist(office.baku, &(struct baku_wanted){.region = "b"}, &office.said));
    assert_string_equal(string_at(json_array_get(json_object_get(list, "items"), 0), "step"), "panggil/periksa");
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(a_text_must_have_its_form),
        office_test(a_file_is_judged_by_its_content),
        office_test(what_is_given_late_is_taken),
        office_test(a_link_that_ran_out_is_sent_again),
        office_test(what_ran_out_is_handed_over_anew),
        office_test(a_refused_content_says_what_is_wanted),
        office_test(a_known_pattern_is_named),
        office_test(a_called_sop_gets_its_documents_when_it_is_entered),
        office_test(inside_a_call_its_documents_are_handed_over_late),
        office_test(a_choice_is_told_with_its_sops),
        office_test(a_step_of_another_region_is_done_by_its_people),
    };
    return cmocka_run_group_tests_name("contents", tests, NULL, NULL);
}
